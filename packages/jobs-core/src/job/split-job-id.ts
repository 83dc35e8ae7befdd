import type { JobApi, JobOperation } from "../job-api.js";

/** The path parameters of an operation on a job whose id holds several, in the get operation's order. */
export function splitJobId(
  { job: { get } }: JobApi,
  { parameter, under = [] }: JobOperation,
  id: string,
): Record<string, string> {
  const parts = id.split("~");
  const values = (get.under ?? []).map((name, index) => [name, parts[index] ?? ""] as const);
  return {
    ...Object.fromEntries(values.filter(([name]) => under.includes(name))),
    [parameter]: parts.slice(values.length).join("~"),
  };
}
