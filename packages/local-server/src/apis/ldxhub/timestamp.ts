/** LDX hub's timestamps: UTC with whole seconds. */
export function ldxhubTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, "Z");
}
