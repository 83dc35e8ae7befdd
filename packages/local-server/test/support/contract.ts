import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { contractOf, type ContractOperation } from "../../src/http/contract.js";

const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

/** What of a JSON answer breaks the contract; empty if nothing does. */
export function contractBreaks(
  provider: string,
  operationId: string,
  answer: { status: number; contentType: string; body: unknown },
): string[] {
  const responses = operation(provider, operationId).responses as Record<string, ResponseObject>;
  const response = responses[String(answer.status)] ?? responses["default"];
  if (!response) return [`${operationId} has no answer ${answer.status}`];
  const mediaType = answer.contentType.split(";")[0] ?? "";
  const content = response.content?.[mediaType];
  if (!content) return [`${operationId} ${answer.status} does not come as ${mediaType}`];
  const validate = ajv.compile(content.schema as object);
  if (validate(answer.body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

interface ResponseObject {
  content?: Record<string, { schema?: unknown }>;
}

function operation(provider: string, operationId: string): ContractOperation {
  for (const path of Object.values(contractOf(provider).paths)) {
    for (const candidate of Object.values(path) as ContractOperation[]) {
      if (candidate.operationId === operationId) return candidate;
    }
  }
  throw new Error(`${provider} has no operation ${operationId}`);
}
