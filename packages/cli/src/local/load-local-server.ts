import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";

/** The part of `@docjobs/local-server` that the command line uses. */
export type LocalServerModule = typeof import("@docjobs/local-server");

/** Loads the engines, which are an optional install. */
export async function loadLocalServer(): Promise<LocalServerModule> {
  // With a bucket: what Node.js the AWS SDK will ask for one day does not belong among the server's lines.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  try {
    return await import("@docjobs/local-server");
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
    if (!missing || !error.message.includes("@docjobs/local-server")) throw error;
    throw new CliError(EXIT.usage, "The local server is not installed.", {
      code: "local_server_missing",
      hint: `Add it: ${installCommand(__filename)}`,
      retryable: false,
      cause: error,
    });
  }
}

function installCommand(ownPath: string): string {
  if (ownPath.includes("_npx")) return "npx -p @docjobs/cli -p @docjobs/local-server docjobs …";
  const isInProject = ownPath.startsWith(process.cwd());
  return isInProject ? "npm install @docjobs/local-server" : "npm install -g @docjobs/local-server";
}
