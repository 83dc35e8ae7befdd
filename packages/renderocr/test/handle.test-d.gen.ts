// Generated from specs/renderocr/openapi.yaml by `pnpm generate`; edits are overwritten.
import type { FileResult, JobHandle } from "@docjobs/jobs-core";
import { expectTypeOf, test } from "vitest";
import type { RenderocrClient, RenderocrKinds, RenderocrOcrInput } from "../src/index.gen.js";

declare const jobs: RenderocrClient;

test("jobs can be listed", () => {
  expectTypeOf(jobs.list).toBeFunction();
});

test("ocr: a submit gives a handle of this kind, and is no promise of the result", async () => {
  expectTypeOf(jobs.submit).parameter(0).toEqualTypeOf<RenderocrOcrInput>();
  const handle = await jobs.submit({} as RenderocrOcrInput);
  expectTypeOf(handle).toEqualTypeOf<JobHandle<RenderocrKinds["ocr"]>>();
  // @ts-expect-error -- A handle is waited for with wait().
  void handle.then;
});

test("ocr: an input without what the API requires is refused", () => {
  // @ts-expect-error -- engine, output_format, languages must be given.
  void jobs.submit({ file: new Blob() });
});

test("ocr: nothing tells the cost", () => {
  // @ts-expect-error -- RenderOCR has no operation for it.
  void jobs.estimate;
});

test("ocr: a job has no cancel", () => {
  const handle = {} as JobHandle<RenderocrKinds["ocr"]>;
  // @ts-expect-error -- RenderOCR has no operation for it.
  void handle.cancel;
});

test("ocr: a job has no delete", () => {
  const handle = {} as JobHandle<RenderocrKinds["ocr"]>;
  // @ts-expect-error -- RenderOCR has no operation for it.
  void handle.delete;
});

test("ocr: a snapshot has the progress that the API reports", async () => {
  const snapshot = await ({} as JobHandle<RenderocrKinds["ocr"]>).snapshot();
  void snapshot.progress;
});

test("ocr: only a job that succeeded has a result", async () => {
  const snapshot = await ({} as JobHandle<RenderocrKinds["ocr"]>).snapshot();
  // @ts-expect-error -- The job may not have ended yet.
  void snapshot.result;
  if (snapshot.state !== "succeeded") return;
  expectTypeOf(snapshot.result).toEqualTypeOf<FileResult>();
});

test("ocr: a result can be downloaded", async () => {
  const done = await ({} as JobHandle<RenderocrKinds["ocr"]>).wait();
  expectTypeOf(done.result).toEqualTypeOf<FileResult>();
  expectTypeOf(done.download).toBeFunction();
});
