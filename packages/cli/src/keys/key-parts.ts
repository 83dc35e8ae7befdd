import type { JobApi } from "@docjobs/jobs-core";
import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";

/** What the parts of a provider's key are called, in their order. One part for most; none where there is no key. */
export function keyPartNames({ auth }: JobApi): string[] {
  return auth.flatMap((credential) => {
    if ("tokenUrl" in credential) return ["client id", "client secret"];
    if ("query" in credential) return [auth.length > 1 ? credential.query : "API key"];
    if (credential.basic) return ["user", "password"];
    return [auth.length > 1 ? credential.header : "API key"];
  });
}

/** The parts as the one text that clients take: `first:second`. Only the last part may hold a colon. */
export function joinKeyParts(names: readonly string[], parts: readonly string[]): string {
  if (parts.length === 1 && names.length > 1) {
    if ((parts[0]?.split(":").length ?? 0) >= names.length && !/^:|:$/u.test(parts[0] ?? ""))
      return parts[0] ?? "";
    throw malformed(`The key has ${names.length} parts: ${names.join(" and ")}.`, names);
  }
  if (parts.length !== names.length)
    throw malformed(
      `The key has ${names.length} part${names.length === 1 ? "" : "s"}, not ${parts.length}.`,
      names,
    );
  const index = parts.slice(0, -1).findIndex((part) => part.includes(":"));
  if (index >= 0) throw malformed(`The ${names[index]} must hold no colon.`, names);
  return parts.join(":");
}

function malformed(message: string, names: readonly string[]): CliError {
  const form = names.map((name) => name.replaceAll(" ", "-")).join(":");
  return new CliError(EXIT.key, message, {
    code: "key_malformed",
    hint:
      names.length > 1
        ? `Give it as one line, ${form}, or as one line for each part.`
        : "Give it as one line.",
    retryable: false,
  });
}
