import { once } from "node:events";
import type { FaultKind } from "../fault.js";
import { halfOf } from "../half-of.js";
import { refuseValue } from "../refuse-value.js";

export const truncate: FaultKind = {
  name: "truncate",
  value: "",
  brief: "the full Content-Length, half of the body, and the connection is closed",
  parse(value) {
    refuseValue("truncate", value);
    return {
      async *send(outgoing) {
        yield* halfOf(outgoing);
        const { socket } = outgoing;
        if (socket.destroyed) return;
        socket.end();
        await once(socket, "close");
      },
    };
  },
};
