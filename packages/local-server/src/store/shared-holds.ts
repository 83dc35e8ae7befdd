import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Store } from "./store.js";

/** Keeps contents that no row names yet from being deleted by another process. */
export interface ContentHolds {
  /** Resolves when the content may be put in place: it stays there until it is released. */
  take(sha256: string): Promise<{ release(): void }>;
  /** Resolves when what this process has released is released for everybody. */
  settled(): Promise<void>;
}

/** Longer than any upload takes from its last byte to its row; what a killed process held is free afterwards. */
const holdMs = 3_600_000;

export function createSharedHolds(store: Store, log: (line: string) => void): ContentHolds {
  const releasing = new Set<Promise<unknown>>();
  return {
    async take(sha256) {
      const id = randomUUID();
      await store.database.transaction().execute(async (transaction) => {
        // Waits for the end of a removal that is under way.
        await store.lock(transaction, "content", sha256);
        const heldUntil = sql<number>`${store.clock} + ${holdMs}`;
        await transaction.insertInto("content_hold").values({ id, sha256, heldUntil }).execute();
      });
      let isReleased = false;
      return {
        release() {
          if (isReleased) return;
          isReleased = true;
          const released = store.database
            .deleteFrom("content_hold")
            .where("id", "=", id)
            .execute()
            .catch((error: unknown) => log(`content ${sha256} is held a while longer: ${String(error)}`))
            .finally(() => releasing.delete(released));
          releasing.add(released);
        },
      };
    },
    async settled() {
      await Promise.all(releasing);
    },
  };
}
