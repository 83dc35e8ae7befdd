import { connect } from "./http/connection.js";
import { createJobHandle } from "./job/create-job-handle.js";
import { feature } from "./feature.js";
import { BadResponseError, ConfigurationError } from "./errors/errors.js";
import type { JobApi, JobKind } from "./job-api.js";
import { checkJobId } from "./job/job-id.js";
import type { CallOptions } from "./http/call-options.js";
import type { ClientOptions } from "./client-options.js";
import type { EstimateClient, JobsClient, KindClient, ListClient } from "./jobs-client.js";
import { JobsError } from "./errors/jobs-error.js";
import { readToken } from "./job/job-token.js";
import type { KindTypes } from "./kind-types.js";
import { getJob } from "./follow/look-at-job.js";
import { readText } from "./job/place.js";
import { createRawFetch } from "./http/raw-fetch.js";
import { readKind } from "./follow/read-snapshot.js";
import { withRetries } from "./http/retry.js";
import { submitJob } from "./submit/submit-job.js";
import { uploadOf } from "./upload/upload-input.js";

/**
 * A client for one API. Makes no request. Throws ConfigurationError for a key or a base URL that must not be used.
 * `list` is there where the API lists jobs.
 */
export function createJobsClient<Kinds extends Record<string, KindTypes> = Record<string, KindTypes>>(
  api: JobApi,
  options: ClientOptions = {},
): JobsClient<Kinds> & Partial<ListClient<Kinds>> {
  const connection = connect(api, options);
  const { list } = api;
  const client: JobsClient & Partial<ListClient> = {
    provider: api.provider,
    baseUrl: connection.baseUrl,
    fetch: createRawFetch(connection),
    kind(name): KindClient & Partial<EstimateClient> {
      if (!Object.hasOwn(api.kinds, name)) {
        throw new ConfigurationError(
          `${api.title} has no ${JSON.stringify(name)} jobs, only ${Object.keys(api.kinds).join(", ")}.`,
        );
      }
      const kind = api.kinds[name] as JobKind;
      const upload = uploadOf(api.uploads, kind.input);
      const { estimate } = kind;
      const made: KindClient & Partial<EstimateClient> = {
        ...(upload && {
          upload: (file, calls = {}) => feature(api, "uploadInput")(connection, kind, upload, file, calls),
        }),
        ...(estimate && {
          estimate: (input: object, calls: CallOptions = {}) =>
            feature(api, "estimateCost")(connection, { estimate, takes: kind.input, input }, calls),
        }),
        submit: async (input, submitOptions = {}) =>
          createJobHandle(connection, await submitJob(connection, name, input, submitOptions)),
        job: (id) => createJobHandle(connection, { kind: name, id, since: connection.clock.now() }),
      };
      return connection.places?.keepTo(made) ?? made;
    },
    resume: (token) => createJobHandle(connection, readToken(api, token)),
    async find(id, { signal } = {}) {
      const answer = await withRetries(connection, { signal }, () =>
        getJob(connection, checkJobId(id), { signal }),
      ).catch((error: unknown) => {
        throw JobsError.isInstance(error) ? Object.assign(error, { jobId: id }) : error;
      });
      const kind = readKind(api, answer.body);
      if (kind === undefined)
        throw new BadResponseError(`${api.title} does not say what kind of job ${id} is.`);
      const since = Date.parse(readText(api.job.times?.created, answer.body) ?? "") || connection.clock.now();
      return createJobHandle(connection, { kind, id, since, answer });
    },
    ...(list && feature(api, "listJobs")(connection, list)),
  };
  // The kinds exist at compile time only.
  return client as unknown as JobsClient<Kinds> & Partial<ListClient<Kinds>>;
}
