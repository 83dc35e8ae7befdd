/** A request to the server and its answer, as a test has seen them. */
export interface Exchange {
  provider: string;
  operationId: string;
  method: string;
  /** With the query. */
  path: string;
  requestHeaders: Record<string, string>;
  /** Undefined where it was too large to be kept, or could not be read twice. */
  requestBody: string | undefined;
  status: number;
  responseHeaders: Record<string, string>;
  /** Text of a JSON answer. */
  responseBody: string | undefined;
}
