import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Terminal } from "../generate/run-generate.js";
import { answerCommand } from "../run/answer-command.js";
import { newSince, readChangesets, UnreadableChangesetError } from "./changesets.js";
import { compareRevisions } from "./compare-revisions.js";
import type { ClientChange } from "./compare-revisions.js";
import { findBase } from "./find-base.js";
import type { Base } from "./find-base.js";
import { findGaps } from "./find-gaps.js";
import { formatFinding } from "./finding.js";
import { parseArguments } from "./parse-arguments.js";
import type { SpecChangesOptions } from "./parse-arguments.js";
import { changesetFor } from "./render-changeset.js";
import { Repository } from "./repository.js";
import { UnreadableSpecError } from "./spec-document.js";

const help = `Says what changed specs change for the users of the clients, and which bump that asks for.

  pnpm spec-changes              list the changes
  pnpm spec-changes --write      and write the changesets that are missing or too small
  pnpm spec-changes --check      exit 1 if a changeset is missing or smaller than the change
  pnpm spec-changes --base REV   compare with this revision; else with where the branch left main,
                                 or, on main, with the last commit

Exit codes: 0 done, 1 a changeset is missing or too small, or a file cannot be read, 2 usage.`;

/** The whole command; gives its exit code. */
export async function runSpecChanges(
  root: string,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  return await answerCommand(parseArguments(argv), help, terminal, (command) =>
    compare(root, command, terminal),
  );
}

async function compare(root: string, command: SpecChangesOptions, terminal: Terminal): Promise<number> {
  const repository = new Repository(root);
  const base = chooseBase(repository, command.base);
  if (typeof base === "string") {
    terminal.error(base);
    // Without history nothing has changed yet, as far as can be seen from here.
    return command.base === undefined ? 0 : 2;
  }
  try {
    const changes = await compareRevisions(repository, base.commit);
    const changesets = newSince(repository, base.commit, readChangesets(root));
    const gaps = findGaps(changes, changesets);
    show(changes, base, terminal);
    if (command.write) {
      for (const { change } of gaps) terminal.out(`wrote ${writeChangeset(root, base, change)}`);
      if (gaps.length === 0 && changes.length > 0) terminal.out("the changesets are large enough");
      return 0;
    }
    for (const { says } of gaps) (command.check ? terminal.error : terminal.out)(says);
    if (gaps.length > 0) {
      (command.check ? terminal.error : terminal.out)("`pnpm spec-changes --write` writes what is missing");
    }
    return command.check && gaps.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UnreadableSpecError || error instanceof UnreadableChangesetError)) throw error;
    terminal.error(error.message);
    return 1;
  }
}

/** The base, or the sentence that says why there is none. */
function chooseBase(repository: Repository, name: string | undefined): Base | string {
  if (name !== undefined) {
    const commit = repository.commitOf(name);
    return commit === undefined
      ? `there is no revision "${name}" here; give a branch, tag or commit (in a shallow clone: git fetch --unshallow)`
      : { commit, why: name };
  }
  return (
    findBase(repository) ??
    "there is no earlier revision to compare with; give one with --base (in a shallow clone: git fetch --unshallow)"
  );
}

function show(changes: readonly ClientChange[], base: Base, terminal: Terminal): void {
  const since = `${base.commit.slice(0, 10)} (${base.why})`;
  if (changes.length === 0) {
    terminal.out(`No client changes since ${since}.`);
    return;
  }
  terminal.out(`Changes since ${since}:`);
  for (const change of changes) {
    const word = { new: "new: ", gone: "gone: ", changed: "" }[change.change];
    terminal.out(`\n${change.name}: ${word}${change.bump}`);
    for (const finding of change.findings) {
      terminal.out(`  ${finding.bump.padEnd(5)}  ${formatFinding(finding)}`);
    }
  }
  terminal.out("");
}

/** One changeset for each client and base: a second run replaces the first one's. */
function writeChangeset(root: string, base: Base, change: ClientChange): string {
  const file = `.changeset/spec-${change.id}-${base.commit.slice(0, 8)}.md`;
  mkdirSync(path.join(root, ".changeset"), { recursive: true });
  writeFileSync(path.join(root, file), changesetFor(change));
  return file;
}
