import type { Call } from "../http/call.js";
import type { JobOperation, ServerWait } from "../job-api.js";

/** What asks a server to hold its answer back. */
export interface HeldCall {
  operation?: JobOperation;
  parameters?: Record<string, string>;
  headers?: Record<string, string>;
  heldMs: NonNullable<Call["heldMs"]>;
}

/** Asks the server to hold its answer back until the job has ended, for some seconds at most. */
export function holdAnswer({ operation, parameter, header }: ServerWait, seconds: number): HeldCall {
  const text = String(seconds);
  return {
    ...(operation && { operation }),
    ...(parameter !== undefined && { parameters: { [parameter]: text } }),
    ...(header && { headers: { [header.name]: header.value.replace("{seconds}", text) } }),
    heldMs: seconds * 1000,
  };
}
