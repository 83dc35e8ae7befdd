import { contractOf, type ContractOperation } from "../../src/http/contract.js";

export interface DocumentedOperation {
  provider: string;
  operationId: string;
  method: string;
  path: string;
  /** Matches a request's path. */
  pattern: RegExp;
  operation: ContractOperation;
}

export const providers: readonly string[] = ["castdoc", "renderocr", "convert-fast", "anchorgrid"];

/** Every operation of the contract; one that two APIs share is there once. */
export function documentedOperations(): DocumentedOperation[] {
  const found = new Map<string, DocumentedOperation>();
  for (const provider of providers) {
    for (const [path, item] of Object.entries(contractOf(provider).paths)) {
      for (const method of ["get", "post", "put", "delete"]) {
        const operation = item[method] as ContractOperation | undefined;
        const key = `${method} ${path}`;
        if (!operation || found.has(key)) continue;
        const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`);
        const { operationId } = operation;
        found.set(key, {
          provider,
          operationId,
          method: method.toUpperCase(),
          path,
          pattern,
          operation,
        });
      }
    }
  }
  return [...found.values()];
}

/** The statuses that the contract documents for the operation. */
export function statusesOf({ operation }: DocumentedOperation): number[] {
  return Object.keys(operation.responses ?? {})
    .filter((status) => /^\d+$/.test(status))
    .map(Number);
}

/** The error codes that the contract lists, as `<provider> <code>`. */
export function documentedCodes(): string[] {
  const codes = new Set<string>();
  const walk = (provider: string, node: unknown, key: string | undefined): void => {
    if (Array.isArray(node)) for (const item of node) walk(provider, item, key);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    const { enum: words } = node as { enum?: unknown };
    if (key !== undefined && ["error", "code", "error_code"].includes(key) && Array.isArray(words)) {
      for (const word of words) codes.add(`${provider} ${String(word)}`);
    }
    for (const [name, value] of Object.entries(node)) {
      walk(provider, value, ["anyOf", "oneOf", "allOf"].includes(name) ? key : name);
    }
  };
  for (const provider of providers) walk(provider, contractOf(provider).paths, undefined);
  return [...codes];
}
