import { jobStates } from "../generate/x-job.js";
import type { Finding } from "./finding.js";

/** `partial` is a success of its own sort. */
const lists: readonly string[] = [...jobStates, "partial"];
const terminal = new Set<string>(["succeeded", "failed", "canceled", "expired"]);

/** Compares what the API's status words mean. A word that is not listed counts as running. */
export function compareStatusWords(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Finding[] {
  const findings: Finding[] = [];
  const [from, to] = [meanings(before), meanings(after)];
  for (const word of new Set([...from.keys(), ...to.keys()])) {
    const [one, other] = [from.get(word), to.get(word)];
    if (one === other) continue;
    const [was, is] = [stateOf(one), stateOf(other)];
    // A job that waited for its end for ever now ends: that breaks nobody.
    const breaks = was !== is && (terminal.has(was) || (one !== undefined && terminal.has(is)));
    const what =
      other === undefined
        ? `"${word}" no longer means ${one}`
        : one === undefined
          ? `"${word}" means ${other}`
          : `"${word}" meant ${one}, and means ${other}`;
    findings.push({
      kind: "lifecycle",
      bump: breaks ? "major" : "minor",
      where: "x-job.resource.status",
      what,
    });
  }
  const rest = (record: Readonly<Record<string, unknown>>): string =>
    JSON.stringify(Object.entries(record).filter(([key]) => !lists.includes(key)));
  if (rest(before) !== rest(after)) {
    const what = "is found in another way";
    findings.push({ kind: "changed", bump: "patch", where: "x-job.resource.status", what });
  }
  return findings;
}

function stateOf(list: string | undefined): string {
  return list === "partial" ? "succeeded" : (list ?? "running");
}

function meanings(status: Readonly<Record<string, unknown>>): Map<string, string> {
  return new Map(
    lists.flatMap((state) => {
      const words = status[state];
      return Array.isArray(words) ? words.map((word): [string, string] => [String(word), state]) : [];
    }),
  );
}
