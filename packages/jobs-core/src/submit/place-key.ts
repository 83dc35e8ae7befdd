import { asPointer, withField } from "../job/body-field.js";
import type { Submit } from "../job-api.js";
import { readText } from "../job/place.js";
import type { PreparedInput } from "./prepare-input.js";

/** Puts the key that keeps a repeat from making a second job where the API wants it, made up where none was given. */
export function placeKey(
  { idempotency, parameters }: Submit,
  prepared: PreparedInput,
  given: string | undefined,
): string {
  if (idempotency.by === "header") {
    const key = given ?? crypto.randomUUID();
    prepared.headers[idempotency.header] = key;
    return key;
  }
  const field = idempotency.by === "client-id" ? idempotency.field : "";
  const place = parameters?.[field];
  const taken = place && prepared[place === "header" ? "headers" : "parameters"];
  const own = taken ? taken[field] : readText(asPointer(field), prepared.fields);
  const key = given ?? own ?? crypto.randomUUID();
  if (taken) taken[field] = key;
  else prepared.fields = withField(prepared.fields, field, key);
  return key;
}
