export { QueueInUseError } from "./embedded/file-lock.js";
export { openEmbeddedQueue, type EmbeddedQueueOptions } from "./embedded/open-embedded-queue.js";
export { DriverMissingError } from "./postgres/load-drivers.js";
export { openPostgresQueue, type PostgresQueueOptions } from "./postgres/open-postgres-queue.js";
export type {
  Change,
  Claim,
  ClaimRequest,
  Cost,
  Counts,
  HolderQuery,
  ListQuery,
  NewWork,
  Note,
  Outcome,
  Rate,
  Slot,
  Work,
  WorkQueue,
  WorkState,
} from "./work-queue.js";
