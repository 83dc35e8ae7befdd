import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "json"],
    outputFile: { json: ".vitest/results.json" },
    // Tests of the built program start processes, and those start engines.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Tests wait for the processes they start: one file at a time would leave cores idle.
    maxWorkers: 2,
    // Two cores: more at once only makes each slower.
    maxConcurrency: 4,
  },
});
