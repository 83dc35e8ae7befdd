/** What the distributed mode needs and the embedded one does without. */
export interface Drivers {
  pg: typeof import("pg");
  boss: typeof import("pg-boss");
}

/** A package that the distributed mode needs is not installed. */
export class DriverMissingError extends Error {
  readonly code = "driver_missing";
  readonly hint = "Add them: npm install pg pg-boss@12.35.0 (pg-boss asks for Node.js 22.12 or later).";

  constructor(cause: unknown) {
    super("PostgreSQL needs the packages pg and pg-boss, which are not installed.", { cause });
    this.name = "DriverMissingError";
  }
}

export async function loadDrivers(): Promise<Drivers> {
  try {
    const [pg, boss] = await Promise.all([import("pg"), import("pg-boss")]);
    return { pg, boss };
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND") throw new DriverMissingError(error);
    throw error;
  }
}
