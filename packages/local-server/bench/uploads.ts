/** `node --import tsx packages/local-server/bench/uploads.ts`: 2 GB that is too much, and ten times 200 MB at once. */
import { request } from "node:http";
import { startMeasured, withFolder } from "./measured-server.js";

const megabyte = 1024 ** 2;

interface Sent {
  status: number;
  sentMb: number;
  seconds: number;
}

/** A multipart upload of made-up bytes; with `announced` it says beforehand how long it is. */
function upload(url: string, path: string, sizeMb: number, announced: boolean): Promise<Sent> {
  const from = performance.now();
  const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7`;
  const tail = "\r\n--b--\r\n";
  const length = Buffer.byteLength(head) + sizeMb * megabyte + Buffer.byteLength(tail);
  return new Promise((resolve, reject) => {
    let sentMb = 0;
    const outgoing = request(
      url + path,
      {
        method: "POST",
        headers: {
          authorization: "Bearer a",
          "x-fast-api-key": "a",
          "x-api-key": "a",
          "content-type": "multipart/form-data; boundary=b",
          ...(announced ? { "content-length": length } : {}),
        },
      },
      (response) => {
        response.resume();
        response.on("end", () => {
          outgoing.destroy();
          resolve({ status: response.statusCode ?? 0, sentMb, seconds: (performance.now() - from) / 1000 });
        });
      },
    );
    outgoing.on("error", reject);
    const block = Buffer.alloc(megabyte, Math.random().toString(36));
    const write = (): void => {
      while (sentMb < sizeMb && !outgoing.destroyed) {
        sentMb += 1;
        if (!outgoing.write(block)) return void outgoing.once("drain", write);
      }
      outgoing.end(tail);
    };
    outgoing.write(head);
    write();
  });
}

await withFolder(async (directory) => {
  const server = await startMeasured(directory);
  const { nowMb } = await server.memory();
  console.log(`memory before: ${nowMb} MB`);
  const report = async (what: string, { status, sentMb, seconds }: Sent): Promise<void> => {
    const { peakMb } = await server.memory();
    console.log(
      `${what}: ${status} after ${sentMb} MB and ${seconds.toFixed(2)} s; memory at most ${peakMb} MB`,
    );
    await server.resetPeak();
  };
  for (const [api, path] of [
    ["LDX hub, 200 MB allowed", "/files"],
    ["convert.fast, 1 GB allowed", "/convert"],
    ["AnchorGrid, 200 MB allowed", "/v1/documents"],
  ] as const) {
    await report(`2 GB to ${api}, announced`, await upload(server.url, path, 2048, true));
    await report(`2 GB to ${api}, not announced`, await upload(server.url, path, 2048, false));
  }
  const from = performance.now();
  const sent = await Promise.all(Array.from({ length: 10 }, () => upload(server.url, "/files", 199, true)));
  const seconds = (performance.now() - from) / 1000;
  const { peakMb } = await server.memory();
  const taken = sent.filter(({ status }) => status === 201).length;
  console.log(
    `10 x 199 MB at once: ${taken} taken in ${seconds.toFixed(1)} s, ${Math.round(1990 / seconds)} MB/s; memory at most ${peakMb} MB`,
  );
  await server.kill();
});
