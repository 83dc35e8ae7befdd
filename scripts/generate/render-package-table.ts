import type { ProviderModel } from "./provider-model.js";
import { SpecRefusedError } from "./spec-problem.js";
import { cell } from "./text.js";

/** A published package that is written by hand. */
export interface ListedPackage {
  /** The folder's name under packages/. */
  id: string;
  name: string;
  /** What its package.json says of it. */
  description: string;
}

const begin = "<!-- The table of packages is written by `pnpm generate`; edits in it are overwritten. -->";
const end = "<!-- The end of what `pnpm generate` writes. -->";

/** README.md with its table of packages as they are: the core, the clients, the rest. */
export function renderPackageTable(
  readme: string,
  models: readonly ProviderModel[],
  handWritten: readonly ListedPackage[],
): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) {
    throw new SpecRefusedError([
      {
        file: "README.md",
        line: 1,
        what: "the marks around the table of packages are gone",
        mend: `write \`${begin}\`, an empty line and \`${end}\` where the table belongs`,
      },
    ]);
  }
  const clients = models.map(({ id, title, summary }): ListedPackage => ({
    id,
    name: `@docjobs/${id}`,
    description: `${title}: ${summary}`,
  }));
  const isCore = ({ id }: ListedPackage): boolean => id === "jobs-core";
  const listed = [
    ...handWritten.filter(isCore),
    ...clients,
    ...handWritten.filter((each) => !isCore(each) && !clients.some(({ id }) => id === each.id)),
  ];
  const rows = listed.map(
    ({ id, name, description }) =>
      `| [${name}](packages/${id}/README.md) | ${cell(description.replace(/\.$/, ""))} |`,
  );
  const table = ["| package | what it is |", "| --- | --- |", ...rows].join("\n");
  return `${readme.slice(0, from)}${begin}\n\n${table}\n\n${readme.slice(to)}`;
}
