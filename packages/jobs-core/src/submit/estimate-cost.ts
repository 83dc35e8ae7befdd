import { BadResponseError, ConfigurationError } from "../errors/errors.js";
import { callApi } from "../http/call-api.js";
import type { CallOptions } from "../http/call-options.js";
import type { Connection } from "../http/connection.js";
import { withRetries } from "../http/retry.js";
import type { Estimate, EstimateSource, KindInput } from "../job-api.js";
import { asPointer, withField } from "../job/body-field.js";
import { readNumber, readPlace, readText } from "../job/place.js";

/** What a job would cost, as the API itself says. */
export interface CostEstimate {
  readonly amount: number;
  /** Of what: `credits`, or a currency. */
  readonly unit: string;
  /** The API's answer. */
  readonly raw: unknown;
}

/** An input and what its kind says about it. */
export interface EstimateCall {
  estimate: Estimate;
  takes: KindInput;
  input: object;
}

/** Asks what a submit of this input would cost; that makes no job, and may be repeated. */
export async function estimateCost(
  connection: Connection,
  { estimate, takes, input }: EstimateCall,
  { signal }: CallOptions,
): Promise<CostEstimate> {
  const { title } = connection.api;
  const { required, fields } = estimate;
  const about = describeFile(takes, input);
  const given = Object.fromEntries(
    Object.entries({ ...estimate.parameters, ...fields })
      .map(([name, source]) => [name, valueOf(source, about, input)] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const missing = required.filter((name) => given[name] === undefined);
  if (missing.length > 0)
    throw new ConfigurationError(`An estimate of ${title} needs ${missing.join(", ")}.`);
  const parameters: Record<string, string> = {};
  let { body } = estimate;
  for (const [name, value] of Object.entries(given)) {
    if (fields && Object.hasOwn(fields, name)) body = withField(body, name, value);
    else parameters[name] = readText("", value) ?? "";
  }
  const answer = await withRetries(connection, { signal }, () =>
    callApi(connection, estimate, {
      parameters,
      signal,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    }),
  );
  const { unit: place } = estimate;
  const amount = readNumber(estimate.amount, answer.body, answer);
  const unit = place.startsWith("=") ? place.slice(1) : readText(place, answer.body, answer);
  if (amount !== undefined && unit !== undefined) return { amount, unit, raw: answer.body };
  throw new BadResponseError(`${title} answered without an estimate.`);
}

/** What is known of the document before it is sent; the format of a URL by the end of its path. */
function describeFile({ url }: KindInput, input: object): Readonly<Record<string, unknown>> {
  const files = [(input as { file?: Partial<File> | Partial<File>[] }).file ?? []].flat();
  const link = url && readText(asPointer(url.field), input);
  const name =
    files[0]?.name ?? (link && URL.canParse(link) ? new URL(link).pathname.split("/").at(-1) : undefined);
  return {
    name,
    format: /\.([^.]+)$/.exec(name ?? "")?.[1]?.toLowerCase(),
    sizeBytes: files.length > 0 ? files.reduce((sum, { size = 0 }) => sum + size, 0) : undefined,
  };
}

function valueOf(source: EstimateSource, about: Readonly<Record<string, unknown>>, input: object): unknown {
  if (source.startsWith("=")) return source.slice(1);
  return source.startsWith("$") ? about[source.slice("$file.".length)] : readPlace(asPointer(source), input);
}
