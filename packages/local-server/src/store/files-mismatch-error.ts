/** The place for files that was named does not have the files of the rows. */
export class FilesMismatchError extends Error {
  readonly code = "FILES_MISMATCH";

  constructor(message: string) {
    super(message);
    this.name = "FilesMismatchError";
  }
}
