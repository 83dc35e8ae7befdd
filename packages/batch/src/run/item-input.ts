import { type KindClient, RequestRefusedError } from "@docjobs/jobs-core";
import type { ItemClaim } from "../item.js";
import type { RunContext } from "./run-context.js";
import type { StepRuntime } from "./step-runtime.js";

export interface PreparedItem {
  input: Record<string, unknown>;
  /** Other items may refer to the same upload. */
  isShared: boolean;
}

/** What the API keeps of an uploaded file. */
interface StoredUpload {
  fields: Record<string, unknown>;
  expiresAt?: number;
}

/** An upload is not used in its last minutes: the submit still has to arrive. */
const EXPIRY_MARGIN_MS = 300_000;
/** Where the API does not say when it deletes an upload. */
const DEFAULT_LIFE_MS = 1_800_000;

/** The request of an item; a content that others have too is uploaded once. */
export async function prepareItem(
  context: RunContext,
  step: StepRuntime,
  { data }: ItemClaim,
): Promise<PreparedItem> {
  const { input: takes } = step.kind;
  const fields = step.fieldsFor(data);
  const path = data.fed?.path ?? (data.step === 0 ? data.input.path : undefined);
  const jobId = data.fed?.jobId ?? (data.step === 0 ? data.input.jobId : undefined);
  if (jobId !== undefined) return { input: place(fields, takes.job?.field, jobId), isShared: false };
  if (path === undefined) return { input: place(fields, takes.url?.field, data.input.url), isShared: false };
  const shared =
    data.step === 0 && data.sharedContent !== undefined
      ? await sharedUpload(context, step, path, data.sharedContent)
      : undefined;
  if (shared) return { input: { ...fields, ...shared.fields }, isShared: true };
  return { input: { ...fields, file: await openFile(context, path) }, isShared: false };
}

/** Forgets an upload that the API does not have any more, whatever it said. */
export async function forgetUpload(
  context: RunContext,
  step: StepRuntime,
  { data }: ItemClaim,
  error: unknown,
): Promise<boolean> {
  if (data.sharedContent === undefined || !RequestRefusedError.isInstance(error)) return false;
  await context.queue.setNote(uploadKey(step, data.sharedContent), null);
  return true;
}

async function sharedUpload(
  context: RunContext,
  step: StepRuntime,
  path: string,
  sha256: string,
): Promise<StoredUpload | undefined> {
  const { upload } = step.client.kind(step.kindName);
  // The file may have changed since it was compared with others.
  if (!upload || (await context.files.of(path).sha256Of(path)) !== sha256) return undefined;
  const key = uploadKey(step, sha256);
  const others = (context.uploads.get(key) ?? Promise.resolve()) as Promise<unknown>;
  // One after the other: the second finds what the first has stored.
  const own = others.catch(() => undefined).then(() => findOrUpload(context, key, path, upload));
  context.uploads.set(key, own);
  try {
    return await own;
  } finally {
    if (context.uploads.get(key) === own) context.uploads.delete(key);
  }
}

function openFile({ files, signal }: RunContext, path: string): Promise<File> {
  return files.of(path).open(path, signal);
}

async function findOrUpload(
  context: RunContext,
  key: string,
  path: string,
  upload: NonNullable<KindClient["upload"]>,
): Promise<StoredUpload> {
  const { queue, clock, signal } = context;
  const known = (await queue.note(key)) as StoredUpload | null | undefined;
  if (known && (known.expiresAt ?? 0) > clock.now() + EXPIRY_MARGIN_MS) return known;
  const { fields, expiresAt } = await upload(await openFile(context, path), { signal });
  const stored = { fields: { ...fields }, expiresAt: expiresAt ?? clock.now() + DEFAULT_LIFE_MS };
  await queue.setNote(key, stored);
  return stored;
}

function uploadKey({ lane, kind }: StepRuntime, sha256: string): string {
  return `upload:${lane}:${kind.input.file?.upload ?? ""}:${sha256}`;
}

/** The fields with a value at a name, or at a JSON Pointer. */
export function place(
  fields: Record<string, unknown>,
  field: string | undefined,
  value: unknown,
): Record<string, unknown> {
  if (field === undefined) return fields;
  if (!field.startsWith("/")) return { ...fields, [field]: value };
  const [name = "", ...rest] = field.slice(1).split("/");
  const inner = (fields[name] ?? {}) as Record<string, unknown>;
  return {
    ...fields,
    [name]: rest.length === 0 ? value : place(inner, rest.length > 1 ? `/${rest.join("/")}` : rest[0], value),
  };
}
