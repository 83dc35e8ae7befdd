import type { Socket } from "node:net";
import type { FastifyReply } from "fastify";
import type { Api } from "../http/api.js";

/** One thing that goes wrong with an answer, ready to be done. A kind has the parts that it needs. */
export interface Fault {
  /** Requests that it cannot do anything to are left alone, and not counted. Default: all can have it. */
  appliesTo?(request: FaultedRequest): boolean;
  /** Before the operation begins; what it throws is the answer. */
  before?(request: FaultedRequest): void | Promise<void>;
  /** Changes the JSON that the operation answers. */
  answer?(body: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** Sends the finished answer in its own way; the operation is done by then. */
  send?(outgoing: OutgoingAnswer): AsyncIterable<Buffer>;
  /** What becomes of the job that the request submits. */
  job?: JobFault;
}

export interface FaultedRequest {
  method: string;
  /** Without the query. */
  path: string;
  api: Pick<Api, "fault" | "isSubmit">;
  /** Aborted when the client has gone. */
  signal: AbortSignal;
}

export interface OutgoingAnswer {
  body: AsyncIterable<Buffer>;
  sizeBytes: number;
  reply: FastifyReply;
  socket: Socket;
}

/** Columns of the job's row, so that a restart does not forget the fault. */
export interface JobFault {
  /** Time that the job runs longer. */
  slowMs?: number;
  /** The API's own word for the error that the job ends with. */
  forcedErrorCode?: string;
}

/** A fault that can be asked for by name. */
export interface FaultKind {
  name: string;
  /** How the value is written, for example `=ms`; empty for a kind that takes none. */
  value: string;
  /** What it does, in a few words. */
  brief: string;
  /** @throws FaultSpecError for a value that makes no sense. */
  parse(value: string | undefined): Fault;
}
