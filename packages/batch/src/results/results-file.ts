import { randomUUID } from "node:crypto";
import { appendFile, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { WorkQueue } from "@docjobs/work-queue";
import type { Item } from "../item.js";
import { itemResult, type ItemResult } from "./item-result.js";

const PAGE = 500;

/** The results of all items that have ended, in the order of the inputs. */
export async function* readResults(queue: WorkQueue, group: string): AsyncGenerator<ItemResult> {
  for await (const item of readItems(queue, group, ["done", "failed"])) yield itemResult(item);
}

/** All items of a batch, a page at a time. */
export async function* readItems(
  queue: WorkQueue,
  group: string,
  states?: readonly ("ready" | "active" | "done" | "failed")[],
): AsyncGenerator<Item> {
  for (let after = 0; ;) {
    const page = (await queue.list({ group, states, after, limit: PAGE })) as unknown as Item[];
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}

/**
 * Writes results.jsonl anew from the state, in one step: a run that was killed may have written a line twice, or half of
 * one.
 */
export async function rewriteResults(path: string, queue: WorkQueue, group: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID().slice(0, 8)}.new`;
  try {
    await writeDraft(draft, queue, group);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeDraft(draft: string, queue: WorkQueue, group: string): Promise<void> {
  const file = await open(draft, "w");
  try {
    for (let after = 0; ;) {
      const page = await queue.list({ group, states: ["done", "failed"], after, limit: PAGE });
      const last = page.at(-1);
      if (last === undefined) break;
      after = last.sequence;
      await file.write(page.map((work) => line(itemResult(work as unknown as Item))).join(""));
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function appendResults(path: string, results: readonly ItemResult[]): Promise<void> {
  await appendFile(path, results.map(line).join(""));
}

function line(result: ItemResult): string {
  return `${JSON.stringify(result)}\n`;
}
