import { checkPackage } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Tarball } from "./tarball.js";

/** What publint (strict) and Are The Types Wrong say about a package's entries. */
export async function checkEntries(tarball: Tarball): Promise<string[]> {
  return [...(await lintManifest(tarball)), ...(await checkTypes(tarball))];
}

async function lintManifest({ bytes }: Tarball): Promise<string[]> {
  const copy = new Uint8Array(bytes);
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: copy.buffer } });
  return messages.map(
    (message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`,
  );
}

async function checkTypes({ types, manifest }: Tarball): Promise<string[]> {
  // A program without entries has no types to be wrong about.
  if (manifest.exports === undefined) return [];
  const result = await checkPackage(types);
  if (!result.types) return ["attw: the package has no types"];
  const isModuleOnly = !JSON.stringify(manifest.exports).includes('"require"');
  return result.problems
    .filter((problem) => {
      // Node knows `exports` since version 12; engines asks for 20.
      if ("resolutionKind" in problem && problem.resolutionKind === "node10") return false;
      // Node 20.19 can require an ES module; the package declares no other form.
      return !(isModuleOnly && problem.kind === "CJSResolvesToESM");
    })
    .map((problem) => `attw: ${problem.kind} ${JSON.stringify(problem)}`);
}
