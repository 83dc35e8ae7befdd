import { type Box, unionBox } from "./grey-image.js";

/** Items below each other, or columns of them side by side. */
export type ColumnGroup<Item> =
  { kind: "item"; item: Item } | { kind: "columns"; columns: { box: Box; items: Item[] }[] };

/**
 * Finds columns in items that come in reading order: where the next item stands to the right of the last one and
 * above its end, what is beside it is a column, and it starts another.
 */
export function groupColumns<Item extends { box: Box }>(items: readonly Item[]): ColumnGroup<Item>[] {
  const groups: ColumnGroup<Item>[] = [];
  let waiting: Item[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (!item) break;
    const left = besideEnd(waiting, item);
    if (left.length === 0) {
      waiting.push(item);
      continue;
    }
    const right = columnFrom(items, at, unionBox(left.map(({ box }) => box)).x1);
    groups.push(...single(waiting.slice(0, waiting.length - left.length)));
    const more = groupColumns(right);
    const [only] = more;
    const rest = more.length === 1 && only?.kind === "columns" ? only.columns : [column(right)];
    groups.push({ kind: "columns", columns: [column(left), ...rest] });
    waiting = [];
    at += right.length - 1;
  }
  return [...groups, ...single(waiting)];
}

/** The last items that make a column beside `item`. */
function besideEnd<Item extends { box: Box }>(before: readonly Item[], item: Item): Item[] {
  const last = before[before.length - 1];
  if (!last || last.box.x1 > item.box.x0 || item.box.y0 >= last.box.y1) return [];
  let first = before.length;
  while (first > 0) {
    const candidate = before[first - 1];
    const middle = candidate ? (candidate.box.y0 + candidate.box.y1) / 2 : 0;
    if (!candidate || candidate.box.x1 > item.box.x0 || middle < item.box.y0) break;
    first--;
  }
  return before.slice(first);
}

/** The items from `at` on that lie to the right of `leftEnd`. */
function columnFrom<Item extends { box: Box }>(items: readonly Item[], at: number, leftEnd: number): Item[] {
  const end = items.findIndex((item, index) => index >= at && item.box.x0 < leftEnd);
  return items.slice(at, end < 0 ? items.length : end);
}

function column<Item extends { box: Box }>(items: Item[]): { box: Box; items: Item[] } {
  return { box: unionBox(items.map(({ box }) => box)), items };
}

function single<Item>(items: readonly Item[]): ColumnGroup<Item>[] {
  return items.map((item) => ({ kind: "item", item }));
}
