export { FaultSpecError } from "./faults/fault-spec-error.js";
export { startLocalServer } from "./start-local-server.js";
export type { LocalServer, LocalServerOptions } from "./start-local-server.js";
export { DataDirectoryInUseError } from "./store/data-directory-lock.js";
