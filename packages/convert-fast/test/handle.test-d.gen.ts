// Generated from specs/convert-fast/openapi.yaml by `pnpm generate`; edits are overwritten.
import type { FileResult, JobHandle } from "@docjobs/jobs-core";
import { expectTypeOf, test } from "vitest";
import type { ConvertFastClient, ConvertFastKinds, ConvertFastConvertInput } from "../src/index.gen.js";

declare const jobs: ConvertFastClient;

test("jobs cannot be listed", () => {
  // @ts-expect-error -- convert.fast has no operation that lists jobs.
  void jobs.list;
});

test("convert: a submit gives a handle of this kind, and is no promise of the result", async () => {
  expectTypeOf(jobs.submit).parameter(0).toEqualTypeOf<ConvertFastConvertInput>();
  const handle = await jobs.submit({} as ConvertFastConvertInput);
  expectTypeOf(handle).toEqualTypeOf<JobHandle<ConvertFastKinds["convert"]>>();
  // @ts-expect-error -- A handle is waited for with wait().
  void handle.then;
});

test("convert: the cost of an input can be asked for", () => {
  expectTypeOf(jobs.estimate).parameter(0).toEqualTypeOf<ConvertFastConvertInput>();
});

test("convert: a job can be asked to cancel", () => {
  expectTypeOf<JobHandle<ConvertFastKinds["convert"]>["cancel"]>().toBeFunction();
});

test("convert: a job can be asked to delete", () => {
  expectTypeOf<JobHandle<ConvertFastKinds["convert"]>["delete"]>().toBeFunction();
});

test("convert: a snapshot has the progress that the API reports", async () => {
  const snapshot = await ({} as JobHandle<ConvertFastKinds["convert"]>).snapshot();
  void snapshot.progress;
});

test("convert: only a job that succeeded has a result", async () => {
  const snapshot = await ({} as JobHandle<ConvertFastKinds["convert"]>).snapshot();
  // @ts-expect-error -- The job may not have ended yet.
  void snapshot.result;
  if (snapshot.state !== "succeeded") return;
  expectTypeOf(snapshot.result).toEqualTypeOf<FileResult>();
});

test("convert: a result can be downloaded", async () => {
  const done = await ({} as JobHandle<ConvertFastKinds["convert"]>).wait();
  expectTypeOf(done.result).toEqualTypeOf<FileResult>();
  expectTypeOf(done.download).toBeFunction();
});
