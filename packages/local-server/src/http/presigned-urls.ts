import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { BlobStore } from "../store/blob-store.js";
import type { Database } from "../store/open-database.js";
import { noteSetting } from "../store/settings.js";
import type { PresignedContent } from "../server-context.js";
import type { Api } from "./api.js";
import { ApiError, retryAfterHeader, type RequestFault } from "./api-error.js";
import { sendFile } from "./send-file.js";

/** URLs that carry their own permission, as an object store's do. */
export interface PresignedUrls {
  sign(content: PresignedContent, origin: string): string;
  /** Serves the URLs that `sign` has made. */
  register(app: FastifyInstance, blobs: BlobStore, now: () => number): void;
}

/** Errors of an object store: a text, and 403 for what has expired. */
export const objectErrorForm: Pick<Api, "isSubmit" | "fault" | "renderError"> = {
  isSubmit: () => false,
  fault: (fault, message, retryAfterSeconds) =>
    new ApiError({
      status: objectFaults[fault] ?? 400,
      message,
      headers: retryAfterHeader(retryAfterSeconds),
    }),
  renderError: ({ message }) => ({
    contentType: "application/json; charset=utf-8",
    body: { error: message },
  }),
};

const objectFaults: Partial<Record<RequestFault, number>> = {
  forbidden: 403,
  "unknown-route": 404,
  expired: 403,
  modified: 412,
  range: 416,
  "rate-limited": 429,
  unavailable: 503,
  "disk-full": 507,
  internal: 500,
};

export const objectsPath = "/_objects/";
const route = `${objectsPath}:sha256`;
const secretSetting = "presigning-secret";

/** The secret lives in the data directory, so that URLs outlive a restart. */
export async function openPresignedUrls(database: Database): Promise<PresignedUrls> {
  const secret = await noteSetting(database, secretSetting, randomBytes(32).toString("hex"));
  const signatureOf = (content: PresignedContent): string =>
    createHmac("sha256", secret)
      .update(JSON.stringify([content.sha256, content.name, content.contentType, content.expiresAt]))
      .digest("hex");
  return {
    sign(content, origin) {
      const query = new URLSearchParams({
        expires: String(content.expiresAt),
        name: content.name,
        type: content.contentType,
        signature: signatureOf(content),
      });
      return `${origin}${objectsPath}${content.sha256}?${query.toString()}`;
    },
    register(app, blobs, now) {
      app.get<{ Params: { sha256: string }; Querystring: Record<string, string | undefined> }>(
        route,
        async (request, reply) => {
          const { expires = "", name = "", type = "", signature = "" } = request.query;
          const content = {
            sha256: request.params.sha256,
            name: String(name),
            contentType: String(type),
            expiresAt: Number(expires),
          };
          if (!isSame(String(signature), signatureOf(content)))
            return refuse(reply, 403, "The signature is wrong.");
          if (content.expiresAt <= now())
            return refuse(reply, 403, "The URL has expired. Ask for a new one.");
          const { sha256 } = content;
          const sizeBytes = await blobs.size(sha256);
          if (sizeBytes === undefined) return refuse(reply, 404, "The file has expired.");
          const sent = await sendFile(request, reply, {
            ...content,
            sizeBytes,
            open: (span) => blobs.open(sha256, span),
          });
          return sent ?? refuse(reply, 404, "The file has expired.");
        },
      );
    },
  };
}

function refuse(
  reply: { code(status: number): { send(body: unknown): unknown } },
  status: number,
  message: string,
): unknown {
  return reply.code(status).send({ error: message });
}

function isSame(given: string, wanted: string): boolean {
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}
