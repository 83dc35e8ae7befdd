import type { FaultKind } from "../fault.js";
import { readNumber } from "../read-number.js";

export const rateLimit: FaultKind = {
  name: "rate-limit",
  value: "[=seconds]",
  brief: "429 with Retry-After, in the API's own words",
  parse(value) {
    const seconds = readNumber(value, { name: "rate-limit", min: 0, max: 99_999_999, default: 1 });
    return {
      before({ api }) {
        throw api.fault("rate-limited", "Too many requests. This was asked for as a fault.", seconds);
      },
    };
  },
};
