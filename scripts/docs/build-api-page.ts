import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { runQuietly } from "../check-packages/run-quietly.js";
import type { ApiLink } from "./render-index.js";

/** One page of an API's operations and schemas, with its scripts in it, so that it opens from a disk. */
export async function buildApiPage(workspaceRoot: string, id: string, folder: string): Promise<ApiLink> {
  const spec = join(workspaceRoot, "specs", id, "openapi.yaml");
  const redocly = join(workspaceRoot, "node_modules/.bin/redocly");
  await runQuietly(redocly, ["build-docs", spec, "--inlineBundle", "-o", join(folder, `${id}.html`)], {
    cwd: workspaceRoot,
    env: { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  const { info } = parse(readFileSync(spec, "utf8")) as { info: { title: string; summary?: string } };
  return { href: `apis/${id}.html`, title: info.title, summary: info.summary ?? "" };
}
