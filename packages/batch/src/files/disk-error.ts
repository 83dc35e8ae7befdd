import { OutputFileError } from "@docjobs/jobs-core";

/** An error of the system as one that ends the run rather than the item. */
export function diskError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== "string" || !/^E[A-Z]+$/.test(code)) return error;
  return new OutputFileError(`A result cannot be written: ${code}.`, { cause: error });
}
