import { ApiError } from "../../http/api-error.js";
import type { FaultKind } from "../fault.js";
import { readNumber } from "../read-number.js";

export const serverError: FaultKind = {
  name: "error",
  value: "[=500..599]",
  brief: "a server error with this status, 500 by default",
  parse(value) {
    const status = readNumber(value, { name: "error", min: 500, max: 599, default: 500 });
    return {
      before({ api }) {
        const { code, message, fields } = api.fault(
          "internal",
          "The server failed. This was asked for as a fault.",
        );
        throw new ApiError({ status, message, fields, ...(code === undefined ? {} : { code }) });
      },
    };
  },
};
