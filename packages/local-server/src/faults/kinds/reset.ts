import type { FaultKind } from "../fault.js";
import { refuseValue } from "../refuse-value.js";

export const reset: FaultKind = {
  name: "reset",
  value: "",
  brief: "does the work (a job is stored), then resets the connection instead of answering",
  parse(value) {
    refuseValue("reset", value);
    return {
      async *send({ socket }) {
        socket.resetAndDestroy();
      },
    };
  },
};
