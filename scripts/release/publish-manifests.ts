import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { commandLine, listManifests } from "./plan-release.js";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Why a release cannot be made here; undefined if it can. */
export function refusePublishing(env: Environment): string | undefined {
  if (env["CI"] !== "true" || env["GITHUB_ACTIONS"] !== "true") {
    return "releases are published by the release workflow alone, so that each has a provenance; `pnpm release --dry-run` shows the next one";
  }
  if (!env["ACTIONS_ID_TOKEN_REQUEST_URL"]) {
    return "the job may not ask for an identity token, without which there is no provenance; give it `permissions: id-token: write`";
  }
  return undefined;
}

/** Provenance wants each manifest to name the repository that it is built from: the one that the workflow runs in. */
export function nameRepository(root: string, env: Environment): void {
  const url = `git+${env["GITHUB_SERVER_URL"]}/${env["GITHUB_REPOSITORY"]}.git`;
  for (const { folder } of listManifests(root)) {
    const file = path.join(root, folder, "package.json");
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    const named = { ...manifest, repository: { type: "git", url, directory: folder } };
    writeFileSync(file, `${JSON.stringify(named, undefined, 2)}\n`);
  }
}

/** The packed command line's manifest under its second name. */
export function renderTwin(text: string): string {
  const manifest = JSON.parse(text) as { name: string };
  if (manifest.name !== commandLine.name) throw new Error(`${manifest.name} is not ${commandLine.name}`);
  return `${JSON.stringify({ ...manifest, name: commandLine.twin }, undefined, 2)}\n`;
}
