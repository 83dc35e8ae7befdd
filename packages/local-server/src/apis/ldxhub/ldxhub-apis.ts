import type { Api } from "../../http/api.js";
import type { ServerContext } from "../../server-context.js";
import { fileHandlers } from "./file-handlers.js";
import { jobHandlers } from "./job-handlers.js";
import { ldxhubErrorForm } from "./ldxhub-errors.js";

/** CastDoc, with the files that it shares with RenderOCR. */
export function castdocApi(server: ServerContext): Api {
  return {
    provider: "castdoc",
    handlers: { ...fileHandlers(server), ...jobHandlers(server, "castdoc") },
    // Whatever belongs to no other API gets the gateway's answer.
    ownsPath: (path) => /^\/(castdoc|files|uploads)(\/|$)/.test(path),
    isSubmit: (path) => /^\/castdoc\/jobs$/.test(path),
    ...ldxhubErrorForm,
  };
}

/** RenderOCR. */
export function renderocrApi(server: ServerContext): Api {
  return {
    provider: "renderocr",
    handlers: { ...fileHandlers(server), ...jobHandlers(server, "renderocr") },
    ownsPath: (path) => /^\/renderocr(\/|$)/.test(path),
    isSubmit: (path) => /^\/renderocr\/jobs$/.test(path),
    ...ldxhubErrorForm,
  };
}
