import { readFileSync } from "node:fs";
import { defineConfig } from "tsup";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

export default defineConfig({
  entry: ["src/docjobs.ts"],
  format: ["cjs"],
  clean: true,
  target: "node20",
  banner: { js: "#!/usr/bin/env node" },
  define: { "process.env.DOCJOBS_VERSION": JSON.stringify(version) },
  // One file to install and start; the engines and the batches' database stay outside until they are wanted.
  noExternal: [/^(?!@docjobs\/(?:local-server|batch))/],
  external: ["@docjobs/local-server", "@docjobs/batch"],
});
