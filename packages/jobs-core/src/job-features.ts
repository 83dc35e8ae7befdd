import type { actOnJob } from "./follow/act-on-job.js";
import type { actionAtUrl } from "./follow/action-at-url.js";
import type { attachCredentials } from "./http/attach-credentials.js";
import type { eachFile } from "./result/each-file.js";
import type { encodeFile } from "./upload/encode-file.js";
import type { estimateCost } from "./submit/estimate-cost.js";
import type { exchangeKey } from "./http/exchange-key.js";
import type { placeKey } from "./submit/place-key.js";
import type { submitForm } from "./submit/submit-form.js";
import type { takeFiles } from "./submit/take-files.js";
import type { fileByBody } from "./result/file-by-body.js";
import type { fileBody } from "./upload/file-body.js";
import type { findOwnJob } from "./submit/find-own-job.js";
import type { formBody } from "./http/form-body.js";
import type { limitJobs } from "./submit/limit-jobs.js";
import type { limitRequests } from "./http/limit-requests.js";
import type { listJobs } from "./follow/list-jobs.js";
import type { nextPage } from "./follow/next-page.js";
import type { readFiles } from "./result/read-files.js";
import type { readJobUrl } from "./result/read-job-url.js";
import type { splitJobId } from "./job/split-job-id.js";
import type { readData } from "./result/read-data.js";
import type { reconcile } from "./submit/reconcile.js";
import type { sendChunks } from "./upload/send-chunks.js";
import type { storeFile } from "./upload/store-file.js";
import type { storedError } from "./errors/stored-error.js";
import type { uploadFile } from "./upload/upload-file.js";
import type { uploadInput } from "./upload/upload-input.js";
import type { uploadRest } from "./upload/upload-rest.js";
import type { countProgress } from "./follow/count-progress.js";
import type { holdAnswer } from "./follow/hold-answer.js";
import type { heldFile } from "./result/held-file.js";
import type { jobInBody } from "./job/job-in-body.js";
import type { unixTimes } from "./follow/unix-times.js";

/**
 * What only some APIs need, each function under its own name. `scripts/generate/api-features.ts` says which declaration
 * needs which.
 */
export interface JobFeatures {
  /** Cancels or deletes a job. */
  actOnJob?: typeof actOnJob;
  /** Finds the URL in the job where it is canceled or deleted. */
  actionAtUrl?: typeof actionAtUrl;
  /** A key that is more than one header. */
  attachCredentials?: typeof attachCredentials;
  /** Tells several result files apart. */
  eachFile?: typeof eachFile;
  /** Puts a file into a field as base64 text. */
  encodeFile?: typeof encodeFile;
  /** Asks what a submit would cost. */
  estimateCost?: typeof estimateCost;
  /** Changes the key for a token: OAuth 2 client credentials. */
  exchangeKey?: typeof exchangeKey;
  /** Asks for a result with a JSON body. */
  fileByBody?: typeof fileByBody;
  /** A body that is the file. */
  fileBody?: typeof fileBody;
  /** Looks for a job by the id that the client chose for it, where the answer to its submit was lost. */
  findOwnJob?: typeof findOwnJob;
  /** A body that is a form with files. */
  formBody?: typeof formBody;
  /** Keeps to the number of jobs in flight that the API grants. */
  limitJobs?: typeof limitJobs;
  /** Keeps to the rate that the API grants. */
  limitRequests?: typeof limitRequests;
  /** Lists the account's jobs. */
  listJobs?: typeof listJobs;
  /** Follows a result's pages. */
  nextPage?: typeof nextPage;
  /** Keeps a repeated submit from making a second job. */
  placeKey?: typeof placeKey;
  /** Reads a result from an operation of its own. */
  readData?: typeof readData;
  /** Reads and downloads a result that is a file, or several. */
  readFiles?: typeof readFiles;
  /** Finds a job's id in its URL. */
  readJobUrl?: typeof readJobUrl;
  /** Looks in the list for the job of a submit whose answer was lost. */
  reconcile?: typeof reconcile;
  /** Uploads in pieces. */
  sendChunks?: typeof sendChunks;
  /** A job that is found under more than its id. */
  splitJobId?: typeof splitJobId;
  /** A submit whose body is a form. */
  submitForm?: typeof submitForm;
  /** Takes files with a submit. */
  takeFiles?: typeof takeFiles;
  /** Uploads to a URL that the API names: presigned, or a form. */
  storeFile?: typeof storeFile;
  /** Tells what a storage host says no with. */
  storedError?: typeof storedError;
  /** Uploads a file that a submit refers to. */
  uploadFile?: typeof uploadFile;
  /** Uploads a file for several submits. */
  uploadInput?: typeof uploadInput;
  /** Uploads in more than one request. */
  uploadRest?: typeof uploadRest;
  /** Reads progress that is told as a ratio, or as so much of so much. */
  countProgress?: typeof countProgress;
  /** Has the server wait for the end of a job. */
  holdAnswer?: typeof holdAnswer;
  /** Reads a result file that stands in the job as base64 text. */
  heldFile?: typeof heldFile;
  /** A request about a job that has a body. */
  jobInBody?: typeof jobInBody;
  /** Reads times that are numbers. */
  unixTimes?: typeof unixTimes;
}
