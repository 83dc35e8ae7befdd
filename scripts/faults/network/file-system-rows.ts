import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FaultRow, NotProvokedError } from "../fault-row.js";
import { failure } from "../support/failure.js";
import { measure } from "../support/measure.js";
import { castdocRow } from "./castdoc-row.js";
import { pressRow } from "./press-row.js";
import { checkSaved } from "./press.js";

const PRECIOUS = "PRECIOUS";

export const fileSystemRows: readonly FaultRow[] = [
  castdocRow("N92", "fs-existing-file", async ({ server, convert, run, saved, folder }) => {
    writeFileSync(join(folder, "report.docx"), PRECIOUS);
    const ahead = await convert();
    assert.equal(ahead.exit, 10, `exit code; stderr: ${ahead.stderr}`);
    assert.match(ahead.stderr, /--overwrite/, "the hint");
    assert.equal(
      server.seen("POST /castdoc/jobs").length,
      0,
      "a job was made although its file cannot be saved",
    );
    const late = await run(["download", "castdoc", "5d41402abc4b2a76b9719d911017c592", "-o", "report.docx"]);
    assert.equal(late.exit, 10, `exit code of the download; stderr: ${late.stderr}`);
    assert.match(late.stderr, /--overwrite/, "the hint of the download");
    assert.deepEqual(saved(), { "report.docx": PRECIOUS }, "files");
  }),

  pressRow("N93", "fs-symlink-dest", async (press) => {
    const victim = join(press.context.folder, "victim");
    writeFileSync(victim, PRECIOUS);
    symlinkSync(victim, press.path);
    const client = await press.client();
    await failure(press.print(client), "file_exists");
    assert.deepEqual(press.saved(), { "report.docx": `-> ${victim}` }, "files");
    // To overwrite replaces the link, not what it leads to.
    await press.saveTo(await client.job("j1").wait(), press.path, { overwrite: true });
    checkSaved(press);
    assert.equal(readFileSync(victim, "utf8"), PRECIOUS, "the link's target");
  }),

  pressRow("N94", "fs-symlink-part", async (press) => {
    const victim = join(press.context.folder, "victim");
    writeFileSync(victim, PRECIOUS);
    const planted = ["report.docx.part", ".report.docx.part", "report.docx.tmp", "report.docx.download"];
    for (const name of planted) symlinkSync(victim, join(press.path, "..", name));
    await press.print(await press.client());
    assert.equal(readFileSync(victim, "utf8"), PRECIOUS, "the links' target");
    const { "report.docx": saved, ...others } = press.saved();
    assert.ok(Buffer.from(saved ?? "", "latin1").equals(press.bytes), "the saved bytes are not the print's");
    assert.deepEqual(Object.keys(others).sort(), [...planted].sort(), "other files");
  }),

  pressRow("N95", "fs-enospc", async (press) => {
    const disk = join(press.context.folder, "disk");
    mkdirSync(disk);
    const mount = ["unshare", "-Urm", "sh", "-c", 'mount -t tmpfs -o size=32k none "$0" && exec "$@"', disk];
    try {
      execFileSync(mount[0] ?? "", [...mount.slice(1), "true"], { stdio: "pipe" });
    } catch (error) {
      throw new NotProvokedError(
        `no disk of 32 KB can be mounted here: ${(error as Error).message.split("\n").at(-1)}`,
      );
    }
    press.createJob({ headers: { "idempotency-key": "k" }, body: Buffer.from('{"file":"f1"}') });
    const task = { baseUrl: press.api.url, jobId: "j1", path: join(disk, "report.docx"), limits: {} };
    const outcome = await measure(press.context, task, ...mount);
    assert.equal(outcome.code, "output_file", outcome.message);
    assert.match(outcome.message ?? "", /ENOSPC/, "the reason");
    assert.deepEqual(outcome.files, [], "files on the full disk");
  }),
];
