import type { EngineFile, EngineOutcome, EngineTask } from "../engine.js";
import { zipOutputs } from "./zip-outputs.js";

/** The input's name without its extension. */
export function stemOf(name: string): string {
  return name.replace(/(?<=.)\.[^.]*$/, "");
}

/** One file: the only output, or a ZIP of all of them. `data` says how many outputs there are. */
export async function conversionOutcome(
  task: EngineTask,
  files: readonly EngineFile[],
  pages: number,
): Promise<EngineOutcome> {
  const [only] = files;
  const file =
    files.length === 1 && only
      ? only
      : await zipOutputs({
          files,
          conversion: `${task.from}-to-${task.to}`,
          stem: stemOf(task.inputName),
          outputDirectory: task.outputDirectory,
        });
  return { files: [file], data: { fileCount: files.length }, pages };
}
