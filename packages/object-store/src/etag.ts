/** Servers and SDK keep the quotes, programs do without. */
export function plainEtag(etag: string): string {
  return etag.replace(/^(?:W\/)?"(.*)"$/u, "$1");
}
