import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { documentedCodes, documentedOperations, statusesOf } from "./operations.js";
import { seenDirectory } from "./seen-directory.js";

/** What is documented and does not come about here, each with its reason. */
const notHere: Readonly<Record<string, string>> = {
  "castdoc uploadFile 200": "one of two documented successes; this server answers 201",
  "castdoc createUpload 200": "one of two documented successes; this server answers 201",
  "castdoc createJob 404": "one of two documented answers for an unknown file; this server answers 400",
  "renderocr createJob 404": "one of two documented answers for an unknown file; this server answers 400",
  "convert-fast getSchema 404": "a pair that is not converted is 400 with the code of the submit",
  "convert-fast estimateCost 404": "a pair that is not converted is 400 with the code of the submit",
};

const testDirectory = fileURLToPath(new URL("..", import.meta.url));

export function setup(): void {
  rmSync(seenDirectory, { recursive: true, force: true });
}

/** Fails the run if no test has provoked an operation's documented status, or a documented error code. */
export function teardown(): void {
  const seen = readSeen();
  // A part of the tests says nothing about the whole.
  if (!seen || process.argv.some((word) => /^(-t|--testNamePattern)/.test(word))) return;
  const wanted = [
    ...documentedOperations().flatMap((operation) =>
      statusesOf(operation).map((status) => `${operation.provider} ${operation.operationId} ${status}`),
    ),
    ...documentedCodes(),
  ];
  const missing = wanted.filter((entry) => !seen.has(entry) && !(entry in notHere));
  if (missing.length === 0) return;
  console.error(`Documented, but provoked by no test:\n  ${missing.join("\n  ")}`);
  // An error thrown here is printed, but the run ends with 0 in spite of it.
  process.exitCode = 1;
}

function readSeen(): Set<string> | undefined {
  const testFiles = readdirSync(testDirectory, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".test.ts"),
  );
  let files: string[];
  try {
    files = readdirSync(seenDirectory);
  } catch {
    return undefined;
  }
  if (files.length < testFiles.length) return undefined;
  const lists = files.map((file) => JSON.parse(readFileSync(join(seenDirectory, file), "utf8")) as string[]);
  return new Set(lists.flat());
}
