import type { Activity } from "./call.js";
import type { Clock } from "./clock.js";
import type { SubmitOptions } from "./submit-options.js";

/** The blob as a named file that tells how it is read, where the runtime reads it through `stream()` (Node does). */
export function watchFile(
  clock: Clock,
  file: Blob,
  activity: Activity,
  onProgress: SubmitOptions["onProgress"],
): File {
  const { size: totalBytes, type } = file;
  // A file that knows its size itself (see fileFrom) has nothing in it that a copy could take.
  const watched = Object.hasOwn(file, "size")
    ? (file.slice(0, totalBytes, type) as File)
    : new File([file], file instanceof File ? file.name : "document", { type });
  watched.stream = () => {
    let sentBytes = 0;
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        sentBytes += chunk.length;
        activity.lastAt = clock.monotonic();
        onProgress?.({ sentBytes, totalBytes });
        controller.enqueue(chunk);
      },
    });
    return file.stream().pipeThrough(counter);
  };
  return watched;
}
