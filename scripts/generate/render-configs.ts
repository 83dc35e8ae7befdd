import type { ProviderModel } from "./provider-model.js";

export function renderManifest(model: ProviderModel, version: string): string {
  const entry = (types: string, code: string) => ({ types: `./dist/${types}`, default: `./dist/${code}` });
  return JSON.stringify(
    {
      name: `@docjobs/${model.id}`,
      version,
      description: `${model.title}: ${model.summary}`,
      license: "MIT",
      type: "module",
      engines: { node: ">=20.19" },
      sideEffects: false,
      files: ["dist"],
      exports: {
        ".": {
          import: entry("index.d.ts", "index.js"),
          require: entry("index.d.cts", "index.cjs"),
        },
        "./package.json": "./package.json",
      },
      // Declarations take most of a build and only type checks and packing need them: a task of their own.
      scripts: {
        build: "tsup --no-dts",
        "build:types": "tsup --dts-only",
        types: "tsc -p .",
        test: "vitest run",
      },
      dependencies: { "@docjobs/jobs-core": "workspace:^", "openapi-fetch": "catalog:" },
      devDependencies: {
        "@types/node": "catalog:",
        tsup: "catalog:",
        typescript: "catalog:",
        vitest: "catalog:",
      },
    },
    undefined,
    2,
  );
}

export function renderTsconfig(model: ProviderModel): string {
  return JSON.stringify({
    extends: "../../tsconfig.base.json",
    compilerOptions: {
      types: ["node"],
      // The examples import the package by its name.
      paths: { [`@docjobs/${model.id}`]: ["./src/index.gen.ts"] },
    },
    include: ["src", "test", "examples"],
  });
}

export const tsupConfig: string = `import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.gen.ts" },
  format: ["esm", "cjs"],
  dts: true,
  clean: true,
  target: "es2022",
  // A package of type module cannot take the default export of its CommonJS form; the dependency stays for the types.
  noExternal: ["openapi-fetch"],
});
`;

export const vitestConfig: string = `import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.gen.ts"],
    typecheck: { enabled: true, include: ["test/**/*.test-d.gen.ts"], tsconfig: "tsconfig.json" },
    reporters: ["default", "json"],
    outputFile: { json: ".vitest/results.json" },
  },
});
`;
