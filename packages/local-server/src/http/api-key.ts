import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { ContractDocument, ContractOperation, SecurityScheme } from "./contract.js";

/** Reads the API key where the contract says that an operation takes it; `keyless` where it takes none. */
export function keyReader(
  document: ContractDocument,
  operation: ContractOperation,
): "keyless" | ((headers: IncomingHttpHeaders) => string | undefined) {
  const requirements = operation.security ?? document.security ?? [];
  if (requirements.length === 0) return "keyless";
  const schemes = requirements
    .flatMap((requirement) => Object.keys(requirement))
    .map((name) => document.components?.securitySchemes?.[name])
    .filter((scheme) => scheme !== undefined);
  return (headers) => {
    for (const scheme of schemes) {
      const key = readKey(scheme, headers);
      if (key) return key;
    }
    return undefined;
  };
}

function readKey(scheme: SecurityScheme, headers: IncomingHttpHeaders): string | undefined {
  if (scheme.type === "http" && scheme.scheme?.toLowerCase() === "bearer") {
    return /^bearer\s+(\S.*)$/i.exec(headers.authorization ?? "")?.[1]?.trim();
  }
  if (scheme.type === "apiKey" && scheme.in === "header" && scheme.name) {
    const value = headers[scheme.name.toLowerCase()];
    return typeof value === "string" ? value.trim() : undefined;
  }
  return undefined;
}

/** Compares in constant time. */
export function isSameKey(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

/** The account that a key stands for; the key itself is stored nowhere. */
export function accountOf(key: string): string {
  return digest(key).toString("hex").slice(0, 32);
}

function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
