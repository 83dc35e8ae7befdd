import { randomUUID } from "node:crypto";
import type { OperationHandler } from "../../http/api.js";
import { contentTypeOf } from "../../http/content-types.js";
import { receiveUpload, type ReceivedUpload } from "../../http/receive-upload.js";
import { detectBlobFormat } from "../../jobs/detect-blob-format.js";
import type { ServerContext } from "../../server-context.js";
import { findDocument } from "../../store/documents.js";
import type { Document } from "../../store/tables.js";
import { documentNotFound, invalid } from "./anchorgrid-errors.js";
import { anchorgridApiName, dayMs } from "./anchorgrid-policy.js";
import { countPages } from "./count-pages.js";
import { tiers } from "./tiers.js";

const downloadUrlSeconds = 900;

/** Upload and facts of documents. */
export function documentHandlers(server: ServerContext): Record<string, OperationHandler> {
  const { database, now, tier } = server;
  const { maxDocumentBytes, documentDays } = tiers[tier];

  function documentView(document: Document): Record<string, unknown> {
    return {
      document_id: document.id,
      original_filename: document.name,
      file_size_bytes: document.sizeBytes,
      page_count: document.pageCount,
      mime_type: contentTypeOf("pdf"),
      tier,
      uploaded_at: new Date(document.createdAt).toISOString(),
      expires_at: new Date(document.expiresAt).toISOString(),
      download_url: server.presign({
        sha256: document.sha256 ?? "",
        name: document.name,
        contentType: contentTypeOf("pdf"),
        expiresAt: now() + downloadUrlSeconds * 1000,
      }),
      download_url_expires_in_seconds: downloadUrlSeconds,
    };
  }

  return {
    async uploadDocument(request, reply) {
      if (!request.isMultipart()) throw invalid("Send the PDF as multipart/form-data, in the part `file`.");
      const { file } = await receiveUpload(request, server, {
        fileField: "file",
        maxBytes: maxDocumentBytes,
      });
      if (!file) throw invalid("The request has no file. Send the PDF as the multipart part `file`.");
      try {
        const pageCount = await checkPdf(server, file);
        const at = now();
        const document = await database
          .insertInto("document")
          .values({
            id: randomUUID(),
            api: anchorgridApiName,
            account: request.account,
            name: file.name,
            contentType: contentTypeOf("pdf"),
            sizeBytes: file.blob.sizeBytes,
            sha256: file.blob.sha256,
            pageCount,
            createdAt: at,
            updatedAt: at,
            expiresAt: at + server.retention(documentDays * dayMs),
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        reply.code(201);
        return documentView(document);
      } catch (error) {
        await server.discard(file.blob);
        throw error;
      } finally {
        file.blob.release();
      }
    },

    async getDocument({ account, params }) {
      const { document_id: id } = params as { document_id: string };
      const document = await findDocument(database, { api: anchorgridApiName, account, id }, now());
      if (!document) throw documentNotFound();
      return documentView(document);
    },
  };
}

async function checkPdf(
  server: ServerContext,
  { blob, name }: NonNullable<ReceivedUpload["file"]>,
): Promise<number> {
  if (blob.sizeBytes === 0) throw invalid(`${name} is empty. Choose another file.`);
  const format = await detectBlobFormat(server.blobs, blob);
  if (format !== "pdf") throw invalid(`${name} is not a PDF. Only PDF files are taken.`);
  return countPages(server, blob, name);
}
