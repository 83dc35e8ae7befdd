import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runGenerate } from "../../generate/run-generate.js";
import { runNewProvider } from "../../new-provider/run-new-provider.js";
import type { NewProviderTools } from "../../new-provider/run-new-provider.js";

const here = import.meta.dirname;
const fixtures = path.join(here, "../generate/fixtures/base");
const repository = path.join(here, "../../..");
const silent = { out: () => undefined, error: () => undefined };

/** A small repository with one provider, and a folder for the user's own files beside it. */
export class ScratchRoot implements Disposable {
  readonly #base: string = mkdtempSync(path.join(tmpdir(), "docjobs-scratch-"));
  readonly root: string = path.join(this.#base, "repository");
  readonly home: string = path.join(this.#base, "home");

  /** A repository whose generated files are current. */
  static async create(): Promise<ScratchRoot> {
    const scratch = new ScratchRoot();
    cpSync(fixtures, scratch.root, { recursive: true });
    mkdirSync(scratch.home);
    scratch.write(".prettierrc.json", "{}");
    scratch.write("packages/cli/package.json", '{ "name": "@docjobs/cli" }\n');
    scratch.write(
      "packages/jobs-core/package.json",
      '{ "name": "@docjobs/jobs-core", "version": "1.4.0" }\n',
    );
    scratch.write(
      "README.md",
      "<!-- The table of packages is written by `pnpm generate`; edits in it are overwritten. -->\n\n" +
        "<!-- The end of what `pnpm generate` writes. -->\n",
    );
    scratch.write("pnpm-lock.yaml", "lockfileVersion: 9\n");
    for (const file of ["pnpm-workspace.yaml", "tsconfig.base.json"]) {
      cpSync(path.join(repository, file), path.join(scratch.root, file));
    }
    await runGenerate(scratch.root, [], silent);
    return scratch;
  }

  /** The small example of specs/README.md, a whole API. */
  static example(): string {
    const readme = readFileSync(path.join(repository, "specs/README.md"), "utf8");
    return /```yaml\n(openapi: [\s\S]*?)```/.exec(readme)?.[1] ?? "";
  }

  write(file: string, text: string): void {
    put(this.root, file, text);
  }

  writeHome(file: string, text: string): void {
    put(this.home, file, text);
  }

  read(file: string): string {
    return readFileSync(path.join(this.root, file), "utf8");
  }

  has(file: string): boolean {
    return existsSync(path.join(this.root, file));
  }

  /** Every file of both folders with its text, to tell whether anything was written. */
  snapshot(): Record<string, string> {
    const files = readdirSync(this.#base, { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      files
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort()
        .map((file) => [file, readFileSync(file, "utf8")]),
    );
  }

  async newProvider(
    argv: readonly string[],
    tools: Partial<NewProviderTools> = {},
  ): Promise<{ code: number; out: string; error: string }> {
    const [out, error]: [string[], string[]] = [[], []];
    const terminal = {
      out: (line: string) => void out.push(line),
      error: (line: string) => void error.push(line),
    };
    const code = await runNewProvider(this.root, this.home, argv, terminal, {
      install: () => Promise.resolve(0),
      packJobsCore: () => Promise.reject(new Error("nothing is packed here")),
      ...tools,
    });
    return { code, out: out.join("\n"), error: error.join("\n") };
  }

  [Symbol.dispose](): void {
    rmSync(this.#base, { recursive: true, force: true });
  }
}

function put(folder: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}
