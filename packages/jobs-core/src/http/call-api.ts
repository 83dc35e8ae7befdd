import type { Call } from "./call.js";
import type { Connection } from "./connection.js";
import { BadResponseError } from "../errors/errors.js";
import { exchange } from "./exchange.js";
import type { Operation } from "../job-api.js";
import { readJson } from "./read-json.js";
import { type Meaning, responseError } from "../errors/response-error.js";

export interface Answer {
  /** Undefined where the answer has none that is JSON. */
  body: unknown;
  headers: Headers;
  status: number;
}

export interface ApiCall extends Omit<Call, "url" | "method" | "headers"> {
  headers?: Readonly<Record<string, string>>;
  /** Path parameters by the names in the template; all others go into the query. */
  parameters?: Readonly<Record<string, string>>;
  /** What statuses mean to this call alone. */
  meaning?: Meaning;
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
  { parameters = {}, meaning, ignoreBody, mayBeEmpty = false, accepts, ...call }: ApiCall = {},
): Promise<Answer> {
  const response = await exchange(connection, {
    ...call,
    method: operation.method,
    url: operationUrl(connection, operation, parameters),
    headers: {
      accept: mayBeEmpty ? "application/json, */*;q=0.1" : "application/json",
      ...operation.headers,
      ...call.headers,
    },
    redirects: accepts,
  });
  const { headers, ok, status } = response;
  if (!ok && !accepts?.includes(status)) throw await responseError(connection, response, meaning);
  const { title } = connection.api;
  const type = headers.get("content-type") ?? "";
  if (!ignoreBody && (!mayBeEmpty || (/[/+]json/i.test(type) && response.body)))
    return { body: await readJson(response, title, mayBeEmpty), headers, status };
  await response.body?.cancel();
  if (/^\s*text\/html/i.test(type))
    throw new BadResponseError(`${title} answered with a web page.`, { retryable: true });
  return { body: undefined, headers, status };
}

export function operationUrl(
  { api, baseUrl, origins }: Connection,
  { path, query, server }: Operation,
  parameters: Readonly<Record<string, string>>,
): URL {
  const rest = new URLSearchParams(query);
  let filled = path;
  for (const [name, value] of Object.entries(parameters)) {
    if (!filled.includes(`{${name}}`)) rest.set(name, value);
    else if (/^\.{0,2}$/.test(value)) throw new BadResponseError(`${api.title} gave no usable ${name}.`);
    else filled = filled.replace(`{${name}}`, () => encodeURIComponent(value));
  }
  const isServerUsed = server !== undefined && origins.includes(new URL(server).origin);
  const url = new URL((isServerUsed ? server : baseUrl) + filled);
  // A path may have a query of its own: that of a page's URL.
  if (rest.size > 0) url.search = rest.toString();
  return url;
}
