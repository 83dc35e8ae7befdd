import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../src/errors/errors.js";
import type { WebhookSignature } from "../../src/job-api.js";
import { readToken } from "../../src/job/job-token.js";
import { verifyWebhook, type WebhookOptions } from "../../src/webhooks/verify-webhook.js";
import {
  WebhookError,
  WebhookMalformedError,
  WebhookSignatureError,
  WebhookTimestampError,
  WebhookTooLargeError,
  WebhookUnsignedError,
} from "../../src/webhooks/webhook-errors.js";
import { testApi as makeApi } from "../support/test-api.js";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const SECRET = "a-secret-of-the-submit";
const BODY = Buffer.from(
  JSON.stringify({ event: "job.succeeded", eventId: "e-1", kind: "convert", job: { id: "j-1" } }),
);

const plain: WebhookSignature = {
  header: "X-Signature",
  algorithm: "hmac-sha256",
  encoding: "hex",
  prefix: "sha256=",
  signs: "{body}",
};
const timed: WebhookSignature = {
  header: "X-Signature",
  algorithm: "hmac-sha256",
  encoding: "hex",
  signs: "{timestamp}.{body}",
  timestampHeader: "X-Time",
};

const testApi = makeApi("https://api.example");
const api = { ...testApi, webhook: { jobId: "/job/id", eventId: "/eventId" } };
const seconds = String(NOW / 1000);

function hmac(
  text: string | Buffer,
  { secret = SECRET as string | Buffer, algorithm = "sha256", encoding = "hex" as "hex" | "base64" } = {},
): string {
  return createHmac(algorithm, secret).update(text).digest(encoding);
}

const headersOf = (body: Buffer = BODY, secret = SECRET) => ({
  "x-signature": `sha256=${hmac(body, { secret })}`,
});

function verify(options: Partial<WebhookOptions> = {}) {
  const { unsigned: _, ...rest } = options;
  return verifyWebhook({
    api,
    signature: plain,
    secrets: SECRET,
    headers: headersOf(),
    body: BODY,
    now: NOW,
    ...rest,
  });
}

describe("a webhook that the API has signed", () => {
  it("says which job and which event it is about, and gives the payload", async () => {
    const event = await verify();
    expect(event).toMatchObject({
      signed: true,
      provider: api.provider,
      jobId: "j-1",
      kind: "convert",
      eventId: "e-1",
      payload: { event: "job.succeeded" },
    });
    expect(readToken(testApi, event.token)).toMatchObject({ id: "j-1", kind: "convert" });
  });

  it("is read from Headers, from Node's headers in any case, and from bytes in any form", async () => {
    for (const headers of [
      new Headers(headersOf()),
      { "X-SIGNATURE": headersOf()["x-signature"] },
      { "x-signature": ["sha256=00", headersOf()["x-signature"]], other: undefined },
    ])
      expect(await verify({ headers })).toMatchObject({ jobId: "j-1" });
    const buffer = new Uint8Array(BODY).buffer;
    for (const body of [new Uint8Array(BODY), buffer, BODY.toString()])
      expect(await verify({ body })).toMatchObject({ jobId: "j-1" });
  });

  it("is taken with the old secret and with the new one while they change", async () => {
    const headers = headersOf(BODY, "the-old-one");
    expect(await verify({ headers, secrets: [SECRET, "the-old-one"] })).toMatchObject({ signed: true });
    await expect(verify({ headers })).rejects.toThrow(WebhookSignatureError);
  });

  it("has its body's digest as the event's id where the API gives none", async () => {
    const bare = { ...testApi, webhook: { jobId: "/job/id" } };
    const [first, again] = [await verify({ api: bare }), await verify({ api: bare })];
    expect(first.eventId).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(again.eventId).toBe(first.eventId);
    const body = Buffer.from(`${BODY.toString()} `);
    expect((await verify({ api: bare, body, headers: headersOf(body) })).eventId).not.toBe(first.eventId);
  });
});

