import { actOnJob } from "./act-on-job.js";
import { actionAtUrl } from "./action-at-url.js";
import { attachCredentials } from "./attach-credentials.js";
import { eachFile } from "./each-file.js";
import { encodeFile } from "./encode-file.js";
import { exchangeKey } from "./exchange-key.js";
import { fileBody } from "./file-body.js";
import { formBody } from "./form-body.js";
import { countProgress } from "./count-progress.js";
import { holdAnswer } from "./hold-answer.js";
import { heldFile } from "./held-file.js";
import { jobInBody } from "./job-in-body.js";
import { unixTimes } from "./unix-times.js";
import type { JobFeatures } from "./job-features.js";
import { limitRequests } from "./limit-requests.js";
import { listJobs } from "./list-jobs.js";
import { nextPage } from "./next-page.js";
import { placeKey } from "./place-key.js";
import { readData } from "./read-data.js";
import { readFiles } from "./read-files.js";
import { readJobUrl } from "./read-job-url.js";
import { reconcile } from "./reconcile.js";
import { sendChunks } from "./send-chunks.js";
import { splitJobId } from "./split-job-id.js";
import { storeFile } from "./store-file.js";
import { submitForm } from "./submit-form.js";
import { takeFiles } from "./take-files.js";
import { uploadFile } from "./upload-file.js";
import { uploadInput } from "./upload-input.js";
import { uploadRest } from "./upload-rest.js";

/** Every feature: for a descriptor that was not generated, at the price of its bytes. */
export const allFeatures: Required<JobFeatures> = {
  actOnJob,
  actionAtUrl,
  attachCredentials,
  eachFile,
  encodeFile,
  exchangeKey,
  fileBody,
  formBody,
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
