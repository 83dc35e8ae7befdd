/** A document that has passed every check that needs no request. */
export interface InputDocument {
  /** Where its bytes are: the caller's file, or the spooled standard input. */
  path: string;
  /** The name that the API sees. */
  name: string;
  /** Name without the extension, for the output's name. */
  stem: string;
  sizeBytes: number;
  /** The format, in this program's spelling (`jpeg`, `tiff`), from the content or else from the name. */
  format: string;
}
