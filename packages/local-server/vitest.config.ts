import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/completeness/record-answers.ts"],
    globalSetup: ["test/completeness/check-completeness.ts"],
    // Real engines take seconds, and longer where other work shares the machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default", "json"],
    outputFile: { json: ".vitest/results.json" },
  },
});
