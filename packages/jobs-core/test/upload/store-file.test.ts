import { expect, test } from "vitest";
import { BadResponseError, type JobApi, RequestRefusedError, type Upload } from "../../src/index.js";
import { failure, KEY, setUp, type SetUp } from "../support/set-up.js";
import { testApi } from "../support/test-api.js";
import { json, startTestServer, type TestServer, text } from "../support/test-server.js";

const PDF = new File(["%PDF-1.7"], "plan.pdf", { type: "application/pdf" });
const EXPIRED = text(
  403,
  '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
  { "content-type": "application/xml", "x-amz-request-id": "r7" },
);

const intent: Upload = {
  id: "/file_id",
  method: "POST",
  path: "/uploads",
  put: { url: "/url", method: "PUT" },
};

/** An API that names a place in a store for each upload: f1 at `/one`, then f2 at `/two`. */
async function setUpStore(
  changes: Partial<Upload> = {},
  kindChanges: Partial<JobApi> = {},
): Promise<SetUp & { store: TestServer }> {
  const made = await setUp({ uploads: { files: { ...intent, ...changes } }, ...kindChanges });
  const store = await startTestServer();
  made.server.on(
    "POST /uploads",
    json(201, { file_id: "f1", url: `${store.url}/one?signature=1` }),
    json(201, { file_id: "f2", url: `${store.url}/two?signature=2` }),
  );
  made.server.on("POST /jobs", json(202, { id: "j1", status: "queued" }));
  return { ...made, store };
}

function submitted({ server }: SetUp): unknown {
  return JSON.parse(String(server.seen("POST /jobs")[0]?.body));
}

test.each([
  ["S3's 403", EXPIRED],
  ["Google's 400", text(400, "<Error><Code>ExpiredToken</Code></Error>")],
])("an upload URL that has expired (%s) is asked for anew, and the file goes there", async (_, expired) => {
  const made = await setUpStore();
  const { store, jobs, server } = made;
  store.on("PUT /one", expired);
  store.on("PUT /two", text(200, ""));
  await jobs.kind("convert").submit({ file: PDF, format: "docx" });
  expect(String(store.seen("PUT /two")[0]?.body)).toBe("%PDF-1.7");
  expect(submitted(made)).toEqual({ file_id: "f2", format: "docx" });
  expect([server.seen("POST /uploads").length, store.requests.length]).toEqual([2, 2]);
  expect(store.requests.map(({ headers }) => JSON.stringify(headers)).join()).not.toContain(KEY);
});

test("the word that the file is there is about the upload that was asked for anew", async () => {
  const complete = {
    id: "complete",
    method: "POST",
    path: "/uploads/{id}/done",
    parameters: { id: "/file_id" },
  } as const;
  const made = await setUpStore({ complete });
  made.store.on("PUT /one", EXPIRED);
  made.store.on("PUT /two", text(200, ""));
  made.server.on("POST /uploads/f2/done", json(200, {}));
  await made.jobs.kind("convert").submit({ file: PDF, format: "docx" });
  expect(submitted(made)).toMatchObject({ file_id: "f2" });
});

test("a refusal that stays is told as what it is, by the storage host's own code", async () => {
  const { store, jobs, server } = await setUpStore();
  store.on("PUT /one", EXPIRED);
  store.on("PUT /two", EXPIRED);
  const caught: RequestRefusedError = await failure(
    jobs.kind("convert").submit({ file: PDF, format: "docx" }),
  );
  expect(caught).toBeInstanceOf(RequestRefusedError);
  expect([caught.status, caught.providerCode, caught.requestId]).toEqual([403, "AccessDenied", "r7"]);
  expect(caught.message).toBe(`${new URL(store.url).host} answered 403 (AccessDenied).`);
  expect([server.seen("POST /uploads").length, store.requests.length]).toEqual([2, 2]);
  expect(server.seen("POST /jobs")).toEqual([]);
});

test("what is refused for another reason is not sent again", async () => {
  const { store, jobs, server } = await setUpStore();
  store.on("PUT /one", text(413, "<Error><Code>EntityTooLarge</Code></Error>"));
  const caught: RequestRefusedError = await failure(
    jobs.kind("convert").submit({ file: PDF, format: "docx" }),
  );
  expect([caught.code, caught.status, caught.providerCode]).toEqual([
    "request_refused",
    413,
    "EntityTooLarge",
  ]);
  expect([server.seen("POST /uploads").length, store.requests.length]).toEqual([1, 1]);
});

test("a URL that came with the job is not asked for anew: that would make another job", async () => {
  const { kinds } = testApi("http://127.0.0.1");
  const convert = kinds["convert"] as (typeof kinds)[string];
  const input = { ...convert.input, file: { upload: "files", formats: [] } };
  const submit = { ...convert.submit, required: [] };
  const { store, jobs, server } = await setUpStore(
    { afterSubmit: true },
    { kinds: { ...kinds, convert: { ...convert, submit, input } } },
  );
  server.on("POST /jobs", json(202, { id: "j1", url: `${store.url}/one` }));
  store.on("PUT /one", EXPIRED);
  const caught: RequestRefusedError = await failure(jobs.kind("convert").submit({ file: PDF }));
  expect([caught.code, caught.jobId]).toEqual(["request_refused", "j1"]);
  expect(jobs.resume(caught.token ?? "").id).toBe("j1");
  expect([server.requests.length, store.requests.length]).toEqual([1, 1]);
});

test("an answer with an empty URL names no place for the file", async () => {
  const { jobs, server } = await setUpStore();
  server.on("POST /uploads", json(201, { file_id: "f1", url: "" }));
  const caught: BadResponseError = await failure(jobs.kind("convert").submit({ file: PDF, format: "docx" }));
  expect(caught).toBeInstanceOf(BadResponseError);
  expect(server.requests.map(({ method }) => method)).toEqual(["POST"]);
});
