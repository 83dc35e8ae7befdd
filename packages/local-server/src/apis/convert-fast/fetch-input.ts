import type { IncomingMessage } from "node:http";
import { cleanFileName } from "../../http/file-name.js";
import { RequestFaultError } from "../../http/api-error.js";
import { createDomainCircuit } from "../../net/domain-circuit.js";
import { pinAddress, RefusedHostError } from "../../net/pin-address.js";
import { isLoopbackHost } from "../../net/private-addresses.js";
import { sendPinned } from "../../net/send-pinned.js";
import type { ServerContext } from "../../server-context.js";
import { checkInputUrl } from "./check-input-url.js";
import { convertFastError, urlError } from "./convert-fast-errors.js";
import { maxFileBytes } from "./convert-fast-policy.js";
import type { ConvertRequest } from "./read-convert-request.js";

type FetchedFile = NonNullable<ConvertRequest["file"]>;

/** Fetches a submit's input; the caller releases or discards the file. */
export type FetchInput = (account: string, url: URL) => Promise<FetchedFile>;

const maxAtOnce = 3;
const maxRedirects = 3;
const timeLimitMs = 60_000;

/** Each hop is checked, goes to the address that was checked, and counts against its domain where it fails. */
export function createInputFetcher(server: ServerContext): FetchInput {
  const circuit = createDomainCircuit(server.now);
  const fetching = new Map<string, number>();

  /** @throws ApiError for what cannot be asked at all. */
  async function ask(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const { hostname } = url;
    if (circuit.isOpen(hostname)) {
      throw urlError("domain_circuit_open", `${hostname} has failed too often. Wait a minute.`, true);
    }
    try {
      const address = await pinAddress(url, { allowedHosts: server.fetchHosts, resolve: server.resolve });
      const response = await sendPinned({ url, address, method: "GET", signal });
      if ((response.statusCode ?? 0) >= 400) throw new Error(`it answered ${response.statusCode}`);
      return response;
    } catch (error) {
      if (error instanceof RefusedHostError && error.reason !== "unresolved") throw refused(error, hostname);
      circuit.failed(hostname);
      throw unreachable(hostname, error);
    }
  }

  async function fetchFile(first: URL): Promise<FetchedFile> {
    const signal = AbortSignal.timeout(timeLimitMs);
    let url = first;
    for (let redirects = 0; ; redirects += 1) {
      const response = await ask(url, signal);
      const { location } = response.headers;
      if ((response.statusCode ?? 0) < 300) return store(response, url);
      response.destroy();
      if (location === undefined || redirects === maxRedirects) {
        throw urlError("http_error", `${first.hostname} redirects more than ${maxRedirects} times.`);
      }
      url = nextUrl(url, location);
    }
  }

  async function store(response: IncomingMessage, url: URL): Promise<FetchedFile> {
    try {
      if (Number(response.headers["content-length"] ?? 0) > maxFileBytes) throw tooLarge();
      const blob = await server.blobs.write(limited(response));
      return { blob, name: nameOf(url) };
    } catch (error) {
      response.destroy();
      if (error instanceof RequestFaultError) throw error;
      circuit.failed(url.hostname);
      throw unreachable(url.hostname, error);
    }
  }

  return async (account, url) => {
    const atOnce = fetching.get(account) ?? 0;
    if (atOnce >= maxAtOnce) {
      throw convertFastError(
        429,
        "url_fetch.rate_limited",
        `${maxAtOnce} URLs are being fetched already. Wait until one is done.`,
        {},
        { "retry-after": "1" },
      );
    }
    fetching.set(account, atOnce + 1);
    try {
      return await fetchFile(url);
    } finally {
      const left = (fetching.get(account) ?? 1) - 1;
      if (left > 0) fetching.set(account, left);
      else fetching.delete(account);
    }
  };
}

async function* limited(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxFileBytes) throw tooLarge();
    yield chunk;
  }
}

function tooLarge(): RequestFaultError {
  return new RequestFaultError("too-large", `A file may have ${maxFileBytes / 1024 ** 2} MB at most.`);
}

/** A redirect must not lead from the outside to this machine. */
function nextUrl(from: URL, location: string): URL {
  const next = checkInputUrl(URL.canParse(location, from.href) ? new URL(location, from).href : location);
  if (isLoopbackHost(next.hostname) && !isLoopbackHost(from.hostname)) {
    throw urlError("private_ip", `${from.hostname} redirects to a private address.`);
  }
  return next;
}

function refused(error: RefusedHostError, hostname: string): Error {
  if (error.reason === "private") return urlError("private_ip", "inputUrl points to a private address.");
  return urlError(
    "http_error",
    `This local server fetches from loopback and allowed hosts only, and ${hostname} is none. Start it with --allow-fetch-host ${hostname}, or send the file itself.`,
  );
}

function unreachable(hostname: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return urlError("http_error", `${hostname} could not be fetched: ${reason}.`, true);
}

function nameOf({ pathname }: URL): string {
  const last = pathname.split("/").at(-1) ?? "";
  try {
    return cleanFileName(decodeURIComponent(last), "input");
  } catch {
    return cleanFileName(last, "input");
  }
}
