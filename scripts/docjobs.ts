/**
 * `pnpm docjobs …`: builds what is missing, then hands arguments, streams, signals and the exit code to the CLI.
 * Nothing of the build reaches stdout, which belongs to the command.
 */
import { buildPackages } from "./run/build-packages.js";
import { cliPath } from "./run/cli-path.js";
import { runChild } from "./run/run-child.js";

const built = await buildPackages("@docjobs/cli...");
if (built !== 0) {
  process.stderr.write("docjobs: the build failed; `pnpm build` shows why.\n");
  process.exit(1);
}
process.exit(
  await runChild(process.execPath, [cliPath, ...process.argv.slice(2)], {
    // pnpm runs scripts in the workspace root; paths in arguments are relative to where the user stands.
    cwd: process.env["INIT_CWD"] ?? process.cwd(),
    stdio: "inherit",
  }),
);
