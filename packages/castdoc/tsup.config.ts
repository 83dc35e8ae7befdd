import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.gen.ts" },
  format: ["esm", "cjs"],
  dts: true,
  clean: true,
  target: "es2022",
  // A package of type module cannot take the default export of its CommonJS form; the dependency stays for the types.
  noExternal: ["openapi-fetch"],
});
