import type { OpenApiDocument } from "./openapi-document.js";
import type { SourcePath } from "./source-positions.js";
import type { SpecOperation } from "./spec-operation.js";
import type { XJob } from "./x-job.js";

/** What the steps of building one provider's model share. */
export interface ModelContext {
  document: OpenApiDocument;
  xJob: XJob;
  operations: readonly SpecOperation[];
  /** Notes what is wrong at a path of the document, and how to mend it. */
  refuse: (at: SourcePath, what: string, mend: string) => void;
}

/** A path below `x-job`. */
export function inXJob(...path: (string | number)[]): SourcePath {
  return ["x-job", ...path];
}

/** `x-job.resource.get`, for messages. */
export function nameOf(at: SourcePath): string {
  return at.join(".");
}
