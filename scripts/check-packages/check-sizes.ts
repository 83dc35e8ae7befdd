import { measureEntry } from "./measure-entry.js";
import { sizeLimits } from "./size-limits.js";

export interface SizeReport {
  lines: string[];
  problems: string[];
}

/** Holds jobs-core and each client against its budget. */
export async function checkSizes(clients: readonly string[], project: string): Promise<SizeReport> {
  const lines: string[] = [];
  const problems: string[] = [];
  for (const { entry, limitBytes, targetBytes } of sizeLimits) {
    const names = entry === "<client>" ? clients.map((id) => `@docjobs/${id}`) : [entry];
    for (const name of names) {
      const bytes = await measureEntry(name, project);
      const goal = bytes <= targetBytes ? "target reached" : `target ${targetBytes}`;
      lines.push(`${name}: ${bytes} bytes min+gzip, limit ${limitBytes}, ${goal}`);
      if (bytes > limitBytes)
        problems.push(
          `${name} is ${bytes} bytes min+gzip, over its limit of ${limitBytes} (scripts/check-packages/size-limits.ts)`,
        );
    }
  }
  return { lines, problems };
}
