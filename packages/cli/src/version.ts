/** The package's version, put in by the build. */
export const VERSION: string = process.env.DOCJOBS_VERSION ?? "0.0.0";
