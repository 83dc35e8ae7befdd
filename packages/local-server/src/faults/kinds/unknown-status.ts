import type { FaultKind } from "../fault.js";
import { FaultSpecError } from "../fault-spec-error.js";

export const unknownStatus: FaultKind = {
  name: "status",
  value: "[=word]",
  brief: "a job that is read has this word as its status, `archiving` by default",
  parse(value = "archiving") {
    if (!/^[\w.-]{1,64}$/.test(value)) throw new FaultSpecError("status takes one word.");
    return {
      appliesTo: ({ method }) => method === "GET",
      answer: (body) => (typeof body["status"] === "string" ? { ...body, status: value } : { ...body }),
    };
  },
};
