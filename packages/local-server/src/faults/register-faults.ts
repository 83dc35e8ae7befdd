import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Api } from "../http/api.js";
import { RequestFaultError } from "../http/api-error.js";
import { operationPaths } from "../operation/register-operation.js";
import type { Fault, JobFault } from "./fault.js";
import type { FaultPlan } from "./fault-plan.js";
import { FaultSpecError } from "./fault-spec-error.js";

declare module "fastify" {
  interface FastifyRequest {
    /** What goes wrong with this request on purpose. */
    faults: readonly Fault[];
  }
}

/** The header that asks for faults. */
export const faultHeader = "x-docjobs-fault";

/** Lets requests have the faults that the plan chooses for them. */
export function registerFaults(
  app: FastifyInstance,
  plan: FaultPlan,
  apiOf: (request: FastifyRequest) => Pick<Api, "fault" | "isSubmit">,
): void {
  app.decorateRequest("faults");
  app.addHook("onRequest", async (request, reply) => {
    request.faults = [];
    if (operationPaths.includes(request.url)) return;
    const faulted = {
      method: request.method,
      path: request.url.split("?")[0] ?? "",
      api: apiOf(request),
      signal: closeSignal(reply),
    };
    request.faults = chooseFaults(plan, faulted, request.headers[faultHeader]);
    for (const fault of request.faults) await fault.before?.(faulted);
  });
  app.addHook("preSerialization", async (request, reply, payload) => {
    if (reply.statusCode >= 300 || typeof payload !== "object" || payload === null) return payload;
    return request.faults.reduce(
      (body, fault) => fault.answer?.(body) ?? body,
      payload as Record<string, unknown>,
    );
  });
  app.addHook("onSend", async (request, reply, payload) => {
    const fault = request.faults?.find(({ send }) => send);
    if (!fault?.send) return payload;
    // Where its stream breaks off, an error is sent next: that one goes as it is, or it would break off for ever.
    request.faults = request.faults.filter((each) => each !== fault);
    return sendFaulty(fault.send, request, reply, payload);
  });
}

/** The columns of a job's row that the request's faults ask for. */
export function jobFaultOf({ faults }: FastifyRequest): JobFault {
  return Object.assign({}, ...faults.map(({ job }) => job)) as JobFault;
}

function chooseFaults(
  plan: FaultPlan,
  request: Parameters<FaultPlan["choose"]>[0],
  header: string | string[] | undefined,
): Fault[] {
  try {
    return plan.choose(request, Array.isArray(header) ? header.join(",") : header);
  } catch (error) {
    if (!(error instanceof FaultSpecError)) throw error;
    throw new RequestFaultError("fault-header", `${faultHeader}: ${error.message}`);
  }
}

function closeSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once("close", () => gone.abort());
  return gone.signal;
}

function sendFaulty(
  send: NonNullable<Fault["send"]>,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Readable {
  const stream = payload instanceof Readable ? payload : undefined;
  const bytes = stream ? undefined : bytesOf(payload);
  const sizeBytes = bytes?.length ?? Number(reply.getHeader("content-length") ?? 0);
  reply.header("content-length", sizeBytes);
  const body = stream ?? Readable.from(bytes && bytes.length > 0 ? [bytes] : []);
  return Readable.from(send({ body, sizeBytes, reply, socket: request.raw.socket }));
}

function bytesOf(payload: unknown): Buffer {
  if (payload instanceof Uint8Array) return Buffer.from(payload);
  return Buffer.from(typeof payload === "string" ? payload : "");
}
