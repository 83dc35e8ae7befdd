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
    reporters: ["default", "json"],
    outputFile: { json: ".vitest/results.json" },
  },
});
