import { errnoOf } from "../errors/file-error.js";
import { printable } from "../terminal/printable.js";

/** Headers whose values are told. Any other may be a key, a signature or an idempotency key. */
const TOLD: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "accept-ranges",
  "content-encoding",
  "content-length",
  "content-range",
  "content-type",
  "date",
  "etag",
  "if-range",
  "range",
  "request-id",
  "retry-after",
  "server",
  "transfer-encoding",
  "user-agent",
  "x-request-id",
]);

/** A fetch that tells of each request and answer, without bodies, without the values of queries, without secrets. */
export function traceFetch(write: (line: string) => void): typeof globalThis.fetch {
  let count = 0;
  return async (input, init) => {
    const number = ++count;
    const tell = (mark: string, line: string): void => write(`debug: ${number} ${mark} ${printable(line)}\n`);
    const request = input instanceof Request ? input : undefined;
    tell(">", `${init?.method ?? request?.method ?? "GET"} ${maskedUrl(request?.url ?? String(input))}`);
    for (const line of maskedHeaders(new Headers(init?.headers ?? request?.headers))) tell(">", line);
    const startedAt = performance.now();
    const took = (): string => `${Math.round(performance.now() - startedAt)} ms`;
    try {
      const response = await fetch(input, init);
      tell("<", `${response.status} after ${took()}`);
      for (const line of maskedHeaders(response.headers)) tell("<", line);
      return response;
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      tell("!", `${errnoOf(cause) ?? errnoOf(error) ?? "failed"} after ${took()}`);
      throw error;
    }
  };
}

function maskedHeaders(headers: Headers): string[] {
  return [...headers].map(([name, value]) => {
    if (name === "location") return `${name}: ${maskedUrl(value)}`;
    return `${name}: ${TOLD.has(name) ? value : "***"}`;
  });
}

/** Names of query parameters without their values: a presigned URL's are as good as a key. */
function maskedUrl(text: string): string {
  if (!URL.canParse(text, "http://relative")) return "***";
  const url = new URL(text, "http://relative");
  const query = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=***`).join("&");
  const origin = url.host === "relative" ? "" : url.origin;
  return `${origin}${url.pathname}${query === "" ? "" : `?${query}`}`;
}
