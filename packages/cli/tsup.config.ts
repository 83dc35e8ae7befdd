import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/docjobs.ts"],
  format: ["cjs"],
  clean: true,
  target: "node20",
  // One file to install and start; only the engines stay outside.
  noExternal: [/^(?!@docjobs\/local-server)/],
  external: ["@docjobs/local-server"],
});
