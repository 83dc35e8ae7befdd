/** A process of `waits.ts`: what a wait is without limits, deadlines, retries and checks. */
import { setTimeout as pause } from "node:timers/promises";
import { measureSoak } from "./measure-soak.js";
import { pollMs } from "./slow-jobs.js";

await measureSoak((baseUrl) => async (id, index) => {
  // Ten thousand requests at once would be measured as ten thousand sockets.
  await pause((index % 1000) * (pollMs / 1000));
  for (;;) {
    const response = await fetch(`${baseUrl}/jobs/${id}`, { headers: { authorization: "Bearer bench" } });
    const job = (await response.json()) as { status: string; result?: unknown };
    if (job.status === "done") return job.result;
    await pause(pollMs * (1 + 0.2 * Math.random()));
  }
});
