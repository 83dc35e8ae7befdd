import type { Connection } from "./connection.js";
import { BadResponseError } from "./errors.js";
import { type Call, exchange } from "./exchange.js";
import type { Operation } from "./job-api.js";
import { readJson } from "./read-json.js";
import { type Purpose, responseError } from "./response-error.js";

export interface Answer {
  body: unknown;
  headers: Headers;
}

export interface ApiCall extends Omit<Call, "url" | "method"> {
  /** Path parameters by the names in the template; all others go into the query. */
  parameters?: Readonly<Record<string, string>>;
  purpose?: Purpose;
  /** For an answer whose body means nothing, or that has none. */
  ignoreBody?: boolean;
}

/** One request to an operation and its JSON; throws the JobsError of any other answer. Does not retry. */
export async function callApi(
  connection: Connection,
  operation: Operation,
  call: ApiCall = {},
): Promise<Answer> {
  const { parameters = {}, purpose = "other", ignoreBody = false, ...rest } = call;
  const url = operationUrl(connection, operation, parameters);
  const headers = { accept: "application/json", ...(rest.headers as Record<string, string> | undefined) };
  const response = await exchange(connection, { ...rest, headers, url, method: operation.method });
  if (!response.ok) throw await responseError(connection, response, purpose);
  if (!ignoreBody) return { body: await readJson(response, connection.api.title), headers: response.headers };
  const isPage = /^\s*text\/html/i.test(response.headers.get("content-type") ?? "");
  await response.body?.cancel();
  if (isPage)
    throw new BadResponseError(`${connection.api.title} answered with a web page.`, { retryable: true });
  return { body: undefined, headers: response.headers };
}

export function operationUrl(
  connection: Connection,
  { path }: Operation,
  parameters: Readonly<Record<string, string>>,
): URL {
  const query = new URLSearchParams();
  let filled = path;
  for (const [name, value] of Object.entries(parameters)) {
    if (!filled.includes(`{${name}}`)) query.set(name, value);
    else if (/^\.{0,2}$/.test(value))
      throw new BadResponseError(`${connection.api.title} gave no usable ${name}.`);
    else filled = filled.replace(`{${name}}`, () => encodeURIComponent(value));
  }
  const url = new URL(connection.baseUrl + filled);
  url.search = query.toString();
  return url;
}
