// Generated from specs/castdoc/openapi.yaml by `pnpm generate`; edits are overwritten.
import type { FileResult, JobHandle } from "@docjobs/jobs-core";
import { expectTypeOf, test } from "vitest";
import type { CastdocClient, CastdocKinds, CastdocConvertInput } from "../src/index.gen.js";

declare const jobs: CastdocClient;

test("jobs can be listed", () => {
  expectTypeOf(jobs.list).toBeFunction();
});

test("convert: a submit gives a handle of this kind, and is no promise of the result", async () => {
  expectTypeOf(jobs.submit).parameter(0).toEqualTypeOf<CastdocConvertInput>();
  const handle = await jobs.submit({} as CastdocConvertInput);
  expectTypeOf(handle).toEqualTypeOf<JobHandle<CastdocKinds["convert"]>>();
  // @ts-expect-error -- A handle is waited for with wait().
  void handle.then;
});

test("convert: an input without what the API requires is refused", () => {
  // @ts-expect-error -- engine, output_format must be given.
  void jobs.submit({ file: new Blob() });
});

test("convert: nothing tells the cost", () => {
  // @ts-expect-error -- CastDoc has no operation for it.
  void jobs.estimate;
});

test("convert: a job has no cancel", () => {
  const handle = {} as JobHandle<CastdocKinds["convert"]>;
  // @ts-expect-error -- CastDoc has no operation for it.
  void handle.cancel;
});

test("convert: a job has no delete", () => {
  const handle = {} as JobHandle<CastdocKinds["convert"]>;
  // @ts-expect-error -- CastDoc has no operation for it.
  void handle.delete;
});

test("convert: a snapshot has the progress that the API reports", async () => {
  const snapshot = await ({} as JobHandle<CastdocKinds["convert"]>).snapshot();
  void snapshot.progress;
});

test("convert: only a job that succeeded has a result", async () => {
  const snapshot = await ({} as JobHandle<CastdocKinds["convert"]>).snapshot();
  // @ts-expect-error -- The job may not have ended yet.
  void snapshot.result;
  if (snapshot.state !== "succeeded") return;
  expectTypeOf(snapshot.result).toEqualTypeOf<FileResult>();
});

test("convert: a result can be downloaded", async () => {
  const done = await ({} as JobHandle<CastdocKinds["convert"]>).wait();
  expectTypeOf(done.result).toEqualTypeOf<FileResult>();
  expectTypeOf(done.download).toBeFunction();
});
