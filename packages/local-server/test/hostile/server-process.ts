import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A built server in a process of its own, in folders of its own. */
export interface ServerProcess {
  url: string;
  dataDirectory: string;
  /** What it has written into its home, its folder for temporary files, and where it was started. */
  strayFiles(): Promise<string[]>;
  close(): Promise<void>;
}

const builtServer = new URL("../../dist/index.js", import.meta.url).href;

/** With `maxFileKilobytes` no file may grow beyond that, as on a disk that is full. */
export async function startServerProcess(
  options: { maxFileKilobytes?: number } = {},
): Promise<ServerProcess> {
  const root = await mkdtemp(join(tmpdir(), "docjobs-process-"));
  const folders = ["home", "tmp", "cwd"].map((name) => join(root, name));
  const [home = "", temporary = "", cwd = ""] = folders;
  for (const folder of folders) await mkdir(folder);
  const dataDirectory = join(root, "data");
  const script = `
    const { startLocalServer } = await import(${JSON.stringify(builtServer)});
    const server = await startLocalServer({ dataDirectory: ${JSON.stringify(dataDirectory)} });
    console.log(server.url);`;
  const limit = options.maxFileKilobytes;
  const run = `${limit === undefined ? "" : `ulimit -f ${limit}; `}exec "$0" "$@"`;
  const child: ChildProcess = spawn(
    "bash",
    ["-c", run, process.execPath, "--input-type=module", "-e", script],
    {
      cwd,
      env: { ...process.env, HOME: home, TMPDIR: temporary },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const url = await new Promise<string>((resolve) =>
    child.stdout?.once("data", (line) => resolve(String(line).trim())),
  );
  return {
    url,
    dataDirectory,
    async strayFiles() {
      const lists = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true })));
      const beside = (await readdir(root)).filter((name) => !["home", "tmp", "cwd", "data"].includes(name));
      return [...lists.flat(), ...beside];
    },
    async close() {
      child.kill("SIGKILL");
      await exited;
      await rm(root, { recursive: true, force: true });
    },
  };
}
