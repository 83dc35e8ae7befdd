import type { Call } from "./call.js";
import { type Connection, isLoopback, isOwn } from "./connection.js";
import { ConfigurationError, UnsafeRedirectError } from "../errors/errors.js";
import { guardBody } from "./guard-body.js";
import { openExchange } from "./open-exchange.js";

const FOREIGN_HEADERS = ["accept", "accept-encoding", "range", "if-range"];
const MOST_HOPS = 3;

/**
 * The only place that calls fetch. Never follows a redirect of the API; follows at most three of a foreign host, over
 * https and without the key. The key is attached last, to the base URL's exact origin only. Throws only JobsErrors.
 */
export async function exchange(connection: Connection, call: Call): Promise<Response> {
  let { url } = call;
  for (let hop = 0; ; hop++) {
    const response = await send(connection, { ...call, url }, hop > 0);
    const { status } = response;
    const isRedirect = response.type === "opaqueredirect" || (status >= 300 && status < 400);
    if (!isRedirect || call.redirects?.includes(status)) return response;
    await response.body?.cancel();
    const location = response.headers.get("location") ?? "";
    if (isOwn(connection, url) || hop === MOST_HOPS || !location || !URL.canParse(location, url.href))
      throw new UnsafeRedirectError(`${url.host} redirects, which is not followed.`, { status });
    url = new URL(location, url);
  }
}

async function send(connection: Connection, call: Call, isRedirected: boolean): Promise<Response> {
  const { url, method = "GET", body, request, signal, isBare } = call;
  const running = openExchange(connection, call);
  try {
    const headers = new Headers(call.headers);
    let target = url;
    if (isOwn(connection, url) && !isRedirected && !isBare) {
      for (const name of ["cookie", "host", "proxy-authorization"]) headers.delete(name);
      if (connection.userAgent !== undefined) headers.set("user-agent", connection.userAgent);
      await connection.turns?.turn(signal);
      target = new URL(url);
      await connection.attachKey?.(connection, { url: target, headers, signal });
    } else {
      checkForeign(connection, url);
      if (!isBare && method !== "GET")
        throw new ConfigurationError(`${url.host} is not ${connection.base.host}: nothing is sent there.`);
      for (const [name] of isBare ? [] : [...headers])
        if (!FOREIGN_HEADERS.includes(name)) headers.delete(name);
    }
    const init: RequestInit & { cache: string } = {
      method,
      headers,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      redirect: "manual",
      signal: running.signal,
    };
    // With these Node streams a body; with "manual" it keeps a second copy of the whole body in memory.
    if (body) Object.assign(init, { body, duplex: "half" });
    if (body || request?.body) Object.assign(init, { redirect: "error", window: null });
    const response = await running.head(() =>
      connection.fetch(request ? new Request(withUrl(request, target), init) : target.href, init),
    );
    return guardBody(running, response, call.holds);
  } catch (error) {
    throw running.fail(error);
  }
}

function checkForeign(connection: Connection, url: URL): void {
  const local = [url, connection.base].every((each) => each.protocol === "http:" && isLoopback(each));
  if ((url.protocol === "https:" || local) && !url.username && !url.password) return;
  throw new UnsafeRedirectError(
    `${connection.api.title} points to a ${url.protocol} address that is not safe to open.`,
  );
}

/** A copy only where it must be: it loses the body's length. */
function withUrl(request: Request, url: URL): Request {
  return url.href === request.url ? request : new Request(url, request);
}
