import { usageError } from "../errors/usage-error.js";
import type { ProviderEntry } from "../provider-entry.js";

/** What an API may lack. */
export type Ability = "cancel" | "delete" | "list";

/** Stops before any request where the API has no such operation, and says what it has. */
export function requireAbility(provider: ProviderEntry, ability: Ability): void {
  if (provider.api[ability]) return;
  throw usageError(
    `${provider.api.title} cannot ${ability} jobs: its API has no such operation.`,
    `With its jobs you can ${abilities(provider).join(", ")}.`,
  );
}

/** The commands that work on a provider's jobs. */
export function abilities({ api }: ProviderEntry): string[] {
  const optional = (["cancel", "delete", "list"] as const).filter((ability) => api[ability]);
  return ["get", "wait", "watch", "download", ...optional];
}
