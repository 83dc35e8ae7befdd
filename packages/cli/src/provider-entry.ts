import type { JobApi } from "@docjobs/jobs-core";

/** One API as the command line knows it. The generator writes the list, providers.gen.ts, from specs/. */
export interface ProviderEntry {
  /** For example `convert-fast`; also the environment prefix `DOCJOBS_CONVERT_FAST_`. */
  id: string;
  title: string;
  /** One line: what the API does. */
  summary: string;
  api: JobApi;
  /** Every documented operation, in the order of the spec. */
  operations: readonly OperationInfo[];
}

export interface OperationInfo {
  /** The spec's operationId. */
  id: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  summary: string;
  /** True where the API answers without a key. */
  keyless: boolean;
  parameters: readonly ParameterInfo[];
  body?: BodyInfo;
}

export interface ParameterInfo extends FieldInfo {
  in: "path" | "query" | "header";
}

export interface BodyInfo {
  required: boolean;
  /** Media types that the operation takes, preferred first. */
  contentTypes: readonly string[];
  /** Top-level fields, where the body is an object. */
  fields: readonly FieldInfo[];
}

export interface FieldInfo {
  name: string;
  type: "string" | "integer" | "number" | "boolean" | "array" | "object" | "file";
  required: boolean;
  description: string;
  /** What an array holds, so that `1,2` can become numbers and `033000` stay text. */
  items?: "string" | "integer" | "number" | "boolean" | "object";
  /** Known values; `open` says that the API may take others. */
  known?: readonly (string | number | boolean)[];
  open?: boolean;
}
