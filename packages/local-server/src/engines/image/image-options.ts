import { Ajv2020 } from "ajv/dist/2020.js";
import { EngineError } from "../engine-error.js";
import { findImageConversion } from "./image-conversions.js";

/** What a caller may ask of a picture. Everything is optional. */
export interface ImageOptions {
  resize?: {
    enabled?: boolean;
    mode?: "pixels" | "percentage";
    preset?: "off" | "4k" | "2k" | "1080p" | "720p" | "custom";
    value?: number;
  };
  smartCompression?: { enabled?: boolean; mode?: "lossy" | "lossless" };
  metadata?: { keep?: boolean };
  /** PDF pages only. */
  dpi?: number;
}

/** The JSON Schema (draft 2020-12) of the options of a pair of formats; `undefined` where there is no conversion. */
export function imageOptionsSchema(from: string, to: string): Record<string, unknown> | undefined {
  const conversion = findImageConversion(from, to);
  if (!conversion) return undefined;
  const pdf = conversion.engine === "pdf-to-image";
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $comment: `${conversion.category}.${conversion.name}`,
    type: "object",
    properties: {
      ...(pdf ? { dpi: dpiSchema } : {}),
      resize: resizeSchema,
      smartCompression: smartCompressionSchema,
      ...(pdf || to === "bmp" ? {} : { metadata: metadataSchema }),
    },
    additionalProperties: false,
  };
}

/** Checks options against the pair's schema. Throws `EngineError` `unsupported` that names the first mistake. */
export function parseImageOptions(from: string, to: string, options: Record<string, unknown>): ImageOptions {
  const schema = imageOptionsSchema(from, to);
  if (!schema) throw new EngineError("unsupported", `There is no conversion from ${from} to ${to}.`);
  const validate = validatorFor(`${from}-to-${to}`, schema);
  if (validate(options)) return options as ImageOptions; // the schema has just been checked
  const mistake = validate.errors?.[0];
  const extra: unknown = mistake?.params["additionalProperty"];
  const allowed: unknown = mistake?.params["allowedValues"];
  const place = `options${(mistake?.instancePath ?? "").replaceAll("/", ".")}${typeof extra === "string" ? `.${extra}` : ""}`;
  const choices = Array.isArray(allowed) ? `: ${allowed.join(", ")}` : "";
  const what =
    typeof extra === "string" ? "is not an option of this conversion" : (mistake?.message ?? "is wrong");
  throw new EngineError("unsupported", `${place} ${what}${choices}.`);
}

const ajv = new Ajv2020({ allErrors: false });
const validators = new Map<string, ReturnType<typeof ajv.compile>>();

function validatorFor(name: string, schema: Record<string, unknown>): ReturnType<typeof ajv.compile> {
  const validate = validators.get(name) ?? ajv.compile(schema);
  validators.set(name, validate);
  return validate;
}

const dpiSchema = {
  type: "integer",
  minimum: 36,
  maximum: 600,
  default: 150,
  description: "Dots per inch at which a page is drawn.",
};

const resizeSchema = {
  type: "object",
  description:
    "Presets and `custom` with mode `pixels` bound the longer side; mode `percentage` scales both sides. Presets never enlarge.",
  properties: {
    enabled: { type: "boolean", default: false },
    mode: { type: "string", enum: ["pixels", "percentage"], default: "pixels" },
    preset: { type: "string", enum: ["off", "4k", "2k", "1080p", "720p", "custom"], default: "off" },
    value: { type: "integer", minimum: 1, maximum: 10000, description: "Pixels or per cent; for `custom`." },
  },
  additionalProperties: false,
};

const smartCompressionSchema = {
  type: "object",
  description:
    "`lossy` makes the file smaller at a loss the eye hardly sees; `lossless` keeps every pixel the format can keep.",
  properties: {
    enabled: { type: "boolean", default: false },
    mode: { type: "string", enum: ["lossy", "lossless"], default: "lossy" },
  },
  additionalProperties: false,
};

const metadataSchema = {
  type: "object",
  description: "Whether EXIF, XMP and the colour profile stay in the picture.",
  properties: { keep: { type: "boolean", default: false } },
  additionalProperties: false,
};
