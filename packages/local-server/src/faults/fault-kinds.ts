import type { FaultKind } from "./fault.js";
import { delay } from "./kinds/delay.js";
import { expired } from "./kinds/expired.js";
import { failedJob } from "./kinds/failed-job.js";
import { rateLimit } from "./kinds/rate-limit.js";
import { refuse } from "./kinds/refuse.js";
import { reset } from "./kinds/reset.js";
import { serverError } from "./kinds/server-error.js";
import { slowJob } from "./kinds/slow-job.js";
import { stall } from "./kinds/stall.js";
import { truncate } from "./kinds/truncate.js";
import { unknownStatus } from "./kinds/unknown-status.js";
import { wrongLength } from "./kinds/wrong-length.js";

/** Every fault that can be asked for. */
export const faultKinds: readonly FaultKind[] = [
  delay,
  rateLimit,
  serverError,
  refuse,
  reset,
  stall,
  truncate,
  wrongLength,
  expired,
  unknownStatus,
  slowJob,
  failedJob,
];
