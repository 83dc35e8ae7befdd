import { fileURLToPath } from "node:url";

/** Absolute path of the repository. */
export const workspaceRoot: string = fileURLToPath(new URL("../../", import.meta.url));
