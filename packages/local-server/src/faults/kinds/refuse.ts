import { ApiError } from "../../http/api-error.js";
import type { FaultKind } from "../fault.js";
import { FaultSpecError } from "../fault-spec-error.js";

export const refuse: FaultKind = {
  name: "refuse",
  value: "=status:code",
  brief: "any 4xx with any of the API's codes, for example 429:queue.pool_saturated",
  parse(value) {
    const [, status, code] = /^(4\d\d):([\w.-]{1,64})$/.exec(value ?? "") ?? [];
    if (status === undefined || code === undefined) {
      throw new FaultSpecError("refuse takes a status 4xx and a code, for example 429:queue.pool_saturated.");
    }
    return {
      before({ api }) {
        const { message, fields } = api.fault("malformed", "Refused. This was asked for as a fault.");
        throw new ApiError({ status: Number(status), code, message, fields });
      },
    };
  },
};
