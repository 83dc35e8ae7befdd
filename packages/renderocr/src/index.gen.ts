// Generated from specs/renderocr/openapi.yaml by `pnpm generate`; edits are overwritten.
export { renderocr } from "./client.gen.js";
export type { RenderocrClient, RenderocrKinds, RenderocrOcrInput } from "./client.gen.js";
export { renderocrApi } from "./job-api.gen.js";
export type { components, operations, paths } from "./schema.gen.js";
