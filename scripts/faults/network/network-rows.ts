import type { FaultRow } from "../fault-row.js";
import { submitRows } from "./submit-rows.js";

/** N01-N95. */
export const networkRows: readonly FaultRow[] = [...submitRows];
