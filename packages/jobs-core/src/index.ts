export { type Clock, systemClock } from "./http/clock.js";
export { createJobsClient } from "./create-jobs-client.js";
export type { CallOptions } from "./http/call-options.js";
export type { ClientOptions } from "./client-options.js";
export type { Download } from "./result/download.js";
export {
  AbortedError,
  AuthenticationError,
  BadResponseError,
  ConfigurationError,
  FileExistsError,
  InputFileError,
  InsufficientCreditsError,
  IntegrityError,
  InvalidTokenError,
  JobCanceledError,
  JobExpiredError,
  JobFailedError,
  JobNotCancelableError,
  JobNotDeletableError,
  JobNotFoundError,
  JobNotReadyError,
  OutputFileError,
  RateLimitedError,
  RequestRefusedError,
  ServiceUnavailableError,
  SubmitOutcomeUnknownError,
  UnsafeRedirectError,
  WaitTimeoutError,
} from "./errors/errors.js";
export type { FileResult } from "./result/file-result.js";
export type {
  AuthHeader,
  Cancel,
  Credential,
  DataSource,
  Delete,
  EngineInput,
  Estimate,
  EstimateSource,
  FileInput,
  JobAction,
  JobApi,
  JobDeclaration,
  JobKind,
  JobOperation,
  JobResource,
  JobState,
  KindInput,
  KindResult,
  Limits,
  List,
  Operation,
  Pages,
  Place,
  PollAdvice,
  ProblemPlaces,
  Refusal,
  ServerWait,
  StatusWords,
  Submit,
  Upload,
  UploadChunks,
  UploadField,
  UploadStep,
  Webhook,
  WebhookSignature,
} from "./job-api.js";
export type { JobFeatures } from "./job-features.js";
export type { Cancelable, Deletable, Followable, JobHandle, WaitOptions } from "./job/job-handle.js";
export type {
  CanceledJob,
  DownloadOptions,
  ExpiredJob,
  FileOptions,
  FailedJob,
  JobFailure,
  JobProgress,
  JobSnapshot,
  JobTimes,
  SucceededJob,
  UnfinishedJob,
} from "./job/job-snapshot.js";
export type { CostEstimate } from "./submit/estimate-cost.js";
export type {
  EstimateClient,
  JobsClient,
  KindClient,
  ListArguments,
  ListClient,
  ListOptions,
} from "./jobs-client.js";
export { JobsError, type JobsErrorDetails } from "./errors/jobs-error.js";
export type {
  Capability,
  KindTypes,
  WithFile,
  WithFilePart,
  WithFileParts,
  WithFiles,
  WithNestedFile,
} from "./kind-types.js";
export type { LimitOptions } from "./http/limits.js";
export type { PendingSubmit, SubmitOptions, UploadProgress } from "./submit/submit-options.js";
export type { UploadedFile } from "./upload/upload-input.js";
