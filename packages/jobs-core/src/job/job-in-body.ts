import { withField } from "./body-field.js";
import type { JobOperation } from "../job-api.js";
import type { JobCall } from "./job-id.js";

/** A call with a JSON body: what that always says, and the job's id, where no parameter takes it. */
export function jobInBody(
  { parameter, field, body }: JobOperation,
  { [parameter]: id, ...others }: Record<string, string>,
): JobCall {
  return {
    parameters: field === undefined ? { ...others, [parameter]: id ?? "" } : others,
    body: JSON.stringify(field === undefined ? body : withField(body, field, id)),
    headers: { "content-type": "application/json" },
  };
}
