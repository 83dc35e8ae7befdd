import { writeFileSync } from "node:fs";
import path from "node:path";
import { renderChangeset } from "../spec-changes/render-changeset.js";
import { commandLine, planRelease } from "./plan-release.js";

/** Writes the changeset that the command line needs for what it carries; undefined if it needs none. */
export async function writeCarrierChangeset(root: string): Promise<string | undefined> {
  const carrier = (await planRelease(root)).find(
    ({ name, why }) => name === commandLine.name && why.startsWith("carries "),
  );
  if (!carrier) return undefined;
  const file = ".changeset/carried.md";
  const body = carrier.why
    .replace(/^carries /, "")
    .split(", ")
    .map((each) => `- ${each}`)
    .join("\n");
  const text = renderChangeset({ [carrier.name]: "patch" }, "Carry the released packages", body);
  writeFileSync(path.join(root, file), text);
  return file;
}
