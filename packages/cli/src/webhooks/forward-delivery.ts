import type { ReceivedRequest } from "./receive-delivery.js";

/** Of one connection, or made anew for the next; and a cookie of another site is nobody's business. */
const NOT_PASSED_ON: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "cookie",
  "expect",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Sends a delivery on, byte for byte, with its headers. Undefined where there is no answer. Follows no redirect. */
export async function forwardDelivery(
  url: string,
  { headers, body }: ReceivedRequest,
  signal: AbortSignal,
): Promise<number | undefined> {
  const passed = Object.entries(headers).flatMap(([name, value]) =>
    NOT_PASSED_ON.has(name) ? [] : [value ?? []].flat().map((each): [string, string] => [name, each]),
  );
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: passed,
      body: new Uint8Array(body),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}

const LIMIT_MS = 30_000;
