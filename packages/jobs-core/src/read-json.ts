import { BadResponseError } from "./errors.js";

/** The body as JSON. A body that is none is worth another try: throws BadResponseError, retryable. */
export async function readJson(response: Response, host: string): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own error quotes the body.
    throw new BadResponseError(`${host} answered ${response.status} with something that is not JSON.`, {
      status: response.status,
      retryable: true,
    });
  }
}
