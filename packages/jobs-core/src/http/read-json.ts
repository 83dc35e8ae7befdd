import { BadResponseError } from "../errors/errors.js";

/**
 * The body as JSON, an object or an array; undefined for an empty one that may be. One that is none of these is worth
 * another try: BadResponseError, retryable.
 */
export async function readJson(
  response: Response,
  host: string,
  mayBeEmpty: boolean = false,
): Promise<object | undefined> {
  const { status } = response;
  const text = await response.text();
  if (mayBeEmpty && text.trim() === "") return undefined;
  const value = parse(text);
  if (typeof value === "object" && value !== null) return value;
  throw new BadResponseError(`${host} answered ${status} with something that is not JSON.`, {
    status,
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
