import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { receiveWebhook } from "../../examples/receive-webhook.js";
import * as index from "../../src/index.js";
import * as webhooks from "../../src/webhooks.js";
import { json, startTestServer } from "../support/test-server.js";
import { testApi } from "../support/test-api.js";

const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");

test("the README's receiver is the one that runs, tells each event once, and answers what is forged with 401", async () => {
  const source = await readFile(new URL("../../examples/receive-webhook.ts", import.meta.url), "utf8");
  expect(readme.replace(/\s+/g, " ")).toContain(source.replace(/\s+/g, " ").trim());

  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  const server = await startTestServer();
  server.on("GET /jobs/j1", json(200, { id: "j1", kind: "convert", status: "working" }));
  const signature = { header: "X-Sig", algorithm: "hmac-sha256", encoding: "hex", signs: "{body}" } as const;
  const api = testApi(server.url, { webhook: { jobId: "/id", eventId: "/event", signature } });
  const client = index.createJobsClient(api, { apiKey: "key" });
  const body = JSON.stringify({ id: "j1", event: "e1", status: "done" });
  const send = (secret: string) => {
    const headers = { "X-Sig": createHmac("sha256", secret).update(body).digest("hex") };
    const request = new Request("http://receiver.example/", { method: "POST", body, headers });
    return receiveWebhook(api, client, ["new", "old"], request);
  };
  expect((await send("forger")).status).toBe(401);
  expect(server.requests).toEqual([]);
  expect((await send("old")).status).toBe(204);
  expect((await send("old")).status).toBe(204);
  // What the API says now counts, not what the delivery said.
  expect(log.mock.calls).toEqual([["j1", "running"]]);
});

test("the README lists every error of a webhook with its code and answer", () => {
  for (const [name, Class] of Object.entries(webhooks).filter(([name]) => /\w{8,}Error$/.test(name))) {
    const { code, answerStatus } = Class as typeof webhooks.WebhookError;
    if (name === "WebhookError") continue;
    expect(readme).toMatch(new RegExp(`\`${name}\`\\s*\\|\\s*\`${code}\`\\s*\\|\\s*${answerStatus}`));
  }
  expect(Object.keys(webhooks)).toHaveLength(7);
});
