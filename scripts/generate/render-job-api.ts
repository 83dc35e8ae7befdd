import type { ProviderModel } from "./provider-model.js";
import { banner, comment, literal } from "./text.js";

/** job-api.gen.ts: the job's life as data. */
export function renderJobApi(specFile: string, model: ProviderModel): string {
  return `${banner(specFile)}import type { JobApi } from "@docjobs/jobs-core";

/** How jobs of ${comment(model.title)} live: what \`@docjobs/jobs-core\` needs to run them. */
export const ${model.camelName}Api: JobApi = ${literal(model.api)};
`;
}
