import { JobsError } from "@docjobs/jobs-core";
import type { ItemError } from "../item.js";

/** An error as the state file keeps it. */
export function itemError(error: unknown): ItemError {
  if (!JobsError.isInstance(error))
    return { code: "unexpected", message: error instanceof Error ? error.message : String(error) };
  const { code, message, hint, providerCode, requestId } = error;
  return {
    code,
    message,
    ...(hint && { hint }),
    ...(providerCode !== undefined && { providerCode }),
    ...(requestId !== undefined && { requestId }),
  };
}
