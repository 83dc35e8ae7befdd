import { ConfigurationError } from "./errors/errors.js";
import type { JobApi } from "./job-api.js";
import type { JobFeatures } from "./job-features.js";

/** A function that the API's descriptor refers to: it has to where it declares what needs it. */
export function feature<Name extends keyof JobFeatures>(
  { title, features }: JobApi,
  name: Name,
): NonNullable<JobFeatures[Name]> {
  const found = features[name];
  if (found) return found;
  throw new ConfigurationError(`The descriptor of ${title} lacks the feature ${name}.`);
}
