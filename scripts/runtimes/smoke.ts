/** What the clients have to do in every runtime. Runs in browsers too: nothing here is of Node. */

export interface SmokeTask {
  /** The API, and what the smoke server counts. */
  apiUrl: string;
  /** The client of the invented API of the fault rows. */
  letterpress: Factory;
  /** The packages' own clients by id. */
  clients: Readonly<Record<string, Factory>>;
}

export interface SmokeResult {
  name: string;
  /** Absent where it passed. */
  problem?: string;
}

/** As far as it is used here; every client has it. */
type Factory = (options: {
  apiKey: string;
  baseUrl: string;
  limits?: object;
  random?: () => number;
}) => Client;

interface Client {
  provider: string;
  submit(input: object, options?: object): Promise<Handle>;
  job(id: string): Handle;
  find(id: string): Promise<Handle>;
}

interface Handle {
  id: string;
  wait(options?: object): Promise<{ state: string; download(): Promise<{ bytes(): Promise<Uint8Array> }> }>;
}

/** Every check, one after the other: they share the server's bill. */
export async function runSmoke(task: SmokeTask): Promise<SmokeResult[]> {
  const results: SmokeResult[] = [];
  for (const [name, check] of Object.entries(checks)) {
    const problem = await check(task).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    results.push({ name, ...(problem !== undefined && { problem }) });
  }
  return results;
}

const checks: Readonly<Record<string, (task: SmokeTask) => Promise<void>>> = {
  async "submits, waits and downloads; the key stays with the API"(task) {
    await convert(task, "plain");
    expectEqual(await count(task, "jobs"), 1, "jobs");
    expectEqual(await count(task, "keys at the storage"), 0, "keys at the storage");
  },
  async "a lost answer makes no second job"(task) {
    await convert(task, "lose-answer");
    expectEqual(await count(task, "jobs"), 1, "jobs");
  },
  async "a download that breaks off goes on"(task) {
    await convert(task, "break-off");
  },
  async "a result with another digest is refused"(task) {
    expectEqual(await codeOf(convert(task, "corrupt")), "integrity", "code");
  },
  async "a wait ends at its deadline"(task) {
    const job = await submit(task, "never-done");
    expectEqual(await codeOf(job.wait({ timeoutMs: 100 })), "wait_timeout", "code");
  },
  async "an abort settles a wait at once"(task) {
    const job = await submit(task, "never-done");
    const control = new AbortController();
    const waiting = codeOf(job.wait({ signal: control.signal }));
    control.abort();
    expectEqual(await waiting, "aborted", "code");
  },
  async "a redirect of the API is refused"(task) {
    expectEqual(await codeOf(open(task).job("redirect").wait()), "unsafe_redirect", "code");
  },
  async "an answer that is not JSON is refused"(task) {
    expectEqual(await codeOf(open(task).job("not-json").wait({ timeoutMs: 5000 })), "bad_response", "code");
  },
  async "every client finds a job and tells its state"({ apiUrl: baseUrl, clients }) {
    for (const [id, factory] of Object.entries(clients)) {
      const client = factory({ apiKey: "sesame", baseUrl });
      expectEqual(client.provider, id, "provider");
      expectEqual((await client.find("job1")).id, "job1", `${id}: id`);
    }
  },
};

function open({ letterpress, apiUrl: baseUrl }: SmokeTask): Client {
  return letterpress({ apiKey: "sesame", baseUrl, random: () => 0.02 });
}

/** `wish` is the document's content: the smoke server does as it says. */
async function submit(task: SmokeTask, wish: string): Promise<Handle> {
  await count(task, "reset");
  return open(task).submit({ file: new File([wish], "in.pdf"), format: "docx" });
}

async function convert(task: SmokeTask, wish: string): Promise<void> {
  const done = await (await submit(task, wish)).wait({ timeoutMs: 20_000 });
  const bytes = await (await done.download()).bytes();
  expectEqual(bytes.length, 200_000, "bytes");
  expectEqual(
    bytes.findIndex((byte, index) => byte !== (index * 7919) % 251),
    -1,
    "the first wrong byte",
  );
}

async function count({ apiUrl }: SmokeTask, what: string): Promise<number> {
  return Number(await (await fetch(`${apiUrl}/count/${encodeURIComponent(what)}`)).text());
}

async function codeOf(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => "success",
    (error: unknown) => (error as { code?: unknown }).code ?? String(error),
  );
}

function expectEqual(actual: unknown, wanted: unknown, what: string): void {
  if (actual !== wanted) throw new Error(`${what}: ${String(actual)}, not ${String(wanted)}`);
}
