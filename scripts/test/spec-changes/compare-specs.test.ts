import { describe, expect, test } from "vitest";
import { compareSpecs } from "../../spec-changes/compare-specs.js";
import { bumpOf, formatFinding } from "../../spec-changes/finding.js";
import type { Bump } from "../../spec-changes/finding.js";
import type { SpecDocument } from "../../spec-changes/spec-document.js";
import { brief } from "./brief-spec.js";
import type { Edit } from "./brief-spec.js";

/** A change, the bump it asks for, and what is said of it. */
type Row = readonly [what: string, edits: readonly Edit[], bump: Bump | undefined, says: string];

const rows: readonly Row[] = [
  // What nobody sees.
  ["nothing", [], undefined, ""],
  [
    "another order of keys",
    [["type: string, maxLength: 2000", "maxLength: 2000, type: string"]],
    undefined,
    "",
  ],
  ["a description", [["Where the PDF is.", "Address of the PDF."]], "patch", "text: the text"],
  ["a title", [["summary: Show a job", "summary: Shows one job"]], "patch", "text: the text"],
  ["the version of the document", [["version: 1.0.0", "version: 1.0.1"]], "patch", "text: the text"],
  [
    "an enum written as constants",
    [["length: { enum: [short, long] }", "length: { oneOf: [{ const: long }, { const: short }] }"]],
    "patch",
    "text: the text",
  ],
  [
    "a list of types written as a choice",
    [['percent: { type: [integer, "null"] }', 'percent: { anyOf: [{ type: "null" }, { type: integer }] }']],
    "patch",
    "text: the text",
  ],
  [
    "a schema taken apart by allOf",
    [
      ["options: { $ref:", "options: { allOf: [{ type: object }, { $ref:"],
      ['Options" }\n', 'Options" }] }\n'],
    ],
    "patch",
    "text: the text",
  ],
  [
    "a named schema written in place",
    [
      [
        'summary: { $ref: "#/components/schemas/Words" }',
        "summary: { type: object, properties: { text: { type: string } } }",
      ],
    ],
    "patch",
    "text: the text",
  ],

  // Operations.
  [
    "an operation added",
    [
      [
        "    delete:\n",
        "    head:\n      operationId: probeJob\n      responses: { '204': { description: Is there. } }\n    delete:\n",
      ],
    ],
    "minor",
    "added: HEAD /jobs/{id}: is new",
  ],
  [
    "an operation removed",
    [["get:\n      operationId: listEngines", "x-was:\n      operationId: listEngines"]],
    "major",
    "removed: GET /engines: is gone",
  ],
  [
    "an operation deprecated",
    [["summary: Show a job", "summary: Show a job\n      deprecated: true"]],
    "minor",
    "deprecated: GET /jobs/{id}: is deprecated",
  ],
  [
    "an operation moved",
    [["  /engines:", "  /v2/engines:"]],
    "major",
    "changed: GET /engines: is GET /v2/engines now",
  ],
  [
    "an operation renamed",
    [["operationId: listEngines", "operationId: getEngines"]],
    "major",
    "its operationId was listEngines, and is getEngines",
  ],

  // Parameters.
  [
    "an optional parameter added",
    [
      [
        "        - { name: priority",
        "        - { name: lang, in: query, schema: { type: string } }\n        - { name: priority",
      ],
    ],
    "minor",
    "added: POST /jobs query.lang (input): is new",
  ],
  [
    "a required parameter added",
    [
      [
        "        - { name: priority",
        "        - { name: lang, in: query, required: true, schema: { type: string } }\n        - { name: priority",
      ],
    ],
    "major",
    "is new, and required",
  ],
  [
    "a parameter removed",
    [["        - { name: priority, in: query, schema: { type: integer, maximum: 9 } }\n", ""]],
    "major",
    "removed: POST /jobs query.priority (input): is gone",
  ],
  [
    "a parameter made required",
    [["name: priority, in: query,", "name: priority, in: query, required: true,"]],
    "major",
    "is required now",
  ],
  [
    "a parameter deprecated",
    [["name: priority, in: query,", "name: priority, in: query, deprecated: true,"]],
    "minor",
    "deprecated: POST /jobs query.priority (input)",
  ],
  [
    "a parameter's bound tightened",
    [["maximum: 9", "maximum: 5"]],
    "major",
    "narrowed: POST /jobs query.priority (input): maximum was 9, and is 5",
  ],
  [
    "a parameter's bound loosened",
    [["maximum: 9", "maximum: 99"]],
    "minor",
    "widened: POST /jobs query.priority (input)",
  ],

  // Inputs.
  [
    "an optional input added",
    [["        words:", "        lang: { type: string }\n        words:"]],
    "minor",
    "added: JobRequest.lang (input): is new",
  ],
  [
    "an input made required",
    [["required: [url, length]", "required: [url, length, words]"]],
    "major",
    "narrowed: JobRequest.words (input): is required now",
  ],
  [
    "an input made optional",
    [["required: [url, length]", "required: [url]"]],
    "minor",
    "widened: JobRequest.length (input): may be missing now",
  ],
  [
    "an input removed",
    [["        words: { type: integer, minimum: 10 }\n", ""]],
    "major",
    "removed: JobRequest.words (input): is gone",
  ],
  [
    "an input's type changed",
    [["words: { type: integer, minimum: 10 }", "words: { type: string }"]],
    "major",
    "is no longer an integer",
  ],
  [
    "an input's integer made a number",
    [["words: { type: integer, minimum: 10 }", "words: { type: number, minimum: 10 }"]],
    "minor",
    "widened: JobRequest.words (input): can be a number",
  ],
  [
    "an input value removed",
    [["enum: [short, long]", "enum: [short]"]],
    "major",
    'narrowed: JobRequest.length (input): no longer takes "long"',
  ],
  [
    "an input value added",
    [["enum: [short, long]", "enum: [short, long, none]"]],
    "minor",
    'widened: JobRequest.length (input): takes "none" too',
  ],
  [
    "an open input's known value added",
    [["enum: [dry, warm]", "enum: [dry, warm, odd]"]],
    "minor",
    'added: JobRequest.tone (input): knows "odd"',
  ],
  [
    "an open input closed",
    [[", warm] }, { type: string }]", ", warm] }]"]],
    "major",
    "narrowed: JobRequest.tone (input): takes only",
  ],
  [
    "an input that may be null",
    [["url: { type: string,", 'url: { type: [string, "null"],']],
    "minor",
    "widened: JobRequest.url (input): can be null",
  ],
  [
    "an input's length limited further",
    [["maxLength: 2000", "maxLength: 1000"]],
    "major",
    "maxLength was 2000, and is 1000",
  ],
  [
    "an input's pattern added",
    [["maxLength: 2000", 'maxLength: 2000, pattern: "^https:"']],
    "major",
    "has the pattern",
  ],
  [
    "a body no longer required",
    [["requestBody:\n        required: true", "requestBody:\n        required: false"]],
    "minor",
    "may be missing now",
  ],
  [
    "a body of another media type",
    [
      [
        "required: true\n        content: { application/json:",
        "required: true\n        content: { multipart/form-data:",
      ],
    ],
    "major",
    "is no longer application/json",
  ],
  [
    "a nested input removed",
    [["ocr: { type: boolean }", ""]],
    "major",
    "removed: Options.ocr (input): is gone",
  ],
  [
    "no other properties taken",
    [["Options: { type: object,", "Options: { type: object, additionalProperties: false,"]],
    "major",
    "takes no other properties now",
  ],

  // Outputs.
  [
    "an output added",
    [["        note: { type: string }", "        note: { type: string }\n        cost: { type: number }"]],
    "minor",
    "added: Job.cost (output): is new",
  ],
  [
    "an output removed",
    [["        note: { type: string }\n", ""]],
    "major",
    "removed: Job.note (output): is gone",
  ],
  [
    "an output deprecated",
    [["note: { type: string }", "note: { type: string, deprecated: true }"]],
    "minor",
    "deprecated: Job.note (output)",
  ],
  [
    "an output that may be missing",
    [["required: [id, status]", "required: [id]"]],
    "major",
    "widened: Job.status (output): may be missing now",
  ],
  [
    "an output always there",
    [["required: [id, status]", "required: [id, status, note]"]],
    "minor",
    "narrowed: Job.note (output): is required now",
  ],
  [
    "an output that may be null",
    [["note: { type: string }", 'note: { type: [string, "null"] }']],
    "major",
    "widened: Job.note (output): can be null",
  ],
  [
    "an output that is never null",
    [['percent: { type: [integer, "null"] }', "percent: { type: integer }"]],
    "minor",
    "narrowed: Job.percent (output): is no longer null",
  ],
  [
    "a closed output's value added",
    [["done, broken] }\n        model", "done, broken, paused] }\n        model"]],
    "major",
    'widened: Job.status (output): takes "paused" too',
  ],
  [
    "an open output's known value added",
    [["enum: [a1, b2]", "enum: [a1, b2, c3]"]],
    "minor",
    'added: Job.model (output): knows "c3"',
  ],
  [
    "an open output's known value removed",
    [["enum: [a1, b2]", "enum: [a1]"]],
    "patch",
    'no longer names "b2"',
  ],
  [
    "a closed output opened",
    [["status: { type: string, enum: [waiting, working, done, broken] }", "status: { type: string }"]],
    "major",
    "takes values beside the known ones",
  ],
  ["an output's bound loosened", [["maximum: 500", "maximum: 900"]], "minor", "maximum was 500, and is 900"],
  [
    "a header removed",
    [["headers: { Retry-After: { schema: { type: integer } } }", "headers: {}"]],
    "major",
    "removed: GET /jobs/{id} 200 header.retry-after (output)",
  ],
  [
    "a refusal documented",
    [
      [
        'responses: { "204": { description: Canceled. } }',
        'responses: { "204": { description: Canceled. }, "409": { description: Too late. } }',
      ],
    ],
    "minor",
    "added: DELETE /jobs/{id} 409: is documented now",
  ],
  [
    "a success with another body",
    [
      [
        '"202": {',
        '"200": { description: Ready., content: { text/plain: { schema: { type: string } } } }\n        "202": {',
      ],
    ],
    "major",
    "widened: POST /jobs 200: is a new answer",
  ],
  [
    "a type's name removed",
    [
      ["    Options: {", "    Settings: {"],
      ["schemas/Options", "schemas/Settings"],
    ],
    "major",
    'removed: components["schemas"]["Options"]',
  ],

  // Access.
  ["another server", [["https://api.brief.example", "https://eu.brief.example"]], "minor", "changed: server"],
  [
    "a key where there was none",
    [["      security: []\n", ""]],
    "major",
    "narrowed: GET /engines: needs a key now",
  ],
  [
    "the key in another header",
    [["type: http, scheme: bearer", "type: apiKey, in: header, name: X-Key"]],
    "patch",
    "the key goes to another place",
  ],
  [
    "a password instead of a key",
    [["scheme: bearer", "scheme: basic"]],
    "major",
    "wants a name and a password",
  ],

  // The lifecycle.
  [
    "cancel removed",
    [["  cancel: { operation: cancelJob, from: [queued, running] }\n", ""]],
    "major",
    "lifecycle: x-job.cancel: is gone",
  ],
  [
    "cancel from fewer states",
    [["from: [queued, running]", "from: [queued]"]],
    "major",
    "lifecycle: x-job.cancel.from: no longer has running",
  ],
  [
    "delete added",
    [["  limits:", "  delete: { operation: cancelJob, from: [succeeded] }\n  limits:"]],
    "minor",
    "lifecycle: x-job.delete: is new",
  ],
  [
    "progress removed",
    [["    progress: { percent: /percent }\n", ""]],
    "major",
    "lifecycle: x-job.resource.progress: is gone",
  ],
  [
    "slower polling advised",
    [["minSeconds: 1,", "minSeconds: 2,"]],
    "patch",
    "changed: x-job.resource.poll.minSeconds: was 1, and is 2",
  ],
  [
    "progress counted",
    [["progress: { percent: /percent }", "progress: { done: /percent, total: /percent }"]],
    "patch",
    "changed: x-job.resource.progress: is given in another way",
  ],
  ["another limit", [["perMinute: 60", "perMinute: 30"]], "patch", "changed: x-job.limits.perMinute"],
  [
    "a status word learnt",
    [["failed: [broken] }", "failed: [broken, refused] }"]],
    "minor",
    'lifecycle: x-job.resource.status: "refused" means failed',
  ],
  [
    "a status word forgotten",
    [["queued: [waiting], running: [working]", "queued: [waiting], running: []"]],
    "minor",
    '"working" no longer means running',
  ],
  [
    "a status word turned",
    [["succeeded: [done], failed: [broken]", "succeeded: [done, broken], failed: []"]],
    "major",
    '"broken" meant failed, and means succeeded',
  ],
  [
    "idempotency lost",
    [["idempotency: { header: Idempotency-Key }", "idempotency: none"]],
    "major",
    "a repeated submit makes a second job now",
  ],
  [
    "a cancel by another way",
    [["operation: cancelJob, from", "url: /cancel_url, from"]],
    "patch",
    "x-job.cancel.operation: is gone",
  ],
  [
    "a success told from a partial one",
    [["succeeded: [done], failed", "succeeded: [], partial: [done], failed"]],
    "minor",
    '"done" meant succeeded, and means partial',
  ],
  [
    "a percentage given as a ratio",
    [["progress: { percent: /percent }", "progress: { ratio: /percent }"]],
    "patch",
    "x-job.resource.progress: is given in another way",
  ],
  [
    "a result of another sort",
    [["result: { inline: { at: /summary, schema: Words } }", "result: { url: { at: /note } }"]],
    "major",
    "x-job.kinds.brief.result.inline: is gone",
  ],
  [
    "an input made by another operation",
    [["submit: { operation: createJob", "submit: { operation: getJob"]],
    "major",
    "x-job.kinds.brief.submit.operation",
  ],
  [
    "files taken up to a size",
    [
      [
        "input:\n        url: { field: url }",
        "input:\n        url: { field: url }\n        file: { field: file }",
      ],
    ],
    "minor",
    "x-job.kinds.brief.input.file: is new",
  ],
  [
    "a default removed",
    [["defaults: { length: short }", "defaults: {}"]],
    "major",
    "x-job.kinds.brief.input.defaults.length: is gone",
  ],
  // What is taken for said.
  [
    "a parameter's default added",
    [["schema: { type: integer, maximum: 9 } }", "schema: { type: integer, maximum: 9, default: 3 } }"]],
    "minor",
    "changed: POST /jobs query.priority (input): has the default 3",
  ],
  [
    "a field's default changed",
    [
      ["words: { type: integer, minimum: 10 }", "words: { type: integer, minimum: 10, default: 20 }"],
      ["default: 20 }", "default: 30 }"],
    ],
    "minor",
    "changed: JobRequest.words (input): has the default 30",
  ],
  [
    "an open input's known value removed",
    [["enum: [dry, warm]", "enum: [dry]"]],
    "major",
    'narrowed: JobRequest.tone (input): no longer names "warm"',
  ],
  // What a list shows, and what a job costs.
  [
    "a list that goes on",
    [["  cancel: {", "  list: { operation: getJob, items: /data, pages: { number: page } }\n  cancel: {"]],
    "minor",
    "lifecycle: x-job.list: is new",
  ],
  [
    "a cost told before",
    [
      [
        "      input:\n",
        '      estimate: { operation: getJob, amount: /pages, unit: "=pages" }\n      input:\n',
      ],
    ],
    "minor",
    "lifecycle: x-job.kinds.brief.estimate: is new",
  ],
  [
    "a secret that goes in another place",
    [["x-job:\n", "x-job:\n  token: { clientSecret: form }\n"]],
    "patch",
    "changed: x-job.token: is new",
  ],
  [
    "a kind removed",
    [["    brief:\n      title", "    digest:\n      title"]],
    "major",
    "lifecycle: x-job.kinds.brief: is gone",
  ],
  [
    "a result's field removed",
    [
      [
        "Words: { type: object, properties: { text: { type: string } } }",
        "Words: { type: object, properties: {} }",
      ],
    ],
    "major",
    "removed: Words.text (output)",
  ],
];

