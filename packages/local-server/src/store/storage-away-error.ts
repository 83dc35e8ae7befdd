/** The bucket that has the contents does not answer for now, or refuses. What was asked of it may be asked again. */
export class StorageAwayError extends Error {
  constructor(cause: unknown) {
    super("The server's storage cannot be reached for now.", { cause });
    this.name = "StorageAwayError";
  }
}
