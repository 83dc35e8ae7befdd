import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { loadSpec } from "../../generate/load-spec.js";
import { buildProviderModel } from "../../generate/provider-model.js";
import { SpecRefusedError } from "../../generate/spec-problem.js";

type Keys = readonly (string | number)[];

/** An invented API, where something in it is changed, to what, and what the generator says. */
const refusals: readonly [api: string, at: Keys, value: unknown, says: string][] = [
  [
    "second-key",
    ["kinds", "translate", "result", "file", "parameters"],
    { document_id: "/document_id" },
    'the body of downloadDocument requires "document_key", which nothing here supplies (add it under `parameters`, with its place in the job)',
  ],
  [
    "second-key",
    ["resource", "keys"],
    undefined,
    'x-job.resource.get: the body of getDocumentStatus requires "document_key", which nothing here supplies (give it a `const` or a `default`, or name another operation)',
  ],
  [
    "second-key",
    ["resource", "keys", "secret"],
    "/document_key",
    'getDocumentStatus takes no "secret", neither as a query parameter nor in its JSON body (mend the name, or leave it out)',
  ],
  [
    "second-key",
    ["resource", "keys", "document_key"],
    "/key",
    'x-job.resource.keys.document_key is /key, and the answer of translateDocument has no "key" there (the fields there are: document_id, document_key)',
  ],
  [
    "done-flag",
    ["token"],
    { clientSecret: "form" },
    "x-job.token says how a token is asked for, and the key is changed for none (leave it out, or declare `type: oauth2` with clientCredentials)",
  ],
  [
    "done-flag",
    ["list", "pages", "number"],
    "pageSize",
    "x-job.list.pages needs exactly one of next, number, offset, after (name the one by which the API goes on)",
  ],
  [
    "done-flag",
    ["list", "pages", "parameter"],
    "token",
    'listOperations has no query parameter "token" (use one of: pageToken, pageSize)',
  ],
  [
    "done-flag",
    ["list", "pages", "next"],
    "/next",
    'x-job.list.pages.next is /next, and the answer of listOperations has no "next" there (the fields there are: nextPageToken, operations)',
  ],
  [
    "done-flag",
    ["list", "pages", "more"],
    "/nextPageToken",
    "x-job.list.pages.more is /nextPageToken, and the answer of listOperations holds no boolean there (name a place that holds a boolean, or mend the schema)",
  ],
  [
    "done-flag",
    ["list", "pages"],
    { offset: "pageToken" },
    'x-job.list.pages.offset counts, and the parameter "pageToken" of listOperations takes a string (name another parameter, or `next` for a token)',
  ],
  [
    "see-other",
    ["list", "pages", "parameter"],
    "cursor",
    "a Link header holds the URL of the next page, and no token (leave the parameter out)",
  ],
  [
    "see-other",
    ["list", "pages", "next"],
    "$response.header.Next",
    "x-job.list.pages.next is the header Next, and the answer of listJobs documents no such header (declare it under the response's headers)",
  ],
  [
    "see-other",
    ["list", "status"],
    undefined,
    "a listed job has no $statusCode of its own that says how it stands (declare list.status with the place and the words of a listed job, or leave the list out)",
  ],
  [
    "see-other",
    ["list", "status", "failed"],
    [],
    "no word and no place says that a job has failed (list the words under `failed`, or name a place that is there on failed jobs only as `failedAt`)",
  ],
  [
    "see-other",
    ["list", "id"],
    undefined,
    "jobs in a list are told apart by their id, and neither resource.id nor list.id says where it stands (declare list.id)",
  ],
  [
    "operation-location",
    ["list", "under"],
    undefined,
    'a job is found under "model", which neither the list\'s path nor a listed job tells (say under `list.under` where a listed job has it)',
  ],
  [
    "operation-location",
    ["list", "under", "tenant"],
    "/modelId",
    'getResult finds a job under no path parameter "tenant" (use one of: model)',
  ],
  [
    "under-path",
    ["kinds", "merge", "result", "inline", "pages"],
    { after: "page" },
    "after is for lists of jobs, and a result has none (leave it out)",
  ],
  [
    "ok-file",
    ["kinds", "convert", "estimate", "operation"],
    "getPrices",
    'x-job.kinds.convert.estimate.operation names the operation "getPrices", which the spec does not have (use one of: convert, getResult, getPrice)',
  ],
  [
    "ok-file",
    ["kinds", "convert", "estimate", "parameters"],
    { bytes: "$file.sizeBytes" },
    'getPrice requires "from", and the input of convert has no field of that name (say under `parameters` what it takes)',
  ],
  [
    "ok-file",
    ["kinds", "convert", "estimate", "parameters", "size"],
    "$file.sizeBytes",
    'getPrice has no path or query parameter "size", and no JSON body (use one of: from, to, bytes, plan)',
  ],
  [
    "ok-file",
    ["kinds", "convert", "estimate", "parameters", "bytes"],
    "length",
    'x-job.kinds.convert.estimate.parameters.bytes names the field "length", which the body of convert does not have (use one of: to)',
  ],
  [
    "ok-file",
    ["kinds", "convert", "estimate", "amount"],
    "/price",
    'x-job.kinds.convert.estimate.amount is /price, and the answer of getPrice has no "price" there (the fields there are: pages)',
  ],
  [
    "prediction",
    ["kinds", "run", "estimate", "parameters", "/document/bytes"],
    "$file.sizeBytes",
    "$file.sizeBytes is of a file, and the kind takes none (declare input.file, or name a field of the input)",
  ],
  [
    "prediction",
    ["kinds", "run", "estimate", "parameters", "/document/type"],
    "$file.type",
    'x-job.kinds.run.estimate.parameters./document/type is "$file.type" (write what specs/x-job.schema.json says)',
  ],
  [
    "see-other",
    ["resource", "status", "running"],
    [204],
    "the status word \"204\" is not one of the schema's: 202, 303, 422 (mend the word, or add it to the schema's enum)",
  ],
  [
    "see-other",
    ["resource", "status", "succeeded"],
    [],
    'the schema knows the status word "303", and no state lists it (list it under one of queued, running, succeeded, failed, canceled, expired)',
  ],
  [
    "done-flag",
    ["resource", "status", "failedAt"],
    undefined,
    "no word and no place says that a job has failed (list the words under `failed`, or name a place that is there on failed jobs only as `failedAt`)",
  ],
  [
    "ok-file",
    ["kinds", "convert", "result", "file", "parameters", "id"],
    "$request.path.job",
    'x-job.kinds.convert.result.file.parameters.id is $request.path.job, and the answer of getResult belongs to no request with the path parameter "job" (use one of: id)',
  ],
  [
    "ok-file",
    ["kinds", "convert", "submit", "jobId"],
    undefined,
    "the kind convert does not say where the new job's id stands (add `jobId:`)",
  ],
  [
    "operation-location",
    ["kinds", "analyze", "input", "file", "field"],
    "document",
    "analyze takes no multipart/form-data body (name the upload that takes the file as input.file.upload)",
  ],
  [
    "done-flag",
    ["kinds", "read", "input", "file", "field"],
    "/document/bytes",
    "process takes no multipart/form-data body (name the upload that takes the file as input.file.upload)",
  ],
  [
    "prediction",
    ["kinds", "run", "input", "url", "field"],
    "/input/link",
    "x-job.kinds.run.input.url.field names /input/link, which the body of createPrediction does not have (mend the pointer, or declare the field in the request body's schema)",
  ],
  [
    "prediction",
    ["resource", "poll", "wait", "header", "name"],
    "X-Wait",
    'getPrediction has no header parameter "X-Wait" (use one of: Prefer)',
  ],
  [
    "prediction",
    ["resource", "poll", "wait", "parameter"],
    "wait",
    "poll.wait needs exactly one of parameter, header, operation (name the one that the API has)",
  ],
  [
    "prediction",
    ["cancel", "operation"],
    "getPrediction",
    "cancel needs exactly one of operation and url (name the operation)",
  ],
  [
    "prediction",
    ["cancel", "url"],
    "/urls/stop",
    'x-job.cancel.url is /urls/stop, and the answer of getPrediction has no "stop" there (the fields there are: get, cancel)',
  ],
  [
    "task-graph",
    ["kinds", "convert", "result", "url", "at"],
    "/data/tasks/*kind=export/result/files/*/url",
    'x-job.kinds.convert.result.url.at is /data/tasks/*kind=export/result/files/*/url, and the answer of getJob has no "*kind=export" there (declare the field in the response\'s schema)',
  ],
  [
    "task-graph",
    ["uploads", "import", "form"],
    undefined,
    "the upload import names no operation, and its file follows no submit (name the operation, or declare put, form or chunks and name the upload in a kind's input.file)",
  ],
  [
    "next-token",
    ["kinds", "analyze", "result", "inline", "pages", "parameter"],
    "page",
    'getAnalysis has no query parameter "page" (use one of: NextToken)',
  ],
  [
    "next-token",
    ["uploads", "storage", "form"],
    { url: "/url", fields: "/headers" },
    "the upload storage sends the file in two ways (keep one of part, put, form, chunks)",
  ],
  [
    "next-token",
    ["uploads", "storage", "about", "name"],
    "title",
    'createUpload has no parameter and no JSON body field "title" (name the one that takes it)',
  ],
  [
    "chunked",
    ["uploads", "chunks", "chunks", "offset"],
    "Upload-Offset",
    'sendChunk has no parameter and no form field "Upload-Offset" (name the one that takes the offset)',
  ],
  [
    "chunked",
    ["uploads", "chunks", "id"],
    undefined,
    "the upload chunks does not say where its id stands (add `id:`)",
  ],
  [
    "raw-upload",
    ["kinds", "split", "input", "file", "field"],
    undefined,
    "the kind split uploads a file first, and does not say which field refers to it (add `field:`)",
  ],
  [
    "raw-upload",
    ["webhook", "signature", "timestampHeader"],
    undefined,
    "the signature covers a timestamp that no header holds (add timestampHeader, or pairs)",
  ],
  [
    "form-policy",
    ["cancel", "operation"],
    "completeUpload",
    "completeUpload takes no body (leave it out, or declare one)",
  ],
  [
    "under-path",
    ["resource", "get"],
    "getMissing",
    'x-job.resource.get names the operation "getMissing", which the spec does not have (use one of: listJobs, createJob, getJob, getRows)',
  ],
  [
    "post-status",
    ["resource", "parameter"],
    "/about/id",
    "x-job.resource.parameter names /about/id, which the body of checkJob does not have (mend the pointer, or declare the field in the request body's schema)",
  ],
  [
    "held-output",
    ["resource", "parameter"],
    "id",
    'x-job.resource.get: getStatus requires the query parameter "job", which nothing here supplies (name it as `parameter` if it takes the job\'s id, or make it optional)',
  ],
  [
    "held-output",
    ["resource", "parameter"],
    undefined,
    "x-job.resource.get: getStatus has no path parameter that takes the job's id (name an operation like GET /jobs/{job_id}, or what takes the id as `parameter`)",
  ],
  [
    "held-output",
    ["kinds", "split", "result", "content", "at"],
    "/files/*/name",
    "x-job.kinds.split.result.content.at is /files/*/name, and the answer of getStatus does not say that the text there is a file (write `contentEncoding: base64` in its schema, or declare result.url for a link)",
  ],
  [
    "post-status",
    ["resource", "progress", "total"],
    undefined,
    "x-job.resource.progress must have property total when property done is present (see specs/x-job.schema.json)",
  ],
];

