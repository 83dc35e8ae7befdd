import { defineConfig } from "vitest/config";

const source = (path: string): string => new URL(path, import.meta.url).pathname;

export default defineConfig({
  // Examples import the package by its name, as a reader does.
  resolve: {
    alias: [
      { find: /^@docjobs\/jobs-core$/, replacement: source("./src/index.ts") },
      { find: /^@docjobs\/jobs-core\/node$/, replacement: source("./src/node.ts") },
      { find: /^@docjobs\/jobs-core\/webhooks$/, replacement: source("./src/webhooks.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    // What a machine that others load may need; a test that hangs is ended by it.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default", "json"],
    outputFile: { json: ".vitest/results.json" },
  },
});
