import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, clientOf, untilEnded } from "../support/client.js";
import { type Receiver, runReceiver } from "../support/receiver.js";
import { form, pixel, sample, samplePath } from "../support/running-server.js";
import {
  boxPdf,
  flateBombPdf,
  formBombPdf,
  imageBombPdf,
  loopPdf,
  manyPagesPdf,
  nestedPdf,
  objectStreamBombPdf,
  referringPdf,
} from "./pdf-bombs.js";
import { bmpBomb, gifBomb, pngBomb, referringHtml, referringSvg, zipBomb } from "./picture-bombs.js";
import { type ServerProcess, startServerProcess } from "./server-process.js";

let server: ServerProcess;
let outside: Receiver;
let convert: (call: Call) => Promise<Answer>;
let hub: (call: Call) => Promise<Answer>;
let grid: (call: Call) => Promise<Answer>;

beforeAll(async () => {
  server = await startServerProcess();
  outside = await runReceiver(() => ({ status: 200, body: "fetched" }));
  convert = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  hub = clientOf(server, "castdoc", { authorization: "Bearer alice" });
  grid = clientOf(server, "anchorgrid", { "x-api-key": "alice" });
});
afterAll(async () => {
  await server.close();
  await outside.close();
});

/** Whatever it was given, the server is there, has asked nobody, and has written to its own folder alone. */
afterEach(async () => {
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect(outside.received).toEqual([]);
  expect(await server.strayFiles()).toEqual([]);
  const names = (await readdir(server.dataDirectory)).filter((name) => !name.startsWith("docjobs."));
  expect(names.sort()).toEqual(["files", "tmp", "uploads", "work"]);
});

const maxMs = 120_000;

/** The code of the refusal, or of the job's failure, or `done`. */
async function convertFast(file: File, targetFormat: string): Promise<string> {
  const submitted = await convert({
    operation: "createJob",
    path: "/convert",
    form: form({ file, targetFormat }),
  });
  if (submitted.status !== 202) return submitted.body["error"] as string;
  const { body } = await untilEnded(
    () => convert({ operation: "getJob", path: `/convert/job/${submitted.body["id"]}` }),
    ({ status }) => status === "Succeeded" || status === "Failed",
    maxMs,
  );
  return body["status"] === "Failed" ? (body["error"].code as string) : "done";
}

async function castDoc(file: File): Promise<string> {
  const uploaded = await hub({ operation: "uploadFile", path: "/files", form: form({ file }) });
  if (uploaded.status !== 201) return uploaded.body["code"] as string;
  const json = { engine: "ki/cast", file_id: uploaded.body["file_id"], output_format: "docx" };
  const submitted = await hub({ operation: "createJob", path: "/castdoc/jobs", json });
  if (submitted.status !== 202) return submitted.body["code"] as string;
  const { body } = await untilEnded(
    () => hub({ operation: "getJob", path: `/castdoc/jobs/${submitted.body["job_id"]}` }),
    ({ status }) => status === "completed" || status === "failed",
    maxMs,
  );
  return body["status"] === "failed" ? (body["error"].code as string) : "done";
}

async function anchorGrid(file: File): Promise<string> {
  const uploaded = await grid({ operation: "uploadDocument", path: "/v1/documents", form: form({ file }) });
  if (uploaded.status !== 201) return uploaded.body["detail"].code as string;
  const json = { document_id: uploaded.body["document_id"] };
  const submitted = await grid({ operation: "classifyPages", path: "/v1/drawings/classify", json });
  const { body } = await untilEnded(
    () => grid({ operation: "getJob", path: `/v1/jobs/${submitted.body["job_id"]}` }),
    ({ status }) => status === "complete" || status === "failed",
    maxMs,
  );
  return body["status"] === "failed" ? (body["error_code"] as string) : "done";
}

async function everywhere(bytes: Uint8Array | string, name: string, target: string): Promise<string[]> {
  const file = new File([bytes], name);
  return Promise.all([convertFast(file, target), castDoc(file), anchorGrid(file)]);
}

const report = await readFile(samplePath("report.pdf"));
const encrypted = await readFile(fileURLToPath(new URL("../fixtures/pdf/encrypted.pdf", import.meta.url)));

