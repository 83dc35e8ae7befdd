import type { FaultRow } from "../fault-row.js";
import { installClient, type Variant } from "../support/install-clients.js";
import { checkAlways, openPress, type Press } from "./press.js";

const VARIANTS: readonly Variant[] = ["header", "client-id", "none", "none-unlisted"];

/** A row against the invented API. What must hold in every row is checked behind it. */
export function pressRow(
  id: string,
  name: string,
  run: (press: Press) => Promise<void>,
  more: Pick<FaultRow, "isAlone" | "limitMs"> = {},
): FaultRow {
  return {
    id,
    name,
    ...more,
    prepare: () => Promise.all(VARIANTS.map(installClient)),
    async run(context) {
      const press = await openPress(context);
      await run(press);
      checkAlways(press);
    },
  };
}
