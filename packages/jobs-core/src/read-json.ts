import { BadResponseError } from "./errors.js";

/** The body as JSON, an object or an array. One that is none is worth another try: BadResponseError, retryable. */
export async function readJson(response: Response, host: string): Promise<object> {
  const value = parse(await response.text());
  if (typeof value === "object" && value !== null) return value;
  throw new BadResponseError(`${host} answered ${response.status} with something that is not JSON.`, {
    status: response.status,
    retryable: true,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own error quotes the body.
    return undefined;
  }
}