describe("the schemes", () => {
  const svix = Buffer.from("0123456789abcdef0123456789abcdef");
  const schemes: [string, WebhookSignature, Record<string, string>, string][] = [
    ["hex over the body", plain, headersOf(), SECRET],
    [
      "SHA-1 in base64",
      { header: "X-Signature", algorithm: "hmac-sha1", encoding: "base64", signs: "{body}" },
      { "x-signature": hmac(BODY, { algorithm: "sha1", encoding: "base64" }) },
      SECRET,
    ],
    [
      "SHA-512, base64 for URLs without padding",
      { header: "X-Signature", algorithm: "hmac-sha512", encoding: "base64", signs: "{body}" },
      {
        "x-signature": hmac(BODY, { algorithm: "sha512", encoding: "base64" })
          .replaceAll("+", "-")
          .replaceAll("/", "_")
          .replaceAll("=", ""),
      },
      SECRET,
    ],
    ["a time beside it", timed, { "x-signature": hmac(`${seconds}.${BODY}`), "x-time": seconds }, SECRET],
    [
      "time and signatures in one header",
      {
        header: "X-Signature",
        algorithm: "hmac-sha256",
        encoding: "hex",
        signs: "{timestamp}.{body}",
        pairs: { timestamp: "t", signature: "v1" },
      },
      { "x-signature": `t=${seconds}, v0=00, v1=${"0".repeat(64)},v1=${hmac(`${seconds}.${BODY}`)}` },
      SECRET,
    ],
    [
      "an id, a time and several signatures with a version, by an encoded secret",
      {
        header: "webhook-signature",
        algorithm: "hmac-sha256",
        encoding: "base64",
        prefix: "v1,",
        signs: "{id}.{timestamp}.{body}",
        timestampHeader: "webhook-timestamp",
        idHeader: "webhook-id",
        secretPrefix: "whsec_",
      },
      {
        "webhook-id": "msg_1",
        "webhook-timestamp": seconds,
        "webhook-signature": `v1,AAAA v2,zz v1,${hmac(`msg_1.${seconds}.${BODY}`, { secret: svix, encoding: "base64" })}`,
      },
      `whsec_${svix.toString("base64")}`,
    ],
  ];

  it.each(schemes)("verify %s", async (_, signature, headers, secrets) => {
    expect(await verify({ signature, headers, secrets })).toMatchObject({ signed: true, jobId: "j-1" });
    const forged = Buffer.from(BODY.toString().replace("j-1", "j-2"));
    await expect(verify({ signature, headers, secrets, body: forged })).rejects.toThrow(
      WebhookSignatureError,
    );
    await expect(
      verify({ signature, headers, secrets: secrets.replace(/^(?:whsec_)?/, "$&AAAA") }),
    ).rejects.toThrow(WebhookSignatureError);
  });

  it("take the id that is signed for the event's", async () => {
    const [, signature, headers, secrets] = schemes.at(-1) ?? [];
    expect((await verify({ signature, headers: headers ?? {}, secrets })).eventId).toBe("msg_1");
  });
});

describe("a time that is signed", () => {
  const at = (time: string, tolerance = {}) =>
    verify({
      signature: timed,
      headers: { "x-signature": hmac(`${time}.${BODY}`), "x-time": time },
      ...tolerance,
    });

  it("may be five minutes off, both ways, and no more", async () => {
    expect(await at(String(NOW / 1000 - 300))).toMatchObject({ sentAt: NOW - 300_000 });
    expect(await at(String(NOW / 1000 + 300))).toMatchObject({ sentAt: NOW + 300_000 });
    await expect(at(String(NOW / 1000 - 301))).rejects.toThrow(WebhookTimestampError);
    await expect(at(String(NOW / 1000 + 301))).rejects.toThrow(/from now/);
  });

  it("is read as seconds, milliseconds or a date, and bounded as the caller or the API says", async () => {
    expect(await at(String(NOW))).toMatchObject({ sentAt: NOW });
    expect(await at(new Date(NOW).toISOString())).toMatchObject({ sentAt: NOW });
    await expect(at(String(NOW / 1000 - 11), { toleranceMs: 10_000 })).rejects.toThrow(/11 s ago/);
    const strict = { ...timed, toleranceSeconds: 10 };
    await expect(at(String(NOW / 1000 - 11), { signature: strict })).rejects.toThrow(WebhookTimestampError);
    await expect(at("yesterday-ish")).rejects.toThrow(WebhookMalformedError);
  });

  it("is not told to whoever cannot sign", async () => {
    const headers = { "x-signature": hmac("other"), "x-time": "1" };
    await expect(verify({ signature: timed, headers })).rejects.toThrow(WebhookSignatureError);
  });
});

