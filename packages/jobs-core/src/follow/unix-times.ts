/** RFC 3339 for times that the API counts in seconds, or milliseconds, since 1970; other text stays as it is. */
export function unixTimes(times: object): object {
  return Object.fromEntries(Object.entries(times).map(([name, text]) => [name, unixTime(String(text))]));
}

function unixTime(text: string): string {
  const value = Number(text);
  const date = new Date(Math.abs(value) < 1e11 ? value * 1000 : value);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}
