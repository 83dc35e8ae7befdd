import type { Bump, Finding } from "./finding.js";
import { formatFinding } from "./finding.js";
import type { ClientChange } from "./compare-revisions.js";

/** What a changeset bumps: packages by name. */
export type Releases = Readonly<Record<string, Bump>>;

/** The text of a changeset file. */
export function renderChangeset(releases: Releases, title: string, body: string): string {
  const head = Object.entries(releases).map(([name, bump]) => `"${name}": ${bump}`);
  return `---\n${head.join("\n")}\n---\n\n${[title, body].filter(Boolean).join("\n\n")}\n`;
}

/** The changeset that a changed spec asks for. */
export function changesetFor(change: ClientChange): string {
  return renderChangeset(releasesFor(change), titleOf(change), bodyOf(change.findings));
}

/**
 * The client by the size of the change. The command line bundles the clients and speaks of each, so that it goes out
 * with it; so does the local server, which carries the contract, when more than the lifecycle or the text has changed.
 */
export function releasesFor(change: ClientChange): Releases {
  const releases: Record<string, Bump> = {};
  if (change.change !== "gone") releases[change.name] = change.bump;
  releases["@docjobs/cli"] = change.change === "changed" ? "patch" : "minor";
  const isContract = ({ kind, where }: Finding) => kind !== "text" && !where.startsWith("x-job.");
  if (change.change !== "changed" || change.findings.some(isContract)) {
    releases["@docjobs/local-server"] = "patch";
  }
  return releases;
}

function titleOf({ title, change, bump }: ClientChange): string {
  if (change === "new") return `Add ${title}`;
  if (change === "gone") return `Remove ${title}`;
  const size = { major: "a breaking change", minor: "an addition", patch: "a small change" }[bump];
  return `Follow ${size} of the ${title} API`;
}

function bodyOf(findings: readonly Finding[]): string {
  return findings.map((finding) => `- ${escape(formatFinding(finding))}`).join("\n");
}

/** Changelogs are Markdown; a spec's words are text there. */
function escape(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\<>*_`[\]]/g, "\\$&");
}
