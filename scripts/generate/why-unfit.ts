import { Ajv2020 } from "ajv/dist/2020.js";
import { dereference } from "./dereference.js";
import type { OpenApiDocument, Schema } from "./openapi-document.js";

/** Why a value does not fit a schema; undefined where it does. */
export function whyUnfit(document: OpenApiDocument, schema: Schema, value: unknown): string | undefined {
  try {
    const validate = new Ajv2020({ strict: false, validateFormats: false, logger: false }).compile(
      dereference(document, schema) as boolean | Record<string, unknown>,
    );
    return validate(value) ? undefined : (validate.errors?.[0]?.message ?? "does not fit");
  } catch (error) {
    return `cannot be checked: ${error instanceof Error ? error.message : String(error)}`;
  }
}
