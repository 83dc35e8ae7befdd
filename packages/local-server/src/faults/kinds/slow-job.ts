import type { FaultKind } from "../fault.js";
import { maxFaultMs, readNumber } from "../read-number.js";

export const slowJob: FaultKind = {
  name: "slow-job",
  value: "=ms",
  brief: "the job that is submitted runs so much longer",
  parse(value) {
    const slowMs = readNumber(value, { name: "slow-job", min: 0, max: maxFaultMs });
    return { appliesTo: ({ method, path, api }) => method === "POST" && api.isSubmit(path), job: { slowMs } };
  },
};
