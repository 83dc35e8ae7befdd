import { connect } from "node:net";

export interface RawAnswer {
  /** Everything that came, headers and all. */
  text: string;
  /** How the connection ended: by the server, by a reset, or not at all within the time. */
  end: "closed" | "reset" | "open";
}

/** A request over a plain socket, for answers that no HTTP client would accept. */
export function rawRequest(
  url: string,
  lines: readonly string[],
  options: { body?: string; waitMs?: number } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const { body = "", waitMs = 10_000 } = options;
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = "";
    const finish = (end: RawAnswer["end"]): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text, end });
    };
    const timer = setTimeout(() => finish("open"), waitMs);
    socket.on("data", (data) => (text += data.toString("latin1")));
    socket.on("end", () => finish("closed"));
    socket.on("error", () => finish("reset"));
    const head = [...lines, `host: ${hostname}:${port}`, `content-length: ${Buffer.byteLength(body)}`];
    socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  });
}

/** The body's bytes that came, and the number that the header announced. */
export function bodyOf({ text }: RawAnswer): { body: string; announcedBytes: number } {
  const at = text.indexOf("\r\n\r\n");
  const announced = /^content-length: (\d+)$/im.exec(text.slice(0, at))?.[1];
  return { body: text.slice(at + 4), announcedBytes: Number(announced) };
}
