import { AuthenticationError, createJobsClient, JobsError, type JobsClient } from "@docjobs/jobs-core";
import type { OperationInfo, ProviderEntry } from "../provider-entry.js";
import { USER_AGENT } from "../providers/connect.js";
import { refusalOf } from "../providers/refusal.js";

export interface KeyCheck {
  apiKey: string;
  baseUrl: string;
  insecureHttp: boolean;
  signal: AbortSignal;
}

/**
 * Asks the API once for something that costs nothing, to see whether it takes the key: the list of jobs, else an operation
 * that only reads, else a job that cannot be. Throws AuthenticationError where it does not, and what else went wrong.
 */
export async function checkKey(
  entry: ProviderEntry,
  { apiKey, baseUrl, insecureHttp, signal }: KeyCheck,
): Promise<void> {
  const client = createJobsClient(entry.api, {
    apiKey,
    baseUrl,
    userAgent: USER_AGENT,
    ...(insecureHttp && { insecureHttp }),
  });
  const path = entry.api.list?.path ?? freeOperation(entry)?.path;
  const response = await ask(client, path ?? noJob(entry), signal);
  if (response.ok) return void (await response.body?.cancel());
  const refusal = await refusalOf(response, entry);
  if (AuthenticationError.isInstance(refusal)) throw refusal;
  // Whatever it says about a job that is not there, it has let the key in.
  if (path === undefined && response.status >= 400 && response.status < 500 && response.status !== 429)
    return;
  throw refusal;
}

function ask(client: JobsClient, path: string, signal: AbortSignal): Promise<Response> {
  return client.fetch(`${client.baseUrl}${path}`, { method: "GET", signal }).catch((error: unknown) => {
    throw JobsError.isInstance(error) ? Object.assign(error, { provider: client.provider }) : error;
  });
}

/** Reads, needs the key, and asks for nothing. */
function freeOperation({ operations }: ProviderEntry): OperationInfo | undefined {
  return operations.find(
    ({ method, path, keyless, parameters }) =>
      method === "GET" && !keyless && !path.includes("{") && !parameters.some(({ required }) => required),
  );
}

function noJob({ api }: ProviderEntry): string {
  return api.job.get.path.replace(/\{[^}]*\}/gu, "00000000-0000-4000-8000-000000000000");
}
