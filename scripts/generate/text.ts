/** A value as a TypeScript expression that holds exactly this value, whatever its strings and keys are. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, child]) => child !== undefined)
    .map(([key, child]) => property(key, child));
  return `{ ${entries.join(", ")} }`;
}

/** Text for a comment, on one line. */
export function comment(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("*/", "*\\/").replaceAll("@", "\\@").trim();
}

/** `a type by index: operations["getJob"]["responses"]` */
export function indexed(type: string, keys: readonly string[]): string {
  return type + keys.map((key) => `[${JSON.stringify(key)}]`).join("");
}

/** Text for Markdown prose, on one line; its own markup other than code spans counts as text. */
export function markdown(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[\\<>[\]*_]/g, "\\$&")))
    .join("")
    .trim();
}

/** Text for one cell of a Markdown table. */
export function cell(text: string): string {
  return markdown(text).replaceAll("|", "\\|");
}

/** The first line of every generated TypeScript file. */
export function banner(specFile: string): string {
  return `// Generated from ${specFile} by \`pnpm generate\`; edits are overwritten.\n`;
}

function property(key: string, value: unknown): string {
  // As a plain key it would set the prototype.
  const name = key === "__proto__" ? '["__proto__"]' : JSON.stringify(key);
  // TypeScript widens a word under a key that every object has.
  const isWidened = typeof value === "string" && key in Object.prototype;
  return `${name}: ${literal(value)}${isWidened ? " as const" : ""}`;
}
