import type { Connection } from "../http/connection.js";
import { JobExpiredError, RequestRefusedError } from "./errors.js";
import type { JobsError } from "./jobs-error.js";
import { responseError } from "./response-error.js";

/** The code in what a storage host says: XML of its own, or JSON. */
const CODE = /\bcode"?\s*[:>]\s*"?([\w.-]{1,100})/i;

/**
 * The JobsError for an answer of a storage host that is not 2xx, under that host's name and with its code. The key was
 * not sent there, so that a refusal is no matter of the key. `gone` is what 404 and 410 mean.
 */
export async function storedError(
  connection: Connection,
  { host }: URL,
  response: Response,
  gone: typeof JobExpiredError | typeof RequestRefusedError,
): Promise<JobsError> {
  const { status, headers } = response;
  const code = CODE.exec(await response.text().catch(() => ""))?.[1];
  const problem = { code: ["/code"], message: [], requestId: ["$response.header.x-amz-request-id"] };
  const api = { ...connection.api, title: host, problem };
  const said = new Response(JSON.stringify({ code }), { status, headers });
  const error = await responseError({ ...connection, api }, said, () => {
    if (status === 404 || status === 410) return gone;
    return status < 500 && status !== 408 && status !== 429 ? RequestRefusedError : undefined;
  });
  const hint = "Try again later; if it stays, ask the API's support.";
  return error instanceof RequestRefusedError ? Object.assign(error, { hint }) : error;
}
