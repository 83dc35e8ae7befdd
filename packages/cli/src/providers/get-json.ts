import type { JobsClient, Operation } from "@docjobs/jobs-core";
import { BadResponseError } from "@docjobs/jobs-core";
import type { ProviderEntry } from "../provider-entry.js";
import { refusalOf } from "./refusal.js";

/** Asks an operation that needs no parameters and answers with JSON. */
export async function getJson(
  client: JobsClient,
  provider: ProviderEntry,
  operation: Operation,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await client.fetch(`${client.baseUrl}${operation.path}`, {
    method: operation.method,
    signal,
  });
  if (!response.ok) throw await refusalOf(response, provider);
  try {
    return await response.json();
  } catch (cause) {
    throw new BadResponseError(`${provider.id} answered ${operation.id} with something that is not JSON.`, {
      provider: provider.id,
      status: response.status,
      retryable: true,
      cause,
    });
  }
}