describe("a change of a spec asks for the bump that its users need", () => {
  test.each(rows)("%s", (_, edits, bump, says) => {
    const findings = compareSpecs(brief(), brief(...edits));
    expect({ bump: bumpOf(findings), says: findings.map(formatFinding).join("\n") }).toEqual({
      bump,
      says: expect.stringContaining(says) as unknown,
    });
  });
});

test("a file is a file, by an operation or behind a URL; a smaller limit is one", () => {
  const [byOperation, byUrl] = [
    "file: { operation: getJob, parameters: { id: /id } }",
    "url: { at: /note }",
  ].map((result) => brief(["inline: { at: /summary, schema: Words }", result])) as [
    SpecDocument,
    SpecDocument,
  ];
  expect(compareSpecs(byOperation, byUrl)).toMatchObject([
    { bump: "patch", where: "x-job.kinds.brief.result" },
  ]);
  const held = brief(["inline: { at: /summary, schema: Words }", "content: { at: /note }"]);
  expect(bumpOf(compareSpecs(byUrl, held))).toBe("patch");
  const limited = (...limits: string[]) =>
    brief(["url: { field: url }", `file: { ${["field: url", ...limits].join(", ")} }`]);
  expect(bumpOf(compareSpecs(limited("maxBytes: 2000"), limited("maxBytes: 1000")))).toBe("major");
  expect(bumpOf(compareSpecs(limited("maxBytes: 1000"), limited("maxBytes: 2000")))).toBe("minor");
  expect(bumpOf(compareSpecs(limited(), limited("maxBytes: 2000")))).toBe("major");
  expect(bumpOf(compareSpecs(limited("maxBytes: 2000"), limited()))).toBe("minor");
  expect(bumpOf(compareSpecs(limited("formats: [pdf, png]"), limited("formats: [pdf]")))).toBe("major");
  expect(bumpOf(compareSpecs(limited("formats: []"), limited("formats: [pdf]")))).toBe("patch");
});

