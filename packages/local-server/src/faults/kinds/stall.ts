import { once } from "node:events";
import type { FaultKind } from "../fault.js";
import { halfOf } from "../half-of.js";
import { refuseValue } from "../refuse-value.js";

export const stall: FaultKind = {
  name: "stall",
  value: "",
  brief: "headers and half of the body, then silence on an open connection",
  parse(value) {
    refuseValue("stall", value);
    return {
      async *send(outgoing) {
        yield* halfOf(outgoing);
        if (!outgoing.socket.destroyed) await once(outgoing.socket, "close");
      },
    };
  },
};
