import { RequestFaultError } from "./api-error.js";
import { accountOf, isSameKey } from "./api-key.js";
import type { Api } from "./api.js";

/** A key that the server takes. */
export interface AcceptedKey {
  key: string;
  /** The only APIs that it may use; undefined for all of them. */
  apis?: readonly string[];
}

/**
 * The keys of the options, as one list; any key is taken where it is empty.
 *
 * @throws Error for a limited key that names an API which is not here.
 */
export function acceptedKeys(
  options: { key?: string | readonly string[]; limitedKeys?: Readonly<Record<string, readonly string[]>> },
  knownApis: readonly string[],
): AcceptedKey[] {
  const limited = Object.entries(options.limitedKeys ?? {}).map(([key, apis]) => ({ key, apis }));
  for (const api of limited.flatMap(({ apis }) => apis)) {
    if (!knownApis.includes(api)) {
      throw new Error(`A key is limited to ${JSON.stringify(api)}. The APIs are ${knownApis.join(", ")}.`);
    }
  }
  return [...[options.key ?? []].flat().map((key) => ({ key })), ...limited];
}

/**
 * The account of the key that a request came with.
 *
 * @throws RequestFaultError `unauthorized` for no key or an unknown one; what the API says to a key that is for other APIs.
 */
export function authenticate(
  given: string | undefined,
  accepted: readonly AcceptedKey[],
  operation: { providers: readonly string[]; foreignKeyFault: Api["foreignKeyFault"] },
): string {
  if (!given) throw new RequestFaultError("unauthorized", "The API key is missing.");
  if (accepted.length === 0) return accountOf(given);
  // Each is looked at, so that the time tells nothing.
  const [found] = accepted.filter(({ key }) => isSameKey(given, key));
  if (!found) {
    throw new RequestFaultError("unauthorized", "The API key is not one that this server was started with.");
  }
  const { apis } = found;
  if (apis === undefined || operation.providers.some((provider) => apis.includes(provider))) {
    return accountOf(given);
  }
  throw new RequestFaultError(operation.foreignKeyFault, "The API key may not use this API.");
}
