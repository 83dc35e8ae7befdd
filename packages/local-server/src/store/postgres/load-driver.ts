import type pg from "pg";

/** The package that PostgreSQL needs is not installed. */
export class DriverMissingError extends Error {
  readonly code = "driver_missing";
  readonly hint = "Add it: npm install pg";

  constructor(cause: unknown) {
    super("PostgreSQL needs the package pg, which is not installed.", { cause });
    this.name = "DriverMissingError";
  }
}

/** Loads what only servers with PostgreSQL need. */
export async function loadDriver(): Promise<typeof pg> {
  try {
    return (await import("pg")).default;
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND") throw new DriverMissingError(error);
    throw error;
  }
}
