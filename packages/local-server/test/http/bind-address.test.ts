import { request as httpRequest } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { bindAddress, localUrl } from "../../src/http/bind-address.js";
import { startLocalServer } from "../../src/index.js";
import { clientOf } from "../support/client.js";
import { form, runServer, type RunningServer, sample } from "../support/running-server.js";

const none = { host: undefined, publicUrl: undefined, allowedHosts: undefined, hasKey: false };

describe("where a server listens", () => {
  it("is this machine alone, unless it is told otherwise and demands a key", async () => {
    expect(bindAddress(none)).toEqual({ host: "127.0.0.1", allowedHosts: [], publicOrigin: undefined });
    for (const host of ["127.0.0.1", "127.0.0.2", "::1"])
      expect(bindAddress({ ...none, host }).host).toBe(host);
    for (const host of ["0.0.0.0", "::", "192.168.1.5"]) {
      expect(() => bindAddress({ ...none, host })).toThrow(/has to demand a key/);
      expect(bindAddress({ ...none, host, hasKey: true }).host).toBe(host);
    }
    await expect(startLocalServer({ dataDirectory: "/nowhere", host: "0.0.0.0" })).rejects.toThrow(
      /demand a key/,
    );
  });

  it("has its address and the public URL's host among its names", () => {
    const options = { ...none, host: "192.168.1.5", hasKey: true, publicUrl: "https://docs.example:8443" };
    expect(bindAddress({ ...options, allowedHosts: ["*.lan"] })).toEqual({
      host: "192.168.1.5",
      allowedHosts: ["*.lan", "docs.example", "192.168.1.5"],
      publicOrigin: "https://docs.example:8443",
    });
  });

  it.each(["docs.example", "ftp://docs.example", "https://docs.example/path", "https://a:b@docs.example"])(
    "has no public URL like %s",
    (publicUrl) => {
      expect(() => bindAddress({ ...none, publicUrl })).toThrow(/is not an origin/);
    },
  );

  it("takes IP addresses only", () => {
    expect(() => bindAddress({ ...none, host: "docs.example", hasKey: true })).toThrow(/not an IP address/);
  });

  it("is reached from this machine by an address that can be called", () => {
    expect(localUrl("0.0.0.0", 4010)).toBe("http://127.0.0.1:4010");
    expect(localUrl("::", 4010)).toBe("http://127.0.0.1:4010");
    expect(localUrl("::1", 4010)).toBe("http://[::1]:4010");
  });
});

describe("a server for others", () => {
  let server: RunningServer | undefined;
  afterEach(() => server?.close());

  function status(host: string, headers: Record<string, string> = {}): Promise<number> {
    return new Promise((resolve, reject) => {
      const options = { headers: { host, "x-fast-api-key": "a", ...headers } };
      const request = httpRequest(`${server?.url}/convert/conversions`, options, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on("error", reject).end();
    });
  }

  it("answers to its own names, demands one of its keys, and hands out its public URLs", async () => {
    server = await runServer({
      host: "0.0.0.0",
      key: ["a", "b"],
      publicUrl: "https://docs.example",
      allowedHosts: ["*.lan"],
    });
    for (const host of ["docs.example", "docs.example:4010", "nas.lan:80", "localhost", "127.0.0.1:1"])
      expect([host, await status(host)]).toEqual([host, 200]);
    for (const host of ["evil.example", "lan", "docs.example.evil.example", "[::1]x"])
      expect([host, await status(host)]).toEqual([host, 403]);
    expect(await status("docs.example", { origin: "https://docs.example" })).toBe(200);
    expect(await status("docs.example", { origin: "https://evil.example" })).toBe(403);
    expect(await status("docs.example", { "x-fast-api-key": "b" })).toBe(200);
    expect(await status("docs.example", { "x-fast-api-key": "c" })).toBe(401);

    const grid = clientOf(server, "anchorgrid", { "x-api-key": "a" });
    const file = await sample("plan1.pdf");
    const { body } = await grid({ operation: "uploadDocument", path: "/v1/documents", form: form({ file }) });
    const url = new URL(body["download_url"] as string);
    expect(url.origin).toBe("https://docs.example");
    expect((await fetch(server.url + url.pathname + url.search)).status).toBe(200);
    const other = clientOf(server, "anchorgrid", { "x-api-key": "b" });
    const path = `/v1/documents/${body["document_id"]}`;
    expect((await other({ operation: "getDocument", path })).status).toBe(404);
  });
});
