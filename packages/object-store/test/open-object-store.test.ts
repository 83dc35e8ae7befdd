import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { openObjectStore } from "../src/index.js";
import { CREDENTIALS, startS3 } from "./support/s3-server.js";

/** Nothing of this machine's own settings. */
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_CONFIG_FILE", "/nowhere/config");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere/credentials");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function works(): Promise<boolean> {
  const store = await openObjectStore("s3://bucket/");
  onTestFinished(() => store.close());
  return (await store.head("none")) === undefined;
}

test("the variables of the AWS SDK are enough", async () => {
  const { endpoint } = await startS3();
  vi.stubEnv("AWS_ENDPOINT_URL_S3", endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", CREDENTIALS.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", CREDENTIALS.secretAccessKey);
  expect(await works()).toBe(true);
});

test("a profile is enough", async () => {
  const { endpoint } = await startS3();
  const folder = mkdtempSync(join(tmpdir(), "docjobs-aws-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "config");
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  writeFileSync(
    file,
    `[profile scans]\nregion = eu-west-1\nendpoint_url = ${endpoint}\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  vi.stubEnv("AWS_CONFIG_FILE", file);
  vi.stubEnv("AWS_PROFILE", "scans");
  expect(await works()).toBe(true);
});

test("without credentials the error says how to give them", async () => {
  const { endpoint } = await startS3();
  const store = await openObjectStore("s3://bucket/", { endpoint });
  await expect(store.head("a")).rejects.toMatchObject({
    code: "bucket_credentials",
    hint: expect.stringContaining("AWS_PROFILE") as string,
  });
});

test("without a region and an endpoint nothing is guessed", async () => {
  const opened = openObjectStore("s3://bucket/", { credentials: CREDENTIALS });
  await expect(opened).rejects.toMatchObject({
    code: "bucket_configuration",
    hint: expect.stringContaining("AWS_REGION") as string,
  });
});

test.each([
  ["storage.example.org", "not a URL"],
  ["ftp://storage.example.org", "not a URL"],
  ["https://me:secret@storage.example.org", "credentials in its URL"],
  ["http://storage.example.org", "in the clear"],
  ["http://127.0.0.1.example.org", "in the clear"],
])("the endpoint %s is refused", async (endpoint, message) => {
  const opened = openObjectStore("s3://bucket/", { endpoint, credentials: CREDENTIALS });
  await expect(opened).rejects.toMatchObject({ code: "bucket_configuration" });
  await expect(opened).rejects.toThrow(message);
  await expect(opened).rejects.not.toThrow("secret");
});

test("plain http to another machine is there for those who ask for it", async () => {
  const endpoint = "http://storage.example.org";
  const asked = await openObjectStore("s3://bucket/", { endpoint, insecureHttp: true });
  asked.close();
  vi.stubEnv("DOCJOBS_INSECURE_BUCKET", "1");
  (await openObjectStore("s3://bucket/", { endpoint })).close();
});
