/** Start of a provider's environment variables: `convert-fast` becomes `DOCJOBS_CONVERT_FAST_`. */
export function environmentPrefix(providerId: string): string {
  return `DOCJOBS_${providerId.toUpperCase().replaceAll("-", "_")}_`;
}
