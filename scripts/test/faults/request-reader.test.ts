import { expect, test } from "vitest";
import { createRequestReader } from "../../faults/support/request-reader.js";

const WIRE = [
  "POST /jobs?a=1 HTTP/1.1\r\nX-Key:  k \r\nContent-Length: 5\r\n\r\nhello",
  "POST /files HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n",
  "GET /jobs/j1 HTTP/1.1\r\n\r\n",
].join("");

test("requests are read the same whole, byte by byte and in any pieces", () => {
  for (const step of [WIRE.length, 1, 7, 60]) {
    const seen: string[] = [];
    const read = createRequestReader(({ method, path, query, headers, body }) => {
      seen.push(`${method} ${path} ${query.get("a") ?? "-"} ${headers["x-key"] ?? "-"} ${body.toString()}`);
    });
    for (let at = 0; at < WIRE.length; at += step) read(Buffer.from(WIRE.slice(at, at + step)));
    expect(seen).toEqual(["POST /jobs 1 k hello", "POST /files - - abc0123456789", "GET /jobs/j1 - - "]);
  }
});
