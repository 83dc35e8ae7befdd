import assert from "node:assert/strict";
import type { FaultRow } from "../fault-row.js";
import { type Castdoc, CASTDOC_KEY, openCastdoc } from "./castdoc.js";

/** A row about what the command line says and how it exits. It never makes a second job, and never shows the key. */
export function castdocRow(
  id: string,
  name: string,
  run: (castdoc: Castdoc) => Promise<void>,
  runs = 1,
): FaultRow {
  return {
    id,
    name,
    async run(context) {
      const castdoc = await openCastdoc(context);
      const shown: string[] = [];
      await run({
        ...castdoc,
        convert: async (...more) => {
          const result = await castdoc.convert(...more);
          shown.push(result.stdout, result.stderr);
          return result;
        },
      });
      assert.ok(castdoc.jobs.length <= runs, `${castdoc.jobs.length} jobs were made`);
      assert.ok(!shown.some((text) => text.includes(CASTDOC_KEY)), "the key was printed");
    },
  };
}
