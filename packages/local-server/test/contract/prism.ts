import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import {
  validateInput,
  validateOutput,
  validateSecurity,
} from "@stoplight/prism-http/dist/validator/index.js";
import { fileURLToPath } from "node:url";
import { providers } from "../completeness/operations.js";
import type { Exchange } from "./exchange.js";

/** Holds exchanges against the specifications, with a validator that is not this project's own. */
export interface ContractJudge {
  /** What of an exchange breaks the specification; empty if nothing does. */
  breaks(exchange: Exchange): string[];
}

type Operation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];

/** Prism reads `specs/` itself, not what is generated from it. */
export async function openContractJudge(): Promise<ContractJudge> {
  const operations = new Map<string, Operation>();
  for (const provider of providers) {
    const file = fileURLToPath(new URL(`../../../../specs/${provider}/openapi.yaml`, import.meta.url));
    for (const operation of await getHttpOperationsFromSpec(file)) {
      operations.set(`${provider} ${operation.iid}`, operation);
    }
  }
  return {
    breaks(exchange) {
      const operation = operations.get(`${exchange.provider} ${exchange.operationId}`);
      if (!operation) return ["The specification has no such operation."];
      return [...answerBreaks(operation, exchange), ...takenThoughWrong(operation, exchange)];
    },
  };
}

function answerBreaks(operation: Operation, exchange: Exchange): string[] {
  const { status, responseHeaders, responseBody } = exchange;
  const isDocumented = operation.responses.some(({ code }) => code === String(status) || code === "default");
  if (!isDocumented) return [`The answer ${status} is not documented.`];
  const body = responseBody === undefined ? undefined : parsed(responseBody);
  // Prism calls a body that it was not given an empty one; files are judged by status and headers.
  if (body === undefined && /json/.test(responseHeaders["content-type"] ?? "")) return [];
  return diagnostics(
    validateOutput({
      resource: operation,
      element: { statusCode: status, headers: responseHeaders, body: body ?? "" },
    }),
  );
}

/** A request that the specification refuses must not succeed. */
function takenThoughWrong(operation: Operation, exchange: Exchange): string[] {
  const { method, path, requestHeaders, requestBody, status } = exchange;
  if (status >= 300 || requestBody === undefined) return [];
  const { pathname, searchParams } = new URL(path, "http://localhost");
  const isJson = /json/.test(requestHeaders["content-type"] ?? "");
  const request = {
    resource: operation,
    element: {
      method: method.toLowerCase() as "get",
      url: { path: pathname, query: Object.fromEntries(searchParams) },
      headers: requestHeaders,
      body: requestBody === "" ? undefined : isJson ? parsed(requestBody) : requestBody,
    },
  };
  return [...inputBreaks(request), ...diagnostics(validateSecurity(request))].map(
    (found) => `Taken with ${status}, but: ${found}`,
  );
}

function inputBreaks(request: Parameters<typeof validateInput>[0]): string[] {
  try {
    return diagnostics(validateInput(request));
  } catch (error) {
    // Prism's multipart reader falls over a file name with a backslash.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

type Judgement =
  | { _tag: "Right" }
  | { _tag: "Left"; left: readonly { message: string; path?: readonly (string | number)[] }[] };

function diagnostics(judgement: Judgement): string[] {
  if (judgement._tag === "Right") return [];
  return judgement.left.map(({ message, path }) => `${path?.join(".") ?? ""} ${message}`.trim());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
