/** `paper-mill` becomes `paperMill`. */
export function camelCase(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `paper-mill` becomes `PaperMill`. */
export function pascalCase(id: string): string {
  const camel = camelCase(id);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}

/** Ids of providers and kinds. */
export const idPattern: RegExp = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** What a generated identifier cannot be: JavaScript's words, and the names that generated files use already. */
export const reservedNames: ReadonlySet<string> = new Set(
  (
    "arguments async await boolean break case catch class const continue debugger default delete do else enum eval export " +
    "extends false finally for from function get if implements import in instanceof interface let new null number object " +
    "of package private protected public return set static string super switch symbol this throw true try type typeof " +
    "undefined unknown var void while with yield any never bigint " +
    "paths components operations webhooks file job jobs done process providers createFetchClient createJobsClient " +
    "serializeBody test KindClient JobsClient ListClient ClientOptions JobHandle"
  ).split(" "),
);

/** Members that every client has; a kind of an API with several cannot be called so. */
export const clientMembers: ReadonlySet<string> = new Set([
  "provider",
  "baseUrl",
  "fetch",
  "kind",
  "resume",
  "find",
  "list",
  "api",
  // A client with `then` would be taken for a promise.
  "then",
  ...Object.getOwnPropertyNames(Object.prototype),
]);
