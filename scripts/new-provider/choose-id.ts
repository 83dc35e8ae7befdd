import { existsSync } from "node:fs";
import path from "node:path";
import { camelCase, idPattern, reservedNames } from "../generate/names.js";
import { NewProviderRefusedError } from "./refused.js";

/** The id that was asked for, or one made from the title. Throws NewProviderRefusedError if it cannot be one. */
export function chooseId(wanted: string | undefined, title: string | undefined): string {
  const id = wanted ?? slug(title ?? "");
  if (!idPattern.test(id) || id.length > 60) {
    throw new NewProviderRefusedError(
      `"${id}" cannot be a provider's id; give one with --id: lower case letters, digits and single dashes, beginning with a letter`,
    );
  }
  if (reservedNames.has(camelCase(id))) {
    throw new NewProviderRefusedError(
      `"${id}" cannot be a provider's id, as "${camelCase(id)}" cannot name a function; give another with --id`,
    );
  }
  return id;
}

/** Throws NewProviderRefusedError if the repository has something of that name. */
export function checkFree(root: string, id: string): void {
  for (const folder of [`specs/${id}`, `packages/${id}`]) {
    if (!existsSync(path.join(root, folder))) continue;
    const mend = existsSync(path.join(root, "specs", id, "openapi.yaml"))
      ? `to change that API, edit specs/${id}/openapi.yaml and run \`pnpm generate\`; to add another, give another id with --id`
      : "give another id with --id, or remove the folder";
    throw new NewProviderRefusedError(`the id "${id}" is taken: ${folder} exists; ${mend}`);
  }
}

function slug(title: string): string {
  return title
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .replace(/-api$/, "");
}
