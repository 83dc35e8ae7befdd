// Generated from specs/anchorgrid/openapi.yaml by `pnpm generate`; edits are overwritten.
import type { JobHandle } from "@docjobs/jobs-core";
import { expectTypeOf, test } from "vitest";
import type {
  components,
  AnchorgridClient,
  AnchorgridKinds,
  AnchorgridDoorDetectorInput,
  AnchorgridElevationDetectorInput,
  AnchorgridScheduleExtractorInput,
  AnchorgridPageClassifierInput,
  AnchorgridTocParserInput,
  AnchorgridContentExtractorInput,
} from "../src/index.gen.js";

declare const jobs: AnchorgridClient;

test("jobs cannot be listed", () => {
  // @ts-expect-error -- AnchorGrid has no operation that lists jobs.
  void jobs.list;
});

test("door-detector: a submit gives a handle of this kind, and is no promise of the result", async () => {
  expectTypeOf(jobs.doorDetector.submit).parameter(0).toEqualTypeOf<AnchorgridDoorDetectorInput>();
  const handle = await jobs.doorDetector.submit({} as AnchorgridDoorDetectorInput);
  expectTypeOf(handle).toEqualTypeOf<JobHandle<AnchorgridKinds["door-detector"]>>();
  // @ts-expect-error -- A handle is waited for with wait().
  void handle.then;
});

test("door-detector: nothing tells the cost", () => {
  // @ts-expect-error -- AnchorGrid has no operation for it.
  void jobs.doorDetector.estimate;
});

test("door-detector: a job can be asked to cancel", () => {
  expectTypeOf<JobHandle<AnchorgridKinds["door-detector"]>["cancel"]>().toBeFunction();
});

test("door-detector: a job has no delete", () => {
  const handle = {} as JobHandle<AnchorgridKinds["door-detector"]>;
  // @ts-expect-error -- AnchorGrid has no operation for it.
  void handle.delete;
});

test("door-detector: a snapshot has the progress that the API reports", async () => {
  const snapshot = await ({} as JobHandle<AnchorgridKinds["door-detector"]>).snapshot();
  void snapshot.progress;
});

test("door-detector: only a job that succeeded has a result", async () => {
  const snapshot = await ({} as JobHandle<AnchorgridKinds["door-detector"]>).snapshot();
  // @ts-expect-error -- The job may not have ended yet.
  void snapshot.result;
  if (snapshot.state !== "succeeded") return;
  expectTypeOf(snapshot.result).toEqualTypeOf<components["schemas"]["DoorDetectorResult"]>();
});

test("door-detector: a result is data and has nothing to download", async () => {
  const done = await ({} as JobHandle<AnchorgridKinds["door-detector"]>).wait();
  expectTypeOf(done.result).toEqualTypeOf<components["schemas"]["DoorDetectorResult"]>();
  // @ts-expect-error -- The result is data.
  void done.download;
});

test("elevation-detector: a submit gives a handle of this kind, and is no promise of the result", async () => {
  expectTypeOf(jobs.elevationDetector.submit).parameter(0).toEqualTypeOf<AnchorgridElevationDetectorInput>();
  const handle = await jobs.elevationDetector.submit({} as AnchorgridElevationDetectorInput);
  expectTypeOf(handle).toEqualTypeOf<JobHandle<AnchorgridKinds["elevation-detector"]>>();
  // @ts-expect-error -- A handle is waited for with wait().
  void handle.then;
});

test("elevation-detector: nothing tells the cost", () => {
  // @ts-expect-error -- AnchorGrid has no operation for it.
  void jobs.elevationDetector.estimate;
});

test("elevation-detector: a job can be asked to cancel", () => {
  expectTypeOf<JobHandle<AnchorgridKinds["elevation-detector"]>["cancel"]>().toBeFunction();
});

test("elevation-detector: a job has no delete", () => {
  const handle = {} as JobHandle<AnchorgridKinds["elevation-detector"]>;
  // @ts-expect-error -- AnchorGrid has no operation for it.
  void handle.delete;
});

test("elevation-detector: a snapshot has the progress that the API reports", async () => {
  const snapshot = await ({} as JobHandle<AnchorgridKinds["elevation-detector"]>).snapshot();
  void snapshot.progress;
});

test("elevation-detector: only a job that succeeded has a result", async () => {
  const snapshot = await ({} as JobHandle<AnchorgridKinds["elevation-detector"]>).snapshot();
  // @ts-expect-error -- The job may not have ended yet.
  void snapshot.result;
  if (snapshot.state !== "succeeded") return;
  expectTypeOf(snapshot.result).toEqualTypeOf<components["schemas"]["ElevationDetectorResult"]>();
});

