import contractFile from "../contract.gen.json" with { type: "json" };

/** The part of an OpenAPI 3.1 document that the server reads. */
export interface ContractDocument {
  openapi: string;
  info: Record<string, unknown>;
  security?: SecurityRequirement[];
  paths: Record<string, Record<string, unknown>>;
  components?: { securitySchemes?: Record<string, SecurityScheme> };
}

export type SecurityRequirement = Record<string, string[]>;

export interface SecurityScheme {
  type: string;
  scheme?: string;
  in?: string;
  name?: string;
}

export interface ContractOperation {
  operationId: string;
  security?: SecurityRequirement[];
  requestBody?: { content?: Record<string, { schema?: unknown }> };
  responses?: Record<string, unknown>;
}

const methods = ["get", "post", "put", "patch", "delete"] as const;

/** The generated contract of one API. */
export function contractOf(provider: string): ContractDocument {
  const document = (contractFile as unknown as Record<string, ContractDocument | undefined>)[provider];
  if (!document) throw new Error(`The contract has no API ${provider}. Run \`pnpm generate\`.`);
  return document;
}

/** The contract's operations by operationId. */
export function operationsOf(document: ContractDocument): Map<string, ContractOperation> {
  const operations = new Map<string, ContractOperation>();
  for (const path of Object.values(document.paths)) {
    for (const method of methods) {
      const operation = path[method] as ContractOperation | undefined;
      if (operation) operations.set(operation.operationId, operation);
    }
  }
  return operations;
}

/**
 * The contract as routes need it: without the paths that another API has brought already, without responses
 * (they are sent as they are), and without bodies that a handler reads itself, such as uploads.
 */
export function routableContract(
  document: ContractDocument,
  isTaken: (path: string) => boolean,
): ContractDocument {
  const copy = structuredClone(document);
  for (const [path, operations] of Object.entries(copy.paths)) {
    if (isTaken(path)) {
      delete copy.paths[path];
      continue;
    }
    for (const method of methods) {
      const operation = operations[method] as ContractOperation | undefined;
      if (!operation) continue;
      delete operation.responses;
      if (operation.requestBody?.content?.["multipart/form-data"]) delete operation.requestBody;
    }
  }
  return copy;
}
