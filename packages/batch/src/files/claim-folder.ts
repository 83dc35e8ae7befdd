import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { ConfigurationError } from "@docjobs/jobs-core";
import type { WorkQueue } from "@docjobs/work-queue";
import type { AllFiles } from "./open-files.js";
import { placeIn } from "./places.js";

/** What a bucket's output folder keeps of the state that its batches are in. */
interface Owner {
  state: string;
  host: string;
}

/**
 * A state that lies elsewhere than the results may be missed: another machine, with a state of its own, would submit all
 * inputs again. So the folder in a bucket keeps which state it belongs to. Throws ConfigurationError for another one.
 */
export async function claimFolder(files: AllFiles, queue: WorkQueue, outputDirectory: string): Promise<void> {
  const place = placeIn(outputDirectory, ".docjobs/state.json");
  const own = files.of(place);
  if (!own.isRemote) return;
  const state = (await queue.firstNote("state", randomUUID())) as string;
  const wanted: Owner = { state, host: hostname() };
  const found = readOwner(await own.firstText(place, `${JSON.stringify(wanted)}\n`));
  if (found.state === state) return;
  throw new ConfigurationError(
    `The batches of ${outputDirectory} are in another state${found.host === undefined ? "" : `, made on ${found.host}`}; nothing was sent.`,
    {
      hint: `Use that machine, --state or --database. If that state is gone, remove ${place}: what it has submitted is then submitted again.`,
    },
  );
}

function readOwner(text: string): Partial<Owner> {
  try {
    const owner: unknown = JSON.parse(text);
    return typeof owner === "object" && owner !== null ? owner : {};
  } catch {
    return {};
  }
}
