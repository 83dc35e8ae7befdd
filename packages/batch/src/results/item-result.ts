import type { Item, ItemError, ItemPhase } from "../item.js";
import { shownInput } from "../plan/shown-input.js";

/** One line of `results.jsonl`. What is not known is null. */
export interface ItemResult {
  /** The input's path, URL or job id. */
  input: string;
  /** The last job's id. */
  job: string | null;
  /** Resumes the job in any process. */
  token: string | null;
  state: ItemPhase;
  /** Path of the result in the output directory. */
  output: string | null;
  bytes: number | null;
  sha256: string | null;
  credits: number | null;
  times: { planned: string; submitted: string | null; completed: string | null; ended: string | null };
  error: ItemError | null;
  /** Further result files of the same job. */
  more?: { output: string; bytes: number; sha256: string }[];
}

export function itemResult({ phase, data }: Item): ItemResult {
  const [first, ...more] = phase === "saved" ? (data.files ?? []) : [];
  const { planned, submitted, completed, ended } = data.times;
  return {
    input: shownInput(data.input),
    job: data.jobId ?? null,
    token: data.token ?? null,
    state: phase,
    output: first?.path ?? null,
    bytes: first?.sizeBytes ?? null,
    sha256: first?.sha256 ?? null,
    credits: data.credits ?? null,
    times: {
      planned: timestamp(planned),
      submitted: submitted === undefined ? null : timestamp(submitted),
      completed: completed === undefined ? null : timestamp(completed),
      ended: ended === undefined ? null : timestamp(ended),
    },
    error: phase === "saved" ? null : (data.error ?? null),
    ...(more.length > 0 && {
      more: more.map(({ path, sizeBytes, sha256 }) => ({ output: path, bytes: sizeBytes, sha256 })),
    }),
  };
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}
