import { randomUUID } from "node:crypto";
import multipart from "@fastify/multipart";
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { fastifyOpenapiGlue } from "fastify-openapi-glue";
import type { Api } from "./api.js";
import { ApiError, RequestFaultError } from "./api-error.js";
import { type AcceptedKey, authenticate } from "./accepted-keys.js";
import { keyReader } from "./api-key.js";
import { type ContractOperation, routesOf } from "./contract.js";
import { guardHost } from "./host-guard.js";
import type { RequestLimit } from "./limit-requests.js";
import type { FaultPlan } from "../faults/fault-plan.js";
import { DatabaseAwayError } from "../store/database-away-error.js";
import { StorageAwayError } from "../store/storage-away-error.js";
import { registerFaults } from "../faults/register-faults.js";
import { objectErrorForm, objectsPath } from "./presigned-urls.js";
import { refuseWhileDraining } from "../operation/refuse-while-draining.js";
import { type OperationOptions, registerOperation } from "../operation/register-operation.js";
import { createValidatorCompiler } from "./validator-compiler.js";

export interface AppOptions {
  apis: readonly Api[];
  /** The only keys that are accepted; any, where there is none. */
  keys: readonly AcceptedKey[];
  limitRequests: RequestLimit;
  /** Names of this server beside loopback ones. */
  allowedHosts: readonly string[];
  /** What goes wrong on purpose. */
  faults: FaultPlan;
  operation: OperationOptions;
}

const lingerMs = 2000;
const awayRetrySeconds = 5;
/** A chunk of 5 MB is 7 MB in base64. */
const jsonLimitBytes = 8 * 1024 * 1024;

/** The HTTP side: routes and validation from the contracts, each API with its own errors. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { apis, operation } = options;
  const log = (line: string): void => operation.logger.error(line);
  const app = fastify({
    logger: false,
    bodyLimit: jsonLimitBytes,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    forceCloseConnections: "idle",
    return503OnClosing: false,
    // A parameter is as long as a request's head may be; no route has a pattern that long ones could slow down.
    routerOptions: { maxParamLength: 16 * 1024 },
    // A path that cannot be decoded reaches no route and no hook.
    frameworkErrors: (error, request, reply) => {
      reply.header("x-request-id", request.id);
      const unknown = new RequestFaultError("unknown-route", error.message);
      void sendError(apiOf(apis, request), unknown as unknown as FastifyError, request, reply, log);
    },
  });
  app.decorateRequest("account", "");
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id).header("cache-control", "no-store");
    guardHost(request.headers, options.allowedHosts);
  });
  registerFaults(app, options.faults, (request) => apiOf(apis, request));
  refuseWhileDraining(app, operation.isDraining, (request) => apiOf(apis, request));
  setBodyParsers(app);
  await app.register(multipart);
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendError(apiOf(apis, request), error, request, reply, log),
  );
  app.setNotFoundHandler((request) => {
    const path = request.url.split("?")[0] ?? "";
    throw new RequestFaultError("unknown-route", `This API has no operation ${request.method} ${path}.`);
  });
  registerOperation(app, operation);
  await registerRoutes(app, options, log);
  return app;
}

async function registerRoutes(
  app: FastifyInstance,
  { apis, keys, limitRequests }: AppOptions,
  log: (line: string) => void,
): Promise<void> {
  const { specification, operations } = routesOf(apis.map(({ provider }) => provider));
  app.setValidatorCompiler(createValidatorCompiler());
  // The handlers' answers go out as they are; a response schema would drop or reorder fields.
  app.setSerializerCompiler(() => JSON.stringify);
  await app.register(fastifyOpenapiGlue, {
    specification,
    operationResolver: (id) => {
      const routed = operations.get(id);
      const api = apis.find(({ provider }) => provider === routed?.provider);
      const handler = routed && api?.handlers[routed.operation.operationId];
      if (!routed || !api || !handler) throw new Error(`There is no handler for ${id}`);
      const read = keyReader(routed.document, routed.operation);
      const route = {
        handler,
        // Before the body is read: a request without a key costs nothing.
        onRequest: async (request: FastifyRequest) => {
          if (read !== "keyless") {
            const { providers } = routed;
            const { foreignKeyFault } = api;
            request.account = authenticate(read(request.headers), keys, { providers, foreignKeyFault });
          }
          await limitRequests(routed.provider, request);
        },
        // A body that is missing is not looked at by the validation.
        preValidation: async ({ body }: FastifyRequest) => {
          if (body === undefined && wantsJson(routed.operation)) {
            throw new RequestFaultError("invalid", "The request has no body. Send a JSON object.");
          }
        },
        errorHandler: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
          sendError(api, error, request, reply, log),
      };
      // Method, path and schema are what glue adds; its type wants them from here.
      return route as unknown as ReturnType<OperationResolver>;
    },
  });
}

function wantsJson({ requestBody }: ContractOperation): boolean {
  const types = Object.keys(requestBody?.content ?? {});
  return requestBody?.required === true && types.every((type) => type === "application/json");
}

type OperationResolver = NonNullable<Parameters<typeof fastifyOpenapiGlue>[1]["operationResolver"]>;

/** Clients send a content type with bodies that are empty, and that is no error where no body is wanted. */
function setBodyParsers(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parseJson(request, body as string, done);
  });
  app.addContentTypeParser("*", (request, payload, done) => {
    if (request.headers["content-length"] === "0") {
      done(null, undefined);
      return;
    }
    payload.resume();
    const given = request.headers["content-type"] ?? "none";
    done(new RequestFaultError("media-type", `The content type ${JSON.stringify(given)} is not taken here.`));
  });
}

