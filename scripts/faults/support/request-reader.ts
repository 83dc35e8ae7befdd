import type { WireRequest } from "./raw-server.js";

type ReadRequest = Omit<WireRequest, "at" | "connection">;

/** Reads requests off a connection, one behind the other; takes the bytes as they come. */
export function createRequestReader(onRequest: (request: ReadRequest) => void): (bytes: Buffer) => void {
  let pending = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let size = 0;
  let neededBytes = 0;
  return (bytes) => {
    // Large bodies are put together once, not at every chunk.
    parts.push(bytes);
    size += bytes.length;
    if (size < neededBytes) return;
    pending = Buffer.concat(parts);
    for (;;) {
      const found = readOne(pending);
      neededBytes = found.neededBytes;
      if (!found.request) break;
      pending = pending.subarray(found.endsAt);
      onRequest(found.request);
    }
    parts = [pending];
    size = pending.length;
  };
}

interface Found {
  request?: ReadRequest;
  endsAt: number;
  /** Bytes below which another look is in vain. */
  neededBytes: number;
}

function readOne(bytes: Buffer): Found {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return { endsAt: 0, neededBytes: 0 };
  const [first = "", ...lines] = bytes.subarray(0, headEnd).toString("latin1").split("\r\n");
  const [method = "", target = ""] = first.split(" ");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  ) as Record<string, string>;
  const bodyStart = headEnd + 4;
  const body = headers["transfer-encoding"]?.includes("chunked")
    ? readChunks(bytes, bodyStart)
    : readPlain(bytes, bodyStart, Number(headers["content-length"] ?? 0));
  if (!body.content) return { endsAt: 0, neededBytes: body.endsAt };
  const url = new URL(target, "http://server");
  const { pathname: path, searchParams: query } = url;
  return {
    request: { method, target, path, query, headers, body: body.content },
    endsAt: body.endsAt,
    neededBytes: 0,
  };
}

interface Body {
  content?: Buffer;
  endsAt: number;
}

function readPlain(bytes: Buffer, start: number, length: number): Body {
  const endsAt = start + length;
  return bytes.length < endsAt ? { endsAt } : { content: bytes.subarray(start, endsAt), endsAt };
}

function readChunks(bytes: Buffer, start: number): Body {
  const chunks: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return { endsAt: 0 };
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString("latin1"), 16);
    const next = lineEnd + 2 + size + 2;
    if (bytes.length < next) return { endsAt: next };
    if (size === 0) return { content: Buffer.concat(chunks), endsAt: next };
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}
