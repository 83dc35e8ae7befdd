import { withField } from "./body-field.js";
import type { JobOperation } from "./job-api.js";

/** The JSON body of an operation that takes the job's id there, beside what it says anyway. */
export function jobInBody({ field = "", body }: JobOperation, id: string): unknown {
  return withField(body, field, id);
}
