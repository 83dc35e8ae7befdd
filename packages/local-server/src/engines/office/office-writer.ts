import type { BodyText } from "./layout/document-roles.js";
import type { PageLayout } from "./layout/layout-model.js";
import type { Picture } from "./picture.js";

/** Writes one document. Pictures come first, page by page, so that they need not be kept in memory. */
export interface OfficeWriter {
  /** Takes a picture and returns the name that image blocks refer to it by; absent where the format has no use for it. */
  addPicture: ((picture: Picture) => string) | undefined;
  finish(document: OfficeDocument, signal: AbortSignal): Promise<void>;
  /** Gives up: closes what is open and leaves no file. */
  discard(): void;
}

export interface OfficeDocument {
  title: string;
  pages: PageLayout[];
  body: BodyText;
}
