import type { JobDeclaration, JobKind, Upload } from "../../packages/jobs-core/src/job-api.js";
import type { JobFeatures } from "../../packages/jobs-core/src/job-features.js";

type FeatureName = keyof JobFeatures;

/**
 * The functions of `@docjobs/jobs-core/features` that a declaration needs, in the order of the alphabet. A new feature
 * is a function there, a member of `JobFeatures`, and a line here.
 */
export function apiFeatures(api: JobDeclaration): FeatureName[] {
  const needs: Record<FeatureName, boolean> = {
    ...actionFeatures(api),
    ...submitFeatures(api),
    ...resultFeatures(api),
    attachCredentials: api.auth.length > 1 || api.auth.some((each) => !("header" in each) || each.basic),
    ...idFeatures(api),
    limitJobs: api.limits.inFlight !== undefined,
    limitRequests: (api.limits.perMinute ?? api.job.poll.perSecond) !== undefined,
    countProgress: (api.job.progress?.done ?? api.job.progress?.ratio) !== undefined,
    holdAnswer: api.job.poll.wait !== undefined,
    unixTimes: api.job.unixTimes === true,
    estimateCost: Object.values(api.kinds).some(({ estimate }) => estimate !== undefined),
    exchangeKey: api.auth.some((credential) => "tokenUrl" in credential),
  };
  return (Object.keys(needs) as FeatureName[]).filter((name) => needs[name]).sort();
}

type Needs<Name extends FeatureName> = Record<Name, boolean>;

function actionFeatures({
  cancel,
  delete: remove,
  list,
  job,
  kinds,
}: JobDeclaration): Needs<"actOnJob" | "actionAtUrl" | "jobInBody" | "listJobs" | "reconcile"> {
  const actions = [cancel, remove].filter((action) => action !== undefined);
  // A submit is found again by what it refers to: an uploaded file, or another job.
  const refers = Object.values(kinds).some(({ input }) => input.file?.upload ?? input.job);
  return {
    actOnJob: actions.length > 0,
    jobInBody: [job.get, job.poll.wait?.operation, ...actions].some(
      (each) => (each?.field ?? each?.body ?? each?.keys) !== undefined,
    ),
    actionAtUrl: actions.some(({ url }) => url !== undefined),
    listJobs: list !== undefined,
    reconcile: list !== undefined && job.id !== undefined && refers,
  };
}

function submitFeatures({
  kinds,
  uploads,
}: JobDeclaration): Needs<
  | "encodeFile"
  | "findOwnJob"
  | "fileBody"
  | "formBody"
  | "placeKey"
  | "sendChunks"
  | "storeFile"
  | "storedError"
  | "submitForm"
  | "takeFiles"
> &
  Needs<"uploadFile" | "uploadInput" | "uploadRest"> {
  const isSome = (is: (kind: JobKind) => unknown): boolean => Object.values(kinds).some(is);
  const isForm = ({ submit: { content } }: JobKind): boolean =>
    content.startsWith("multipart/") || content.endsWith("-urlencoded");
  const isUploaded = (is: (upload: Upload) => unknown): boolean =>
    isSome(({ input: { file } }) => {
      const upload = file?.upload === undefined ? undefined : uploads[file.upload];
      return upload && is(upload);
    });
  return {
    encodeFile: isSome(({ input }) => input.file?.base64),
    findOwnJob: isSome(({ submit }) => submit.jobId === undefined),
    fileBody: isSome(({ submit }) => submit.content === "file") || isUploaded((each) => sendsFile(each)),
    formBody: isUploaded((each) => sendsForm(each)),
    storedError:
      isUploaded(({ put, form }) => put ?? form) ||
      isSome(({ result }) => result.type === "url" && !result.base64),
    placeKey: isSome(({ submit }) => submit.idempotency.by !== "none"),
    sendChunks: isUploaded(({ chunks }) => chunks),
    storeFile: isUploaded(({ put, form }) => put ?? form),
    submitForm: isSome(isForm),
    takeFiles: isSome(({ input }) => input.file),
    uploadFile: isUploaded(({ afterSubmit }) => !afterSubmit),
    uploadInput: isSome(
      ({ input: { file } }) =>
        file?.field !== undefined && file.upload !== undefined && !uploads[file.upload]?.afterSubmit,
    ),
    uploadRest: isUploaded(({ afterSubmit, put, form, chunks, complete }) =>
      [afterSubmit, put, form, chunks, complete].some(Boolean),
    ),
  };
}

/** The file is the body of some request of the upload. */
function sendsFile({ part, put, form, chunks }: Upload): boolean {
  if (chunks) return chunks.part === undefined;
  return put !== undefined || (form === undefined && part === undefined);
}

/** The file is a part of some request of the upload. */
function sendsForm({ part, put, form, chunks }: Upload): boolean {
  if (chunks) return chunks.part !== undefined;
  return form !== undefined || (put === undefined && part !== undefined);
}

function resultFeatures(
  api: JobDeclaration,
): Needs<"fileByBody" | "readFiles" | "eachFile" | "heldFile" | "readData" | "nextPage"> {
  const results = Object.values(api.kinds).map(({ result }) => result);
  return {
    fileByBody: results.some((result) => result.type === "file" && result.fields),
    readFiles: results.some((result) => result.type !== "inline"),
    heldFile: results.some((result) => result.type === "url" && result.base64),
    eachFile: results.some((result) => result.type !== "inline" && result.many),
    readData: results.some((result) => result.type === "inline" && result.from),
    nextPage:
      api.list?.pages !== undefined ||
      results.some((result) => result.type === "inline" && result.from?.pages),
  };
}

/** A header gives a job's URL; a field whose name ends in "id" gives an id, and any other one may give a URL. */
function idFeatures({ job, kinds }: JobDeclaration): Needs<"readJobUrl" | "splitJobId"> {
  const places = [job.id, ...Object.values(kinds).map(({ submit }) => submit.jobId)];
  const isPart = job.get.under !== undefined;
  return {
    readJobUrl: isPart || places.some((place) => place !== undefined && !/^\/.*id$/i.test(place)),
    splitJobId: isPart,
  };
}
