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

/** The lines of results.jsonl, a page of items at a time. */
export async function* resultLines(queue: WorkQueue, group: string): AsyncGenerator<string> {
  for (let after = 0; ;) {
    const page = await queue.list({ group, states: ["done", "failed"], after, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.sequence;
    yield page.map((work) => resultLine(itemResult(work as unknown as Item))).join("");
  }
}

export function resultLine(result: ItemResult): string {
  return `${JSON.stringify(result)}\n`;
}
