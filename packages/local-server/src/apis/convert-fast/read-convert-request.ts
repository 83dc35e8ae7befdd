import type { FastifyRequest } from "fastify";
import { receiveUpload, type ReceivedUpload } from "../../http/receive-upload.js";
import type { ServerContext } from "../../server-context.js";
import { convertFastError, urlError } from "./convert-fast-errors.js";
import { maxFileBytes } from "./convert-fast-policy.js";

/** The fields of a submit, whichever way they came. */
export interface ConvertRequest {
  file: ReceivedUpload["file"];
  inputUrl: string | undefined;
  targetFormat: string | undefined;
  sourceFormat: string | undefined;
  options: unknown;
  webhookUrl: string | undefined;
  webhookSecret: string | undefined;
  webhookEvents: string | undefined;
  outputUrl: string | undefined;
}

/** Reads a multipart or JSON submit. The caller releases or discards the file. */
export async function readConvertRequest(
  request: FastifyRequest,
  server: Pick<ServerContext, "blobs" | "discard">,
): Promise<ConvertRequest> {
  const query = request.query as { targetFormat?: string };
  if (request.isMultipart()) {
    const { file, fields } = await receiveUpload(request, server, {
      fileField: "file",
      maxBytes: maxFileBytes,
    });
    const text = (name: string): string | undefined => fields.get(name) || undefined;
    return { file, ...fieldsOf(text, query), options: text("options") };
  }
  const contentType = request.headers["content-type"] ?? "";
  if (!/^application\/json\b/i.test(contentType)) {
    throw convertFastError(
      400,
      "request.invalid_content_type",
      "Send multipart/form-data with a file, or application/json with an inputUrl.",
    );
  }
  const { body } = request;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw convertFastError(400, "request.invalid_parameter", "The body must be a JSON object.");
  }
  const values = body as Record<string, unknown>;
  const text = (name: string): string | undefined => {
    const value = values[name];
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value === "string") return value;
    throw convertFastError(400, "request.invalid_parameter", `${name} must be text.`);
  };
  return { file: undefined, ...fieldsOf(text, query), options: values["options"] };
}

function fieldsOf(
  text: (name: string) => string | undefined,
  query: { targetFormat?: string },
): Omit<ConvertRequest, "file" | "options"> {
  return {
    inputUrl: text("inputUrl"),
    targetFormat: text("targetFormat") ?? (query.targetFormat || undefined),
    sourceFormat: text("sourceFormat"),
    webhookUrl: text("webhookUrl"),
    webhookSecret: text("webhookSecret"),
    webhookEvents: text("webhookEvents"),
    outputUrl: text("outputUrl"),
  };
}

/**
 * Checks what does not depend on formats: exactly one input, no reserved field, a target.
 *
 * @throws ApiError with the documented code.
 */
export function checkConvertRequest(
  request: ConvertRequest,
): asserts request is ConvertRequest & { targetFormat: string } {
  const { file, inputUrl, outputUrl, targetFormat } = request;
  if (outputUrl !== undefined) throw urlError("output_url_reserved", "outputUrl is reserved. Leave it out.");
  if (file && inputUrl !== undefined) {
    throw urlError("mutually_exclusive", "file and inputUrl exclude each other. Send one of them.");
  }
  if (!file && inputUrl === undefined) {
    throw convertFastError(400, "request.no_files", "The request has no file. Send it as the part `file`.");
  }
  if (file && file.blob.sizeBytes === 0) {
    throw convertFastError(400, "request.empty_file", `${file.name} is empty. Choose another file.`);
  }
  if (targetFormat === undefined) {
    throw convertFastError(
      400,
      "convert.missing_target_format",
      "targetFormat is missing. Name the wanted format.",
    );
  }
}

/** The options as an object; a multipart body has them as JSON text. */
export function parseOptions(given: unknown): Record<string, unknown> {
  if (given === undefined || given === null) return {};
  let value = given;
  if (typeof given === "string") {
    try {
      value = JSON.parse(given);
    } catch {
      throw convertFastError(400, "request.invalid_parameter", "options is not JSON.");
    }
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw convertFastError(400, "request.invalid_parameter", "options must be a JSON object.");
}
