import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { clientOf } from "../support/client.js";
import { form } from "../support/running-server.js";
import { type ServerProcess, startServerProcess } from "./server-process.js";

let server: ServerProcess | undefined;
afterEach(() => server?.close());

async function kept(): Promise<string[]> {
  const folders = ["files", "tmp", "uploads"].map((name) => join(server?.dataDirectory ?? "", name));
  const entries = await Promise.all(
    folders.map((path) => readdir(path, { recursive: true, withFileTypes: true })),
  );
  return entries.flat().flatMap((entry) => (entry.isFile() ? [entry.name] : []));
}

it("an upload that finds no room is refused, leaves nothing, and a smaller one is taken", async () => {
  server = await startServerProcess({ maxFileKilobytes: 4096 });
  const hub = clientOf(server, "castdoc", { authorization: "Bearer alice" });
  const convert = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  const grid = clientOf(server, "anchorgrid", { "x-api-key": "alice" });
  const large = new File([Buffer.alloc(8 * 1024 ** 2, "%PDF-1.7 ")], "large.pdf");
  const refusals = [
    await hub({ operation: "uploadFile", path: "/files", form: form({ file: large }) }),
    await convert({
      operation: "createJob",
      path: "/convert",
      form: form({ file: large, targetFormat: "png" }),
    }),
    await grid({ operation: "uploadDocument", path: "/v1/documents", form: form({ file: large }) }),
  ];
  expect(refusals.map(({ status }) => status)).toEqual([507, 507, 507]);
  expect(refusals[0]?.body).toMatchObject({ code: "insufficient_storage" });
  expect(refusals[1]?.body).toMatchObject({ error: "insufficient_storage" });
  expect(refusals[2]?.body).toMatchObject({ detail: { code: "INSUFFICIENT_STORAGE" } });
  expect(await kept()).toEqual([]);
  const { body: account } = await convert({ operation: "getEntitlements", path: "/convert/entitlements/me" });
  expect(account["totalCredits"]).toBe(12_000);

  const opened = await hub({ operation: "createUpload", path: "/uploads", json: { filename: "a.pdf" } });
  const path = `/uploads/${opened.body["file_id"]}`;
  const data = Buffer.alloc(3 * 1024 ** 2).toString("base64");
  const append = (): ReturnType<typeof hub> =>
    hub({ operation: "appendUpload", path, method: "PUT", json: { data } });
  expect((await append()).body["size"]).toBe(3 * 1024 ** 2);
  expect((await append()).status).toBe(507);
  // What was acknowledged before is still what the file is.
  const info = await hub({ operation: "getFile", path: `/files/${opened.body["file_id"]}` });
  expect(info.body["size"]).toBe(3 * 1024 ** 2);

  const small = new File(["%PDF-1.7"], "small.pdf");
  expect((await hub({ operation: "uploadFile", path: "/files", form: form({ file: small }) })).status).toBe(
    201,
  );
});