test("elevation-detector: a result is data and has nothing to download", async () => {
  const done = await ({} as JobHandle<AnchorgridKinds["elevation-detector"]>).wait();
  expectTypeOf(done.result).toEqualTypeOf<components["schemas"]["ElevationDetectorResult"]>();
  // @ts-expect-error -- The result is data.
  void done.download;
});

test("schedule-extractor: a submit gives a handle of this kind, and is no promise of the result", async () => {
  expectTypeOf(jobs.scheduleExtractor.submit).parameter(0).toEqualTypeOf<AnchorgridScheduleExtractorInput>();
  const handle = await jobs.scheduleExtractor.submit({} as AnchorgridScheduleExtractorInput);
  expectTypeOf(handle).toEqualTypeOf<JobHandle<AnchorgridKinds["schedule-extractor"]>>();
  // @ts-expect-error -- A handle is waited for with wait().
  void handle.then;
});

test("schedule-extractor: nothing tells the cost", () => {
  // @ts-expect-error -- AnchorGrid has no operation for it.
  void jobs.scheduleExtractor.estimate;
});

test("schedule-extractor: a job can be asked to cancel", () => {
  expectTypeOf<JobHandle<AnchorgridKinds["schedule-extractor"]>["cancel"]>().toBeFunction();
});

test("schedule-extractor: a job has no delete", () => {
  const handle = {} as JobHandle<AnchorgridKinds["schedule-extractor"]>;
  // @ts-expect-error -- AnchorGrid has no operation for it.
  void handle.delete;
});

test("schedule-extractor: a snapshot has the progress that the API reports", async () => {
  const snapshot = await ({} as JobHandle<AnchorgridKinds["schedule-extractor"]>).snapshot();
  void snapshot.progress;
});

test("schedule-extractor: only a job that succeeded has a result", async () => {
  const snapshot = await ({} as JobHandle<AnchorgridKinds["schedule-extractor"]>).snapshot();
  // @ts-expect-error -- The job may not have ended yet.
  void snapshot.result;
  if (snapshot.state !== "succeeded") return;
  expectTypeOf(snapshot.result).toEqualTypeOf<components["schemas"]["ScheduleExtractorResult"]>();
});

test("schedule-extractor: a result is data and has nothing to download", async () => {
  const done = await ({} as JobHandle<AnchorgridKinds["schedule-extractor"]>).wait();
  expectTypeOf(done.result).toEqualTypeOf<components["schemas"]["ScheduleExtractorResult"]>();
  // @ts-expect-error -- The result is data.
  void done.download;
});

test("page-classifier: a submit gives a handle of this kind, and is no promise of the result", async () => {
  expectTypeOf(jobs.pageClassifier.submit).parameter(0).toEqualTypeOf<AnchorgridPageClassifierInput>();
  const handle = await jobs.pageClassifier.submit({} as AnchorgridPageClassifierInput);
  expectTypeOf(handle).toEqualTypeOf<JobHandle<AnchorgridKinds["page-classifier"]>>();
  // @ts-expect-error -- A handle is waited for with wait().
  void handle.then;
});

test("page-classifier: nothing tells the cost", () => {
  // @ts-expect-error -- AnchorGrid has no operation for it.
  void jobs.pageClassifier.estimate;
});

test("page-classifier: a job can be asked to cancel", () => {
  expectTypeOf<JobHandle<AnchorgridKinds["page-classifier"]>["cancel"]>().toBeFunction();
});

test("page-classifier: a job has no delete", () => {
  const handle = {} as JobHandle<AnchorgridKinds["page-classifier"]>;
  // @ts-expect-error -- AnchorGrid has no operation for it.
  void handle.delete;
});

test("page-classifier: a snapshot has the progress that the API reports", async () => {
  const snapshot = await ({} as JobHandle<AnchorgridKinds["page-classifier"]>).snapshot();
  void snapshot.progress;
});

test("page-classifier: only a job that succeeded has a result", async () => {
  const snapshot = await ({} as JobHandle<AnchorgridKinds["page-classifier"]>).snapshot();
  // @ts-expect-error -- The job may not have ended yet.
  void snapshot.result;
  if (snapshot.state !== "succeeded") return;
  expectTypeOf(snapshot.result).toEqualTypeOf<components["schemas"]["PageClassifierResult"]>();
});