test("a webhook's body comes to the user; a webhook that is gone is missed, and so is a default of what is required", () => {
  const hook = (schema: string): Edit => [
    "components:\n",
    `webhooks: { done: { post: { operationId: done, requestBody: { content: { application/json: { schema: ${schema} } } } } } }\ncomponents:\n`,
  ];
  const [plain, before, after] = [brief(), brief(hook("{ type: string }")), brief(hook("{ type: integer }"))];
  const said = (one: SpecDocument, other: SpecDocument): string[] =>
    compareSpecs(one, other).map(formatFinding);
  expect(said(before, after)).toContainEqual(
    expect.stringContaining("widened: webhook done (output): can be an integer"),
  );
  expect(said(before, plain)).toContainEqual(expect.stringContaining("removed: webhook done: is gone"));
  expect(said(plain, before)).toContainEqual(expect.stringContaining("added: webhook done: is new"));
  const given = brief(["length: { enum: [short, long] }", "length: { enum: [short, long], default: long }"]);
  expect(said(given, plain)).toContainEqual(
    expect.stringContaining('JobRequest.length (input): has the default "long" no more, and is required'),
  );
});

test("what a change has done, its reversal is judged for in its own right", () => {
  const [before, after] = [brief(), brief(["        note: { type: string }\n", ""])];
  expect(bumpOf(compareSpecs(before, after))).toBe("major");
  expect(bumpOf(compareSpecs(after, before))).toBe("minor");
});

test("a schema that contains itself is compared to its end", () => {
  const tree = (leaf: string) =>
    brief([
      "Options: { type: object, properties: {",
      `Options: { type: object, properties: { sub: { $ref: "#/components/schemas/Options" }, leaf: { type: ${leaf} },`,
    ]);
  expect(compareSpecs(tree("string"), tree("string"))).toEqual([]);
  expect(compareSpecs(tree("string"), tree("integer")).map(({ where }) => where)).toContain(
    "Options.leaf (input)",
  );
});

test("the largest change stands first, and each is said once", () => {
  const findings = compareSpecs(
    brief(),
    brief(
      ["minSeconds: 1,", "minSeconds: 2,"],
      ["        note: { type: string }\n", ""],
      ["enum: [a1, b2]", "enum: [a1, b2, c3]"],
    ),
  );
  expect(findings.map(({ bump }) => bump)).toEqual(["major", "minor", "patch"]);
});
