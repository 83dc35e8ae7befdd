import { findSpecs } from "../generate/find-specs.js";

export interface House {
  /** The workspace packages that each package may import, beside itself. A package that is not named may import none. */
  mayImport: ReadonlyMap<string, readonly string[]>;
  /** Files that scripts import over their path: the contracts that the generator writes code against. */
  contracts: readonly RegExp[];
}

/** Who may know whom: specs -> scripts -> packages/<provider> -> packages/cli; the list of providers is that of the specs. */
export function planHouse(workspaceRoot: string): House {
  const clients = findSpecs(workspaceRoot);
  return {
    mayImport: new Map<string, readonly string[]>([
      ["jobs-core", []],
      // Tests of several packages start the same servers.
      ["test-servers", []],
      ["object-store", ["test-servers"]],
      ["local-server", ["object-store", "test-servers"]],
      ...clients.map((id) => [id, ["jobs-core"]] as const),
      ["work-queue", ["test-servers"]],
      // Its tests run clients against the local server.
      ["batch", ["jobs-core", "object-store", "work-queue", "local-server", "test-servers", ...clients]],
      ["cli", ["jobs-core", "batch", "object-store", "local-server", "test-servers", ...clients]],
      ["scripts", ["jobs-core"]],
    ]),
    contracts: [/^packages\/jobs-core\/src\//, /^packages\/cli\/src\/provider-entry\.ts$/],
  };
}