describe("what is refused", () => {
  const sha = (text: string) => ({ headers: headersOf(Buffer.from(text)), body: Buffer.from(text) });

  it.each<[string, Partial<WebhookOptions>, typeof WebhookError, number]>([
    ["no signature", { headers: {} }, WebhookSignatureError, 401],
    ["an empty signature", { headers: { "x-signature": "" } }, WebhookSignatureError, 401],
    ["a prefix alone", { headers: { "x-signature": "sha256=" } }, WebhookSignatureError, 401],
    ["no prefix", { headers: { "x-signature": hmac(BODY) } }, WebhookSignatureError, 401],
    [
      "half a signature",
      { headers: { "x-signature": headersOf()["x-signature"].slice(0, 39) } },
      WebhookSignatureError,
      401,
    ],
    [
      "no hexadecimal",
      { headers: { "x-signature": `sha256=${"zz".repeat(32)}` } },
      WebhookSignatureError,
      401,
    ],
    ["no timestamp", { signature: timed }, WebhookMalformedError, 400],
    ["a body that is too large", sha("x".repeat(1_048_577)), WebhookTooLargeError, 413],
    ["no JSON", sha("hello"), WebhookMalformedError, 400],
    ["no object", sha('"j-1"'), WebhookMalformedError, 400],
    [
      "no UTF-8",
      { body: Buffer.from([0x7b, 0xff]), headers: headersOf(Buffer.from([0x7b, 0xff])) },
      WebhookMalformedError,
      400,
    ],
    ["no job", sha("{}"), WebhookMalformedError, 400],
    ["a job id that is a path", sha('{"job":{"id":"../admin?x=1"}}'), WebhookMalformedError, 400],
    ["an id from a prototype", sha('{"__proto__":{"job":{"id":"j-1"}}}'), WebhookMalformedError, 400],
  ])("%s", async (_, options, expected, status) => {
    const error: unknown = await verify(options).catch((thrown: unknown) => thrown);
    expect(expected.isInstance(error)).toBe(true);
    expect(WebhookError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ answerStatus: status, hint: expect.stringContaining(String(status)) });
    expect(JSON.stringify(error) + String(error)).not.toContain(SECRET);
  });

  it("by number: more signatures than a sender has are not tried", async () => {
    const many = Array.from({ length: 8 }, () => `sha256=${"0".repeat(64)}`).join(" ");
    const headers = { "x-signature": `${many} ${headersOf()["x-signature"]}` };
    await expect(verify({ headers })).rejects.toThrow(WebhookSignatureError);
  });

  it("as the caller's own mistake: no secret, an empty one, a parsed body, an API without webhooks", async () => {
    const none = { ...testApi, kinds: {} };
    for (const options of [
      { secrets: undefined },
      { secrets: [] },
      { secrets: "" },
      { secrets: "whsec_", signature: { ...plain, secretPrefix: "whsec_" } },
      { body: { job: { id: "j-1" } } as unknown as string },
      { api: none },
    ])
      await expect(verify(options)).rejects.toThrow(ConfigurationError);
  });
});

describe("an API that signs nothing", () => {
  const unsigned = { api, headers: {}, body: BODY, now: NOW };

  it("is refused, unless a wait is all that is woken; then there is nothing to believe in it", async () => {
    await expect(verifyWebhook(unsigned)).rejects.toThrow(WebhookUnsignedError);
    const event = await verifyWebhook({ ...unsigned, unsigned: "wake" });
    expect(event).toMatchObject({ signed: false, jobId: "j-1", eventId: "e-1" });
    expect(event).not.toHaveProperty("payload");
  });

  it("is no way around a signature that is known", async () => {
    const options = { ...unsigned, signature: plain, secrets: SECRET, unsigned: "wake" } as const;
    await expect(verifyWebhook(options)).rejects.toThrow(WebhookSignatureError);
  });
});

describe("with a client", () => {
  const client = {
    provider: api.provider,
    find: async (id: string) => ({
      latest: { state: "running", id },
      snapshot: async () => ({ state: "", id }),
    }),
  };

  it("the job is read through the API, whatever the delivery says of it", async () => {
    const event = await verifyWebhook({
      api,
      client,
      signature: plain,
      secrets: SECRET,
      headers: headersOf(),
      body: BODY,
    });
    expect(event.snapshot).toEqual({ state: "running", id: "j-1" });
  });

  it("of another API nothing is read", async () => {
    const other = { ...client, provider: "other" };
    await expect(
      verifyWebhook({ api, client: other, unsigned: "wake", headers: {}, body: BODY }),
    ).rejects.toThrow(ConfigurationError);
  });
});
