import type { FaultRow } from "../fault-row.js";

/** N01-N95. */
export const networkRows: readonly FaultRow[] = [];
