import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Exchange } from "../contract/exchange.js";
import { openContractJudge } from "../contract/prism.js";
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

/**
 * Fails the run if an exchange with the server breaks its specification, or if no test has provoked an operation's documented
 * status or a documented error code.
 */
export async function teardown(): Promise<void> {
  const files = readSeen();
  const broken = await findBreaks(files);
  const missing = findMissing(files);
  if (broken.length > 0) console.error(`Against the specification:\n  ${broken.join("\n  ")}`);
  if (missing.length > 0) console.error(`Documented, but provoked by no test:\n  ${missing.join("\n  ")}`);
  // An error thrown here is printed, but the run ends with 0 in spite of it.
  if (broken.length + missing.length > 0) process.exitCode = 1;
}

interface SeenFile {
  testPath: string;
  exchanges: Exchange[];
}

async function findBreaks(files: SeenFile[]): Promise<string[]> {
  if (files.every(({ exchanges }) => exchanges.length === 0)) return [];
  const judge = await openContractJudge();
  const found = new Set<string>();
  for (const { testPath, exchanges } of files) {
    for (const exchange of exchanges) {
      const { provider, operationId, status } = exchange;
      const place = `${testPath.slice(testDirectory.length)}: ${provider} ${operationId} ${status}`;
      for (const text of judge.breaks(exchange)) found.add(`${place}: ${text}`);
    }
  }
  return [...found];
}

function findMissing(files: SeenFile[]): string[] {
  const testFiles = readdirSync(testDirectory, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".test.ts"),
  );
  // A part of the tests says nothing about the whole.
  if (files.length < testFiles.length) return [];
  if (process.argv.some((word) => /^(-t|--testNamePattern)/.test(word))) return [];
  const seen = new Set(files.flatMap(({ exchanges }) => exchanges).flatMap(provoked));
  const wanted = [
    ...documentedOperations().flatMap((operation) =>
      statusesOf(operation).map((status) => `${operation.provider} ${operation.operationId} ${status}`),
    ),
    ...documentedCodes(),
  ];
  return wanted.filter((entry) => !seen.has(entry) && !(entry in notHere));
}

function provoked({ provider, operationId, status, responseBody }: Exchange): string[] {
  return [
    `${provider} ${operationId} ${status}`,
    ...codesOf(responseBody).map((code) => `${provider} ${String(code)}`),
  ];
}

function codesOf(responseBody: string | undefined): unknown[] {
  const { error, code, error_code, detail } = parsed(responseBody);
  const detailCode =
    typeof detail === "object" && detail !== null && "code" in detail ? detail.code : undefined;
  return [error, code, error_code, detailCode].filter((word) => typeof word === "string");
}

function parsed(text: string | undefined): Record<string, unknown> {
  try {
    return (JSON.parse(text ?? "null") as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}

function readSeen(): SeenFile[] {
  try {
    return readdirSync(seenDirectory).map(
      (file) => JSON.parse(readFileSync(join(seenDirectory, file), "utf8")) as SeenFile,
    );
  } catch {
    return [];
  }
}
