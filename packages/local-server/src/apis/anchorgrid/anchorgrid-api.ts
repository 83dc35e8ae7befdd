import type { Api } from "../../http/api.js";
import type { ServerContext } from "../../server-context.js";
import { anchorgridErrorForm } from "./anchorgrid-errors.js";
import { documentHandlers } from "./document-handlers.js";
import { jobHandlers } from "./job-handlers.js";
import { submitHandlers } from "./submit-handlers.js";

/** AnchorGrid. */
export function anchorgridApi(server: ServerContext): Api {
  return {
    provider: "anchorgrid",
    handlers: { ...documentHandlers(server), ...submitHandlers(server), ...jobHandlers(server) },
    ownsPath: (path) => /^\/v1(\/|$)/.test(path),
    isSubmit: (path) => /^\/v1\/(drawings|specs)\//.test(path),
    ...anchorgridErrorForm,
  };
}
