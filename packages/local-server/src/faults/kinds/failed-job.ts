import type { FaultKind } from "../fault.js";
import { FaultSpecError } from "../fault-spec-error.js";

export const failedJob: FaultKind = {
  name: "failed-job",
  value: "=code",
  brief: "the job that is submitted fails with this code",
  parse(value) {
    if (value === undefined || !/^[\w.-]{1,64}$/.test(value)) {
      throw new FaultSpecError("failed-job takes the API's word for an error, for example PDF_CORRUPT.");
    }
    return {
      appliesTo: ({ method, path, api }) => method === "POST" && api.isSubmit(path),
      job: { forcedErrorCode: value },
    };
  },
};
