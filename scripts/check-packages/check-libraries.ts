import { join } from "node:path";
import { run, runQuietly } from "./run-quietly.js";
import { compilers } from "./library-project.js";

/** Imports, requires, calls and type-checks the installed libraries. */
export async function checkLibraries(project: string): Promise<string[]> {
  const problems: string[] = [];
  for (const program of ["use.mjs", "use.cjs", "mixed.mjs"]) {
    const { code, stdout, stderr } = await run(process.execPath, [program], { cwd: project });
    if (code !== 0 || !stdout.includes("used")) problems.push(`${program} failed: ${stdout}${stderr}`);
  }
  const compiler = join(project, "node_modules/typescript/bin/tsc");
  for (const name of Object.keys(compilers)) {
    await runQuietly(process.execPath, [compiler, "-p", `${name}.json`], { cwd: project }).catch(
      (error: unknown) =>
        problems.push(`types under ${name}: ${error instanceof Error ? error.message : String(error)}`),
    );
  }
  return problems;
}
