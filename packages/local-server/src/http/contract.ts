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
  requestBody?: { required?: boolean; content?: Record<string, { schema?: unknown }> };
  responses?: Record<string, unknown>;
}

const methods = ["get", "post", "put", "patch", "delete"] as const;

/** The generated contract of one API. */
export function contractOf(provider: string): ContractDocument {
  const document = (contractFile as unknown as Record<string, ContractDocument | undefined>)[provider];
  if (!document) throw new Error(`The contract has no API ${provider}. Run \`pnpm generate\`.`);
  return document;
}

/** A contract's operation, and the document that it stands in. */
export interface RoutedOperation {
  provider: string;
  /** Every API that has it: some share operations. */
  providers: readonly string[];
  document: ContractDocument;
  operation: ContractOperation;
}

/**
 * All contracts as one document of routes, each operationId made `<provider>/<operationId>`. A path that several have
 * is the first one's. It has no responses (answers go out as they are) and no bodies that a handler reads itself,
 * such as uploads.
 */
export function routesOf(providers: readonly string[]): {
  specification: ContractDocument;
  operations: ReadonlyMap<string, RoutedOperation>;
} {
  const specification: ContractDocument = {
    openapi: "3.1.0",
    info: { title: "docjobs local server", version: "1" },
    paths: {},
  };
  const operations = new Map<string, RoutedOperation>();
  const sharers = new Map<string, string[]>();
  for (const provider of providers) {
    const document = contractOf(provider);
    for (const [path, item] of Object.entries(document.paths)) {
      const shared = sharers.get(path);
      if (shared) {
        shared.push(provider);
        continue;
      }
      const all = [provider];
      sharers.set(path, all);
      const route: Record<string, unknown> = { ...item };
      for (const method of methods) {
        const operation = item[method] as ContractOperation | undefined;
        if (!operation) continue;
        const id = `${provider}/${operation.operationId}`;
        operations.set(id, { provider, providers: all, document, operation });
        route[method] = routeOf(operation, id);
      }
      specification.paths[path] = route;
    }
  }
  return { specification, operations };
}

function routeOf(operation: ContractOperation, operationId: string): Record<string, unknown> {
  const { responses: _responses, security: _security, requestBody, ...others } = operation;
  const readByHandler = requestBody?.content?.["multipart/form-data"] !== undefined;
  return { ...others, operationId, ...(requestBody && !readByHandler ? { requestBody } : {}) };
}
