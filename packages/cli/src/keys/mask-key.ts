/** Enough of a key to tell it from another, and too little to use: its last four characters, where it is long. */
export function maskKey(key: string): string {
  return key.length >= 20 ? `…${key.slice(-4)}` : "…";
}
