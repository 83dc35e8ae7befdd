import { setTimeout as pause } from "node:timers/promises";
import type { FaultKind } from "../fault.js";
import { maxFaultMs, readNumber } from "../read-number.js";

export const delay: FaultKind = {
  name: "delay",
  value: "=ms",
  brief: "begins with the request so much later",
  parse(value) {
    const delayMs = readNumber(value, { name: "delay", min: 0, max: maxFaultMs });
    return {
      async before({ signal }) {
        // A client that has gone ends the wait.
        await pause(delayMs, undefined, { signal, ref: false }).catch(() => undefined);
      },
    };
  },
};
