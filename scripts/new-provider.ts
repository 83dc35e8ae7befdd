/** `pnpm new-provider <openapi.yaml>`: a spec in, a ready client out. */
import { join } from "node:path";
import { runNewProvider } from "./new-provider/run-new-provider.js";
import { runPnpm } from "./run/run-pnpm.js";
import { runTurbo } from "./run/run-turbo.js";
import { workspaceRoot } from "./run/workspace-root.js";

process.exitCode = await runNewProvider(
  workspaceRoot,
  // pnpm runs scripts in the workspace root; paths in arguments are relative to where the user stands.
  process.env["INIT_CWD"] ?? process.cwd(),
  process.argv.slice(2),
  { out: (line) => console.log(line), error: (line) => console.error(line) },
  {
    install: (root) =>
      runPnpm(["install", "--no-frozen-lockfile", "--prefer-offline", "--reporter=append-only"], root),
    packJobsCore: async (folder) => {
      const built = await runTurbo([
        "run",
        "build",
        "build:types",
        "--filter=@docjobs/jobs-core",
        "--output-logs=errors-only",
      ]);
      if (built !== 0) return built;
      return runPnpm(["pack", "--pack-destination", folder], join(workspaceRoot, "packages/jobs-core"));
    },
  },
);
