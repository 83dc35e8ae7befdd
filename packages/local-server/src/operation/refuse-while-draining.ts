import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Api } from "../http/api.js";
import { RequestFaultError } from "../http/api-error.js";

const retryAfterSeconds = 10;

/** A server that is about to stop takes no new jobs, and says when to come again. */
export function refuseWhileDraining(
  app: FastifyInstance,
  isDraining: () => boolean,
  apiOf: (request: FastifyRequest) => Pick<Api, "isSubmit">,
): void {
  app.addHook("onRequest", async (request) => {
    const path = request.url.split("?")[0] ?? "";
    if (!isDraining() || request.method !== "POST" || !apiOf(request).isSubmit(path)) return;
    throw new RequestFaultError(
      "unavailable",
      "The server is about to stop and takes no new jobs. Submit again later.",
      retryAfterSeconds,
    );
  });
}
