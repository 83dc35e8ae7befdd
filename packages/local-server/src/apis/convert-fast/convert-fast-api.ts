import type { Api } from "../../http/api.js";
import type { ServerContext } from "../../server-context.js";
import { convertFastErrorForm } from "./convert-fast-errors.js";
import { discoveryHandlers } from "./discovery-handlers.js";
import { jobHandlers } from "./job-handlers.js";
import { submitHandler } from "./submit-handler.js";

/** convert.fast. */
export function convertFastApi(server: ServerContext): Api {
  return {
    provider: "convert-fast",
    handlers: { createJob: submitHandler(server), ...jobHandlers(server), ...discoveryHandlers(server) },
    ownsPath: (path) => /^\/convert(\/|$)/.test(path),
    isSubmit: (path) => /^\/convert\/?$/.test(path),
    ...convertFastErrorForm,
  };
}
