import type { FaultRow } from "../fault-row.js";

/** P01-P40. */
export const processRows: readonly FaultRow[] = [];
