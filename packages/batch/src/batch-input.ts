/** One document of a batch. Exactly one of `path`, `url` and `jobId` says what it is. */
export interface BatchInput {
  /** A file on this machine, or an object of a bucket: `s3://bucket/key`. */
  path?: string | undefined;
  /** A document that the API fetches itself. */
  url?: string | undefined;
  /** A finished job, for a kind that takes one. */
  jobId?: string | undefined;
  /** Fields of this input's request, over those of the batch. */
  fields?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Where its result goes in the output directory; the result's extension need not stand in it. Default: the input's own
   * name. Inputs that would share a name get a part of their id behind it.
   */
  output?: string | undefined;
  /** Extension of its result, where `fields` ask for another format than the batch does. */
  extension?: string | undefined;
}
