import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.gen.ts"],
    typecheck: { enabled: true, include: ["test/**/*.test-d.gen.ts"], tsconfig: "tsconfig.json" },
    reporters: ["default", "json"],
    outputFile: { json: ".vitest/results.json" },
  },
});
