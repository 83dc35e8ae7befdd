import type { actOnJob } from "./act-on-job.js";
import type { actionAtUrl } from "./action-at-url.js";
import type { attachCredentials } from "./attach-credentials.js";
import type { eachFile } from "./each-file.js";
import type { encodeFile } from "./encode-file.js";
import type { exchangeKey } from "./exchange-key.js";
import type { placeKey } from "./place-key.js";
import type { submitForm } from "./submit-form.js";
import type { takeFiles } from "./take-files.js";
import type { fileBody } from "./file-body.js";
import type { formBody } from "./form-body.js";
import type { limitRequests } from "./limit-requests.js";
import type { listJobs } from "./list-jobs.js";
import type { nextPage } from "./next-page.js";
import type { readFiles } from "./read-files.js";
import type { readJobUrl } from "./read-job-url.js";
import type { splitJobId } from "./split-job-id.js";
import type { readData } from "./read-data.js";
import type { reconcile } from "./reconcile.js";
import type { sendChunks } from "./send-chunks.js";
import type { storeFile } from "./store-file.js";
import type { uploadFile } from "./upload-file.js";
import type { uploadInput } from "./upload-input.js";
import type { uploadRest } from "./upload-rest.js";
import type { countProgress } from "./count-progress.js";
import type { holdAnswer } from "./hold-answer.js";
import type { heldFile } from "./held-file.js";
import type { jobInBody } from "./job-in-body.js";
import type { unixTimes } from "./unix-times.js";

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
  /** Changes the key for a token: OAuth 2 client credentials. */
  exchangeKey?: typeof exchangeKey;
  /** A body that is the file. */
  fileBody?: typeof fileBody;
  /** A body that is a form with files. */
  formBody?: typeof formBody;
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
