import { expect, it } from "vitest";
import { findTarget } from "../../src/providers/find-provider.js";
import { fillWebhookSecret } from "../../src/webhooks/fill-webhook-secret.js";

const env = { DOCJOBS_CONVERT_FAST_WEBHOOK_SECRET: "the-new-one\nthe-old-one" };
const fill = (fields: Record<string, unknown>, from: NodeJS.ProcessEnv = env, target = "convert-fast") =>
  fillWebhookSecret(from, findTarget(target), { fields }).fields;

it("gives a submit with a webhook the newest secret of the variable", () => {
  const webhookUrl = "https://example.com/hook";
  expect(fill({ webhookUrl })).toEqual({ webhookUrl, webhookSecret: "the-new-one" });
});

it("leaves a secret that was given, a submit without a webhook, and an API without secrets alone", () => {
  expect(fill({ webhookUrl: "u", webhookSecret: "own" })).toEqual({ webhookUrl: "u", webhookSecret: "own" });
  expect(fill({ targetFormat: "jpg" })).toEqual({ targetFormat: "jpg" });
  expect(fill({ webhookUrl: "u" }, { DOCJOBS_CONVERT_FAST_WEBHOOK_SECRET: "" })).toEqual({ webhookUrl: "u" });
  expect(fill({ webhook_url: "u" }, env, "anchorgrid:toc-parser")).toEqual({ webhook_url: "u" });
});
