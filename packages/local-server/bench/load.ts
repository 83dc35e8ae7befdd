/** `node --import tsx packages/local-server/bench/load.ts [clients]`: many clients at once, each through a whole job of one API. */
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { measuredPing } from "./measured-ping.js";
import { percentile, startMeasured, withFolder } from "./measured-server.js";

const clients = Number(process.argv[2] ?? 200);
const sample = (name: string): Promise<Buffer> => readFile(new URL(`../samples/${name}`, import.meta.url));
const [picture, plan, report] = await Promise.all([
  sample("report-1.png"),
  sample("plan1.pdf"),
  sample("report.pdf"),
]);

interface Session {
  url: string;
  headers: Record<string, string>;
  /** Times of single requests, in milliseconds. */
  times: number[];
}

async function ask(session: Session, path: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  const from = performance.now();
  const response = await fetch(session.url + path, {
    ...init,
    headers: {
      ...session.headers,
      ...(typeof init.body === "string" ? { "content-type": "application/json" } : {}),
    },
  });
  const text = await response.text();
  session.times.push(performance.now() - from);
  if (!response.ok) throw new Error(`${path} ${response.status} ${text.slice(0, 200)}`);
  return (response.headers.get("content-type") ?? "").includes("json") ? JSON.parse(text) : {};
}

function post(
  session: Session,
  path: string,
  fields: Record<string, string | File>,
): Promise<Record<string, unknown>> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return ask(session, path, { method: "POST", body });
}

async function until(session: Session, path: string, status: string): Promise<Record<string, unknown>> {
  for (;;) {
    const job = await ask(session, path);
    if (job["status"] === status) return job;
    if (/fail/i.test(String(job["status"]))) throw new Error(`${path} failed: ${JSON.stringify(job)}`);
    await pause(1500 + Math.random() * 1000);
  }
}

const ways: ((session: Session) => Promise<void>)[] = [
  async (session) => {
    const file = new File([picture], "report.png");
    const { id } = await post(session, "/convert", { file, targetFormat: "jpg" });
    await until(session, `/convert/job/${id}`, "Succeeded");
    await ask(session, `/convert/job/${id}/download`);
  },
  async (session) => {
    const { file_id } = await post(session, "/files", { file: new File([report], "report.pdf") });
    const body = JSON.stringify({ engine: "ki/cast", file_id, output_format: "docx" });
    const { job_id } = await ask(session, "/castdoc/jobs", { method: "POST", body });
    const { output_file_id } = await until(session, `/castdoc/jobs/${job_id}?wait=1`, "completed");
    await ask(session, `/files/${output_file_id}/content`);
  },
  async (session) => {
    const { document_id } = await post(session, "/v1/documents", { file: new File([plan], "plan.pdf") });
    const body = JSON.stringify({ document_id });
    const { job_id } = await ask(session, "/v1/drawings/detection/doors", { method: "POST", body });
    await until(session, `/v1/jobs/${job_id}`, "complete");
  },
];

await withFolder(async (directory) => {
  const server = await startMeasured(directory);
  const filesBefore = await server.openFiles();
  const pings = measuredPing(server.url);
  const from = performance.now();
  const sessions = Array.from({ length: clients }, (_, index): Session => {
    const key = `client-${index}`;
    return {
      url: server.url,
      times: [],
      headers: { authorization: `Bearer ${key}`, "x-fast-api-key": key, "x-api-key": key },
    };
  });
  const results = await Promise.allSettled(
    sessions.map((session, index) => ways[index % ways.length]?.(session)),
  );
  const seconds = (performance.now() - from) / 1000;
  const pingTimes = await pings.stop();
  const failures = results.filter((result) => result.status === "rejected");
  const times = sessions.flatMap((session) => session.times);
  const { peakMb } = await server.memory();
  await pause(7000);
  console.log(
    [
      `${clients} clients at once: ${clients - failures.length} jobs done in ${seconds.toFixed(1)} s, ${failures.length} failed`,
      `${times.length} requests: median ${percentile(times, 0.5)} ms, 99 of 100 within ${percentile(times, 0.99)} ms`,
      `/healthz beside them: median ${percentile(pingTimes, 0.5)} ms, slowest ${percentile(pingTimes, 1)} ms`,
      `memory at most ${peakMb} MB; open files ${filesBefore} before, ${await server.openFiles()} after`,
      ...failures.slice(0, 5).map(({ reason }) => String(reason)),
    ].join("\n"),
  );
  await server.kill();
});
