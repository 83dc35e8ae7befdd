import type { FaultRow } from "../fault-row.js";
import { downloadRows } from "./download-rows.js";
import { fileNameRows } from "./file-name-rows.js";
import { fileSystemRows } from "./file-system-rows.js";
import { memoryRows } from "./memory-rows.js";
import { pollRows } from "./poll-rows.js";
import { submitRows } from "./submit-rows.js";

/** N01-N95. */
export const networkRows: readonly FaultRow[] = [
  ...submitRows,
  ...pollRows,
  ...memoryRows,
  ...downloadRows,
  ...fileNameRows,
  ...fileSystemRows,
];
