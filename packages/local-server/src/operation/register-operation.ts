import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { ServerMetrics } from "./server-metrics.js";

export interface OperationOptions {
  logger: Logger;
  metrics: ServerMetrics;
  /** True once no new jobs are taken. */
  isDraining(): boolean;
  /** Fails where the data cannot be read. */
  checkHealth(): Promise<unknown>;
}

/** Paths for those who run the server; they take no key and have no faults. */
export const operationPaths: readonly string[] = ["/healthz", "/metrics"];

/** `/healthz`, `/metrics`, and a log line for each request. */
export function registerOperation(app: FastifyInstance, options: OperationOptions): void {
  const { logger, metrics, isDraining, checkHealth } = options;
  app.get("/healthz", async (_request, reply) => {
    if (isDraining()) return reply.code(503).send({ status: "draining" });
    try {
      await checkHealth();
      return { status: "ok" };
    } catch (error) {
      logger.error({ err: error }, "health check failed");
      return reply.code(503).send({ status: "failing" });
    }
  });
  app.get("/metrics", async (_request, reply) => {
    const { contentType, text } = await metrics.render();
    return reply.header("content-type", contentType).send(text);
  });
  app.addHook("onResponse", async (request, reply) => {
    const { method, id: requestId } = request;
    const { statusCode: status, elapsedTime } = reply;
    // The route's pattern: ids would make a series of each.
    metrics.requestAnswered({
      method,
      route: request.routeOptions.url ?? "unknown",
      status,
      seconds: elapsedTime / 1000,
    });
    const path = request.url.split("?")[0];
    logger.info({ requestId, method, path, status, durationMs: Math.round(elapsedTime) }, "request");
  });
}
