// Generated from specs/convert-fast/openapi.yaml by `pnpm generate`; edits are overwritten.
export { convertFast } from "./client.gen.js";
export type { ConvertFastClient, ConvertFastKinds, ConvertFastConvertInput } from "./client.gen.js";
export { convertFastApi } from "./job-api.gen.js";
export type { components, operations, paths } from "./schema.gen.js";
