import type { Readable } from "node:stream";

/** A content, by the hash that is its name. */
export interface Content {
  sha256: string;
  sizeBytes: number;
}

/** Bytes from the first to the last one, both included. */
export interface ByteSpan {
  start: number;
  end: number;
}

/** A file that stays where it is until it is released. */
export interface LocalFile {
  path: string;
  release(): void;
}

/** Where contents are. Who removes one sees to it that nobody puts it there at the same time. */
export interface ContentPlace {
  /** Moves a finished file in; it is there for good when this resolves. The file is left where it is if it fails. */
  put(path: string, content: Content): Promise<void>;
  /** Undefined where there is no such content. */
  size(sha256: string): Promise<number | undefined>;
  /** A span of the bytes; undefined where there is no such content. The stream fails, rather than ends, if it breaks off. */
  open(sha256: string, span: ByteSpan): Promise<Readable | undefined>;
  /** The whole content as a file on this machine; undefined where there is none. */
  local(sha256: string): Promise<LocalFile | undefined>;
  remove(sha256: string): Promise<void>;
  list(): AsyncIterable<string>;
}
