/** What the API tells about a result file before it is downloaded. */
export interface FileResult {
  /** Made safe: a bare file name, never a path. */
  readonly name?: string;
  readonly contentType?: string;
  readonly sizeBytes?: number;
  /** Lower-case hexadecimal. What arrives is checked against it by `saveTo`, `blob()` and `bytes()`. */
  readonly sha256?: string;
  /** More than one means that the file is an archive. */
  readonly fileCount?: number;
}
