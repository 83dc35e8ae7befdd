import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder for what is only needed while a provider is made. */
export class Stage implements Disposable {
  readonly folder: string = mkdtempSync(path.join(tmpdir(), "docjobs-provider-"));

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
