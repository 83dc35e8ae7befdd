/** Price of a conversion: a credit for each megabyte begun, at least one. */
export function creditCost(sizeBytes: number): number {
  return Math.max(1, Math.ceil(sizeBytes / 1024 ** 2));
}
