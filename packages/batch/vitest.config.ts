import { defineConfig } from "vitest/config";

export default defineConfig({
  // Examples import the package by its name, as a reader does.
  resolve: {
    alias: [{ find: /^@docjobs\/batch$/, replacement: new URL("./src/index.ts", import.meta.url).pathname }],
  },
  test: {
    include: ["test/**/*.test.ts"],
    // Processes and databases, on machines that others load.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Memory is measured after a collection.
    execArgv: ["--expose-gc"],
    reporters: ["default", "json"],
    outputFile: { json: ".vitest/results.json" },
  },
});
