import path from "node:path";
import ts from "typescript";
import { findSpecs } from "../../generate/find-specs.js";
import { repository } from "./plan-fixture.js";

const neighbour = path.join(repository, "packages", findSpecs(repository)[0] ?? "");

/** Libraries are parsed once for all checks. */
const sourcesOnDisk = new Map<string, ts.SourceFile | undefined>();

/**
 * What TypeScript says about planned packages, which are not on disk: their sources, tests and examples, with the
 * repository's strict options and jobs-core's sources.
 */
export function typeCheck(plan: ReadonlyMap<string, string>, ...ids: string[]): string[] {
  const files = new Map(
    [...plan]
      .filter(([file]) => ids.some((id) => file.startsWith(`packages/${id}/`)))
      .map(([file, text]) => [path.join(repository, file), text]),
  );
  const program = ts.createProgram({
    rootNames: [...files.keys()].filter((file) => file.endsWith(".gen.ts")),
    options: optionsFor(ids),
    host: hostWith(files, optionsFor(ids)),
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      (diagnostic) =>
        `${diagnostic.file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, " ")}`,
    );
}

function optionsFor(ids: readonly string[]): ts.CompilerOptions {
  const base = ts.readConfigFile(path.join(repository, "tsconfig.base.json"), (file) =>
    ts.sys.readFile(file),
  );
  const { options } = ts.parseJsonConfigFileContent(base.config, ts.sys, repository);
  return {
    ...options,
    types: ["node"],
    typeRoots: [path.join(neighbour, "node_modules/@types")],
    paths: {
      ...Object.fromEntries(
        ids.map((id) => [`@docjobs/${id}`, [path.join(repository, "packages", id, "src/index.gen.ts")]]),
      ),
      "@docjobs/jobs-core": [path.join(repository, "packages/jobs-core/src/index.ts")],
      "@docjobs/jobs-core/features": [path.join(repository, "packages/jobs-core/src/features.ts")],
      "@docjobs/jobs-core/node": [path.join(repository, "packages/jobs-core/src/node.ts")],
    },
  };
}

function hostWith(files: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const overlay: ts.ModuleResolutionHost = {
    fileExists: (file) => files.has(file) || host.fileExists(file),
    readFile: (file) => files.get(file) ?? host.readFile(file),
    directoryExists: (folder) =>
      [...files.keys()].some((file) => file.startsWith(`${folder}/`)) ||
      (host.directoryExists?.(folder) ?? true),
  };
  // A package that is not on disk has the dependencies of one that is.
  const home = (file: string): string => (files.has(file) ? path.join(neighbour, "src/index.gen.ts") : file);
  return {
    ...host,
    resolveModuleNameLiterals: (literals, file, redirect, compilerOptions, source) =>
      literals.map((literal) =>
        ts.resolveModuleName(
          literal.text,
          literal.text.startsWith(".") ? file : home(file),
          compilerOptions,
          { ...host, ...overlay },
          undefined,
          redirect,
          ts.getModeForUsageLocation(source, literal, compilerOptions),
        ),
      ),
    fileExists: (file) => files.has(file) || host.fileExists(file),
    readFile: (file) => files.get(file) ?? host.readFile(file),
    directoryExists: (folder) =>
      [...files.keys()].some((file) => file.startsWith(`${folder}/`)) ||
      (host.directoryExists?.(folder) ?? true),
    getSourceFile: (file, ...rest) => {
      const text = files.get(file);
      if (text !== undefined) return ts.createSourceFile(file, text, rest[0], true);
      const source = sourcesOnDisk.get(file) ?? host.getSourceFile(file, ...rest);
      sourcesOnDisk.set(file, source);
      return source;
    },
  };
}
