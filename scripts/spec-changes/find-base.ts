import type { Repository } from "./repository.js";

export interface Base {
  commit: string;
  /** For people: why this one. */
  why: string;
}

/**
 * The revision to compare with when none is named: where the branch left main; on main itself, the last commit if
 * nothing is uncommitted, so that a commit is judged once, before or after it is made.
 */
export function findBase(repository: Repository): Base | undefined {
  const head = repository.commitOf("HEAD");
  if (head === undefined) return undefined;
  for (const main of ["origin/main", "main"]) {
    const tip = repository.commitOf(main);
    const base: string | undefined = tip === undefined ? undefined : repository.mergeBase(head, tip);
    if (base !== undefined && base !== head) return { commit: base, why: `where this branch left ${main}` };
  }
  if (repository.isChanged("specs", ".changeset")) return { commit: head, why: "the last commit" };
  const parent = repository.commitOf("HEAD^");
  return parent === undefined ? undefined : { commit: parent, why: "the commit before the last" };
}
