import { builtinModules } from "node:module";
import path from "node:path";
import type { Rule } from "eslint";
import type { House } from "./house.js";

/**
 * Holds every import, export-from, dynamic import, import type and require against the house: packages name each other
 * only as the house allows, nobody reaches into another's folder, and jobs-core meets Node only behind its ./node entry.
 */
export function directionOfDependence(house: House, workspaceRoot: string): Rule.RuleModule {
  return {
    meta: { type: "problem", schema: [] },
    create(context) {
      const file = slashed(path.relative(workspaceRoot, context.filename));
      const check = (node: Rule.Node, specifier: unknown): void => {
        if (typeof specifier !== "string") return;
        const message = findFault(house, file, specifier);
        if (message !== undefined) context.report({ node, message });
      };
      // The parser's import types and `import x = require()` are not in ESLint's own node types.
      return {
        "ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration, ImportExpression, TSImportType": (
          node: Rule.Node & { source?: { value?: unknown } | null },
        ) => check(node, node.source?.value),
        "CallExpression[callee.name='require']": (node: Rule.Node & { arguments: { value?: unknown }[] }) =>
          check(node, node.arguments[0]?.value),
        TSExternalModuleReference: (node: Rule.Node & { expression: { value?: unknown } }) =>
          check(node, node.expression.value),
      };
    },
  };
}

/** What is wrong with an import, or undefined. `file` is relative to the workspace, with slashes. */
export function findFault(house: House, file: string, specifier: string): string | undefined {
  const importer = packageOf(file);
  if (importer === undefined) return undefined;
  if (specifier.startsWith("@docjobs/")) {
    const name = specifier.split("/")[1] ?? "";
    if (name === importer || house.mayImport.get(importer)?.includes(name)) return undefined;
    return `${importer} may not import ${specifier}: dependence runs specs -> scripts -> clients -> cli, and scripts/lint/house.ts lists who may know whom.`;
  }
  if (specifier.startsWith(".")) return findReach(house, file, importer, specifier);
  if (importer === "jobs-core" && isNodeModule(specifier) && !mayUseNode(file)) {
    return `jobs-core runs in browsers too: ${specifier} belongs behind its ./node entry (src/node.ts, src/node/).`;
  }
  return undefined;
}

function findReach(house: House, file: string, importer: string, specifier: string): string | undefined {
  const target = path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, ".ts");
  if (packageOf(target) === importer) return undefined;
  if (importer === "scripts" && house.contracts.some((contract) => contract.test(target))) return undefined;
  return `${specifier} leaves ${importer}: import the other package by its name, if scripts/lint/house.ts allows it.`;
}

function packageOf(file: string): string | undefined {
  const [top, name] = file.split("/");
  if (top === "scripts") return "scripts";
  return top === "packages" ? name : undefined;
}

function mayUseNode(file: string): boolean {
  return (
    !file.startsWith("packages/jobs-core/src/") || /^packages\/jobs-core\/src\/node(\.ts$|\/)/.test(file)
  );
}

function isNodeModule(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier.split("/")[0] ?? "");
}

function slashed(file: string): string {
  return file.split(path.sep).join("/");
}
