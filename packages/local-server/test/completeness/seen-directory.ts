import { fileURLToPath } from "node:url";

/** Where each test file leaves what its requests were answered. */
export const seenDirectory: string = fileURLToPath(new URL("../../.vitest/seen/", import.meta.url));
