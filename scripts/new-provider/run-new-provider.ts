import path from "node:path";
import type { Terminal } from "../generate/run-generate.js";
import { answerCommand } from "../run/answer-command.js";
import { addToRepository } from "./add-to-repository.js";
import { checkFree, chooseId } from "./choose-id.js";
import { findJobsCore } from "./find-jobs-core.js";
import type { PackJobsCore } from "./find-jobs-core.js";
import { parseArguments } from "./parse-arguments.js";
import type { NewProviderOptions } from "./parse-arguments.js";
import { planStandalone } from "./plan-standalone.js";
import { readSource } from "./read-source.js";
import { NewProviderRefusedError } from "./refused.js";
import { Stage } from "./stage.js";
import { refusalOf, stageSpec } from "./stage-spec.js";
import { checkTarget, writeStandalone } from "./write-standalone.js";

/** What the command does beside reading and writing files. */
export interface NewProviderTools {
  /** Links the new package into the workspace; resolves to the exit code. */
  install: (root: string) => Promise<number>;
  packJobsCore: PackJobsCore;
}

const help = `Makes a typed client from an OpenAPI 3.1 file with an x-job part (specs/README.md explains it).

  pnpm new-provider <openapi.yaml>             put it under specs/<id>/, generate packages/<id>, add a changeset
  pnpm new-provider <openapi.yaml> --id ID     with this id; else it comes from the title
  pnpm new-provider <openapi.yaml> --out DIR   make a package of its own in DIR instead
      --name NAME        its name; else @docjobs/<id>
      --jobs-core PATH   its @docjobs/jobs-core: a tarball, which is copied, or a folder;
                         else the published version, or, while there is none, this repository's

Files that the spec refers to come along. When anything is wrong, nothing is written.
Exit codes: 0 done, 1 refused, 2 usage.`;

/** The whole command; gives its exit code. Paths in arguments are relative to `cwd`. */
export async function runNewProvider(
  root: string,
  cwd: string,
  argv: readonly string[],
  terminal: Terminal,
  tools: NewProviderTools,
): Promise<number> {
  return await answerCommand(parseArguments(argv), help, terminal, async (command) => {
    try {
      await make(path.resolve(root), cwd, command, terminal, tools);
      return 0;
    } catch (error) {
      if (!(error instanceof NewProviderRefusedError)) throw error;
      terminal.error(error.message);
      terminal.error("Nothing was written.");
      return 1;
    }
  });
}

async function make(
  root: string,
  cwd: string,
  options: NewProviderOptions,
  terminal: Terminal,
  tools: NewProviderTools,
): Promise<void> {
  const { spec: given, out } = options;
  const source = readSource(given, cwd);
  const id = chooseId(options.id, source.title);
  if (out === undefined) checkFree(root, id);
  else checkTarget(root, path.resolve(cwd, out), out);
  using stage = new Stage();
  const staged = await stageSpec(stage.folder, id, source, given);
  if (out === undefined) {
    const { files } = await addToRepository(root, stage.folder, staged, given, tools.install);
    for (const file of files) terminal.out(`wrote ${file}`);
    terminal.out(nextInRepository(id));
    return;
  }
  const name = options.name ?? `@docjobs/${id}`;
  checkPackageName(name);
  const jobsCore = await findJobsCore(root, options.jobsCore, cwd, stage.folder, tools.packJobsCore);
  const files = await planStandalone(root, staged.spec, { name, jobsCore: jobsCore.range }).catch(
    (error: unknown) => {
      throw refusalOf(error, (file) => (file === staged.spec.file ? given : file));
    },
  );
  const specFolder = path.join(stage.folder, "specs", id);
  writeStandalone(path.resolve(cwd, out), files, specFolder, staged.files, jobsCore);
  terminal.out(`wrote ${name} to ${out}`);
  if (jobsCore.range.startsWith("file:")) {
    terminal.out(
      `It takes @docjobs/jobs-core from ${jobsCore.range}; name a published version before you publish it.`,
    );
  }
  terminal.out(`Next:\n  cd ${out}\n  npm install\n  npm run build\n  npm run types && npm test`);
}

function checkPackageName(name: string): void {
  if (/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/.test(name) && name.length <= 214) return;
  throw new NewProviderRefusedError(
    `--name ${name} cannot be a package's name; use lower case letters, digits and dashes, with a scope if you like`,
  );
}

function nextInRepository(id: string): string {
  const steps: [string, string][] = [
    [`pnpm test @docjobs/${id}`, "builds and tests the client"],
    ["pnpm docjobs providers", "shows it on the command line"],
    [`specs/${id}/examples/`, "put true answers of the API there, as <operationId>.<status>[.<case>].json"],
    [`.changeset/new-${id}.md`, "say there what the release notes are to say"],
    ["pnpm check", "every check of the sources; pnpm test runs every test"],
    ["pnpm check:packages", "packs the package and uses it as a user would"],
    ["git add --all && git commit", "everything together"],
  ];
  const width = Math.max(...steps.map(([step]) => step.length));
  return ["", "Next:", ...steps.map(([step, why]) => `  ${step.padEnd(width)}  ${why}`)].join("\n");
}
