import { InvalidTokenError } from "../errors/errors.js";
import type { JobApi } from "../job-api.js";
import { isJobId } from "./job-id.js";

/** What a token says. */
export interface TokenContent {
  kind: string;
  id: string;
  /** When the job was submitted, or first met: wall clock, milliseconds since the epoch. */
  since: number;
}

const PREFIX = "docjobs1.";

/**
 * `docjobs1.` and base64url JSON: provider, kind, id and time; no URL, and no secret unless the API makes one a part of
 * what its jobs are found under (`JobResource.keys`).
 */
export function writeToken(provider: string, { kind, id, since }: TokenContent): string {
  const text = btoa(JSON.stringify({ p: provider, k: kind, i: id, t: Math.round(since) }));
  return PREFIX + text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Reads a token of this API; anybody may have written it. */
export function readToken(api: JobApi, token: unknown): TokenContent {
  const { p, k, i, t } = parse(token);
  if (p === api.provider && typeof k === "string" && Object.hasOwn(api.kinds, k) && isJobId(i))
    return { kind: k, id: i, since: typeof t === "number" && t >= 0 && t < 8.64e15 ? t : 0 };
  throw new InvalidTokenError(`This is not the token of a ${api.title} job, or it was cut.`);
}

function parse(token: unknown): Readonly<Record<string, unknown>> {
  const text = typeof token === "string" && token.length <= 2048 ? token : "";
  try {
    if (!text.startsWith(PREFIX)) return {};
    const json = atob(text.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
    return (JSON.parse(json) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
