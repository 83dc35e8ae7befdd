import type { Access } from "./access.js";
import { type Connection, isLoopback } from "./connection.js";
import { AbortedError, ConfigurationError, ServiceUnavailableError, UnsafeRedirectError } from "./errors.js";
import { guardBody } from "./guard-body.js";
import type { JobsError } from "./jobs-error.js";
import { networkError } from "./network-error.js";
import { startTimer, whenAborted } from "./timer.js";

/** One request. */
export interface Call {
  url: URL;
  method?: string;
  headers?: RequestInit["headers"];
  body?: RequestInit["body"];
  signal?: AbortSignal | undefined;
  /** Size of a file in the body, for the time that it may take. */
  bodyBytes?: number;
  /** Kept up to date while the body is read, where the runtime lets that be seen. */
  activity?: Activity;
  /** What a good answer holds: JSON, a file, or (`any`) what its type says. Default JSON; so is every error. */
  holds?: "json" | "file" | "any";
  /** Sent instead of `body`, for a body that only a Request holds. */
  request?: Request;
  /** Time that the server was asked to hold its answer back. */
  heldMs?: number;
  /** Redirects of the API that are answers in themselves. */
  redirects?: readonly number[] | undefined;
  /** Sent without the key and with no headers but these: to storage that the API has named, or for a token. */
  isBare?: boolean;
}

/** When a body was last read, in monotonic time. */
export interface Activity {
  lastAt?: number;
}

/** The state of an exchange that its limits look at. */
export interface Exchange {
  readonly connection: Connection;
  readonly host: string;
  /** Monotonic time at which the whole exchange must have ended; streamed results are exempt. */
  readonly endsAt: number;
  /** Ends the exchange with an error. */
  fail(error: JobsError): void;
  /** Why the exchange was ended, where this side ended it. */
  readonly failure: JobsError | undefined;
  /** Lets go of signals and timers. */
  close(): void;
}

const FOREIGN_HEADERS = ["accept", "accept-encoding", "range", "if-range"];
const MOST_HOPS = 3;

/**
 * The only place that calls fetch. Never follows a redirect of the API; follows at most three of a foreign host, over
 * https and without the key. The key is attached last, to the base URL's exact origin only. Throws only JobsErrors.
 */
export async function exchange(connection: Connection, call: Call): Promise<Response> {
  let { url } = call;
  for (let hop = 0; ; hop++) {
    const response = await exchangeOnce(connection, { ...call, url }, hop > 0);
    if (!isRedirect(response) || call.redirects?.includes(response.status)) return response;
    await response.body?.cancel();
    const location = response.headers.get("location") ?? "";
    if (isOwn(connection, url) || hop === MOST_HOPS || !location || !URL.canParse(location, url.href)) {
      throw new UnsafeRedirectError(`${url.host} redirects, which is not followed.`, {
        status: response.status,
      });
    }
    url = new URL(location, url);
  }
}

async function exchangeOnce(connection: Connection, call: Call, redirected: boolean): Promise<Response> {
  const { url, method = "GET", body, signal } = call;
  if (signal?.aborted)
    throw new AbortedError("The call was aborted.", { cause: signal.reason, undelivered: true });
  const access =
    isOwn(connection, url) && !redirected && !call.isBare ? await ownAccess(connection, call) : undefined;
  const target = new URL(url);
  for (const [name, value] of access?.query ?? []) target.searchParams.set(name, value);
  const init: RequestInit & { cache: string } = {
    method,
    headers: headersFor(connection, call, access),
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    redirect: "manual",
  };
  // With these Node streams a body; with "manual" it keeps a second copy of the whole body in memory.
  if (body) Object.assign(init, { body, duplex: "half" });
  if (body || call.request?.body) Object.assign(init, { redirect: "error", window: null });
  const state = openExchange(connection, call);
  init.signal = state.signal;
  try {
    const response = await connection.fetch(
      call.request ? new Request(withUrl(call.request, target), init) : target.href,
      init,
    );
    state.stopTimer();
    return guardBody(state, response, call.holds);
  } catch (error) {
    state.close();
    throw state.failure ?? networkError(connection, url, error);
  }
}

function openExchange(
  connection: Connection,
  call: Call,
): Exchange & { signal: AbortSignal; stopTimer(): void } {
  const { clock, limits } = connection;
  const { url, body, bodyBytes = 0, heldMs = 0, activity } = call;
  const { host } = url;
  const controller = new AbortController();
  const startedAt = clock.monotonic();
  const totalMs = limits.totalMs + (bodyBytes / limits.minBytesPerSecond) * 1000;
  const headMs = body || call.request?.body ? totalMs : Math.min(limits.connectMs + heldMs, totalMs);
  let failure: JobsError | undefined;
  const fail = (error: JobsError): void => {
    failure ??= error;
    controller.abort(failure);
  };
  let stopTimer = startTimer(clock, activity ? limits.totalMs : headMs, checkHead);

  /** An upload whose progress can be seen may take as long as it goes on. */
  function checkHead(): void {
    const lastAt = activity?.lastAt;
    const endsAt = lastAt === undefined ? startedAt + headMs : lastAt + limits.totalMs;
    const leftMs = endsAt - clock.monotonic();
    if (leftMs > 0) stopTimer = startTimer(clock, leftMs, checkHead);
    else fail(new ServiceUnavailableError(`${host} did not answer in time.`, { retryable: true }));
  }
  const stopListening = whenAborted(call.signal, fail);
  return {
    connection,
    host,
    endsAt: startedAt + totalMs,
    signal: controller.signal,
    stopTimer: () => stopTimer(),
    fail,
    get failure() {
      return failure;
    },
    close() {
      stopTimer();
      stopListening();
    },
  };
}

function headersFor(
  connection: Connection,
  { url, method = "GET", headers, isBare }: Call,
  access: Access | undefined,
): Headers {
  const given = new Headers(headers);
  if (access) {
    for (const name of ["cookie", "host", "proxy-authorization"]) given.delete(name);
    for (const [name, value] of access.headers) given.set(name, value);
    if (connection.userAgent !== undefined) given.set("user-agent", connection.userAgent);
    return given;
  }
  checkForeign(connection, url);
  if (isBare) return given;
  if (method !== "GET")
    throw new ConfigurationError(`${url.host} is not ${connection.base.host}: nothing is sent there.`);
  return new Headers([...given].filter(([name]) => FOREIGN_HEADERS.includes(name)));
}

/** Waits for the client's turn, and for a token where the API wants one in place of the key. */
async function ownAccess(connection: Connection, { signal }: Call): Promise<Access> {
  await connection.turn(signal ?? undefined);
  return connection.access((tokenUrl, body, authorization) =>
    exchange(connection, {
      url: new URL(tokenUrl, `${connection.baseUrl}/`),
      method: "POST",
      headers: {
        authorization,
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
      },
      body,
      signal,
      isBare: true,
    }),
  );
}

function checkForeign(connection: Connection, url: URL): void {
  const local = url.protocol === "http:" && isLoopback(url) && isLoopback(connection.base);
  if ((url.protocol === "https:" || local) && !url.username && !url.password) return;
  throw new UnsafeRedirectError(
    `${connection.api.title} points to a ${url.protocol} address that is not safe to open.`,
  );
}

/** A copy only where it must be: it loses the body's length. */
function withUrl(request: Request, url: URL): Request {
  return url.href === request.url ? request : new Request(url, request);
}

export function isOwn(connection: Connection, url: URL): boolean {
  return connection.origins.includes(url.origin);
}

function isRedirect(response: Response): boolean {
  return response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400);
}