type ErrorForm = Pick<Api, "isSubmit" | "fault" | "renderError">;

function apiOf(apis: readonly Api[], request: FastifyRequest): ErrorForm {
  const path = request.url.split("?")[0] ?? "";
  if (path.startsWith(objectsPath)) return objectErrorForm;
  const api = apis.find((candidate) => candidate.ownsPath(path)) ?? apis[0];
  if (!api) throw new Error("The server has no API");
  return api;
}

function sendError(
  api: ErrorForm,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  log: (line: string) => void,
): unknown {
  const answer = toApiError(api, error);
  if (answer.status >= 500)
    log(`${request.method} ${request.url.split("?")[0]}: ${error.stack ?? error.message}`);
  if (answer.status === 413) closeAfterAnswer(request, reply);
  const { contentType, body } = api.renderError(answer, request.id);
  reply.code(answer.status);
  reply.header("content-type", contentType);
  for (const [name, value] of Object.entries(answer.headers)) reply.header(name, value);
  return reply.send(JSON.stringify(body));
}

/** Of files and of the database. */
const diskFullCodes: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG", "SQLITE_FULL"]);

/**
 * Ends the connection of a request that is too large: the rest of it is dropped for a while, so that the client gets to see the
 * answer, but is not read to its end.
 */
function closeAfterAnswer(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("connection", "close");
  request.raw.resume();
  const { socket } = request.raw;
  reply.raw.once("finish", () => setTimeout(() => socket.destroy(), lingerMs).unref());
}

function toApiError(api: ErrorForm, error: FastifyError): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof RequestFaultError)
    return api.fault(error.fault, error.message, error.retryAfterSeconds);
  if (error instanceof DatabaseAwayError) {
    return api.fault(
      "unavailable",
      "The server's database cannot be reached for now. Ask again.",
      awayRetrySeconds,
    );
  }
  if (error instanceof StorageAwayError) {
    return api.fault(
      "unavailable",
      "The server's storage cannot be reached for now, and nothing of the request was kept. Ask again.",
      awayRetrySeconds,
    );
  }
  if (error.validation) {
    // An id of the wrong shape is an id that does not exist.
    return api.fault(error.validationContext === "params" ? "unknown-resource" : "invalid", error.message);
  }
  if (diskFullCodes.has(error.code)) {
    return api.fault(
      "disk-full",
      "The server's disk is full. Nothing of the request was kept; send it again later.",
    );
  }
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return api.fault("media-type", error.message);
  if (error.statusCode === 413) return api.fault("too-large", "The request body is too large.");
  if (error.statusCode !== undefined && error.statusCode < 500) return api.fault("malformed", error.message);
  return api.fault("internal", "The local server failed on this request; its log has the details.");
}
