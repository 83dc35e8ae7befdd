// Generated from specs/anchorgrid/openapi.yaml by `pnpm generate`; edits are overwritten.
export { anchorgrid } from "./client.gen.js";
export type {
  AnchorgridClient,
  AnchorgridKinds,
  AnchorgridDoorDetectorInput,
  AnchorgridElevationDetectorInput,
  AnchorgridScheduleExtractorInput,
  AnchorgridPageClassifierInput,
  AnchorgridTocParserInput,
  AnchorgridContentExtractorInput,
} from "./client.gen.js";
export { anchorgridApi } from "./job-api.gen.js";
export type { components, operations, paths } from "./schema.gen.js";
