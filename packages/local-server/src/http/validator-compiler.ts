import type { FastifySchemaCompiler, FastifySchema } from "fastify";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** JSON Schema 2020-12 as OpenAPI 3.1 has it. Query, path and header values are text and are converted; bodies are not. */
export function createValidatorCompiler(): FastifySchemaCompiler<FastifySchema> {
  // The contract was checked when it was generated; checking it again would double the start-up time.
  const options = { strict: false, validateSchema: false } as const;
  const body = withFormats(new Ajv2020(options));
  const text = withFormats(new Ajv2020({ ...options, coerceTypes: "array" }));
  return ({ schema, httpPart }) => (httpPart === "body" ? body : text).compile(schema);
}

function withFormats(ajv: Ajv2020): Ajv2020 {
  // ajv-formats is CommonJS: its function is the module itself at run time and `.default` to TypeScript.
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  return ajv;
}
