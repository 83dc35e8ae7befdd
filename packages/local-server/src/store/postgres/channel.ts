import { type Kysely, sql } from "kysely";
import type { Client } from "pg";
import type { StoreMessage } from "../store.js";
import type { Tables } from "../tables.js";

/** Messages between processes, by LISTEN and NOTIFY on a connection of their own. */
export interface Channel {
  /** `missed` when the connection was away: something may have been told meanwhile. */
  hear(listener: (message: StoreMessage | "missed") => void): void;
  close(): Promise<void>;
}

const name = "docjobs_server";
const retryMs = 1000;

export function createChannel(connect: () => Client, log: (line: string) => void): Channel {
  let closed = false;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let listener: (message: StoreMessage | "missed") => void = () => undefined;

  async function open(): Promise<void> {
    const opened = connect();
    client = opened;
    opened.on("error", (error) => log(`database: ${error.message}`));
    opened.once("end", () => {
      if (client === opened) again();
    });
    opened.on("notification", ({ payload }) => {
      const message = parse(payload);
      if (message) listener(message);
    });
    try {
      await opened.connect();
      await opened.query(`listen ${name}`);
      listener("missed");
    } catch (error) {
      log(`database: ${error instanceof Error ? error.message : String(error)}`);
      await opened.end().catch(() => undefined);
      if (client === opened) again();
    }
  }

  function again(): void {
    client = undefined;
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => void open(), retryMs);
    timer.unref();
  }

  return {
    hear(wanted) {
      listener = wanted;
      void open();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}

/** Sent when the transaction is committed, and not at all if it is not. */
export async function tellChannel(transaction: Kysely<Tables>, message: StoreMessage): Promise<void> {
  await sql`select pg_notify(${name}, ${JSON.stringify(message)})`.execute(transaction);
}

function parse(payload: string | undefined): StoreMessage | undefined {
  try {
    const { type, jobId } = JSON.parse(payload ?? "") as Record<string, unknown>;
    if (type === "queued") return { type };
    return type === "ended" && typeof jobId === "string" ? { type, jobId } : undefined;
  } catch {
    return undefined;
  }
}
