import type { FaultKind } from "../fault.js";
import { readNumber } from "../read-number.js";

export const wrongLength: FaultKind = {
  name: "wrong-length",
  value: "[=bytes]",
  brief: "the whole body under a Content-Length that is off by so much (+1 by default, may be negative)",
  parse(value) {
    const offBytes = readNumber(value, { name: "wrong-length", min: -1e9, max: 1e9, default: 1 });
    return {
      send({ body, sizeBytes, reply }) {
        // What comes after this answer on the same connection could not be told from it.
        reply.header("content-length", Math.max(0, sizeBytes + offBytes)).header("connection", "close");
        return body;
      },
    };
  },
};
