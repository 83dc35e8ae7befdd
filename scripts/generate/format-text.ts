import { format } from "prettier";
import type { Options } from "prettier";

/** The text as prettier writes it. Its version is exact in pnpm-workspace.yaml: another one may write other bytes. */
export async function formatText(file: string, text: string, options: Options): Promise<string> {
  return await format(text, { ...options, filepath: file });
}
