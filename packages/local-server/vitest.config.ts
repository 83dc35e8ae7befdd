import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/completeness/record-answers.ts"],
    globalSetup: ["test/completeness/check-completeness.ts"],
    // Real engines take seconds, and longer where other work shares the machine.
    testTimeout: 60_000,
    // Processes and sockets on a machine that others load: a test that passed at the second try is printed with "retry x1".
    retry: 1,
    hookTimeout: 60_000,
    reporters: ["default", "json"],
    outputFile: { json: ".vitest/results.json" },
  },
});
