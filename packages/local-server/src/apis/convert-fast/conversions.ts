import { enginesOf, type EngineEntry } from "../../engine-table.js";
import { findImageConversion } from "../../engines/image/image-conversions.js";
import { canonicalFormat } from "../../engines/image/image-format.js";
import type { ApiError } from "../../http/api-error.js";
import { convertFastError } from "./convert-fast-errors.js";

/** A pair of formats, with the engine that converts it. */
export interface Conversion {
  from: string;
  to: string;
  engine: EngineEntry;
  /** The API's job type, for example `image.png-to-jpg`. */
  job: string;
  category: string;
}

/** All conversions of this server. */
export function listConversions(): Conversion[] {
  return enginesOf("convert-fast").flatMap((engine) =>
    engine.conversions.map(({ from, to }) => {
      const category = findImageConversion(from, to)?.category ?? "document";
      return { from, to, engine, category, job: `${category}.${from}-to-${to}` };
    }),
  );
}

/**
 * The conversion of a pair.
 *
 * @throws ApiError `convert.unsupported_source_format` or `convert.unsupported_format_pair`.
 */
export function requireConversion(source: string, target: string): Conversion {
  const from = canonicalFormat(source);
  const to = canonicalFormat(target);
  const ofSource = listConversions().filter((conversion) => conversion.from === from);
  const found = ofSource.find((conversion) => conversion.to === to);
  if (found) return found;
  if (ofSource.length === 0) throw unsupportedSource(from);
  const supportedTargets = ofSource.map((conversion) => conversion.to);
  throw convertFastError(
    400,
    "convert.unsupported_format_pair",
    `Conversion from '${from}' to '${to}' is not supported. Supported targets: ${supportedTargets.join(", ")}.`,
    { sourceFormat: from, targetFormat: to, supportedTargets },
  );
}

/** No conversion starts from this format. */
export function unsupportedSource(sourceFormat: string): ApiError {
  return convertFastError(
    400,
    "convert.unsupported_source_format",
    `Source format '${sourceFormat}' is not supported.`,
    { sourceFormat, supportedTargets: [] },
  );
}
