import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { cliPath } from "../../run/cli-path.js";
import { type FaultContext, type FaultRow, NotProvokedError } from "../fault-row.js";
import { type Castdoc, CASTDOC_JOB, CASTDOC_KEY, openCastdoc } from "../network/castdoc.js";
import { KEY } from "../network/press.js";
import type { Route } from "../support/routed-server.js";
import { openPressCli, pressCliPath } from "./support/press-cli.js";
import { writeSmallPdf } from "./support/small-pdf.js";
import { type CliEnd, startCli } from "./support/start-cli.js";
import { runInTerminal } from "./support/terminal.js";
import { until } from "./support/until.js";

const POLL = "GET /castdoc/jobs/*";
const hang: Route = () => {};
const envOf = ({ server }: Castdoc): Record<string, string> => ({
  DOCJOBS_CASTDOC_BASE_URL: server.url,
  DOCJOBS_CASTDOC_API_KEY: CASTDOC_KEY,
});

export const streamRows: readonly FaultRow[] = [
  {
    id: "P08",
    name: "stdout-closed-pipe",
    async run(context) {
      const castdoc = await openCastdoc(context);
      castdoc.server.always("GET /files/*/content", (_, wire) =>
        wire.answer(200, Buffer.alloc(2_000_000, "PK\u0003\u0004"), { "Content-Type": "application/zip" }),
      );
      const commands = [
        ["providers", "--json"],
        ["api", "castdoc"],
        ["run", "castdoc", "report.pdf", "--to", "docx", "--quiet", "-o", "-"],
      ];
      for (const words of commands) {
        // `head` reads one line and goes away.
        const { stderr, exit } = await toStdout(context, words, envOf(castdoc), "head");
        assert.equal(stderr, "", `stderr of ${words[0]}`);
        assert.equal(exit, 0, `exit of ${words[0]}`);
      }
    },
  },

  {
    id: "P09",
    name: "stdout-disk-full",
    async run(context) {
      if (!existsSync("/dev/full")) throw new NotProvokedError("there is no /dev/full");
      const castdoc = await openCastdoc(context);
      const commands = [
        ["providers"],
        ["providers", "--json"],
        ["--help"],
        ["run", "castdoc", "report.pdf", "--to", "docx", "-o", "-"],
        ["list", "castdoc", "--json"],
      ];
      castdoc.server.always("GET /castdoc/jobs", (_, wire) => wire.answer(200, { data: [castdoc.show()] }));
      for (const words of commands) {
        const { stderr, exit } = await toStdout(context, words, envOf(castdoc), "full");
        assert.equal(exit, 10, `exit of ${words.join(" ")}: ${stderr}`);
        assert.match(stderr, /ENOSPC/u);
        assert.ok(!stderr.includes("    at "), "a stack is printed");
      }
    },
  },

  {
    id: "P10",
    name: "no-tty",
    async run(context) {
      const castdoc = await openCastdoc(context);
      const ends = [
        await castdoc.convert("-o", "a.docx"),
        await castdoc.convert("-o", "a.docx"),
        await castdoc.run(["providers"]),
        await castdoc.run(["help"]),
        await castdoc.run(["run", "--help"]),
        await castdoc.run(["nosuch"]),
        await castdoc.run(["get", "castdoc", CASTDOC_JOB]),
      ];
      assert.deepEqual(
        ends.map(({ exit }) => exit),
        [0, 10, 0, 0, 0, 2, 0],
        "exits",
      );
      for (const { stdout, stderr } of ends)
        assert.equal([...`${stdout}${stderr}`].filter((byte) => byte === "\u001B").length, 0, "ESC bytes");
    },
  },

  {
    id: "P11",
    name: "colour-truth-table",
    async run(context) {
      const choices = (name: string, values: readonly (string | undefined)[]): Record<string, string>[] =>
        values.map((value) => (value === undefined ? {} : { [name]: value }));
      const rows: { env: Record<string, string>; isTerminal: boolean }[] = [];
      for (const noColor of choices("NO_COLOR", [undefined, "1"]))
        for (const force of choices("FORCE_COLOR", [undefined, "1"]))
          for (const term of choices("TERM", ["xterm", "dumb"]))
            for (const ci of choices("CI", [undefined, "1"]))
              rows.push({ env: { ...noColor, ...force, ...term, ...ci }, isTerminal: true });
      rows.push(
        { env: { FORCE_COLOR: "0" }, isTerminal: true },
        { env: { NO_COLOR: "" }, isTerminal: true },
        { env: { FORCE_COLOR: "1" }, isTerminal: false },
        { env: { TERM: "xterm" }, isTerminal: false },
      );
      const check = async ({ env, isTerminal }: (typeof rows)[number]): Promise<void> => {
        const text = isTerminal
          ? (await runInTerminal(context, ["nosuch"], { env })).screen
          : (await startCli(context, ["nosuch"], { env }).done).stderr;
        const wanted = env["NO_COLOR"]
          ? false
          : env["FORCE_COLOR"] !== undefined
            ? env["FORCE_COLOR"] === "1"
            : isTerminal && env["TERM"] !== "dumb" && env["CI"] === undefined;
        assert.match(text, /nosuch/u);
        assert.equal(text.includes("\u001B"), wanted, `colour with ${JSON.stringify(env)} (${isTerminal})`);
      };
      await Promise.all(rows.slice(0, 10).map(check));
      await Promise.all(rows.slice(10).map(check));
    },
  },

  {
    id: "P12",
    name: "tty-of-0-columns",
    async run(context) {
      const castdoc = await openCastdoc(context);
      let looks = 0;
      castdoc.server.always(POLL, (_, wire, normal) => {
        looks++;
        if (looks > 3) return normal();
        wire.answer(200, castdoc.show({ status: "processing", progress: looks * 10, output_file_id: null }));
      });
      const words = ["run", "castdoc", "report.pdf", "--to", "docx", "-o", "a.docx"];
      const { exit, screen } = await runInTerminal(context, words, { env: envOf(castdoc), columns: 0 });
      assert.equal(exit, 0, screen);
      assert.ok(looks > 3, "the job had no time to be shown");
      assert.ok(screen.length < 10_000, `${screen.length} bytes were written`);
      assert.match(screen, /processing|running/u);
      assert.ok(!screen.includes("\u001B[2K"), "a line was redrawn where there is none");
    },
  },

  {
    id: "P13",
    name: "json-on-every-exit",
    prepare: () => pressCliPath(),
    run: checkJson,
  },
];

