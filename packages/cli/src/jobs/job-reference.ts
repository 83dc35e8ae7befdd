import { createJobsClient, type JobHandle, type JobsClient } from "@docjobs/jobs-core";
import { usageError } from "../errors/usage-error.js";
import type { ProviderEntry } from "../provider-entry.js";
import { findProvider, findTarget } from "../providers/find-provider.js";
import { providers } from "../providers.gen.js";

/** A job as named on the command line: `<provider>[:<kind>] <job-id>`, or a token. */
export interface JobReference {
  provider: ProviderEntry;
  /** The handle; asks the API for the job's kind where the words do not say it. */
  open(client: JobsClient, signal: AbortSignal): Promise<JobHandle>;
}

/** Reads the words. Sends nothing; throws usage errors. */
export function readJobReference(words: readonly string[], command: string): JobReference {
  const [first, second] = words;
  if (first === undefined || words.length > 2) {
    throw usageError(
      first === undefined
        ? `docjobs ${command} needs a job.`
        : `Too many arguments: ${words.slice(2).join(" ")}.`,
      `docjobs ${command} <provider> <job-id>, or docjobs ${command} <token>`,
    );
  }
  if (second === undefined) return byToken(first, command);
  const reference = first.includes(":") ? byKind(first, second) : byProvider(findProvider(first), second);
  return isToken(second) ? { ...byToken(second, command), provider: reference.provider } : reference;
}

/** True for text in the form of a token. */
export function isToken(text: string): boolean {
  return text.startsWith("docjobs1.");
}

function byToken(token: string, command: string): JobReference {
  const provider = providers.find((candidate) => isTokenOf(candidate, token));
  if (provider) return { provider, open: async (client) => client.resume(token) };
  if (providers.some(({ id }) => id === token.split(":")[0])) {
    throw usageError(`docjobs ${command} ${token} needs a job id.`, `docjobs ${command} ${token} <job-id>`);
  }
  throw usageError(
    isToken(token)
      ? "This token is damaged, or for a provider that is not here."
      : `"${token}" is neither a provider nor a token.`,
    `docjobs ${command} <provider> <job-id>, or docjobs ${command} <token>`,
  );
}

function isTokenOf(provider: ProviderEntry, token: string): boolean {
  try {
    createJobsClient(provider.api, {}).resume(token);
    return true;
  } catch {
    return false;
  }
}

function byProvider(provider: ProviderEntry, id: string): JobReference {
  const [only, ...others] = Object.keys(provider.api.kinds);
  const isSingle = only !== undefined && others.length === 0;
  return {
    provider,
    open: async (client, signal) => (isSingle ? client.kind(only).job(id) : client.find(id, { signal })),
  };
}

function byKind(text: string, id: string): JobReference {
  const { provider, kindName } = findTarget(text);
  return { provider, open: async (client) => client.kind(kindName).job(id) };
}
