import { InvalidTokenError } from "./errors.js";
import type { JobApi } from "./job-api.js";
import { isJobId } from "./job-id.js";

/** What a token says. */
export interface TokenContent {
  kind: string;
  id: string;
  /** When the job was submitted, or first met: wall clock, milliseconds since the epoch. */
  since: number;
}

const PREFIX = "docjobs1.";

/** `docjobs1.` and base64url JSON: provider, kind, id and time; no URL and no secret. */
export function writeToken(provider: string, { kind, id, since }: TokenContent): string {
  const text = btoa(JSON.stringify({ p: provider, k: kind, i: id, t: Math.round(since) }));
  return PREFIX + text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Reads a token of this API; anybody may have written it. */
export function readToken(api: JobApi, token: unknown): TokenContent {
  const content = parse(token);
  if (!content) throw new InvalidTokenError("This is not a docjobs token, or it was cut.");
  const { p, k, i, t } = content;
  if (p !== api.provider) {
    throw new InvalidTokenError(
      `This token is for ${JSON.stringify(String(p).slice(0, 40))}, not for ${api.provider}.`,
    );
  }
  if (typeof k !== "string" || !Object.hasOwn(api.kinds, k) || !isJobId(i)) {
    throw new InvalidTokenError(`This token names no job that ${api.title} can have.`);
  }
  return { kind: k, id: i, since: typeof t === "number" && t >= 0 && t < 8.64e15 ? t : 0 };
}

function parse(token: unknown): Record<string, unknown> | undefined {
  if (typeof token !== "string" || token.length > 2048 || !token.startsWith(PREFIX)) return undefined;
  try {
    const text = atob(token.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? (content as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