/** Runs a command whose standard output is a full disk, or a reader that goes away after a line. */
function toStdout(
  { folder, onEnd }: FaultContext,
  words: readonly string[],
  env: Record<string, string>,
  to: "full" | "head",
): Promise<{ exit: number | null; stderr: string }> {
  const full = to === "full" ? openSync("/dev/full", "w") : undefined;
  const child = spawn(process.execPath, [cliPath, ...words], {
    cwd: join(folder, "work"),
    env: { PATH: process.env["PATH"] ?? "", HOME: join(folder, "home"), ...env },
    stdio: ["ignore", full ?? "pipe", "pipe"],
  });
  if (full !== undefined) closeSync(full);
  onEnd(() => child.kill("SIGKILL"));
  child.stdout?.once("data", () => child.stdout?.destroy());
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (exit) => resolve({ exit, stderr }));
  });
}

/** Every exit code but 1, which is a bug: what is on stdout is JSON, and so is the one error on stderr. */
async function checkJson(context: FaultContext): Promise<void> {
  const own = (name: string): FaultContext => {
    const folder = join(context.folder, name);
    mkdirSync(folder);
    return { ...context, folder };
  };
  const answer =
    (status: number, headers: Record<string, string> = {}): Route =>
    (_, wire) =>
      wire.answer(status, {}, headers);
  const convert = (...more: string[]): readonly string[] => [
    ...["run", "castdoc", "report.pdf", "--to", "docx", "--json"],
    ...more,
  ];
  const cases: { exit: number; words?: readonly string[]; set?: (castdoc: Castdoc) => void }[] = [
    { exit: 0 },
    { exit: 2, words: convert("--nosuch") },
    {
      exit: 3,
      set: ({ server, show }) =>
        server.always(POLL, (_, wire) => wire.answer(200, show({ status: "failed" }))),
    },
    { exit: 4, set: ({ server }) => server.always("POST /castdoc/jobs", answer(401)) },
    { exit: 5, set: ({ server }) => server.always("POST /castdoc/jobs", answer(402)) },
    {
      exit: 6,
      set: ({ server }) => server.always("POST /castdoc/jobs", answer(429, { "Retry-After": "99999" })),
    },
    { exit: 7, set: ({ server }) => server.always("POST /files", answer(302, { Location: "/elsewhere" })) },
    { exit: 8, words: convert("--timeout", "0.3"), set: ({ server }) => server.always(POLL, hang) },
    {
      exit: 9,
      words: ["get", "castdoc", CASTDOC_JOB, "--json"],
      set: ({ server }) => server.always(POLL, answer(404)),
    },
    { exit: 10, words: ["run", "castdoc", "none.pdf", "--to", "docx", "--json"] },
    { exit: 12, words: convert("other.pdf"), set: refuseTheOther },
    { exit: 13, set: ({ server }) => server.always("POST /castdoc/jobs", (_, wire) => wire.reset()) },
  ];
  await Promise.all(
    cases.map(async ({ exit, words = convert(), set }) => {
      const castdoc = await openCastdoc(own(`exit-${exit}`));
      set?.(castdoc);
      checkStreams(await castdoc.run(words), exit);
    }),
  );

  // 11: more bytes than the job has. The invented API says how many that are.
  const press = await openPressCli(own("exit-11"));
  press.storage.always("GET /prints/*", (_, wire) => {
    wire.end(Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\n\r\n"), press.bytes, press.bytes]));
  });
  checkStreams(await press.convert(["--json"]).done, 11);

  // 130, 143, 129
  const signals: [NodeJS.Signals, number][] = [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ];
  for (const [signal, exit] of signals) {
    const place = own(`exit-${exit}`);
    const castdoc = await openCastdoc(place);
    castdoc.server.always(POLL, hang);
    const cli = startCli(place, convert(), { env: envOf(castdoc) });
    const isPolled = (): boolean => castdoc.server.seen(`GET /castdoc/jobs/${CASTDOC_JOB}`).length > 0;
    await until(isPolled, "a status request", context.signal);
    cli.child.kill(signal);
    checkStreams(await cli.done, exit);
  }
}

function refuseTheOther({ server, folder }: Castdoc): void {
  writeSmallPdf(join(folder, "other.pdf"), "the other");
  let submits = 0;
  server.always("POST /castdoc/jobs", (_, wire, normal) =>
    submits++ === 0 ? normal() : wire.answer(400, {}),
  );
}

function checkStreams({ exit, stdout, stderr }: CliEnd, wanted: number): void {
  assert.equal(exit, wanted, `exit, with ${stderr}`);
  assert.ok(
    !`${stdout}${stderr}`.includes(CASTDOC_KEY) && !`${stdout}${stderr}`.includes(KEY),
    "the key is shown",
  );
  // Several inputs print one line each.
  const documents = stdout.split("\n").filter((line) => line !== "");
  assert.ok(documents.length <= (wanted === 12 ? 2 : 1), `stdout with exit ${wanted} is ${stdout}`);
  for (const document of documents) JSON.parse(document);
  if (wanted === 0) {
    assert.equal(documents.length, 1, "documents on stdout");
    return assert.equal(stderr, "", "stderr");
  }
  const { error } = JSON.parse(stderr) as { error: Record<string, unknown> };
  assert.equal(error["exit"], wanted, "the error's exit");
  for (const field of ["code", "message", "hint"])
    assert.ok(typeof error[field] === "string" && error[field] !== "", `${field} of exit ${wanted}`);
}
