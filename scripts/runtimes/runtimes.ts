import { execFileSync } from "node:child_process";
import { runSmoke, type SmokeCommand } from "./run-smoke.js";
import { runSuites } from "./run-suites.js";
import type { SmokeResult } from "./smoke.js";

export interface Runtime {
  name: string;
  /** What is run: the version, or undefined where this machine has none and cannot get it. */
  find(): string | undefined;
  run(): Promise<SmokeResult[]>;
}

/** What the clients and jobs-core are said to run on, beside the Node that runs this. */
export const runtimes: readonly Runtime[] = [
  node("22"),
  node("24"),
  {
    name: "deno",
    find: () => output("npx", "-y", "deno@2", "--version")?.split("\n")[0],
    run: () => runSmoke(({ file }) => ["npx", "-y", "deno@2", "run", "--no-config", "--allow-net", file]),
  },
  {
    name: "bun",
    find: () => output("npx", "-y", "bun@1", "--version"),
    run: () => runSmoke(({ file }) => ["npx", "-y", "bun@1", "run", file]),
  },
  { name: "chromium", find: () => chromium()?.version, run: () => runSmoke(browse) },
];

/** The suites run as they are: under the Node that npm has. */
function node(major: string): Runtime {
  const path = (): string | undefined =>
    output("npx", "-y", "-p", `node@${major}`, "node", "-p", "process.execPath");
  return {
    name: `node${major}`,
    find: () => output("npx", "-y", "-p", `node@${major}`, "node", "--version"),
    run: () => runSuites(path() ?? ""),
  };
}

const browse: SmokeCommand = ({ pageUrl, folder }) => [
  chromium()?.command ?? "",
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--no-first-run",
  `--user-data-dir=${folder}/profile`,
  pageUrl,
];

function chromium(): { command: string; version: string } | undefined {
  for (const command of ["chromium", "chromium-browser", "google-chrome"]) {
    const version = output(command, "--version");
    if (version !== undefined) return { command, version };
  }
  return undefined;
}

function output(command: string, ...words: string[]): string | undefined {
  try {
    const text = execFileSync(command, words, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 180_000,
    });
    return text.trim() || undefined;
  } catch {
    return undefined;
  }
}
