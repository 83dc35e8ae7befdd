/** The job that something is about. */
export interface JobIdentity {
  readonly provider: string;
  readonly kind: string;
  readonly id: string;
  readonly token: string;
}
