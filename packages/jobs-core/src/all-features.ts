import { actOnJob } from "./follow/act-on-job.js";
import { actionAtUrl } from "./follow/action-at-url.js";
import { attachCredentials } from "./http/attach-credentials.js";
import { eachFile } from "./result/each-file.js";
import { encodeFile } from "./upload/encode-file.js";
import { estimateCost } from "./submit/estimate-cost.js";
import { exchangeKey } from "./http/exchange-key.js";
import { fileByBody } from "./result/file-by-body.js";
import { fileBody } from "./upload/file-body.js";
import { findOwnJob } from "./submit/find-own-job.js";
import { formBody } from "./http/form-body.js";
import { countProgress } from "./follow/count-progress.js";
import { holdAnswer } from "./follow/hold-answer.js";
import { heldFile } from "./result/held-file.js";
import { jobInBody } from "./job/job-in-body.js";
import { unixTimes } from "./follow/unix-times.js";
import type { JobFeatures } from "./job-features.js";
import { limitJobs } from "./submit/limit-jobs.js";
import { limitRequests } from "./http/limit-requests.js";
import { listJobs } from "./follow/list-jobs.js";
import { nextPage } from "./follow/next-page.js";
import { placeKey } from "./submit/place-key.js";
import { readData } from "./result/read-data.js";
import { readFiles } from "./result/read-files.js";
import { readJobUrl } from "./result/read-job-url.js";
import { reconcile } from "./submit/reconcile.js";
import { sendChunks } from "./upload/send-chunks.js";
import { splitJobId } from "./job/split-job-id.js";
import { storeFile } from "./upload/store-file.js";
import { storedError } from "./errors/stored-error.js";
import { submitForm } from "./submit/submit-form.js";
import { takeFiles } from "./submit/take-files.js";
import { uploadFile } from "./upload/upload-file.js";
import { uploadInput } from "./upload/upload-input.js";
import { uploadRest } from "./upload/upload-rest.js";

/** Every feature: for a descriptor that was not generated, at the price of its bytes. */
export const allFeatures: Required<JobFeatures> = {
  actOnJob,
  actionAtUrl,
  attachCredentials,
  eachFile,
  encodeFile,
  estimateCost,
  exchangeKey,
  fileByBody,
  fileBody,
  findOwnJob,
  formBody,
  limitJobs,
  limitRequests,
  listJobs,
  nextPage,
  placeKey,
  readData,
  readFiles,
  readJobUrl,
  reconcile,
  sendChunks,
  splitJobId,
  storeFile,
  storedError,
  submitForm,
  takeFiles,
  uploadFile,
  uploadInput,
  uploadRest,
  countProgress,
  heldFile,
  holdAnswer,
  jobInBody,
  unixTimes,
};
