import { afterAll, describe } from "vitest";
import { startS3, useBuckets } from "../support/s3-server.js";

// What the APIs do does not depend on where the files are: the same tests, with a bucket.
const s3 = await startS3();
useBuckets();
afterAll(() => s3.close());

const suites: (() => Promise<unknown>)[] = [
  () => import("../apis/convert-fast/input-url.test.js"),
  () => import("../apis/convert-fast/job-lifecycle.test.js"),
  () => import("../apis/ldxhub/files.test.js"),
  () => import("../apis/ldxhub/jobs.test.js"),
];
describe("with a bucket", async () => {
  for (const suite of suites) describe("API", async () => void (await suite()));
});
