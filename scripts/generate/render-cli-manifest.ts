import type { ProviderModel } from "./provider-model.js";

const scope = "@docjobs/";

/**
 * packages/cli/package.json with the clients of providers.gen.ts among its devDependencies; all else stays as it is.
 * `handWritten` are the packages that the generator does not own: their entries are not touched.
 */
export function renderCliManifest(
  text: string,
  models: readonly ProviderModel[],
  handWritten: readonly string[],
): string {
  const manifest = JSON.parse(text) as { devDependencies?: Record<string, string> };
  const before = manifest.devDependencies ?? {};
  const kept = Object.entries(before).filter(
    ([name]) => !name.startsWith(scope) || handWritten.includes(name.slice(scope.length)),
  );
  const clients = models.map(({ id }): [string, string] => [scope + id, "workspace:^"]);
  const after = Object.fromEntries([...kept, ...clients].sort(([a], [b]) => (a < b ? -1 : 1)));
  if (JSON.stringify(before) === JSON.stringify(after)) return text;
  return `${JSON.stringify({ ...manifest, devDependencies: after }, undefined, 2)}\n`;
}
