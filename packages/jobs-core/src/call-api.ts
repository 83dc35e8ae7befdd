import type { Connection } from "./connection.js";
import { BadResponseError } from "./errors.js";
import type { Call } from "./call.js";
import { exchange } from "./exchange.js";
import type { Operation } from "./job-api.js";
import { readJson } from "./read-json.js";
import { type Purpose, responseError } from "./response-error.js";

export interface Answer {
  /** Undefined where the answer has none that is JSON. */
  body: unknown;
  headers: Headers;
  status: number;
}

export interface ApiCall extends Omit<Call, "url" | "method"> {
  /** Path parameters by the names in the template; all others go into the query. */
  parameters?: Readonly<Record<string, string>>;
  purpose?: Purpose;
  /** For an answer whose body means nothing, or that has none. */
  ignoreBody?: boolean;
  /** For an answer that may have no JSON body. */
  mayBeEmpty?: boolean;
  /** Statuses that are answers although they are not 2xx. */
  accepts?: readonly number[] | undefined;
}

/** One request to an operation and its JSON; throws the JobsError of any other answer. Does not retry. */
export async function callApi(
  connection: Connection,
  operation: Operation,
  call: ApiCall = {},
): Promise<Answer> {
  const { parameters = {}, purpose = "other", ignoreBody, mayBeEmpty, accepts, ...rest } = call;
  const url = operationUrl(connection, operation, parameters);
  const headers = {
    accept: mayBeEmpty ? "application/json, */*;q=0.1" : "application/json",
    ...operation.headers,
    ...(rest.headers as Record<string, string> | undefined),
  };
  const { method } = operation;
  const response = await exchange(connection, { ...rest, headers, url, method, redirects: accepts });
  const { status } = response;
  if (!response.ok && !accepts?.includes(status)) throw await responseError(connection, response, purpose);
  const type = response.headers.get("content-type") ?? "";
  const answer = { body: undefined, headers: response.headers, status };
  if (!ignoreBody && (!mayBeEmpty || (/[/+]json/i.test(type) && response.body)))
    return { ...answer, body: await readBody(connection, response, mayBeEmpty) };
  await response.body?.cancel();
  if (!/^\s*text\/html/i.test(type)) return answer;
  throw new BadResponseError(`${connection.api.title} answered with a web page.`, { retryable: true });
}

export function operationUrl(
  connection: Connection,
  { path, query: fixed, server }: Operation,
  parameters: Readonly<Record<string, string>>,
): URL {
  const query = new URLSearchParams(fixed);
  let filled = path;
  for (const [name, value] of Object.entries(parameters)) {
    if (!filled.includes(`{${name}}`)) query.set(name, value);
    else if (/^\.{0,2}$/.test(value))
      throw new BadResponseError(`${connection.api.title} gave no usable ${name}.`);
    else filled = filled.replace(`{${name}}`, () => encodeURIComponent(value));
  }
  const isServerUsed = server !== undefined && connection.origins.includes(new URL(server).origin);
  const url = new URL((isServerUsed ? server : connection.baseUrl) + filled);
  url.search = query.toString();
  return url;
}

/** An answer may say that it is JSON and be empty. */
async function readBody(
  { api }: Connection,
  response: Response,
  mayBeEmpty: boolean | undefined,
): Promise<unknown> {
  if (!mayBeEmpty) return readJson(response, api.title);
  const text = await response.text();
  return text.trim() === "" ? undefined : readJson(new Response(text, response), api.title);
}
