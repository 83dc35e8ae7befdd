import type { Tarball } from "./tarball.js";

/** What is wrong with what a tarball holds: too little, too much, or ranges that only this workspace understands. */
export function checkContents(tarball: Pick<Tarball, "manifest" | "files" | "read">): string[] {
  const { manifest, files, read } = tarball;
  const missing = ["README.md", "LICENSE", "package.json"].filter((file) => !files.includes(file));
  const stray = files.filter(
    (file) => !/^(dist\/|README\.md$|LICENSE$|CHANGELOG\.md$|package\.json$)/.test(file),
  );
  const tests = files.filter((file) => /(^|\/)(test|tests|fixtures)\/|\.(test|test-d|spec)\./.test(file));
  const maps = files.filter((file) => file.endsWith(".map") && namesAbsolutePath(read(file)));
  const local = ["dependencies", "peerDependencies", "optionalDependencies", "devDependencies"].flatMap(
    (field) =>
      Object.entries((manifest[field] ?? {}) as Record<string, string>)
        .filter(([, range]) => /^(workspace|catalog|file|link):/.test(range))
        .map(([name, range]) => `${field} ${name} ${range}`),
  );
  return [
    ...missing.map((file) => `${file} is missing`),
    ...stray.map((file) => `${file} does not belong into a package: list it out of "files"`),
    ...tests.map((file) => `${file} is a test`),
    ...maps.map((file) => `${file} names a folder of the machine that built it`),
    ...local.map((range) => `${range} means nothing outside this workspace`),
    ...(manifest.engines?.node === undefined ? ["engines.node is missing"] : []),
    ...(manifest["license"] === undefined ? ["license is missing"] : []),
  ];
}

function namesAbsolutePath(map: string): boolean {
  const { sources = [], sourceRoot = "" } = JSON.parse(map) as { sources?: string[]; sourceRoot?: string };
  return [...sources, sourceRoot].some((source) => /^(\/|file:|[A-Za-z]:[\\/])/.test(source));
}
