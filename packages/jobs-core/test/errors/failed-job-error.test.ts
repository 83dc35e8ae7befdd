import { describe, expect, it } from "vitest";
import { failedJobError } from "../../src/errors/failed-job-error.js";
import type { FailedJob, JobFailure, JobProgress } from "../../src/job/job-snapshot.js";

const failed = (error: JobFailure, progress?: JobProgress): FailedJob => ({
  state: "failed",
  status: "failed",
  provider: "test",
  kind: "convert",
  id: "j1",
  token: "t",
  times: {},
  raw: {},
  error,
  ...(progress && { progress }),
});

describe("failedJobError", () => {
  it.each([
    ["Page 3 is broken", "convert job j1 failed: bad_pdf: Page 3 is broken."],
    ["Export it again. ", "convert job j1 failed: bad_pdf: Export it again."],
    ["Page 3\r\nis\u001b\u202e broken", "convert job j1 failed: bad_pdf: Page 3 is broken."],
    ["Is it a PDF?", "convert job j1 failed: bad_pdf: Is it a PDF?"],
  ])("ends %j with one stop", (message, expected) => {
    const { message: text, hint } = failedJobError(failed({ code: "bad_pdf", message }));
    expect(text).toBe(expected);
    expect(hint).toBe("Mend what the message names and submit again.");
  });

  it("takes the progress for the reason where the API gives no message", () => {
    const phase = "This server has no such engine.";
    const error = failedJobError(failed({ code: "NO_ENGINE" }, { phase }));
    expect(error.message).toBe("convert job j1 failed: NO_ENGINE: This server has no such engine.");
  });

  it.each(["INTERNAL_ERROR", "internal", "convert.internal_error", "server_error", "ENGINE_FAILURE"])(
    "does not blame the document for %s",
    (code) => {
      const { hint, requestId } = failedJobError(failed({ code, message: "Oops", requestId: "r-9" }));
      expect(hint).toMatch(/service failed.*later.*request r-9/u);
      expect(requestId).toBe("r-9");
      expect(failedJobError(failed({ code })).hint).toContain("quote job j1");
    },
  );

  it("does not send the reader to a message that is not there", () => {
    const error = failedJobError(failed({}));
    expect(error.message).toBe("convert job j1 failed.");
    expect(error.hint).toMatch(/does not say why.*job j1/u);
  });
});
