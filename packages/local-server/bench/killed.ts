/**
 * `node --import tsx packages/local-server/bench/killed.ts`: uploads for 2.5 s, kill -9, start again: how much of what was
 * acknowledged is still there, here and in Azurite (run by npx; not a dependency).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { startMeasured, withFolder } from "./measured-server.js";

const azurite = "azurite@3.35.0";
const forMs = 2500;
const lanes = 4;

/** Uploads in several lanes until the time is up; returns what was acknowledged. */
async function uploadFor(upload: (index: number) => Promise<string | undefined>): Promise<string[]> {
  const kept: string[] = [];
  const end = performance.now() + forMs;
  let next = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < end) {
      const id = await upload(next++);
      if (id !== undefined) kept.push(id);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return kept;
}

async function countLost(ids: string[], isThere: (id: string) => Promise<boolean>): Promise<number> {
  let lost = 0;
  for (const id of ids) if (!(await isThere(id))) lost += 1;
  return lost;
}

async function ours(directory: string): Promise<string> {
  const headers = { authorization: "Bearer alice" };
  const first = await startMeasured(directory);
  const ids = await uploadFor(async (index) => {
    const body = new FormData();
    body.append("file", new File([`content ${index} `.repeat(500)], `${index}.txt`));
    const response = await fetch(`${first.url}/files`, { method: "POST", headers, body });
    return response.status === 201 ? ((await response.json()) as { file_id: string }).file_id : undefined;
  });
  await first.kill();
  const second = await startMeasured(directory);
  const lost = await countLost(ids, async (id) => {
    const response = await fetch(`${second.url}/files/${id}/content`, { headers });
    return response.ok && /^content \d+ /.test(await response.text());
  });
  await second.kill();
  return `docjobs: ${ids.length} uploads acknowledged, ${lost} lost`;
}

const port = 10_987;
const account = "devstoreaccount1";
/** Azurite's well-known development key. */
const key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

async function blobRequest(
  method: "PUT" | "GET",
  path: string,
  query: string,
  body: string,
): Promise<Response> {
  const date = new Date().toUTCString();
  const length = body === "" ? "" : String(Buffer.byteLength(body));
  const isBlob = method === "PUT" && query === "";
  const canonicalHeaders = [
    ...(isBlob ? ["x-ms-blob-type:BlockBlob"] : []),
    `x-ms-date:${date}`,
    "x-ms-version:2021-12-02",
  ];
  const canonicalResource = `/${account}/${account}${path}${query === "" ? "" : "\nrestype:container"}`;
  const contentType = method === "PUT" ? "text/plain" : "";
  const text = [
    method,
    "",
    "",
    length,
    "",
    contentType,
    "",
    "",
    "",
    "",
    "",
    "",
    ...canonicalHeaders,
    canonicalResource,
  ].join("\n");
  const signature = createHmac("sha256", Buffer.from(key, "base64")).update(text, "utf8").digest("base64");
  return fetch(`http://127.0.0.1:${port}/${account}${path}${query}`, {
    method,
    headers: {
      authorization: `SharedKey ${account}:${signature}`,
      "x-ms-date": date,
      "x-ms-version": "2021-12-02",
      ...(isBlob ? { "x-ms-blob-type": "BlockBlob" } : {}),
      ...(contentType === "" ? {} : { "content-type": contentType }),
    },
    ...(method === "PUT" ? { body } : {}),
  });
}

const running = new Set<() => void>();
process.once("exit", () => running.forEach((kill) => kill()));

async function startAzurite(directory: string): Promise<() => Promise<void>> {
  const words = [
    "-y",
    "-p",
    azurite,
    "azurite-blob",
    "--silent",
    "--location",
    directory,
    "--blobPort",
    String(port),
  ];
  // npx starts it as a grandchild: the group is killed as a whole.
  const child: ChildProcess = spawn("npx", words, { detached: true, stdio: "ignore" });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const kill = (): void => {
    running.delete(kill);
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  };
  running.add(kill);
  for (let tries = 0; ; tries += 1) {
    const isUp = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (tries > 600) throw new Error("Azurite did not start.");
    await pause(200);
  }
  return async () => {
    kill();
    await exited;
    await pause(500);
  };
}

async function theirs(directory: string): Promise<string> {
  const isThere = async (id: string): Promise<boolean> =>
    (await blobRequest("GET", `/bench/${id}`, "", "")).ok;
  const killFirst = await startAzurite(directory);
  const made = await blobRequest("PUT", "/bench", "?restype=container", "");
  if (!made.ok) throw new Error(`Azurite made no container: ${made.status} ${await made.text()}`);
  const ids = await uploadFor(async (index) => {
    const response = await blobRequest("PUT", `/bench/${index}.txt`, "", `content ${index} `.repeat(500));
    return response.status === 201 ? `${index}.txt` : undefined;
  });
  if ((await countLost(ids.slice(-1), isThere)) > 0)
    throw new Error("Azurite does not have what it acknowledged.");
  await killFirst();
  const killSecond = await startAzurite(directory);
  const lost = await countLost(ids, isThere);
  await killSecond();
  return `${azurite}: ${ids.length} uploads acknowledged, ${lost} lost`;
}

await withFolder(async (directory) => console.log(await ours(directory)));
await withFolder(async (directory) => console.log(await theirs(directory)));
