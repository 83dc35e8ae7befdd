import type { Activity } from "../http/call.js";
import type { Clock } from "../http/clock.js";
import type { SubmitOptions } from "../submit/submit-options.js";

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
    const reader = file.stream().getReader() as ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
    let sentBytes = 0;
    return new ReadableStream(
      {
        async pull(controller) {
          try {
            const { done, value } = await reader.read();
            if (done) return controller.close();
            sentBytes += value.length;
            activity.lastAt = clock.monotonic();
            onProgress?.({ sentBytes, totalBytes });
            controller.enqueue(value);
          } catch (error) {
            // Where a body fails, the fetch of Node 24 hangs, and the process ends on a rejection that nobody can catch.
            if (!activity.fail) throw error;
            activity.fail(error);
            await new Promise(() => {});
          }
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  };
  return watched;
}
