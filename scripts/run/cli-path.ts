import { join } from "node:path";
import { workspaceRoot } from "./workspace-root.js";

/** The built CLI. */
export const cliPath: string = join(workspaceRoot, "packages/cli/dist/docjobs.cjs");
