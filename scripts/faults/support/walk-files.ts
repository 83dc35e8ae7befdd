import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Everything under a folder by its path: a file's content, `-> target` of a link, or `/` for a folder. */
export function walkFiles(folder: string, prefix = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    const info = lstatSync(path);
    if (info.isDirectory())
      Object.assign(found, { [`${prefix}${name}`]: "/" }, walkFiles(path, `${prefix}${name}/`));
    else if (info.isSymbolicLink()) found[prefix + name] = `-> ${readlinkSync(path)}`;
    else found[prefix + name] = readFileSync(path, "latin1");
  }
  return found;
}
