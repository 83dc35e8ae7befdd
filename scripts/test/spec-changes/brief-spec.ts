import { parse } from "yaml";
import type { SpecDocument } from "../../spec-changes/spec-document.js";

/** An invented API with a bit of everything that can change. */
export const briefText: string = `openapi: 3.1.0
info: { title: Brief, summary: Summarises PDF files., version: 1.0.0 }
servers: [{ url: https://api.brief.example }]
security: [{ key: [] }]
paths:
  /engines:
    get:
      operationId: listEngines
      summary: List engines
      security: []
      responses:
        "200": { description: Engines., content: { application/json: { schema: { type: array, items: { type: string } } } } }
  /jobs:
    post:
      operationId: createJob
      summary: Summarise a PDF
      parameters:
        - { name: Idempotency-Key, in: header, schema: { type: string } }
        - { name: priority, in: query, schema: { type: integer, maximum: 9 } }
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/JobRequest" } } }
      responses:
        "202": { description: Accepted., content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } } }
        "400": { $ref: "#/components/responses/Problem" }
  /jobs/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    get:
      operationId: getJob
      summary: Show a job
      responses:
        "200":
          description: The job.
          headers: { Retry-After: { schema: { type: integer } } }
          content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } }
    delete:
      operationId: cancelJob
      summary: Cancel a job
      responses: { "204": { description: Canceled. } }
components:
  securitySchemes:
    key: { type: http, scheme: bearer }
  responses:
    Problem: { description: Refused., content: { application/json: { schema: { $ref: "#/components/schemas/Problem" } } } }
  schemas:
    Problem: { type: object, properties: { code: { type: string }, message: { type: string } } }
    Words: { type: object, properties: { text: { type: string } } }
    JobRequest:
      type: object
      required: [url, length]
      properties:
        url: { type: string, maxLength: 2000, description: Where the PDF is. }
        length: { enum: [short, long] }
        words: { type: integer, minimum: 10 }
        tone: { anyOf: [{ type: string, enum: [dry, warm] }, { type: string }] }
        options: { $ref: "#/components/schemas/Options" }
    Options: { type: object, properties: { ocr: { type: boolean } } }
    Job:
      type: object
      required: [id, status]
      properties:
        id: { type: string }
        status: { type: string, enum: [waiting, working, done, broken] }
        model: { anyOf: [{ type: string, enum: [a1, b2] }, { type: string }] }
        percent: { type: [integer, "null"] }
        pages: { type: integer, maximum: 500 }
        note: { type: string }
        summary: { $ref: "#/components/schemas/Words" }
x-job:
  resource:
    get: getJob
    id: /id
    status: { at: /status, queued: [waiting], running: [working], succeeded: [done], failed: [broken] }
    progress: { percent: /percent }
    poll: { minSeconds: 1, maxSeconds: 5 }
  cancel: { operation: cancelJob, from: [queued, running] }
  limits: { perMinute: 60 }
  kinds:
    brief:
      title: Summarise a PDF
      submit: { operation: createJob, jobId: /id, idempotency: { header: Idempotency-Key } }
      input:
        url: { field: url }
        defaults: { length: short }
      result: { inline: { at: /summary, schema: Words } }
`;

/** A change of its text: what is there once, and what takes its place. */
export type Edit = readonly [from: string, to: string];

/** The spec with some of its text changed. */
export function brief(...edits: readonly Edit[]): SpecDocument {
  return parse(editText(briefText, edits)) as SpecDocument;
}

export function editText(text: string, edits: readonly Edit[]): string {
  return edits.reduce((result, [from, to]) => {
    const parts = result.split(from);
    if (parts.length !== 2) throw new Error(`"${from}" is there ${parts.length - 1} times`);
    return parts.join(to);
  }, text);
}
