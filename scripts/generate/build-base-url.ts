import type { ModelContext } from "./model-context.js";

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The first server's URL, without a slash at its end. */
export function buildBaseUrl(context: ModelContext): string {
  const server = context.document.servers?.[0];
  if (!server) {
    context.refuse(["servers"], "the spec names no server", "add `servers: [{ url: https://… }]`");
    return "";
  }
  const at = ["servers", 0, "url"];
  const text = server.url.replace(
    /\{([^}]*)\}/g,
    (whole, name: string) => server.variables?.[name]?.default ?? whole,
  );
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || text.includes("{")) {
    context.refuse(at, `the server "${text}" is not an absolute URL`, "write it with https:// and the host");
    return "";
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback.has(url.hostname))) {
    context.refuse(at, `the server ${text} would get the API key unencrypted`, "use https");
  }
  if (url.username || url.password || url.search || url.hash) {
    context.refuse(
      at,
      `the server ${text} has more than scheme, host and path`,
      "leave out user, query and fragment",
    );
  }
  return text.replace(/\/+$/, "");
}
