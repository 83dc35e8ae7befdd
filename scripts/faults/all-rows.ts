import type { FaultRow } from "./fault-row.js";
import { networkRows } from "./network/network-rows.js";
import { processRows } from "./process/process-rows.js";

/** The test of every row that has one. */
export const allRows: readonly FaultRow[] = [...networkRows, ...processRows];
