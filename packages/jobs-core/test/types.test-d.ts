/** Compiled by `pnpm types`, never run: what must and must not type-check. */
import type {
  Download,
  FileResult,
  JobHandle,
  JobSnapshot,
  JobsClient,
  ListClient,
  SucceededJob,
  WithFile,
} from "../src/index.js";
import type { TestKinds } from "./support/test-api.js";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(isSame: Same<A, B>): void;

/** A file kind that can do everything, an inline kind that can do nothing. */
interface Kinds extends Record<
  string,
  { input: object; job: unknown; result: unknown; can: never | "cancel" | "delete" | "progress" }
> {
  convert: TestKinds["convert"];
  plain: { input: { url: string }; job: { id: string }; result: { pages: number }; can: never };
}
declare const jobs: JobsClient<Kinds> & ListClient<Kinds>;
declare const convert: JobHandle<Kinds["convert"]>;
declare const plain: JobHandle<Kinds["plain"]>;
declare const either: JobHandle<Kinds["convert"] | Kinds["plain"]>;
declare const untyped: JobHandle;

export async function handlesAreTypedByCapability(): Promise<void> {
  await convert.cancel();
  await convert.delete();
  // @ts-expect-error -- This kind cannot be canceled.
  await plain.cancel();
  // @ts-expect-error -- This kind cannot be deleted.
  await plain.delete();
  // @ts-expect-error -- Not every kind here can be canceled.
  await either.cancel();
  // @ts-expect-error -- Nobody knows whether this kind can be canceled: it has to be looked at.
  await untyped.cancel();
  await untyped.cancel?.();
}

export function handlesAreNoPromises(): void {
  // @ts-expect-error -- wait() is the promise.
  void convert.then;
}

export async function resultsAreThereOnSucceededJobsOnly(): Promise<void> {
  const snapshot = await convert.snapshot();
  // @ts-expect-error -- Not known to have succeeded.
  void snapshot.result;
  // @ts-expect-error -- Not known to have succeeded.
  void snapshot.download;
  // @ts-expect-error -- Not known to have failed.
  void snapshot.error;
  if (snapshot.state === "succeeded") same<typeof snapshot.result, FileResult>(true);
  if (snapshot.state === "failed") same<typeof snapshot.error.code, string | undefined>(true);
  const done = await convert.wait({ timeoutMs: undefined, signal: undefined });
  same<ReturnType<typeof done.download>, Promise<Download>>(true);
}

export async function inlineResultsAreTypedData(): Promise<void> {
  const done = await plain.wait();
  same<typeof done.result, { pages: number }>(true);
  same<typeof done.raw, { id: string }>(true);
  // @ts-expect-error -- There is no file.
  void done.download;
}

export async function progressIsThereWhereTheApiReportsIt(): Promise<void> {
  void (await convert.snapshot()).progress?.percent;
  // @ts-expect-error -- This kind reports no progress.
  void (await plain.snapshot()).progress;
}

export async function submitsTakeTheirKindsInput(): Promise<void> {
  const handle = await jobs.kind("plain").submit({ url: "https://papermill.example" });
  same<typeof handle, JobHandle<Kinds["plain"]>>(true);
  // @ts-expect-error -- `url` is required.
  await jobs.kind("plain").submit({});
}

export async function everyKindFitsTheUntypedForms(): Promise<void> {
  const [listed] = await jobs.list();
  const snapshots: (JobSnapshot | undefined)[] = [listed, await convert.snapshot(), await plain.snapshot()];
  const succeeded: SucceededJob[] = [await convert.wait(), await plain.wait()];
  const handles: JobHandle[] = [convert, plain];
  void [snapshots, succeeded, handles];
  for await (const event of either.events()) void event.state;
  await either.wait({ onEvent: (event) => void event.status });
}

export function aFileStandsInForItsId(): void {
  type Input = WithFile<{ file_id: string; format: string }, "file_id">;
  const byFile: Input = { file: new Blob([]), format: "docx" };
  const byId: Input = { file_id: "f1", format: "docx" };
  // @ts-expect-error -- One of the two is needed.
  const neither: Input = { format: "docx" };
  void [byFile, byId, neither];
}
