import { castdocApi } from "@docjobs/castdoc";
import type { JobApi } from "@docjobs/jobs-core";
import { allFeatures } from "@docjobs/jobs-core/features";

/** What happens to one request. `lost`: it is done and nobody hears of it; `never`: it does not arrive. */
export type Fate = "ok" | "lost" | "never" | { status: number; retryAfter?: number };

export interface FakeRequest {
  method: string;
  path: string;
}

interface FakeJob {
  id: string;
  fileId: string;
  content: string;
  createdAt: number;
  looks: number;
  outcome: "completed" | "failed";
}

export interface FakeApiOptions {
  /** Decides about each request, in their order. */
  fate?: (request: FakeRequest) => Fate | Promise<Fate>;
  /** Looks that show a job as running. */
  looksToEnd?: number | ((content: string) => number);
  outcomeOf?: (content: string) => "completed" | "failed";
  /** A repeat with the same key makes no second job. */
  isIdempotent?: boolean;
  hasList?: boolean;
  /** What it says that a job will cost; without it, it does not say. */
  estimate?: number;
  /** What an ended job says that it has cost. */
  charge?: number;
}

/** CastDoc's API in this process, which counts what it is asked for. */
export class FakeApi {
  readonly jobs: Map<string, FakeJob> = new Map();
  readonly uploads: Map<string, string> = new Map();
  readonly requests: FakeRequest[] = [];
  /** The greatest number of jobs that were unfinished at once. */
  mostInFlight = 0;
  readonly #keys = new Map<string, string>();
  readonly #options: FakeApiOptions;

  constructor(options: FakeApiOptions = {}) {
    this.#options = options;
  }

  /** The descriptor, with the waits of a machine and not of a service. */
  get api(): JobApi {
    const { list, ...rest } = castdocApi;
    const { isIdempotent, hasList = true, estimate } = this.#options;
    const convert = castdocApi.kinds["convert"];
    if (!convert || !list) throw new Error("CastDoc has changed");
    return {
      ...rest,
      ...(hasList && { list }),
      features: allFeatures,
      limits: {},
      job: { ...castdocApi.job, poll: { minMs: 1, maxMs: 2 } },
      kinds: {
        convert: {
          ...convert,
          ...(estimate !== undefined && {
            estimate: {
              id: "estimate",
              method: "GET",
              path: "/castdoc/estimate",
              parameters: { format: "$file.format", size: "$file.sizeBytes" },
              required: ["format", "size"],
              amount: "/credits",
              unit: "=credits",
            },
          }),
          submit: {
            ...convert.submit,
            required: ["file_id"],
            idempotency: isIdempotent ? { by: "header", header: "Idempotency-Key" } : { by: "none" },
          },
        },
      },
    };
  }

  /** How many jobs each content has. */
  get jobsByContent(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { content } of this.jobs.values()) counts.set(content, (counts.get(content) ?? 0) + 1);
    return counts;
  }

  count(method: string, path: RegExp): number {
    return this.requests.filter((request) => request.method === method && path.test(request.path)).length;
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const request = { method: init?.method ?? "GET", path: url.pathname };
    this.requests.push(request);
    const fate = (await this.#options.fate?.(request)) ?? "ok";
    if (fate === "never") throw new TypeError("fetch failed");
    if (typeof fate === "object") return refusal(fate);
    const response = await this.#answer(request, init);
    if (fate === "lost") throw new TypeError("fetch failed");
    return response;
  };

  async #answer({ method, path }: FakeRequest, init: RequestInit | undefined): Promise<Response> {
    const parts = path.split("/").slice(1);
    if (method === "POST" && path === "/files") return this.#upload(init?.body as FormData);
    if (method === "POST" && path === "/castdoc/jobs") return this.#submit(init);
    if (path === "/castdoc/estimate") return json(200, { credits: this.#options.estimate });
    if (path === "/castdoc/jobs") return json(200, { data: [...this.jobs.values()].map(view).reverse() });
    if (parts[0] === "castdoc") return this.#look(parts[2] ?? "");
    if (parts[0] === "files") return this.#download(parts[1] ?? "");
    return json(404, { code: "not_found" });
  }

  async #upload(form: FormData): Promise<Response> {
    const content = await (form.get("file") as File).text();
    const id = `f${this.uploads.size + 1}`;
    this.uploads.set(id, content);
    return json(201, { file_id: id, expires_at: new Date(Date.now() + 3_600_000).toISOString() });
  }

  #submit(init: RequestInit | undefined): Response {
    const { file_id: fileId } = JSON.parse(String(init?.body)) as { file_id: string };
    const key = new Headers(init?.headers).get("idempotency-key");
    const known = key === null ? undefined : this.jobs.get(this.#keys.get(key) ?? "");
    if (known) return json(202, view(known));
    const content = this.uploads.get(fileId);
    if (content === undefined) return json(400, { code: "file_not_found", detail: "Upload it." });
    const id = `j${this.jobs.size + 1}`;
    const outcome = this.#options.outcomeOf?.(content) ?? "completed";
    const job: FakeJob = { id, fileId, content, createdAt: Date.now(), looks: 0, outcome };
    this.jobs.set(id, job);
    if (key !== null) this.#keys.set(key, id);
    const inFlight = [...this.jobs.values()].filter((each) => !this.#hasEnded(each)).length;
    this.mostInFlight = Math.max(this.mostInFlight, inFlight);
    return json(202, view(job));
  }

  #look(id: string): Response {
    const job = this.jobs.get(id);
    if (!job) return json(404, { code: "job_not_found" });
    job.looks++;
    if (!this.#hasEnded(job)) return json(200, { ...view(job), status: "processing" });
    const { charge } = this.#options;
    const ended = { ...view(job), ...(charge !== undefined && { credit_cost: charge }) };
    if (job.outcome === "failed") {
      return json(200, {
        ...ended,
        status: "failed",
        error: { code: "broken", message: "It is broken." },
      });
    }
    return json(200, { ...ended, status: "completed", output_file_id: `out-${id}` });
  }

  #hasEnded({ looks, content }: FakeJob): boolean {
    const { looksToEnd = 1 } = this.#options;
    return looks > (typeof looksToEnd === "number" ? looksToEnd : looksToEnd(content));
  }

  #download(id: string): Response {
    const job = this.jobs.get(id.replace("out-", ""));
    if (!job) return json(404, { code: "file_not_found" });
    const bytes = new TextEncoder().encode(`converted ${job.content}`);
    return new Response(bytes, {
      headers: { "content-type": "application/octet-stream", "content-length": String(bytes.length) },
    });
  }
}

function view({ id, fileId, createdAt }: FakeJob): Record<string, unknown> {
  return { job_id: id, file_id: fileId, status: "queued", created_at: new Date(createdAt).toISOString() };
}

function refusal({ status, retryAfter }: { status: number; retryAfter?: number }): Response {
  const headers = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  return json(status, { code: "refused", detail: "No." }, headers);
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}
