import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts", "src/features.ts", "src/node.ts", "src/webhooks.ts"],
  format: ["esm", "cjs"],
  dts: true,
  // One copy of the error classes for both entries, in CommonJS too.
  splitting: true,
  clean: true,
  target: "es2022",
});
