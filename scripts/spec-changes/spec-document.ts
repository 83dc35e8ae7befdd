import path from "node:path";
import { bundle, createConfig } from "@redocly/openapi-core";
import type { OpenApiDocument } from "../generate/openapi-document.js";

/** A spec as one document, with its `x-job` part as plain data. */
export interface SpecDocument extends OpenApiDocument {
  "x-job"?: unknown;
}

/**
 * Reads specs/<id>/openapi.yaml without judging it: an older revision may be written in an older vocabulary, and what
 * is wrong in the present one is the generator's to say.
 */
export async function readSpecDocument(root: string, id: string): Promise<SpecDocument> {
  const ref = path.join(root, "specs", id, "openapi.yaml");
  const { bundle: bundled, problems } = await bundle({ ref, config: await createConfig({}) }).catch(
    (error: unknown) => {
      throw new UnreadableSpecError(id, error instanceof Error ? error.message : String(error));
    },
  );
  const broken = problems.find(({ severity }) => severity === "error");
  if (broken) throw new UnreadableSpecError(id, broken.message);
  const document: unknown = bundled.parsed;
  if (typeof document !== "object" || document === null) throw new UnreadableSpecError(id, "it is empty");
  // What the comparison reads it checks again; another form gives no finding but a changed text.
  return document as SpecDocument;
}

/** A spec cannot be compared, as it is no OpenAPI document. */
export class UnreadableSpecError extends Error {
  constructor(id: string, why: string, options?: ErrorOptions) {
    const reason = why.replaceAll(/\s+/g, " ").trim();
    super(
      `specs/${id}/openapi.yaml cannot be read: ${reason} (\`pnpm generate --check\` says where)`,
      options,
    );
    this.name = "UnreadableSpecError";
  }
}
