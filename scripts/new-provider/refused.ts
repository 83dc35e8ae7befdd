/** A provider cannot be made from what was given; nothing was written. */
export class NewProviderRefusedError extends Error {
  override readonly name = "NewProviderRefusedError";
}