test("page-classifier: a result is data and has nothing to download", async () => {
  const done = await ({} as JobHandle<AnchorgridKinds["page-classifier"]>).wait();
  expectTypeOf(done.result).toEqualTypeOf<components["schemas"]["PageClassifierResult"]>();
  // @ts-expect-error -- The result is data.
  void done.download;
});

test("toc-parser: a submit gives a handle of this kind, and is no promise of the result", async () => {
  expectTypeOf(jobs.tocParser.submit).parameter(0).toEqualTypeOf<AnchorgridTocParserInput>();
  const handle = await jobs.tocParser.submit({} as AnchorgridTocParserInput);
  expectTypeOf(handle).toEqualTypeOf<JobHandle<AnchorgridKinds["toc-parser"]>>();
  // @ts-expect-error -- A handle is waited for with wait().
  void handle.then;
});

test("toc-parser: nothing tells the cost", () => {
  // @ts-expect-error -- AnchorGrid has no operation for it.
  void jobs.tocParser.estimate;
});

test("toc-parser: a job can be asked to cancel", () => {
  expectTypeOf<JobHandle<AnchorgridKinds["toc-parser"]>["cancel"]>().toBeFunction();
});

test("toc-parser: a job has no delete", () => {
  const handle = {} as JobHandle<AnchorgridKinds["toc-parser"]>;
  // @ts-expect-error -- AnchorGrid has no operation for it.
  void handle.delete;
});

test("toc-parser: a snapshot has the progress that the API reports", async () => {
  const snapshot = await ({} as JobHandle<AnchorgridKinds["toc-parser"]>).snapshot();
  void snapshot.progress;
});

test("toc-parser: only a job that succeeded has a result", async () => {
  const snapshot = await ({} as JobHandle<AnchorgridKinds["toc-parser"]>).snapshot();
  // @ts-expect-error -- The job may not have ended yet.
  void snapshot.result;
  if (snapshot.state !== "succeeded") return;
  expectTypeOf(snapshot.result).toEqualTypeOf<components["schemas"]["TocParserResult"]>();
});

test("toc-parser: a result is data and has nothing to download", async () => {
  const done = await ({} as JobHandle<AnchorgridKinds["toc-parser"]>).wait();
  expectTypeOf(done.result).toEqualTypeOf<components["schemas"]["TocParserResult"]>();
  // @ts-expect-error -- The result is data.
  void done.download;
});

test("content-extractor: a submit gives a handle of this kind, and is no promise of the result", async () => {
  expectTypeOf(jobs.contentExtractor.submit).parameter(0).toEqualTypeOf<AnchorgridContentExtractorInput>();
  const handle = await jobs.contentExtractor.submit({} as AnchorgridContentExtractorInput);
  expectTypeOf(handle).toEqualTypeOf<JobHandle<AnchorgridKinds["content-extractor"]>>();
  // @ts-expect-error -- A handle is waited for with wait().
  void handle.then;
});

test("content-extractor: an input without what the API requires is refused", () => {
  // @ts-expect-error -- job_id must be given.
  void jobs.contentExtractor.submit({});
});

test("content-extractor: nothing tells the cost", () => {
  // @ts-expect-error -- AnchorGrid has no operation for it.
  void jobs.contentExtractor.estimate;
});

test("content-extractor: a job can be asked to cancel", () => {
  expectTypeOf<JobHandle<AnchorgridKinds["content-extractor"]>["cancel"]>().toBeFunction();
});

test("content-extractor: a job has no delete", () => {
  const handle = {} as JobHandle<AnchorgridKinds["content-extractor"]>;
  // @ts-expect-error -- AnchorGrid has no operation for it.
  void handle.delete;
});

test("content-extractor: a snapshot has the progress that the API reports", async () => {
  const snapshot = await ({} as JobHandle<AnchorgridKinds["content-extractor"]>).snapshot();
  void snapshot.progress;
});

test("content-extractor: only a job that succeeded has a result", async () => {
  const snapshot = await ({} as JobHandle<AnchorgridKinds["content-extractor"]>).snapshot();
  // @ts-expect-error -- The job may not have ended yet.
  void snapshot.result;
  if (snapshot.state !== "succeeded") return;
  expectTypeOf(snapshot.result).toEqualTypeOf<components["schemas"]["ContentExtractorResult"]>();
});

test("content-extractor: a result is data and has nothing to download", async () => {
  const done = await ({} as JobHandle<AnchorgridKinds["content-extractor"]>).wait();
  expectTypeOf(done.result).toEqualTypeOf<components["schemas"]["ContentExtractorResult"]>();
  // @ts-expect-error -- The result is data.
  void done.download;
});
