import type { FaultKind } from "../fault.js";
import { refuseValue } from "../refuse-value.js";

export const expired: FaultKind = {
  name: "expired",
  value: "",
  brief: "a GET is answered as if what it asks for had expired (410, 404 or 403, as the API has it)",
  parse(value) {
    refuseValue("expired", value);
    return {
      appliesTo: ({ method }) => method === "GET",
      before({ api }) {
        throw api.fault("expired", "It has expired. This was asked for as a fault.");
      },
    };
  },
};
