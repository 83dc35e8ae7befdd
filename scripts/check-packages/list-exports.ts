import { join } from "node:path";
import ts from "typescript";
import type { Manifest } from "./public-packages.js";

/** What each entry of an installed package exports, a line each: names, kinds, and the signatures of functions. */
export function listExports(folder: string, manifest: Manifest): string {
  const entries = Object.entries(manifest.exports ?? {}).filter(([entry]) => entry !== "./package.json");
  const commands = Object.keys(manifest.bin ?? {}).map((name) => `bin ${name}\n`);
  const sections = entries.map(([entry, conditions]) => {
    const declarations = join(folder, typesOf(conditions));
    return `${entry}\n${exportsOf(declarations)
      .map((line) => `  ${line}\n`)
      .join("")}`;
  });
  return [...commands, ...sections].join("\n");
}

/** Types that an entry does not export under their own names, too, rather than by the file that they come from. */
const signatureFormat =
  ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

function typesOf(conditions: unknown): string {
  const { import: esm, types } = conditions as { import?: { types: string }; types?: string };
  return esm?.types ?? types ?? "";
}

function exportsOf(declarations: string): string[] {
  const program = ts.createProgram([declarations], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(declarations);
  const module = file && checker.getSymbolAtLocation(file);
  if (!file || !module) throw new Error(`${declarations} is missing or exports nothing: run pnpm build`);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => describe(checker, symbol, file))
    .sort();
}

function describe(checker: ts.TypeChecker, exported: ts.Symbol, file: ts.SourceFile): string {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  if (symbol.flags & ts.SymbolFlags.Class) return `class ${exported.name}`;
  if (symbol.flags & ts.SymbolFlags.Function) {
    const type = checker.getTypeOfSymbolAtLocation(symbol, file);
    return `function ${exported.name}${checker.typeToString(type, file, signatureFormat)}`;
  }
  return `${symbol.flags & ts.SymbolFlags.Variable ? "const" : "type"} ${exported.name}`;
}
