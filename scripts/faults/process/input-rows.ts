import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { FaultContext, FaultRow } from "../fault-row.js";
import { CASTDOC_KEY, openCastdoc } from "../network/castdoc.js";
import { openPressCli, pressCliPath } from "./support/press-cli.js";
import { startCuttingProxy } from "./support/cutting-proxy.js";
import { makeZip, type ZipEntry } from "./support/make-zip.js";
import { writeSmallPdf } from "./support/small-pdf.js";
import { startCli } from "./support/start-cli.js";

export const inputRows: readonly FaultRow[] = [
  {
    id: "P34",
    name: "stdin-upload-breaks",
    async run(context) {
      const castdoc = await openCastdoc(context);
      let cuts = 0;
      const proxy = await startCuttingProxy(context, castdoc.server.url, (_, bytes) => {
        if (bytes < 64 * 1024 || cuts > 0) return "pass";
        cuts++;
        return "reset";
      });
      writeSmallPdf(join(castdoc.folder, "report.pdf"), "from stdin", 1_000_000);
      const document = readFileSync(join(castdoc.folder, "report.pdf"));
      const { exit, stderr } = await startCli(
        context,
        ["run", "castdoc", "-", "--to", "docx", "-o", "a.docx"],
        {
          env: { DOCJOBS_CASTDOC_BASE_URL: proxy.url, DOCJOBS_CASTDOC_API_KEY: CASTDOC_KEY },
          input: document,
        },
      ).done;
      assert.equal(cuts, 1, "resets");
      assert.equal(exit, 0, stderr);
      const uploads = castdoc.server.seen("POST /files");
      assert.equal(uploads.length, 1, "whole uploads");
      assert.ok(uploads[0]?.body.includes(document), "the server did not get the document as it was");
      assert.equal(castdoc.jobs.length, 1, "jobs");
      assert.deepEqual(
        readdirSync(context.folder).filter((name) => name.startsWith("docjobs-")),
        [],
        "copies of the document that stay",
      );
    },
  },

  {
    id: "P35",
    name: "input-changes-while-sent",
    async run(context) {
      const changes: Record<string, (path: string) => void> = {
        grows: (path) => appendFileSync(path, "more"),
        shrinks: (path) => truncateSync(path, 1_000_000),
        vanishes: (path) => unlinkSync(path),
        "is written over": (path) => writeFileSync(path, Buffer.alloc(INPUT_BYTES, "y")),
      };
      const castdoc = await openCastdoc(context);
      for (const [name, change] of Object.entries(changes)) {
        const path = join(castdoc.folder, "large.pdf");
        writeSmallPdf(path, name, INPUT_BYTES);
        let isChanged = false;
        const proxy = await startCuttingProxy(context, castdoc.server.url, (_, bytes) => {
          if (bytes < 64 * 1024 || isChanged) return "pass";
          isChanged = true;
          change(path);
          return "pass";
        });
        const { exit, stderr } = await startCli(context, ["run", "castdoc", "large.pdf", "--to", "docx"], {
          env: { DOCJOBS_CASTDOC_BASE_URL: proxy.url, DOCJOBS_CASTDOC_API_KEY: CASTDOC_KEY },
        }).done;
        assert.ok(isChanged, `the upload of what ${name} was not seen`);
        assert.equal(exit, 10, `exit when the input ${name}: ${stderr}`);
        assert.match(stderr, /changed|unreadable/u);
        assert.equal(castdoc.jobs.length, 0, `jobs when the input ${name}`);
        assert.equal(castdoc.server.seen("POST /files").length, 0, `uploads when the input ${name}`);
      }
    },
  },

  {
    id: "P36",
    name: "unusable-input-or-output",
    async run(context) {
      const castdoc = await openCastdoc(context);
      const at = (name: string): string => join(castdoc.folder, name);
      mkdirSync(at("folder"));
      execFileSync("mkfifo", [at("pipe.pdf")]);
      writeFileSync(at("empty.pdf"), "");
      writeSmallPdf(at("secret.pdf"));
      chmodSync(at("secret.pdf"), 0);
      mkdirSync(at("closed"));
      chmodSync(at("closed"), 0o555);
      symlinkSync("report.pdf", at("link.docx"));
      writeFileSync(at("there.docx"), "PRECIOUS");
      const input = (name: string): string[] => ["run", "castdoc", name, "--to", "docx"];
      const cases: [string, string[]][] = [
        ["a directory", input("folder")],
        ["a FIFO", input("pipe.pdf")],
        ["0 bytes", input("empty.pdf")],
        ["nothing", input("none.pdf")],
        ["a missing output directory", [...input("report.pdf"), "-o", "none/a.docx"]],
        ["the input as output", [...input("report.pdf"), "-o", "report.pdf", "--overwrite"]],
        ["a link to the input as output", [...input("report.pdf"), "-o", "link.docx", "--overwrite"]],
        ["a file as directory", [...input("report.pdf"), "-o", "report.pdf/a.docx"]],
        ["an existing output", [...input("report.pdf"), "-o", "there.docx"]],
        ["an empty output", [...input("report.pdf"), "-o", ""]],
      ];
      // Root may read and write everything.
      const unprivileged: [string, string[]][] = [
        ["an unreadable input", input("secret.pdf")],
        ["an output directory that is not writable", [...input("report.pdf"), "-o", "closed/a.docx"]],
      ];
      const check = async ([what, words]: [string, string[]], asNobody = false): Promise<void> => {
        const end = asNobody ? await runAsNobody(context, castdoc, words) : await castdoc.run(words);
        assert.ok(end.exit === 2 || end.exit === 10, `exit for ${what} is ${end.exit}: ${end.stderr}`);
        assert.match(end.stderr, /^docjobs: .+\n {2}\S/u, `no next step for ${what}`);
        assert.deepEqual(castdoc.server.requests, [], `requests for ${what}`);
      };
      await Promise.all(cases.map((each) => check(each)));
      for (const each of unprivileged) await check(each, process.getuid?.() === 0);
      assert.equal(readFileSync(at("there.docx"), "utf8"), "PRECIOUS");
    },
  },

  {
    id: "P37",
    name: "misspelt-command",
    async run(context) {
      const castdoc = await openCastdoc(context);
      const cases: [string[], RegExp][] = [
        [["run", "castdoc", "report.pdf", "--to", "docx", "--dryrun"], /--dryrun/u],
        [["run", "castdoc", "report.pdf", "--to", "dcox"], /docx/u],
        [["run", "castdoc", "report.pdf", "--to", "docx", "--overwrit"], /--overwrite/u],
        [["rnu", "castdoc", "report.pdf", "--to", "docx"], /\brun\b/u],
        [["run", "castdco", "report.pdf", "--to", "docx"], /castdoc/u],
        [["run", "castdoc", "report.pdf", "--to", "docx", "--set", "enigne=x"], /engine/u],
        [["api", "castdoc", "getJbo"], /getJob/u],
        [["list", "castdoc", "--json=jobid"], /jobId/u],
      ];
      await Promise.all(
        cases.map(async ([words, suggestion]) => {
          const { exit, stderr, stdout } = await castdoc.run(words);
          assert.equal(exit, 2, `exit of ${words.join(" ")}: ${stderr}`);
          assert.match(stderr, suggestion, `${words.join(" ")} suggests ${stderr}`);
          assert.equal(stdout, "", "stdout");
        }),
      );
      assert.deepEqual(castdoc.server.requests, [], "requests");
    },
  },

  {
    id: "P38",
    name: "hostile-zip-result",
    prepare: () => pressCliPath(),
    async run(context) {
      const press = await openPressCli(context);
      const zeros = Buffer.alloc(5_000_000);
      const archives: Record<string, ZipEntry[]> = {
        "climbs out": [{ name: "../../../evil.txt", content: "evil" }],
        "is absolute": [{ name: "/tmp/docjobs-evil.txt", content: "evil" }],
        "is a link": [
          { name: "link", content: "/etc", mode: 0o120777 },
          { name: "link/evil.txt", content: "evil" },
        ],
        "grows a thousandfold": Array.from({ length: 3 }, (_, index) => ({
          name: `${index}.bin`,
          content: zeros,
        })),
        "has a name twice": [
          { name: "a.txt", content: "one" },
          { name: "a.txt", content: "two" },
        ],
      };
      for (const [what, entries] of Object.entries(archives)) {
        press.bytes = makeZip(entries);
        press.output = { name: "pages.zip" };
        const { exit, stderr } = await press.convert(["-o", "pages.zip", "--overwrite"]).done;
        assert.equal(exit, 0, `${what}: ${stderr}`);
        assert.deepEqual(readdirSync(press.work).sort(), ["pages.zip", "report.pdf"], `files: it ${what}`);
        assert.ok(readFileSync(join(press.work, "pages.zip")).equals(press.bytes), `other bytes: it ${what}`);
        assert.deepEqual(
          readdirSync(context.folder).sort(),
          ["home", "out", "work"],
          `files outside: it ${what}`,
        );
        (press.jobs as unknown[]).length = 0;
      }
    },
  },
];

/** More than the sockets between hold. */
const INPUT_BYTES = 40_000_000;

type Castdoc = Awaited<ReturnType<typeof openCastdoc>>;

/** Runs a command as a user whom permissions mean something to: root without its capabilities. */
async function runAsNobody(
  { folder }: FaultContext,
  { server, folder: cwd }: Castdoc,
  words: readonly string[],
): Promise<{ exit: number | null; stderr: string }> {
  const { spawn } = await import("node:child_process");
  const { cliPath } = await import("../../run/cli-path.js");
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: join(folder, "nobody"),
    DOCJOBS_CASTDOC_BASE_URL: server.url,
    DOCJOBS_CASTDOC_API_KEY: CASTDOC_KEY,
  };
  const prefix = ["--bounding-set", "-all", "--inh-caps", "-all", process.execPath, cliPath];
  const child = spawn("setpriv", [...prefix, ...words], { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (exit) => resolve({ exit, stderr }));
  });
}
