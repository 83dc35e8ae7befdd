import { apiFeatures } from "./api-features.js";
import type { ProviderModel } from "./provider-model.js";
import { banner, comment, literal } from "./text.js";

/** job-api.gen.ts: the job's life as data, and the functions that it needs. */
export function renderJobApi(specFile: string, model: ProviderModel): string {
  const features = apiFeatures(model.api).join(", ");
  const data = literal(model.api).replace(/ ?\}$/, "");
  return `${banner(specFile)}import type { JobApi } from "@docjobs/jobs-core";
${features && `import { ${features} } from "@docjobs/jobs-core/features";\n`}
/** How jobs of ${comment(model.title)} live: what \`@docjobs/jobs-core\` needs to run them. */
export const ${model.camelName}Api: JobApi = ${data}, features: { ${features} } };
`;
}
