import type { FastifyReply, FastifyRequest } from "fastify";
import type { ApiError, RequestFault } from "./api-error.js";

declare module "fastify" {
  interface FastifyRequest {
    /** The caller: a hash of the API key. Empty on operations that take no key. */
    account: string;
  }
}

/** Serves one operation: returns the JSON body, or sends an answer of its own and returns the reply. */
export type OperationHandler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** One of the APIs that this server speaks: its handlers, and the form of its errors. */
export interface Api {
  /** Its id in the generated contract. */
  provider: string;
  /** Handlers by operationId. */
  handlers: Readonly<Record<string, OperationHandler>>;
  /** Whether an unknown path would be this API's. */
  ownsPath(path: string): boolean;
  /** Whether a POST to the path makes a job. */
  isSubmit(path: string): boolean;
  /** What a key is told that this server knows, but not for this API. */
  foreignKeyFault: Extract<RequestFault, "unauthorized" | "forbidden">;
  fault(fault: RequestFault, message: string, retryAfterSeconds?: number): ApiError;
  renderError(error: ApiError, requestId: string): { contentType: string; body: unknown };
}
