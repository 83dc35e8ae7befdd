import type { Mutation } from "./mutated-spec.js";

/** A wrong spec and the one thing that the generator says about it. */
export interface Refusal {
  name: string;
  /** What is changed in the sound spec. */
  change: readonly Mutation[];
  /** Text that begins on the line which is named; absent where the first line stands for the whole file. */
  at?: string;
  /** The message behind `<file>:<line> `. */
  says: string;
  /** Name of the spec's folder, where that is what is wrong. */
  folder?: string;
}

/** Specs that are not valid OpenAPI, or whose x-job part has a wrong form. */
export const formRefusals: readonly Refusal[] = [
  {
    name: "text that is not YAML",
    change: [["summary: List jobs", "summary: [List jobs"]],
    at: 'responses:\n        "200":\n          description: Jobs',
    says: "Flow sequence in block collection must be sufficiently indented and end with a ] (mend the YAML)",
  },
  {
    name: "a key that is there twice",
    change: [["                  total: {", "                  data: {"]],
    at: "data: { type: integer }",
    says: "Map keys must be unique (mend the YAML)",
  },
  {
    name: "an alias that stands for what it is in",
    change: [["x-job:\n", "x-round: &round { again: *round }\nx-job:\n"]],
    says: "Converting circular structure to JSON (mend the YAML)",
  },
  {
    name: "another version of OpenAPI",
    change: [["openapi: 3.1.0", "openapi: 3.0.3"]],
    says: "the file is not an OpenAPI 3.1 document (begin it with `openapi: 3.1.0`)",
  },
  {
    name: "a file that is not OpenAPI",
    change: [["openapi: 3.1.0\n", 'swagger: "2.0"\n']],
    says: "the file is not an OpenAPI 3.1 document (begin it with `openapi: 3.1.0`)",
  },
  {
    name: "a parameter that is there twice",
    change: [
      [
        "- { name: wait, in: query,",
        "- { name: wait, in: query, schema: { type: integer } }\n        - { name: wait, in: query,",
      ],
    ],
    at: "- { name: wait, in: query, schema: { type: integer, minimum: 1",
    says: "Operations must have unique `name` + `in` parameters. Repeats of `in:query` + `name:wait` (keep one of them)",
  },
  {
    name: "a reference into nothing",
    change: [["#/components/schemas/EngineList", "#/components/schemas/Engines"]],
    at: 'schema: { $ref: "#/components/schemas/Engines" }',
    says: "Can't resolve $ref (mend the path behind $ref, or add what it names)",
  },
  {
    name: "a reference to a file that is not there",
    change: [["../shared/files.yaml#/files", "../shared/file.yaml#/files"]],
    at: '$ref: "../shared/file.yaml#/files"',
    says: "Can't resolve $ref: ENOENT: no such file or directory 'specs/shared/file.yaml' (mend the path behind $ref, or add what it names)",
  },
  {
    name: "a word that OpenAPI does not have",
    change: [["  /engines:\n    get:", "  /engines:\n    gett:"]],
    at: "gett:",
    says: 'Property `gett` is not expected here (did you mean "get"?)',
  },
  {
    name: "an operationId that is there twice",
    change: [["operationId: listJobs", "operationId: getJob"]],
    at: "operationId: getJob\n      summary: Read a job",
    says: "Every operation must have a unique `operationId` (give each operation its own operationId)",
  },
  {
    name: "a path with a parameter that no operation defines",
    change: [["  /engines:\n", "  /engines/{vendor}:\n"]],
    at: "get:\n      operationId: listEngines",
    says: "The operation does not define the path parameter `{vendor}` expected by path `/engines/{vendor}` (give the parameter the same name in the path and under `parameters`)",
  },
  {
    name: "no x-job part",
    change: [["x-job:\n", "x-jobs:\n"]],
    says: "the spec has no x-job part (declare the job's life at the root of the file, see specs/README.md)",
  },
  {
    name: "an x-job part that is not an object",
    change: [["x-job:\n", "x-job: 3\nx-old:\n"]],
    at: "x-job: 3",
    says: "x-job must be object (see specs/x-job.schema.json)",
  },
  {
    name: "a word that the vocabulary does not have",
    change: [["  list:\n    operation: listJobs", "  lists:\n    operation: listJobs"]],
    at: "lists:",
    says: 'x-job has the unknown field "lists" (see specs/x-job.schema.json for the fields that it takes)',
  },
  {
    name: "a declaration without what it needs",
    change: [["      at: /status\n", ""]],
    at: "status:\n      queued: [waiting]",
    says: 'x-job.resource.status lacks "at" (add `at:`)',
  },
  {
    name: "a state that is none of the six",
    change: [["from: [queued, running]", "from: [queued, working]"]],
    at: "from: [queued, working]",
    says: 'x-job.cancel.from.1 is "working" (use one of: queued, running, succeeded, failed, canceled, expired)',
  },
  {
    name: "a place that is neither a pointer nor a header",
    change: [["    id: /id\n    kind: /kind", "    id: id\n    kind: /kind"]],
    at: "id: id",
    says: 'x-job.resource.id is "id" (write a JSON Pointer such as /status, or $response.header.NAME)',
  },
  {
    name: "a kind in upper case",
    change: [["    outline:\n      title", "    Outline:\n      title"]],
    at: "Outline:\n      title: Outline a converted document",
    says: 'x-job.kinds has the name "Outline" (use lower case letters, digits and single dashes, beginning with a letter)',
  },
  {
    name: "an idempotency of an unknown form",
    change: [["idempotency: { clientId: client_id }", "idempotency: { clientid: client_id }"]],
    at: "idempotency: { clientid: client_id }",
    says: "x-job.kinds.outline.submit.idempotency has none of its forms (write `none`, `{ header: NAME }` or `{ clientId: FIELD }`)",
  },
  {
    name: "a kind with two results",
    change: [["inline: { at: /outline,", "url: { at: /outline }\n        inline: { at: /outline,"]],
    at: "result:\n        url: { at: /outline }",
    says: "x-job.kinds.outline.result must NOT have more than 1 properties (see specs/x-job.schema.json)",
  },
  {
    name: "a limit of nothing",
    change: [["limits:\n    inFlight: 4", "limits:\n    inFlight: 0"]],
    at: "inFlight: 0",
    says: "x-job.limits.inFlight must be >= 1 (see specs/x-job.schema.json)",
  },
  {
    name: "a result schema that is not a component",
    change: [['/outline, schema: "#/components/schemas/Outline"', '/outline, schema: "Outline"']],
    at: 'inline: { at: /outline, schema: "Outline" }',
    says: 'x-job.kinds.outline.result.inline.schema is "Outline" (write what specs/x-job.schema.json says)',
  },
];

