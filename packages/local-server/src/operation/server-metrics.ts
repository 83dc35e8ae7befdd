import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "../store/open-database.js";
import type { Job } from "../store/tables.js";

/** Numbers for Prometheus. */
export interface ServerMetrics {
  requestAnswered(request: { method: string; route: string; status: number; seconds: number }): void;
  jobEnded(job: Job): void;
  /** The text format. */
  render(): Promise<{ contentType: string; text: string }>;
}

const jobStates = ["queued", "running", "succeeded", "failed", "canceled"] as const;

export function createServerMetrics(database: Database): ServerMetrics {
  // A registry of its own: several servers may be in one process.
  const register = new Registry();
  const registers = [register];
  const requests = new Counter({
    name: "docjobs_http_requests_total",
    help: "Requests that were answered",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const requestSeconds = new Histogram({
    name: "docjobs_http_request_duration_seconds",
    help: "Time from a request to the end of its answer",
    labelNames: ["method", "route"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const jobSeconds = new Histogram({
    name: "docjobs_job_duration_seconds",
    help: "Time that jobs ran",
    labelNames: ["api", "kind", "state"],
    buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800],
    registers,
  });
  new Gauge({
    name: "docjobs_jobs",
    help: "Jobs that are kept, by state",
    labelNames: ["api", "state"],
    registers,
    async collect() {
      this.reset();
      const rows = await database
        .selectFrom("job")
        .select((select) => ["api", "state", select.fn.countAll<number>().as("count")])
        .groupBy(["api", "state"])
        .execute();
      for (const api of new Set(rows.map((row) => row.api)))
        for (const state of jobStates) this.set({ api, state }, 0);
      for (const { api, state, count } of rows) this.set({ api, state }, count);
    },
  });
  new Gauge({
    name: "docjobs_queue_length",
    help: "Jobs that wait for their start",
    registers,
    async collect() {
      const { count } = await database
        .selectFrom("job")
        .select((select) => select.fn.countAll<number>().as("count"))
        .where("state", "=", "queued")
        .executeTakeFirstOrThrow();
      this.set(count);
    },
  });
  new Gauge({
    name: "docjobs_webhook_deliveries_pending",
    help: "Webhook deliveries that are still to be made",
    registers,
    async collect() {
      const { count } = await database
        .selectFrom("delivery")
        .select((select) => select.fn.countAll<number>().as("count"))
        .where("deliveredAt", "is", null)
        .where("givenUpAt", "is", null)
        .executeTakeFirstOrThrow();
      this.set(count);
    },
  });
  return {
    requestAnswered({ method, route, status, seconds }) {
      requests.inc({ method, route, status: String(status) });
      requestSeconds.observe({ method, route }, seconds);
    },
    jobEnded({ api, kind, state, startedAt, completedAt }) {
      if (startedAt === null || completedAt === null) return;
      jobSeconds.observe({ api, kind, state }, (completedAt - startedAt) / 1000);
    },
    render: async () => ({ contentType: register.contentType, text: await register.metrics() }),
  };
}
