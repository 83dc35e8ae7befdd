import type { Bump, Finding } from "./finding.js";
import { compareStatusWords } from "./compare-status-words.js";
import { isRecord } from "./schema-shape.js";

/** What a change at a place of `x-job` asks of the user; what is not named here is judged as `usual`. */
interface Weight {
  added: Bump;
  removed: Bump;
  changed: Bump;
}

/** Losing a part of the lifecycle breaks; a new part is an offer; the same part done in another way is the client's business. */
const usual: Weight = { added: "minor", removed: "major", changed: "patch" };
const advice: Weight = { added: "patch", removed: "patch", changed: "patch" };

const weights: readonly (readonly [RegExp, Weight])[] = [
  // A server that holds its answers back, and how often it may be asked: nothing of it is seen by the user.
  [/^resource\.poll(\.|$)/, advice],
  [/^limits(\.|$)/, advice],
  [/^problem(\.|$)/, { added: "patch", removed: "minor", changed: "patch" }],
  [/^resource\.gone(\.|$)/, advice],
  [/\.refused(\.|$)/, advice],
  [/\.notAccepted(\.|$)/, advice],
  [/^kinds\.[^.]+\.(title|word)$/, advice],
  [/^resource\.(get|parameter|id|kind)$/, advice],
  [/^token(\.|$)/, advice],
  // A list that goes on shows more; how it does, and where a listed job has its id, is the client's business.
  [/^list\.pages$/, { added: "minor", removed: "minor", changed: "patch" }],
  [/^list\.(operation|items|pages|id|status|under)(\.|$)/, advice],
  // An amount of something else breaks every budget.
  [/^kinds\.[^.]+\.estimate\.unit$/, { added: "major", removed: "major", changed: "major" }],
  [/^kinds\.[^.]+\.estimate\./, advice],
  // How the client does what the user asks for.
  [/^uploads\.[^.]+(\.|$)/, advice],
  [/^(cancel|delete)\.(operation|parameter|url|method|body)$/, advice],
  [/^kinds\.[^.]+\.input\.file\.upload$/, advice],
  [/^kinds\.[^.]+\.result\.[^.]+\.(operation|parameters|pages)(\.|$)/, advice],
  [/^webhook\.signature\./, advice],
  // Another operation takes another input.
  [/^kinds\.[^.]+\.submit\.operation$/, { added: "major", removed: "major", changed: "major" }],
  // The field that takes the file, URL or job is part of the input's type.
  [/^kinds\.[^.]+\.input\.[^.]+\.field$/, { added: "major", removed: "major", changed: "major" }],
  [/^kinds\.[^.]+\.input\.job\.kind$/, { added: "major", removed: "major", changed: "major" }],
  [/^kinds\.[^.]+\.input\.defaults\.[^.]+$/, { added: "minor", removed: "major", changed: "minor" }],
  [/^kinds\.[^.]+\.input\.engine\.[^.]+$/, advice],
  [/^kinds\.[^.]+\.result\.inline\.schema$/, { added: "major", removed: "major", changed: "major" }],
];

/** Compares two `x-job` parts: what a job can do, and what becomes of it. */
export function compareLifecycle(before: unknown, after: unknown): Finding[] {
  const findings: Finding[] = [];
  compareNodes(findings, [], before ?? {}, after ?? {});
  return findings;
}

function compareNodes(findings: Finding[], at: readonly string[], before: unknown, after: unknown): void {
  const place = at.join(".");
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  if (place === "resource.status" && isRecord(before) && isRecord(after)) {
    findings.push(...compareStatusWords(before, after));
  } else if (isSameInOtherWords(place, before, after)) {
    note(findings, at, "changed", "is given in another way", advice);
  } else if (/\.idempotency$/.test(place)) compareIdempotency(findings, at, before, after);
  else if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [one, other] = [ownValue(before, key), ownValue(after, key)];
      if (key === "maxBytes") compareMaximum(findings, [...at, key], one, other);
      else if (one === undefined) note(findings, [...at, key], "added", "is new");
      else if (other === undefined) note(findings, [...at, key], "removed", "is gone");
      else compareNodes(findings, [...at, key], one, other);
    }
  } else if (Array.isArray(before) && Array.isArray(after)) compareSets(findings, at, before, after);
  else if (isRecord(before) !== isRecord(after)) note(findings, at, "removed", "is declared otherwise");
  else note(findings, at, "changed", `was ${short(before)}, and is ${short(after)}`);
}

/** A file is a file wherever it is, and a percentage may come as a ratio or a count: the user sees the same. */
function isSameInOtherWords(place: string, before: unknown, after: unknown): boolean {
  if (!isRecord(before) || !isRecord(after)) return false;
  const pair = /^kinds\.[^.]+\.result$/.test(place)
    ? ["file", "url", "content"]
    : place === "resource.progress"
      ? ["percent", "ratio", "done", "total"]
      : [];
  const used = (record: Readonly<Record<string, unknown>>) =>
    pair.filter((key) => record[key] !== undefined).join();
  const rest = (record: Readonly<Record<string, unknown>>) =>
    JSON.stringify(Object.entries(record).filter(([key]) => !pair.includes(key)));
  const [one, other] = [used(before), used(after)];
  return one !== "" && other !== "" && one !== other && rest(before) === rest(after);
}

function compareSets(findings: Finding[], at: readonly string[], before: unknown[], after: unknown[]): void {
  const lost = before.filter((value) => !includes(after, value));
  const gained = after.filter((value) => !includes(before, value));
  // An empty list of formats tells nothing.
  const tells = !at.at(-1)?.endsWith("formats") || (before.length > 0 && after.length > 0);
  if (!tells) note(findings, at, "changed", `was ${short(before)}, and is ${short(after)}`);
  else {
    if (lost.length > 0) note(findings, at, "removed", `no longer has ${lost.map(short).join(", ")}`);
    if (gained.length > 0) note(findings, at, "added", `has ${gained.map(short).join(", ")} too`);
    if (lost.length + gained.length === 0) note(findings, at, "changed", "has another order");
  }
}

function compareIdempotency(
  findings: Finding[],
  at: readonly string[],
  before: unknown,
  after: unknown,
): void {
  if (after === "none") note(findings, at, "removed", "a repeated submit makes a second job now");
  else if (before === "none") note(findings, at, "added", "a repeated submit makes no second job any more");
  else note(findings, at, "changed", "goes by another place");
}

/** A lower limit takes less; so does one where there was none. */
function compareMaximum(findings: Finding[], at: readonly string[], before: unknown, after: unknown): void {
  if (before === after) return;
  const lowered = Number(after ?? Infinity) < Number(before ?? Infinity);
  const what = `was ${short(before ?? "none")}, and is ${short(after ?? "none")}`;
  note(findings, at, lowered ? "removed" : "added", what, usual);
}

function note(
  findings: Finding[],
  at: readonly string[],
  change: keyof Weight,
  what: string,
  weight: Weight = weightOf(at.join(".")),
): void {
  const bump = weight[change];
  findings.push({
    kind: bump === "patch" ? "changed" : "lifecycle",
    bump,
    where: `x-job.${at.join(".")}`,
    what,
  });
}

function weightOf(place: string): Weight {
  return weights.find(([pattern]) => pattern.test(place))?.[1] ?? usual;
}

function includes(list: readonly unknown[], value: unknown): boolean {
  return list.some((each) => JSON.stringify(each) === JSON.stringify(value));
}

function ownValue(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function short(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
