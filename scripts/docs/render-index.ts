import type { Library } from "./list-libraries.js";

export interface ApiLink {
  href: string;
  title: string;
  summary: string;
}

export interface IndexContent {
  /** The repository's README; its first paragraph introduces the page. */
  readme: string;
  apis: readonly ApiLink[];
  libraries: readonly Library[];
}

/** The page that links all. */
export function renderIndex({ readme, apis, libraries }: IndexContent): string {
  const introduction = readme.split("\n\n")[1]?.replaceAll("**", "").replaceAll("\n", " ") ?? "";
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>docjobs reference</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark; }
  li { margin: 0.5rem 0; }
</style>
<h1>docjobs reference</h1>
<p>${escapeHtml(introduction)}</p>
<h2>The APIs</h2>
<ul>
${apis.map(({ href, title, summary }) => `<li><a href="${href}">${escapeHtml(title)}</a> ${escapeHtml(summary)}</li>`).join("\n")}
</ul>
<h2>The packages</h2>
<p><a href="packages/index.html">All packages, with search</a></p>
<ul>
${libraries.map(({ name, description }) => `<li><a href="packages/modules/${fileName(name)}.html">${escapeHtml(name)}</a> ${escapeHtml(description)}</li>`).join("\n")}
</ul>
</html>
`;
}

/** What TypeDoc calls a module's page. */
function fileName(name: string): string {
  return name.replace(/[^\w.-]/g, "_");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
