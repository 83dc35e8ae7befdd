import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FaultContext } from "../../fault-row.js";

/** What a name leads to: an address, or error codes for the first look-ups and then an address. */
export type Names = Readonly<Record<string, string | readonly string[]>>;

/** An environment in which `dns.lookup` knows these names, and writes each look-up down in `lookups.txt`. */
export function resolving({ folder }: FaultContext, names: Names): Record<string, string> {
  const path = join(folder, "preload.cjs");
  writeFileSync(
    path,
    `const dns = require("node:dns");
const { appendFileSync } = require("node:fs");
const names = ${JSON.stringify(names)};
const lookup = dns.lookup;
dns.lookup = (host, options, callback) => {
  if (!Object.hasOwn(names, host)) return lookup(host, options, callback);
  appendFileSync(${JSON.stringify(join(folder, "lookups.txt"))}, host + "\\n");
  const answers = names[host];
  const answer = typeof answers === "string" ? answers : answers.length > 1 ? answers.shift() : answers[0];
  const done = typeof options === "function" ? options : callback;
  if (!/^\\d/.test(answer))
    return process.nextTick(done, Object.assign(new Error("getaddrinfo " + answer + " " + host), { code: answer }));
  process.nextTick(() => (options.all ? done(null, [{ address: answer, family: 4 }]) : done(null, answer, 4)));
};
`,
  );
  return { NODE_OPTIONS: `--require ${path}` };
}
