import type { ObjectInfo, ObjectStore } from "@docjobs/object-store";
import { bucketFailure } from "./bucket-failure.js";

export interface ObjectRange {
  start: number;
  /** Behind the last byte. */
  end: number;
  /** For messages. */
  place: string;
  signal?: AbortSignal | undefined;
}

/** Connections that may break in the middle of one read. */
const MOST_BREAKS = 4;

/**
 * Bytes of one version of an object. Where a connection breaks, the next goes on behind what has come; an object that was
 * replaced meanwhile is an error.
 */
export async function* readObject(
  store: ObjectStore,
  { key, etag: ifMatch }: ObjectInfo,
  { start, end, place, signal }: ObjectRange,
): AsyncGenerator<Uint8Array> {
  let at = start;
  for (let breaks = 0; at < end; breaks++) {
    try {
      const content = await store.read(key, { start: at, end: end - 1, ifMatch, signal });
      for await (const chunk of content as AsyncIterable<Uint8Array>) {
        at += chunk.length;
        yield chunk;
      }
      return;
    } catch (error) {
      const isOver = breaks >= MOST_BREAKS || (error as { retryable?: unknown }).retryable !== true;
      if (isOver) throw bucketFailure(error, place);
    }
  }
}
