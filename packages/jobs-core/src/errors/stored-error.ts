import type { Connection } from "../http/connection.js";
import { JobExpiredError, RequestRefusedError } from "./errors.js";
import type { JobsError } from "./jobs-error.js";
import { type Meaning, responseError } from "./response-error.js";

/** The code in what a storage host says: XML of its own, or JSON. */
const CODE = /\bcode"?\s*[:>]\s*"?([\w.-]{1,100})/i;

/** The JobsError for an answer of a storage host that is not 2xx, under that host's name and with its code. */
export async function storedError(
  connection: Connection,
  { host }: URL,
  response: Response,
  meaning: Meaning,
): Promise<JobsError> {
  const { status, headers } = response;
  const code = CODE.exec(await response.text().catch(() => ""))?.[1];
  const problem = { code: ["/code"], message: [], requestId: ["$response.header.x-amz-request-id"] };
  const api = { ...connection.api, title: host, problem };
  const said = new Response(JSON.stringify({ code }), { status, headers });
  const error = await responseError({ ...connection, api }, said, meaning);
  const hint = "Try again later; if it stays, ask the API's support.";
  return error instanceof RequestRefusedError ? Object.assign(error, { hint }) : error;
}

/** To a request about a file in storage: the key was not sent there, so that a refusal is no matter of the key. */
export const storedMeaning: Meaning = (status) =>
  status < 500 && status !== 408 && status !== 429 ? RequestRefusedError : undefined;

/** To a request for a result there. */
export const storedResultMeaning: Meaning = (status, code) =>
  status === 404 || status === 410 ? JobExpiredError : storedMeaning(status, code);
