import { defineConfig } from "tsup";

export default defineConfig({
  // engine-worker is started by path in worker threads, so it is an entry of its own.
  entry: ["src/index.ts", "src/engine-worker.ts"],
  format: ["esm"],
  clean: true,
  target: "node20",
});
