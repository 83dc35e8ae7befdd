import { afterAll, describe } from "vitest";
import { postgres, startDatabases, useDatabases } from "../support/databases.js";

// What the APIs do does not depend on where the rows are: the same tests, with a PostgreSQL.
const databases = postgres === undefined ? undefined : await startDatabases();
useDatabases(databases);
afterAll(() => databases?.stop());

const suites: (() => Promise<unknown>)[] = [
  () => import("../apis/anchorgrid/anchorgrid.test.js"),
  () => import("../apis/anchorgrid/plans.test.js"),
  () => import("../apis/convert-fast/convert.test.js"),
  () => import("../apis/convert-fast/job-lifecycle.test.js"),
  () => import("../apis/ldxhub/files.test.js"),
  () => import("../apis/ldxhub/jobs.test.js"),
  () => import("../webhooks/webhooks.test.js"),
];
describe.skipIf(databases === undefined)("with PostgreSQL", async () => {
  for (const suite of suites) describe("API", async () => void (await suite()));
});
