import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "json"],
    outputFile: { json: ".vitest/results.json" },
    // Tests of the built program start processes, and those start engines.
    testTimeout: 30_000,
    // Processes and sockets on a machine that others load: a test that passed at the second try is printed with "retry x1".
    retry: 1,
    hookTimeout: 30_000,
    // Tests wait for the processes they start: one file at a time would leave cores idle.
    maxWorkers: 2,
    // Two cores: more at once only makes each slower.
    maxConcurrency: 4,
  },
});