describe("a PDF", { timeout: 4 * maxMs }, () => {
  it.each<[string, () => Uint8Array, expected: string[]]>([
    [
      "that needs a password",
      () => encrypted,
      ["convert.input_encrypted", "document_encrypted", "VALIDATION_ERROR"],
    ],
    [
      "that is a head and nothing more",
      () => report.subarray(0, 700),
      ["convert.input_corrupt", "document_corrupt", "VALIDATION_ERROR"],
    ],
    [
      "whose page tree is its own child",
      loopPdf,
      ["convert.input_corrupt", "document_corrupt", "PDF_CORRUPT"],
    ],
    [
      "of 10,000 pages",
      () => manyPagesPdf(10_000),
      ["convert.input_too_large", "document_too_large", "VALIDATION_ERROR"],
    ],
    ["with a page of a billion points", () => boxPdf("0 0 1e9 1e9"), ["done", "done", "done"]],
    ["with a page larger than numbers", () => boxPdf("-1e38 -1e38 1e38 1e38"), ["done", "done", "done"]],
    ["with a page of no size", () => boxPdf("0 0 0 0"), ["done", "done", "done"]],
    ["with arrays 100,000 deep", () => nestedPdf(100_000), ["done", "done", "done"]],
    ["with object streams that extend each other", () => objectStreamBombPdf(20), ["done", "done", "done"]],
    ["with a form that draws itself", () => formBombPdf(1, 1), ["done", "done", "done"]],
  ])("%s", async (_what, make, expected) => {
    expect(await everywhere(make(), "a.pdf", "png")).toEqual(expected);
  });

  it("that unpacks to more than a job's memory fails alone, and the thread is not used again", async () => {
    const bomb = new File([await flateBombPdf(1024, 3)], "bomb.pdf");
    expect(bomb.size).toBeLessThan(10_000);
    expect(await convertFast(bomb, "png")).toBe("convert.memory_limit_exceeded");
    expect(await castDoc(await sample("report.pdf"))).toBe("done");
    expect(await convertFast(await sample("report.pdf"), "png")).toBe("done");
  });

  it("whose picture has 400 million pixels is drawn at the page's size", async () => {
    expect(await convertFast(new File([imageBombPdf(20_000)], "a.pdf"), "png")).toBe("done");
  });

  it("that refers to other files and hosts gets none of them", async () => {
    expect(await everywhere(referringPdf(outside.url), "a.pdf", "png")).toEqual(["done", "done", "done"]);
  });
});

describe("a picture", { timeout: 4 * maxMs }, () => {
  const notPdf = ["unsupported_input", "VALIDATION_ERROR"];

  it("of 50,000 x 50,000 pixels in a megabyte", async () => {
    const bomb = await pngBomb(50_000);
    expect(bomb.length).toBeLessThan(2 * 1024 ** 2);
    expect(await everywhere(bomb, "a.png", "jpg")).toEqual(["convert.input_too_large", ...notPdf]);
  });

  it.each<[string, () => Uint8Array | string, name: string, target: string, expected: string]>([
    ["whose header promises too much", () => bmpBomb(2_000_000), "a.bmp", "jpg", "convert.input_too_large"],
    ["of 5,000 frames", () => gifBomb(2000, 5000), "a.gif", "webp", "convert.input_too_large"],
    ["that is cut off", () => report.subarray(0, 0), "a.png", "jpg", "request.empty_file"],
    [
      "that is an SVG with references",
      () => referringSvg(outside.url),
      "a.svg",
      "png",
      "convert.unsupported_source_format",
    ],
    [
      "that is an SVG and says PNG",
      () => referringSvg(outside.url),
      "a.png",
      "jpg",
      "convert.unsupported_source_format",
    ],
    [
      "that is a web page and says JPEG",
      () => referringHtml(outside.url),
      "a.jpg",
      "png",
      "convert.unsupported_source_format",
    ],
  ])("%s", async (_what, make, name, target, expected) => {
    expect(await convertFast(new File([make()], name), target)).toBe(expected);
  });

  it("that begins as a PNG and goes on as a web page", async () => {
    const head = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const file = new File([head, referringHtml(outside.url)], "a.png");
    expect(await convertFast(file, "jpg")).toBe("convert.input_corrupt");
  });
});

it.each(["docx", "xlsx"] as const)(
  "an office file that unpacks to 60 MB (%s) is refused unopened",
  async (kind) => {
    const bomb = zipBomb(kind, 20);
    expect(bomb.length).toBeLessThan(500_000);
    const expected = ["convert.unsupported_source_format", "unsupported_input", "VALIDATION_ERROR"];
    expect(await everywhere(bomb, `a.${kind}`, "pdf")).toEqual(expected);
  },
);

it.each([
  "../../../../../../tmp/escaped.png",
  "..\\..\\windows\\system32\\a.png",
  "/etc/cron.d/a.png",
  "C:\\autoexec.png",
  "a\u0000.png/../b.png",
  "\u202egnp.exe.png",
  "a\r\nset-cookie: b=c.png",
  `${"n".repeat(1000)}.png`,
  `${"한".repeat(300)}.png`,
  ".png",
  "..",
  "con.png",
  "'; drop table job; --.png",
])("a file called %j", async (name) => {
  const file = pixel(name);
  const uploaded = await hub({ operation: "uploadFile", path: "/files", form: form({ file }) });
  expect(uploaded.status).toBe(201);
  const kept = uploaded.body["filename"] as string;
  expect(kept).toMatch(/^[^/\\\u0000-\u001f\u202e]+$/);
  expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(200);
  const content = await fetch(`${server.url}/files/${uploaded.body["file_id"]}/content`, {
    headers: { authorization: "Bearer alice" },
  });
  expect(content.headers.get("content-disposition")).toMatch(/^attachment; filename="[^"\\/]+"/);
  expect(content.headers.get("set-cookie")).toBeNull();
  expect(await convertFast(file, "jpg")).toBe("done");
});
