import type { ResultFile } from "../item.js";

/** A result that is whole, in a file of this machine. */
export interface StagedFile {
  /** Where it is. */
  stage: string;
  /** Where it goes, in the output directory. */
  path: string;
  sizeBytes: number;
  sha256: string;
}

/** A document of which pieces are read where they are wanted. */
export interface DocumentReader {
  sizeBytes: number;
  /** The bytes from `start`; fewer than asked for at the document's end. */
  read(start: number, sizeBytes: number): Promise<Buffer>;
}

/**
 * Where documents come from and results go: folders that this machine sees, or a bucket. Places are absolute paths, or
 * URLs of a bucket. Failures are JobsErrors: InputFileError and FileExistsError are an item's, ServiceUnavailableError is the
 * bucket's server's, PlaceRefusedError would meet every other item as well.
 */
export interface Files {
  /** A look costs a request, and a digest a download: planning does without them. */
  readonly isRemote: boolean;
  /** Size of a document. */
  sizeOf(place: string): Promise<number>;
  /** SHA-256 of a document. */
  sha256Of(place: string): Promise<string>;
  /** A document that is read while it is sent; the upload fails where it changes meanwhile. */
  open(place: string, signal?: AbortSignal): Promise<File>;
  /** One version of a document, for who looks at it before it is sent. */
  reader(place: string): Promise<DocumentReader>;
  /** Whether there is anything at that place. */
  has(place: string): Promise<boolean>;
  /** Whether this very content is there. */
  holds(place: string, content: Pick<ResultFile, "sizeBytes" | "sha256">): Promise<boolean>;
  /** Gives a staged result its name, whole or not at all. Over another file only with `overwrite`. */
  publish(file: StagedFile, place: string, options: PublishOptions): Promise<void>;
  /** Puts a staged result where every worker sees it; resolves to its place. */
  share(file: StagedFile, folder: string, signal?: AbortSignal): Promise<string>;
  /** Removes what was shared in a folder. */
  unshare(folder: string): Promise<void>;
  /** Writes a text where there is none yet; resolves to the one that is there. */
  firstText(place: string, text: string): Promise<string>;
  /** Writes a text as a whole: readers see the old one or the new one. */
  writeText(place: string, parts: AsyncIterable<string>): Promise<void>;
}

export interface PublishOptions {
  overwrite: boolean;
  signal?: AbortSignal | undefined;
}
