import type { BatchInput, DocumentReader } from "@docjobs/batch";
import { InputFileError } from "@docjobs/jobs-core";
import { CliError } from "../errors/cli-error.js";
import { checkContent, checkDocument } from "../input/check-document.js";
import type { Target } from "../providers/find-provider.js";

/** What `docjobs run` checks of its document: a failure here costs nothing. */
export async function checkInput(
  { provider, kindName, kind }: Target,
  { path }: BatchInput,
  unchecked: boolean,
  document: DocumentReader | undefined,
): Promise<void> {
  const { file } = kind.input;
  if (path === undefined || !file) return;
  const upload = file.upload === undefined ? undefined : provider.api.uploads[file.upload];
  const rules = {
    taker: `${provider.id} ${kindName}`,
    formats: file.formats,
    unchecked,
    ...(upload?.maxBytes !== undefined && { maxBytes: upload.maxBytes }),
  };
  try {
    await (document ? checkContent(document, path, rules) : checkDocument(path, rules));
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const { hint } = error.details;
    throw new InputFileError(error.message, { cause: error, ...(hint !== undefined && { hint }) });
  }
}