const bodyOf = (path: string, mediaType: string): Keys => [
  "paths",
  path,
  "post",
  "requestBody",
  "content",
  mediaType,
  "schema",
];

/** The same, anywhere in the document. */
const documentRefusals: typeof refusals = [
  [
    "under-path",
    [...bodyOf("/projects/{project}/jobs", "multipart/form-data"), "type"],
    "string",
    "the body of createJob can be no object, as its schema says another type (write `type: object` wherever the schema names a type)",
  ],
  [
    "task-graph",
    [...bodyOf("/jobs", "application/json"), "properties"],
    {},
    'the body of createJob requires "tasks", which its schema does not declare (declare it under `properties`, or take it out of `required`)',
  ],
  [
    "done-flag",
    ["components", "schemas", "Text", "patternProperties"],
    { "(": true },
    'the pattern "(" is no regular expression (mend it, or leave it out)',
  ],
  [
    "done-flag",
    ["components", "schemas", "Text"],
    { $ref: "#/components/schemas/Text" },
    "the reference #/components/schemas/Text leads to itself (name what is meant)",
  ],
  [
    "held-output",
    [...bodyOf("/files", "multipart/form-data"), "properties", "purpose"],
    { type: "string" },
    'the body of createFile requires "purpose", which nothing here supplies (give it a `const` or a `default`, or name it under `about`)',
  ],
  [
    "post-status",
    [...bodyOf("/job/check", "application/json"), "properties", "detail", "enum"],
    ["full", "short"],
    'x-job.resource.get: the body of checkJob requires "detail", which nothing here supplies (give it a `const` or a `default`, or name another operation)',
  ],
];

