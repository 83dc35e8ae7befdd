/** What the types of one job kind depend on. Generated clients supply one for each kind of their API. */
export interface KindTypes {
  /** What `submit` takes. */
  input: object;
  /** The API's own job object. */
  job: unknown;
  /** The result of a finished job: the API's typed data, or `FileResult`. */
  result: unknown;
  /** What the API can do with such a job. */
  can: Capability;
}

/** Names of the things that not every API can do. */
export type Capability = "cancel" | "delete" | "progress";

/** Body of a submit that takes an uploaded file: the file itself, or the id of one uploaded before. */
export type WithFile<Body, Field extends keyof Body> = Without<Body, Field> &
  ({ file: Blob } | { [Key in Field]: NonNullable<Body[Key]> });

/** Body of a submit that takes the file in the submit itself, as its part `Field`. */
export type WithFilePart<Body, Field extends keyof Body> = Without<Body, Field> & { file?: Blob };

/** Body of a submit that takes several files in the submit itself, as parts of one name. */
export type WithFileParts<Body, Field extends keyof Body> = Without<Body, Field> & {
  file?: Blob | readonly Blob[];
};

/** Body of a submit whose field takes several files: the files, or what the field takes. */
export type WithFiles<Body, Field extends keyof Body> = Without<Body, Field> &
  ({ file: Blob | readonly Blob[] } | { [Key in Field]: NonNullable<Body[Key]> });

/** Body of a submit whose file goes somewhere inside the field `Field`: the file, or the field as the API takes it. */
export type WithNestedFile<Body, Field extends keyof Body> =
  | Body
  | (Without<Body, Field> & { [Key in Field]?: Partial<Body[Key]> | undefined } & {
      file: Blob | readonly Blob[];
    });

/** Omit that keeps the other fields' types where the body takes any field. */
type Without<Body, Field extends keyof Body> = {
  [Key in keyof Body as Key extends Field ? never : Key]: Body[Key];
};
