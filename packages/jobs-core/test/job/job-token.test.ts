import { expect, test } from "vitest";
import { InvalidTokenError } from "../../src/index.js";
import { readToken, writeToken } from "../../src/job/job-token.js";
import { KEY, setUp } from "../support/set-up.js";
import { testApi } from "../support/test-api.js";

const api = testApi("https://papermill.example");

test("a token leads back to its job and holds neither URL nor key", async () => {
  const { jobs, server } = await setUp();
  const { token } = jobs.kind("convert").job("j1");
  expect(token).toMatch(/^docjobs1\.[\w-]+$/);
  const content = atob(token.slice("docjobs1.".length).replaceAll("-", "+").replaceAll("_", "/"));
  expect(content).not.toContain(KEY);
  expect(content).not.toContain(new URL(server.url).host);
  const handle = jobs.resume(token);
  expect([handle.provider, handle.kind, handle.id, handle.token]).toEqual([
    "papermill",
    "convert",
    "j1",
    token,
  ]);
});

const encode = (content: unknown): string => `docjobs1.${btoa(JSON.stringify(content)).replaceAll("=", "")}`;
const good = { p: "papermill", k: "convert", i: "j1", t: 1 };

test.each([
  ["nothing", ""],
  ["a number", 7],
  ["another version", "docjobs2.e30"],
  ["cut base64", writeToken("papermill", { kind: "convert", id: "j1", since: 1 }).slice(0, -4)],
  ["no JSON", `docjobs1.${btoa("hello")}`],
  ["null", encode(null)],
  ["a path for an id", encode({ ...good, i: "../../x" })],
  ["an unknown kind", encode({ ...good, k: "__proto__" })],
  ["another provider", encode({ ...good, p: "castdoc" })],
  ["a huge text", `docjobs1.${"A".repeat(1_000_000)}`],
])("a token that is %s is refused", (_, token) => {
  expect(() => readToken(api, token)).toThrow(InvalidTokenError);
});

test("a time that makes no sense is dropped", () => {
  expect(readToken(api, encode({ ...good, t: "soon" })).since).toBe(0);
  expect(readToken(api, encode({ ...good, t: -1 })).since).toBe(0);
});