/** Specs that declare what they do not have. */
export const meaningRefusals: readonly Refusal[] = [
  {
    name: "an operation that the spec does not have",
    change: [["get: getJob", "get: getJobs"]],
    at: "get: getJobs",
    says: 'x-job.resource.get names the operation "getJobs", which the spec does not have (use one of: listEngines, uploadFile, listJobs, createJob, createOutline, getJob, deleteJob, cancelJob, getFileContent)',
  },
  {
    name: "a get operation without a path parameter",
    change: [["get: getJob", "get: listJobs"]],
    at: "get: listJobs",
    says: "x-job.resource.get: listJobs has no path parameter that takes the job's id (name an operation like GET /jobs/{job_id}, or what takes the id as `parameter`)",
  },
  {
    name: "a cancel operation with a path parameter that a job is not found by",
    change: [
      ["/jobs/{job_id}/cancel:", "/jobs/{job_id}/{by}/cancel:"],
      [
        "operationId: cancelJob\n      summary: Cancel a job\n      parameters:",
        "operationId: cancelJob\n      summary: Cancel a job\n      parameters:\n        - { name: by, in: path, required: true, schema: { type: string } }",
      ],
    ],
    at: "operation: cancelJob",
    says: 'x-job.cancel.operation: cancelJob has the path parameter "job_id", which resource.get does not have (name an operation like GET /jobs/{job_id}, or what takes the id as `parameter`)',
  },
  {
    name: "an operation that is no request for data",
    change: [["  /engines:\n    get:", "  /engines:\n    head:"]],
    at: "engine: { field: engine, list: listEngines, items: /engines, id: /id, conversions: /conversions }",
    says: "x-job.kinds.convert.input.engine.list: listEngines is a HEAD operation (use GET, POST, PUT, PATCH, DELETE)",
  },
  {
    name: "a required parameter that nothing supplies",
    change: [["- { name: wait, in: query,", "- { name: wait, in: query, required: true,"]],
    at: "get: getJob",
    says: 'x-job.resource.get: getJob requires the query parameter "wait", which nothing here supplies (name it as `parameter` if it takes the job\'s id, or make it optional)',
  },
  {
    name: "a required parameter of a submit that its body has too",
    change: [
      [
        "operationId: createOutline\n",
        "operationId: createOutline\n      parameters: [{ name: source, in: query, required: true, schema: { type: string } }]\n",
      ],
    ],
    at: "operation: createOutline",
    says: 'createOutline takes "source" as a parameter and in its body, and an input has one field of that name (make the parameter optional, or leave one of them out of the spec)',
  },
  {
    name: "an operation on a server of its own that would get the key unencrypted",
    change: [
      ["operationId: cancelJob", "operationId: cancelJob\n      servers: [{ url: http://other.example }]"],
    ],
    at: "post:\n      operationId: cancelJob",
    says: 'cancelJob has the server "http://other.example", which is not an absolute https URL (write it with https:// and the host, without variables, or leave it out)',
  },
  {
    name: "a place that the answer does not have",
    change: [["percent: /percent", "percent: /progress"]],
    at: "percent: /progress",
    says: 'x-job.resource.progress.percent is /progress, and the answer of getJob has no "progress" there (the fields there are: id, kind, status, percent, created, expires, error, output, outline)',
  },
  {
    name: "a place that a part of the answer does not have",
    change: [["code: /error/code", "code: /error/kode"]],
    at: "code: /error/kode",
    says: 'x-job.resource.error.code is /error/kode, and the answer of getJob has no "kode" there (the fields there are: code, message)',
  },
  {
    name: "a place of another type",
    change: [["percent: /percent", "percent: /error"]],
    at: "percent: /error",
    says: "x-job.resource.progress.percent is /error, and the answer of getJob holds no number there (name a place that holds a number, or mend the schema)",
  },
  {
    name: "a header that is not documented",
    change: [
      [
        "jobId: /id\n        idempotency: { header",
        "jobId: $response.header.Job-Id\n        idempotency: { header",
      ],
    ],
    at: "jobId: $response.header.Job-Id",
    says: "x-job.kinds.convert.submit.jobId is the header Job-Id, and the answer of createJob documents no such header (declare it under the response's headers)",
  },
  {
    name: "a header where there is none",
    change: [["id: /id, conversions", "id: $response.header.Id, conversions"]],
    at: "engine: { field: engine, list: listEngines, items: /engines, id: $response.header.Id, conversions: /conversions }",
    says: "x-job.kinds.convert.input.engine.id is a header, and an engine in the list of listEngines has none (use a JSON Pointer)",
  },
  {
    name: "a status word with two meanings",
    change: [["running: [working]", "running: [working, waiting]"]],
    at: "running: [working, waiting]",
    says: 'the status word "waiting" means queued and running (list it once)',
  },
  {
    name: "a known status word without a meaning",
    change: [["      canceled: [stopped]\n", ""]],
    at: "status:\n      at: /status",
    says: 'the schema knows the status word "stopped", and no state lists it (list it under one of queued, running, succeeded, failed, canceled, expired)',
  },
  {
    name: "a closed status word without a meaning",
    change: [
      [
        "            - { type: string, enum: [waiting, working, done, broken, stopped] }\n            - { type: string }",
        "            - { type: string, enum: [waiting, working, done, broken, stopped, held] }",
      ],
    ],
    at: "status:\n      at: /status",
    says: 'the schema knows the status word "held", and no state lists it (list it under one of queued, running, succeeded, failed, canceled, expired)',
  },
  {
    name: "a status word that the closed enum does not have",
    change: [
      [
        "            - { type: string, enum: [waiting, working, done, broken, stopped] }\n            - { type: string }",
        "            - { type: string, enum: [waiting, working, done, broken, stopped] }",
      ],
      ["queued: [waiting]", "queued: [waiting, held]"],
    ],
    at: "queued: [waiting, held]",
    says: "the status word \"held\" is not one of the schema's: waiting, working, done, broken, stopped (mend the word, or add it to the schema's enum)",
  },
  {
    name: "a shortest interval above the longest",
    change: [["minSeconds: 1", "minSeconds: 9"]],
    at: "minSeconds: 9",
    says: "poll.minSeconds is 9, and poll.maxSeconds only 5 (swap them)",
  },
  {
    name: "a wait parameter that get does not have",
    change: [["wait: { parameter: wait,", "wait: { parameter: hold,"]],
    at: "wait: { parameter: hold, maxSeconds: 10 }",
    says: 'getJob has no query parameter "hold" (use one of: wait)',
  },
  {
    name: "a wait that is longer than its parameter allows",
    change: [["wait: { parameter: wait, maxSeconds: 10", "wait: { parameter: wait, maxSeconds: 60"]],
    at: "wait: { parameter: wait, maxSeconds: 60 }",
    says: 'poll.wait.maxSeconds is 60, and the parameter "wait" takes at most 10 (write 10)',
  },
  {
    name: "a null that cannot be null",
    change: [["nullAt: /output", "nullAt: /id"]],
    at: "nullAt: /id",
    says: "x-job.resource.gone.nullAt is /id, and the answer of getJob holds no null there (name a place that holds a null, or mend the schema)",
  },
  {
    name: "cancel from a state that no word means",
    change: [
      ["from: [queued, running]", "from: [queued, expired]"],
      ["      nullAt: /output\n", ""],
    ],
    at: "from: [queued, expired]",
    says: "cancel.from names the state expired, and no status word means expired (map a word to it under resource.status, or leave it out here)",
  },
  {
    name: "a list of jobs without ids",
    change: [["    id: /id\n    kind: /kind", "    kind: /kind"]],
    at: "list:\n    operation: listJobs",
    says: "jobs in a list are told apart by their id, and neither resource.id nor list.id says where it stands (declare list.id)",
  },
  {
    name: "a list that is no array",
    change: [["items: /data", "items: /total"]],
    at: "items: /total",
    says: "x-job.list.items is /total, and the answer of listJobs holds no array there (name a place that holds an array, or mend the schema)",
  },
  {
    name: "a list of something else than jobs",
    change: [
      ['items: { $ref: "#/components/schemas/Job" }', 'items: { $ref: "#/components/schemas/Row" }'],
      [
        "    Output:\n      type",
        "    Row:\n      type: object\n      properties:\n        id: { type: string }\n    Output:\n      type",
      ],
    ],
    at: "at: /status",
    says: 'x-job.resource.status.at is /status, and a job in the list of listJobs has no "status" there (the fields there are: id)',
  },
  {
    name: "an upload that takes no form",
    change: [["operation: uploadFile", "operation: createJob"]],
    at: "operation: createJob\n      part: file",
    says: "createJob takes no multipart/form-data body (name the operation that takes the file as a part)",
  },
  {
    name: "an upload part that the form does not have",
    change: [["part: file", "part: data"]],
    at: "part: data",
    says: 'x-job.uploads.file.part names the field "data", which the body of uploadFile does not have (use one of: file)',
  },
  {
    name: "an upload id that the answer does not have",
    change: [["id: /file_id", "id: /fileid"]],
    at: "id: /fileid",
    says: 'x-job.uploads.file.id is /fileid, and the answer of uploadFile has no "fileid" there (the fields there are: file_id, size)',
  },
  {
    name: "a file field that the body does not have",
    change: [["field: file_id, upload", "field: document, upload"]],
    at: "file: { field: document, upload: file, formats: [pdf] }",
    says: 'x-job.kinds.convert.input.file.field names the field "document", which the body of createJob does not have (use one of: file_id, engine, format, notify_url, notify_secret)',
  },
  {
    name: "an upload that is not declared",
    change: [["upload: file,", "upload: files,"]],
    at: "file: { field: file_id, upload: files, formats: [pdf] }",
    says: 'the kind convert names the upload "files", which is not declared under uploads (use one of: file)',
  },
  {
    name: "a URL field that the body does not have",
    change: [
      [
        "        format: { field: format }",
        "        format: { field: format }\n        url: { field: link }",
      ],
    ],
    at: "url: { field: link }",
    says: 'x-job.kinds.convert.input.url.field names the field "link", which the body of createJob does not have (use one of: file_id, engine, format, notify_url, notify_secret)',
  },
  {
    name: "a job field that the body does not have",
    change: [["job: { field: source,", "job: { field: sauce,"]],
    at: "job: { field: sauce, kind: convert }",
    says: 'x-job.kinds.outline.input.job.field names the field "sauce", which the body of createOutline does not have (use one of: source, depth, client_id)',
  },
  {
    name: "a job of a kind that is not declared",
    change: [["field: source, kind: convert", "field: source, kind: render"]],
    at: "job: { field: source, kind: render }",
    says: 'the kind outline takes a job of the kind "render", which is not declared under kinds (use one of: convert, outline)',
  },
  {
    name: "a format field that the body does not have",
    change: [["format: { field: format }", "format: { field: output }"]],
    at: "format: { field: output }",
    says: 'x-job.kinds.convert.input.format.field names the field "output", which the body of createJob does not have (use one of: file_id, engine, format, notify_url, notify_secret)',
  },
  {
    name: "a webhook field that the body does not have",
    change: [["url: notify_url", "url: notify"]],
    at: "webhook: { url: notify, secret: notify_secret }",
    says: 'x-job.kinds.convert.input.webhook.url names the field "notify", which the body of createJob does not have (use one of: file_id, engine, format, notify_url, notify_secret)',
  },
  {
    name: "a webhook secret that the body does not have",
    change: [["secret: notify_secret", "secret: secret"]],
    at: "webhook: { url: notify_url, secret: secret }",
    says: 'x-job.kinds.convert.input.webhook.secret names the field "secret", which the body of createJob does not have (use one of: file_id, engine, format, notify_url, notify_secret)',
  },
  {
    name: "an engine field that the body does not have",
    change: [["engine: { field: engine,", "engine: { field: motor,"]],
    at: "engine: { field: motor, list: listEngines, items: /engines, id: /id, conversions: /conversions }",
    says: 'x-job.kinds.convert.input.engine.field names the field "motor", which the body of createJob does not have (use one of: file_id, engine, format, notify_url, notify_secret)',
  },
  {
    name: "an engine list that is not there",
    change: [["list: listEngines", "list: listMotors"]],
    at: "engine: { field: engine, list: listMotors, items: /engines, id: /id, conversions: /conversions }",
    says: 'x-job.kinds.convert.input.engine.list names the operation "listMotors", which the spec does not have (use one of: listEngines, uploadFile, listJobs, createJob, createOutline, getJob, deleteJob, cancelJob, getFileContent)',
  },
  {
    name: "an engine list without its items",
    change: [["items: /engines", "items: /data"]],
    at: "engine: { field: engine, list: listEngines, items: /data, id: /id, conversions: /conversions }",
    says: 'x-job.kinds.convert.input.engine.items is /data, and the answer of listEngines has no "data" there (the fields there are: engines)',
  },
  {
    name: "engines without the id",
    change: [["id: /id, conversions", "id: /ident, conversions"]],
    at: "engine: { field: engine, list: listEngines, items: /engines, id: /ident, conversions: /conversions }",
    says: 'x-job.kinds.convert.input.engine.id is /ident, and an engine in the list of listEngines has no "ident" there (the fields there are: id, name, conversions)',
  },
  {
    name: "engines without the conversions",
    change: [["conversions: /conversions", "conversions: /pairs"]],
    at: "engine: { field: engine, list: listEngines, items: /engines, id: /id, conversions: /pairs }",
    says: 'x-job.kinds.convert.input.engine.conversions is /pairs, and an engine in the list of listEngines has no "pairs" there (the fields there are: id, name, conversions)',
  },
  {
    name: "conversions that are no array",
    change: [["conversions: /conversions", "conversions: /name"]],
    at: "engine: { field: engine, list: listEngines, items: /engines, id: /id, conversions: /name }",
    says: "x-job.kinds.convert.input.engine.conversions is /name, and an engine in the list of listEngines holds no array there (name a place that holds an array, or mend the schema)",
  },
  {
    name: "conversions without an output format",
    change: [["                    to: { type: string }", "                    into: { type: string }"]],
    at: "engine: { field: engine, list: listEngines, items: /engines, id: /id, conversions: /conversions }",
    says: 'the conversions in /conversions have no "to" (name an array of objects with `from` and `to`)',
  },
  {
    name: "a default of a field that the body does not have",
    change: [["defaults: { depth: 3", "defaults: { deep: 3"]],
    at: "defaults: { deep: 3 }",
    says: 'x-job.kinds.outline.input.defaults.deep names the field "deep", which the body of createOutline does not have (use one of: source, depth, client_id)',
  },
  {
    name: "a default that the field does not take",
    change: [["defaults: { depth: 3", "defaults: { depth: 30"]],
    at: "defaults: { depth: 30 }",
    says: 'the default of "depth" does not fit the field\'s schema: it must be <= 9 (mend the value)',
  },
  {
    name: "a client id that the body does not have",
    change: [["clientId: client_id", "clientId: id"]],
    at: "idempotency: { clientId: id }",
    says: 'x-job.kinds.outline.submit.idempotency.clientId names the field "id", which the body of createOutline does not have (use one of: source, depth, client_id)',
  },
  {
    name: "an idempotency header that the submit does not have",
    change: [["{ header: Idempotency-Key }", "{ header: X-Key }"]],
    at: "idempotency: { header: X-Key }",
    says: 'createJob has no header parameter "X-Key" (use one of: Idempotency-Key)',
  },
  {
    name: "a file in a submit that takes no form",
    change: [["file: { field: file_id, upload: file, formats: [pdf] }", "file: { field: file_id }"]],
    at: "operation: createJob",
    says: "createJob takes no multipart/form-data body (name the upload that takes the file as input.file.upload)",
  },
  {
    name: "a submit that takes neither JSON nor a form",
    change: [
      [
        '          application/json:\n            schema: { $ref: "#/components/schemas/CreateJob" }',
        '          text/plain:\n            schema: { $ref: "#/components/schemas/CreateJob" }',
      ],
    ],
    at: "operation: createJob",
    says: "createJob takes no application/json or multipart/form-data body (declare one under requestBody.content)",
  },
  {
    name: "a word for a kind that the API does not name",
    change: [
      ["    id: /id\n    kind: /kind", "    id: /id"],
      ["title: Convert a PDF", "title: Convert a PDF\n      word: conversion"],
    ],
    at: "word: conversion",
    says: "the kind convert has a word, and resource.kind does not say where the API names it (declare resource.kind, or leave the word out)",
  },
  {
    name: "a word for two kinds",
    change: [["title: Convert a PDF", "title: Convert a PDF\n      word: outline"]],
    at: "outline:\n      title: Outline a converted document",
    says: 'the kinds convert and outline have the same word "outline" (give each its own `word`)',
  },
  {
    name: "a result schema that is not there",
    change: [['schema: "#/components/schemas/Outline"', 'schema: "#/components/schemas/OutlineResult"']],
    at: 'inline: { at: /outline, schema: "#/components/schemas/OutlineResult" }',
    says: "the result's schema #/components/schemas/OutlineResult is not in the spec (use one of: EngineList, CreateJob, Job, Output, Outline, StoredFile)",
  },
  {
    name: "a result that the job does not have",
    change: [["inline: { at: /outline,", "inline: { at: /result,"]],
    at: 'inline: { at: /result, schema: "#/components/schemas/Outline" }',
    says: 'x-job.kinds.outline.result.inline.at is /result, and the answer of getJob has no "result" there (the fields there are: id, kind, status, percent, created, expires, error, output, outline)',
  },
  {
    name: "a result operation that is not there",
    change: [["operation: getFileContent", "operation: getFile"]],
    at: "operation: getFile",
    says: 'x-job.kinds.convert.result.file.operation names the operation "getFile", which the spec does not have (use one of: listEngines, uploadFile, listJobs, createJob, createOutline, getJob, deleteJob, cancelJob, getFileContent)',
  },
  {
    name: "a result operation without its parameter",
    change: [["parameters: { file_id: /output/file_id }", "parameters: {}"]],
    at: "operation: getFileContent",
    says: 'x-job.kinds.convert.result.file.operation: getFileContent requires the path parameter "file_id", which nothing here supplies (add it under `parameters`, with its place in the job)',
  },
  {
    name: "a result parameter that the operation does not have",
    change: [
      [
        "parameters: { file_id: /output/file_id }",
        "parameters: { file_id: /output/file_id, page: /output/size }",
      ],
    ],
    at: "parameters: { file_id: /output/file_id, page: /output/size }",
    says: 'getFileContent has no path or query parameter "page" (use one of: file_id)',
  },
  {
    name: "a result parameter from a place that is not there",
    change: [["parameters: { file_id: /output/file_id }", "parameters: { file_id: /output/id }"]],
    at: "parameters: { file_id: /output/id }",
    says: 'x-job.kinds.convert.result.file.parameters.file_id is /output/id, and the answer of getJob has no "id" there (the fields there are: file_id, name, size)',
  },
  {
    name: "no server",
    change: [["servers:\n  - url: https://api.papermill.example\n", ""]],
    says: "the spec names no server (add `servers: [{ url: https://… }]`)",
  },
  {
    name: "a relative server",
    change: [["https://api.papermill.example", "/api"]],
    at: "- url: /api",
    says: 'the server "/api" is not an absolute URL (write it with https:// and the host)',
  },
  {
    name: "a server with an open variable",
    change: [["https://api.papermill.example", "https://{region}.papermill.example"]],
    at: "- url: https://{region}.papermill.example",
    says: 'the server "https://{region}.papermill.example" is not an absolute URL (write it with https:// and the host)',
  },
  {
    name: "a server without https",
    change: [["https://api.papermill.example", "http://api.papermill.example"]],
    at: "- url: http://api.papermill.example",
    says: "the server http://api.papermill.example would get the API key unencrypted (use https)",
  },
  {
    name: "a server with a user name",
    change: [["https://api.papermill.example", "https://user@api.papermill.example"]],
    at: "- url: https://user@api.papermill.example",
    says: "the server https://user@api.papermill.example has more than scheme, host and path (leave out user, query and fragment)",
  },
  {
    name: "nothing about keys",
    change: [["security:\n  - key: []\n", ""]],
    says: "the spec does not say how the API is authorized (add `security` at the root; `security: []` if it takes no key)",
  },
  {
    name: "a key that is a certificate",
    change: [
      ["security:\n  - key: []\n", "security:\n  - cookie: []\n"],
      ["type: apiKey, in: cookie, name: session", "type: mutualTLS"],
    ],
    at: "security:\n  - cookie: []",
    says: "no security scheme of cookie is supported (use `type: http` with bearer, basic or a scheme of its own, `type: apiKey` in header, query or cookie, or `type: oauth2` with clientCredentials)",
  },
  {
    name: "an operation that takes another key",
    change: [["operationId: cancelJob", "operationId: cancelJob\n      security: [{ cookie: [] }]"]],
    at: "post:\n      operationId: cancelJob",
    says: "cancelJob asks for another key than the API's own, and a client has one key (let it take what `security` at the root says, or leave it out of x-job)",
  },
  {
    name: "kinds that would have one name",
    change: [
      ["    outline:\n      title", "    conv-1:\n      title"],
      ["    convert:\n      title", "    conv1:\n      title"],
      ["kind: convert }", "kind: conv1 }"],
    ],
    at: "conv-1:",
    says: "the kinds conv1 and conv-1 would both be called conv1 (rename one of them)",
  },
  {
    name: "a kind with the name of a member of every client",
    change: [["    outline:\n      title", "    resume:\n      title"]],
    at: "resume:",
    says: "a kind cannot be called resume: every client has a member of that name (rename the kind)",
  },
  {
    name: "an operation without an operationId",
    change: [
      ["      operationId: cancelJob\n", ""],
      ["    operation: cancelJob\n", "    operation: deleteJob\n"],
    ],
    at: "post:\n      summary: Cancel a job",
    says: "POST /jobs/{job_id}/cancel has no operationId (add one, for example getJob)",
  },
  {
    name: "an operationId that is not ASCII",
    change: [
      ["operationId: listEngines", "operationId: listé"],
      ["list: listEngines", "list: listé"],
    ],
    at: "operationId: listé",
    says: 'the operationId "listé" cannot be typed as a name (use ASCII letters, digits, dots, dashes and underscores, beginning with a letter)',
  },
  {
    name: "an operation without a success",
    change: [['        "204": { description: Deleted }\n', ""]],
    at: "delete:\n      operationId: deleteJob",
    says: "deleteJob documents no success (add a 2xx response)",
  },
  {
    name: "a parameter that is not ASCII",
    change: [
      ["- { name: wait, in: query,", "- { name: wäit, in: query,"],
      ["parameter: wait,", "parameter: wäit,"],
    ],
    at: "parameters:\n        - { name: wäit, in: query, schema: { type: integer, minimum: 1, maximum: 10 } }",
    says: 'getJob has the parameter "wäit", which is not printable ASCII (rename it)',
  },
  {
    name: "a schema whose name is not ASCII",
    change: [
      ["    Outline:\n", "    Umriß:\n"],
      ['{ $ref: "#/components/schemas/Outline" }\n', '{ $ref: "#/components/schemas/Umriß" }\n'],
      ['schema: "#/components/schemas/Outline"', 'schema: "#/components/schemas/Umriß"'],
    ],
    at: "Umriß:",
    says: "the schema's name \"Umriß\" cannot be a component's name (use ASCII letters, digits, dots, dashes and underscores)",
  },
  {
    name: "a place that no error body has",
    change: [["code: [/code]", "code: [/codes]"]],
    at: "code: [/codes]",
    says: "no documented error body has /codes (mend the place, or declare the field in an error response's schema)",
  },
  {
    name: "a folder that is no id",
    change: [],
    says: "the folder's name \"Paper_Mill\" cannot be a provider's id (use lower case letters, digits and single dashes, beginning with a letter)",
    folder: "Paper_Mill",
  },
  {
    name: "a folder with a word of JavaScript",
    change: [],
    says: '"delete" cannot name a generated function (rename the spec\'s folder)',
    folder: "delete",
  },
];
