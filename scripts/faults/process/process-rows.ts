import type { FaultRow } from "../fault-row.js";
import { connectionRows } from "./connection-rows.js";
import { batchRows } from "./batch-rows.js";
import { crashRows } from "./crash-rows.js";
import { inputRows } from "./input-rows.js";
import { interruptRows } from "./interrupt-rows.js";
import { keyRows } from "./key-rows.js";
import { loginRows } from "./login-rows.js";
import { clockRows } from "./clock-rows.js";
import { serverRows } from "./server-rows.js";
import { streamRows } from "./stream-rows.js";

/** P01-P40. Rows of many processes take their time on a busy machine. */
export const processRows: readonly FaultRow[] = [
  ...interruptRows,
  ...crashRows,
  ...streamRows,
  ...batchRows,
  ...inputRows,
  ...keyRows,
  ...loginRows,
  ...clockRows,
  ...connectionRows,
  ...serverRows,
].map((row) => ({ limitMs: 90_000, ...row }));
