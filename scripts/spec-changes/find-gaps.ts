import { bumpBetween, bumpFor } from "./changesets.js";
import type { ChangesetFile } from "./changesets.js";
import type { ClientChange } from "./compare-revisions.js";
import { covers, largerBump } from "./finding.js";

/** The changes whose changesets are missing or smaller than the change, and the sentence that says so. */
export function findGaps(
  changes: readonly ClientChange[],
  changesets: readonly ChangesetFile[],
): { change: ClientChange; says: string }[] {
  return changes.flatMap((change) => {
    // A package that is gone cannot be released; what goes out without it is the command line.
    const name = change.change === "gone" ? "@docjobs/cli" : change.name;
    const wanted = change.change === "gone" ? "minor" : change.bump;
    const given = largerBump(bumpFor(name, changesets), released(change));
    if (covers(given, wanted)) return [];
    const says =
      given === undefined
        ? `${name} changes by a ${wanted}, and no changeset says so`
        : `${name} changes by a ${wanted}, and its changeset says ${given}`;
    return [{ change, says }];
  });
}

/** What has gone out between the two revisions needs no changeset any more. */
function released({ versionBefore, versionNow }: ClientChange): ReturnType<typeof bumpBetween> {
  if (versionBefore === undefined || versionNow === undefined) return undefined;
  return bumpBetween(versionBefore, versionNow);
}
