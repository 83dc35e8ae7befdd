const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * When a Retry-After header allows the next request (wall clock, milliseconds since the epoch): whole seconds or
 * IMF-fixdate (RFC 9110, 10.2.3 and 5.6.7). Anything else counts as absent.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(value)) return now + Number(value) * 1000;
  const at = IMF_FIXDATE.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? undefined : at;
}
