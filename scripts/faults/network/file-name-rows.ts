import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { FaultRow } from "../fault-row.js";
import { JobsError } from "@docjobs/jobs-core";
import { head } from "../support/raw-server.js";
import { walkFiles } from "../support/walk-files.js";
import { pressRow } from "./press-row.js";
import { DOCX, type Press } from "./press.js";

const DOWNLOAD = "GET /prints/*";
const RTL = "\u202E";

export const fileNameRows: readonly FaultRow[] = [
  nameRow("N78", "cd-dotdot", 'filename="../../../evil.docx"', "evil.docx"),
  nameRow("N79", "cd-absolute", 'filename="/etc/evil"', "evil"),
  nameRow("N80", "cd-backslash", 'filename="..\\\\..\\\\evil"', "evil"),
  nameRow("N81", "cd-encoded-star", "filename*=UTF-8''%2e%2e%2f%2e%2e%2fevil%2edocx", "evil.docx"),
  nameRow("N82", "cd-dotfile", 'filename=".bashrc"', "bashrc"),
  nameRow("N83", "cd-nul", 'filename="ev\u0000il.docx"'),
  nameRow("N84", "cd-esc", 'filename="ev\u001B[31mil.docx"'),
  pressRow("N85", "cd-long", async (press) => {
    const [name = ""] = await saveByName(press, `filename="${"n".repeat(395)}.docx"`);
    assert.ok(Buffer.byteLength(name) <= 180, `${Buffer.byteLength(name)} bytes`);
    assert.match(name, /^n+\.docx$/, "the extension is kept");
    const [wide = ""] = await saveByName(
      press,
      `filename*=UTF-8''${encodeURIComponent("ü".repeat(200))}.docx`,
    );
    assert.ok(Buffer.byteLength(wide) <= 180, `${Buffer.byteLength(wide)} bytes`);
    assert.match(wide, /^ü+\.docx$/, "no half character");
  }),
  nameRow("N86", "cd-drive", 'filename="C:evil.docx:stream"', "C_evil.docx_stream"),
  pressRow("N87", "cd-reserved", async (press) => {
    for (const name of ["CON", "nul.docx", "Lpt1.txt", "aux"])
      assert.deepEqual(await saveByName(press, `filename="${name}"`), [`_${name}`], "name");
  }),
  nameRow("N88", "cd-empty", 'filename=""', "j1"),
  pressRow("N89", "cd-dot", async (press) => {
    for (const name of ["..", ".", "...", "../", "/"])
      assert.deepEqual(await saveByName(press, `filename="${name}"`), ["j1"], "name");
  }),
  nameRow("N90", "cd-rtl", `filename*=UTF-8''${encodeURIComponent(`evil${RTL}xcod.exe`)}`, "evil_xcod.exe"),
  nameRow("N91", "cd-dash", 'filename="-rf"', "rf"),
];

/** The header must lead to this name in the folder; without one, a clean error will do. */
function nameRow(id: string, name: string, disposition: string, wanted?: string): FaultRow {
  return pressRow(id, name, async (press) => {
    const saved = await saveByName(press, disposition).catch((error: unknown) => {
      if (wanted !== undefined || !JobsError.isInstance(error)) throw error;
      return [];
    });
    if (wanted !== undefined) assert.deepEqual(saved, [wanted], "name");
    for (const file of saved) assert.match(file, /^[^\p{Cc}]+$/u, "control characters in the name");
  });
}

/** Saves into a folder under the name that the server gives, and gives what is there then; nothing is elsewhere. */
async function saveByName(press: Press, disposition: string): Promise<string[]> {
  const { context, bytes } = press;
  press.output = { name: undefined };
  press.storage.always(DOWNLOAD, (_, { send }) => {
    const headers = { "Content-Type": DOCX, "Content-Length": bytes.length };
    // As bytes: a header may hold what no text can.
    const more = Buffer.from(`Content-Disposition: attachment; ${disposition}\r\n\r\n`, "latin1");
    return send(Buffer.concat([Buffer.from(head(200, headers)).subarray(0, -2), more, bytes]));
  });
  press.createJob({ headers: { "idempotency-key": "k" }, body: Buffer.from('{"file":"f1"}') });
  const parent = join(context.folder, "tree", "a", "b", `c${press.storage.requests.length}`);
  const folder = join(parent, "results");
  mkdirSync(folder, { recursive: true });
  const done = await (await press.client()).job("j1").wait({ timeoutMs: 20_000 });
  const saving = press.saveTo(done, folder);
  const saved = await saving.catch(() => undefined);
  const found = Object.entries(walkFiles(join(context.folder, "tree"))).filter(
    ([, content]) => content !== "/",
  );
  const own = found.filter(([path]) => path.includes(basename(parent)));
  for (const [path, content] of found) {
    assert.match(path, /^a\/b\/c\d+\/results\/[^/]+$/, "a file elsewhere");
    assert.ok(Buffer.from(content, "latin1").equals(bytes), "the saved bytes are not the print's");
  }
  if (!saved) assert.equal(own.length, 0, "files after an error");
  await saving;
  return own.map(([path]) => basename(path));
}
