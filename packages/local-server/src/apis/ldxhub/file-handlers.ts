import type { OperationHandler } from "../../http/api.js";
import { contentTypeOf } from "../../http/content-types.js";
import { cleanFileName } from "../../http/file-name.js";
import { receiveUpload } from "../../http/receive-upload.js";
import { sendFile } from "../../http/send-file.js";
import { newHexId } from "../../ids.js";
import { detectBlobFormat } from "../../jobs/detect-blob-format.js";
import type { ServerContext } from "../../server-context.js";
import { findDocument, listDocuments } from "../../store/documents.js";
import type { Document } from "../../store/tables.js";
import { createAppendChunk } from "./append-chunk.js";
import { limitRequests } from "./limit-requests.js";
import { fileNotFound, ldxhubError } from "./ldxhub-errors.js";
import { ldxhubFileRetentionMs, ldxhubFileStore, maxFileBytes } from "./ldxhub-policy.js";
import { ldxhubTimestamp } from "./timestamp.js";

const maxChunkBytes = 5 * 1024 ** 2;

/** `/files` and `/uploads`, which LDX hub's services share. */
export function fileHandlers(server: ServerContext): Record<string, OperationHandler> {
  const { database, blobs, uploads, now } = server;
  const appendChunk = createAppendChunk(server);

  async function ownFile(account: string, params: unknown): Promise<Document> {
    const { file_id: id } = params as { file_id: string };
    const document = await findDocument(database, { api: ldxhubFileStore, account, id }, now());
    if (!document) throw fileNotFound();
    return document;
  }

  async function store(
    document: Pick<Document, "account" | "name" | "sizeBytes" | "sha256" | "contentType">,
  ) {
    const at = now();
    return database
      .insertInto("document")
      .values({
        ...document,
        id: newHexId(),
        api: ldxhubFileStore,
        pageCount: null,
        createdAt: at,
        updatedAt: at,
        expiresAt: at + server.retention(ldxhubFileRetentionMs),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  return limitRequests(server, {
    async listFiles({ account }) {
      const files = await listDocuments(database, { api: ldxhubFileStore, account }, now());
      return { data: files.map(fileInfo) };
    },

    async uploadFile(request, reply) {
      if (!request.isMultipart()) {
        throw ldxhubError(
          400,
          "invalid_content_type",
          "Send the file as multipart/form-data, in the part `file`.",
        );
      }
      const { file } = await receiveUpload(request, server, { fileField: "file", maxBytes: maxFileBytes });
      if (!file) {
        throw ldxhubError(
          400,
          "missing_file",
          "The request has no file. Send it as the multipart part `file`.",
        );
      }
      const { blob, name } = file;
      if (blob.sizeBytes === 0) {
        await server.discard(blob);
        throw ldxhubError(400, "empty_file", `${name} is empty. Choose another file.`);
      }
      try {
        const format = await detectBlobFormat(blobs, blob);
        const document = await store({
          account: request.account,
          name,
          sizeBytes: blob.sizeBytes,
          sha256: blob.sha256,
          contentType: contentTypeOf(format),
        });
        reply.code(201);
        return fileInfo(document);
      } finally {
        blob.release();
      }
    },

    async getFile({ account, params }) {
      return fileInfo(await ownFile(account, params));
    },

    async getFileContent(request, reply) {
      const document = await ownFile(request.account, request.params);
      const { sha256, sizeBytes, name, contentType, updatedAt } = document;
      const sent = await sendFile(request, reply, {
        open: (span) => (sha256 === null ? uploads.open(document, span) : blobs.open(sha256, span)),
        sizeBytes,
        name,
        contentType: contentType ?? contentTypeOf(undefined),
        sha256,
        modifiedAt: updatedAt,
      });
      if (!sent) throw fileNotFound();
      return sent;
    },

    async createUpload({ account, body }, reply) {
      const { filename } = body as { filename: string };
      const document = await store({
        account,
        name: cleanFileName(filename),
        sizeBytes: 0,
        sha256: null,
        contentType: null,
      });
      reply.code(201);
      return fileInfo(document);
    },

    async appendUpload({ account, params, body }) {
      const chunk = decodeChunk((body as { data: string }).data);
      const { file_id: id } = params as { file_id: string };
      return fileInfo(await appendChunk(account, id, chunk));
    },
  });
}

function fileInfo(document: Document): Record<string, unknown> {
  return {
    file_id: document.id,
    filename: document.name,
    size: document.sizeBytes,
    created_at: ldxhubTimestamp(document.createdAt),
    updated_at: ldxhubTimestamp(document.updatedAt),
    expires_at: ldxhubTimestamp(document.expiresAt),
  };
}

function decodeChunk(data: string): Buffer {
  const text = data.replace(/[\r\n]/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.replace(/=+$/, "").length % 4 === 1) {
    throw ldxhubError(400, "invalid_base64", "`data` is not base64.");
  }
  const chunk = Buffer.from(text, "base64");
  if (chunk.length > maxChunkBytes) {
    throw ldxhubError(
      413,
      "too_large",
      "A chunk may have 5 MB at most before its encoding. Send smaller ones.",
    );
  }
  return chunk;
}
