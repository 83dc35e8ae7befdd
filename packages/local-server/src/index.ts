export { FaultSpecError } from "./faults/fault-spec-error.js";
export type { LogLevel } from "./operation/create-logger.js";
export type { Tier } from "./apis/anchorgrid/tiers.js";
export { startLocalServer } from "./start-local-server.js";
export type { LocalServer, LocalServerOptions } from "./start-local-server.js";
export { DataDirectoryInUseError } from "./store/data-directory-lock.js";
