import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findSpecs } from "../generate/find-specs.js";
import { compareSpecs } from "./compare-specs.js";
import { bumpOf } from "./finding.js";
import type { Bump, Finding } from "./finding.js";
import { readSpecDocument, UnreadableSpecError } from "./spec-document.js";
import type { SpecDocument } from "./spec-document.js";
import type { Repository } from "./repository.js";

/** What has become of one client. */
export interface ClientChange {
  id: string;
  /** The client's package. */
  name: string;
  title: string;
  change: "new" | "gone" | "changed";
  bump: Bump;
  findings: readonly Finding[];
  /** The package's version at the base; undefined if it was not there. */
  versionBefore?: string;
  versionNow?: string;
}

/** Compares the specs of the working tree with those of a commit. Clients that are the same are left out. */
export async function compareRevisions(repository: Repository, commit: string): Promise<ClientChange[]> {
  const older = mkdtempSync(path.join(tmpdir(), "docjobs-specs-"));
  try {
    repository.copyFolder(commit, "specs", older);
    const before = existsSync(path.join(older, "specs")) ? findSpecs(older) : [];
    const after = existsSync(path.join(repository.root, "specs")) ? findSpecs(repository.root) : [];
    const changes: ClientChange[] = [];
    for (const id of [...new Set([...before, ...after])].sort()) {
      const one = before.includes(id) ? await readSpecDocument(older, id) : undefined;
      const other = after.includes(id) ? await readSpecDocument(repository.root, id) : undefined;
      const change = describe(id, one, other);
      if (change) changes.push({ ...change, ...versionsOf(repository, commit, id) });
    }
    return changes;
  } finally {
    rmSync(older, { recursive: true, force: true });
  }
}

function describe(
  id: string,
  before: SpecDocument | undefined,
  after: SpecDocument | undefined,
): ClientChange | undefined {
  const title = String((after ?? before)?.info?.title ?? id);
  const change = { id, name: `@docjobs/${id}`, title };
  if (!before) return { ...change, change: "new", bump: "minor", findings: [] };
  if (!after) return { ...change, change: "gone", bump: "major", findings: [] };
  const findings = compareOrRefuse(id, before, after);
  const bump = bumpOf(findings);
  return bump && { ...change, change: "changed", bump, findings };
}

/** A document of another form than OpenAPI's breaks the comparison somewhere; the generator says where. */
function compareOrRefuse(id: string, before: SpecDocument, after: SpecDocument): Finding[] {
  try {
    return compareSpecs(before, after);
  } catch (cause) {
    throw new UnreadableSpecError(id, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function versionsOf(
  repository: Repository,
  commit: string,
  id: string,
): Pick<ClientChange, "versionBefore" | "versionNow"> {
  const manifest = `packages/${id}/package.json`;
  const now = path.join(repository.root, manifest);
  const before = versionIn(repository.readFile(commit, manifest));
  const after = existsSync(now) ? versionIn(readFileSync(now, "utf8")) : undefined;
  return {
    ...(before === undefined ? {} : { versionBefore: before }),
    ...(after === undefined ? {} : { versionNow: after }),
  };
}

function versionIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    const { version } = JSON.parse(text) as { version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}
