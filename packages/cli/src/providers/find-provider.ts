import type { JobKind } from "@docjobs/jobs-core";
import { suggest } from "../closest.js";
import { usageError } from "../errors/usage-error.js";
import type { OperationInfo, ProviderEntry } from "../provider-entry.js";
import { providers } from "../providers.gen.js";

/** One kind of job of one provider, as named on the command line. */
export interface Target {
  provider: ProviderEntry;
  kindName: string;
  kind: JobKind;
  /** The submit operation as the spec describes it. */
  submit: OperationInfo;
}

export function findProviderOrNone(id: string): ProviderEntry | undefined {
  return providers.find((provider) => provider.id === id);
}

export function findProvider(id: string): ProviderEntry {
  const found = findProviderOrNone(id);
  if (found) return found;
  throw usageError(
    `There is no provider "${id}".`,
    suggest(
      id,
      providers.map((provider) => provider.id),
    ),
  );
}

/** Reads `<provider>[:<kind>]`; the kind may be left out where there is one. */
export function findTarget(text: string): Target {
  const colon = text.indexOf(":");
  const provider = findProvider(colon < 0 ? text : text.slice(0, colon));
  const names = Object.keys(provider.api.kinds);
  const kindName = colon < 0 ? onlyKind(provider, names) : text.slice(colon + 1);
  const kind = Object.hasOwn(provider.api.kinds, kindName) ? provider.api.kinds[kindName] : undefined;
  if (!kind) {
    throw usageError(`${provider.id} has no kind of job called "${kindName}".`, suggest(kindName, names));
  }
  return { provider, kindName, kind, submit: findOperation(provider, kind.submit.id) };
}

export function findOperation(provider: ProviderEntry, id: string): OperationInfo {
  const found = provider.operations.find((operation) => operation.id === id);
  if (found) return found;
  throw usageError(
    `${provider.id} has no operation "${id}".`,
    suggest(
      id,
      provider.operations.map((operation) => operation.id),
    ),
  );
}

function onlyKind(provider: ProviderEntry, names: readonly string[]): string {
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  const lines = names.map((name) => `  ${provider.id}:${name}  ${provider.api.kinds[name]?.title ?? ""}`);
  throw usageError(`${provider.id} has several kinds of jobs; name one.`, `Choose:\n${lines.join("\n")}`);
}