test.each([
  ...refusals.map(([api, at, ...rest]) => [api, ["x-job", ...at], ...rest] as const),
  ...documentRefusals,
])("%s with another %j is refused with file, line and mend: %j", async (api, at, value, says) => {
  const root = mkdtempSync(path.join(tmpdir(), "docjobs-breadth-"));
  try {
    const fixture = path.join(import.meta.dirname, "fixtures/breadth/specs", api);
    cpSync(fixture, path.join(root, "specs", api), { recursive: true });
    const file = path.join(root, "specs", api, "openapi.yaml");
    const document = parseDocument(readFileSync(file, "utf8"));
    if (value === undefined) document.deleteIn(at);
    else document.setIn(at, value);
    writeFileSync(file, document.toString());
    const problems = await problemsOf(root, api);
    expect(problems.map(({ what, mend }) => `${what} (${mend})`)).toContain(says);
    for (const { line } of problems) expect(line).toBeGreaterThan(1);
  } finally {
    rmSync(root, { recursive: true });
  }
});

async function problemsOf(root: string, api: string): Promise<SpecRefusedError["problems"]> {
  try {
    buildProviderModel(await loadSpec(root, api));
  } catch (error) {
    if (error instanceof SpecRefusedError) return error.problems;
    throw error;
  }
  return [];
}
