import type { JobSnapshot } from "@docjobs/jobs-core";
import type { RunContext } from "./run-context.js";

/** A job that the API has for certain, from some moment on. */
interface Anchor {
  jobId: string;
  at: number;
}

const EVERY_MS = 600_000;
const MOST = 50;
/** Clocks of machines that share a batch agree this well. */
const WORKER_SKEW_MS = 2000;
/** The API's clock may be further off. */
const API_SKEW_MS = 60_000;
/** No API is known that lists fewer jobs at once. */
const SHORTEST_PAGE = 20;

/** Remembers a job now and then, to recognise in the API's list how far back it goes. */
export async function dropAnchor({ queue, clock }: RunContext, lane: string, jobId: string): Promise<void> {
  const anchors = await readAnchors(queue, lane);
  const at = clock.now();
  if (at - (anchors.at(-1)?.at ?? 0) < EVERY_MS) return;
  await queue.setNote(noteKey(lane), [...anchors, { jobId, at }].slice(-MOST));
}

/**
 * Whether a list, newest first, goes back to before a moment: it is shorter than any page, it has a job that was there
 * already, or one that the API says is older. A list that is cut off earlier proves nothing.
 */
export async function reachesBack(
  { queue }: RunContext,
  lane: string,
  jobs: readonly JobSnapshot[],
  at: number,
): Promise<boolean> {
  if (jobs.length < SHORTEST_PAGE) return true;
  if (jobs.some(({ times }) => Date.parse(times.created ?? "") < at - API_SKEW_MS)) return true;
  const ids = new Set(jobs.map(({ id }) => id));
  const anchors = await readAnchors(queue, lane);
  return anchors.some((anchor) => anchor.at < at - WORKER_SKEW_MS && ids.has(anchor.jobId));
}

async function readAnchors(queue: RunContext["queue"], lane: string): Promise<Anchor[]> {
  return ((await queue.note(noteKey(lane))) ?? []) as Anchor[];
}

function noteKey(lane: string): string {
  return `anchors:${lane}`;
}
