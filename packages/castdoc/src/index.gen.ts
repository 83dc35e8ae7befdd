// Generated from specs/castdoc/openapi.yaml by `pnpm generate`; edits are overwritten.
export { castdoc } from "./client.gen.js";
export type { CastdocClient, CastdocKinds, CastdocConvertInput } from "./client.gen.js";
export { castdocApi } from "./job-api.gen.js";
export type { components, operations, paths } from "./schema.gen.js";
