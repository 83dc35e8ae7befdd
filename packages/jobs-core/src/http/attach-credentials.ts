import type { AttachKey } from "./connection.js";
import { ConfigurationError } from "../errors/errors.js";
import { feature } from "../feature.js";
import type { JobApi } from "../job-api.js";

/**
 * A key that is more than one header: in the query, HTTP Basic, several credentials, a token. Throws ConfigurationError
 * where the key does not have the parts that the API asks for.
 */
export function attachCredentials(api: JobApi, key: string): AttachKey {
  const parts = split(api, key);
  const attachers = api.auth.map((credential, index): AttachKey => {
    const part = parts[index] ?? "";
    if ("query" in credential) return (_, { url }) => url.searchParams.set(credential.query, part);
    if ("tokenUrl" in credential) return feature(api, "exchangeKey")(api, credential, key);
    const value = credential.prefix + (credential.basic ? btoa(part) : part);
    return (_, { headers }) => headers.set(credential.header, value);
  });
  return async (connection, request) => {
    for (const attach of attachers) await attach(connection, request);
  };
}

/** `first:second` for two credentials. */
function split({ title, auth }: JobApi, key: string): string[] {
  const count = auth.length;
  if (count < 2) return [key];
  const parts = key.split(":");
  const last = parts.splice(count - 1).join(":");
  if (parts.length === count - 1 && last) return [...parts, last];
  throw new ConfigurationError(`${title} takes a key of ${count} parts, joined by colons.`);
}
