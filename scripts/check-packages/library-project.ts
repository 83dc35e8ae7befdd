import { camelCase, pascalCase } from "../generate/names.js";
import type { Tarball } from "./tarball.js";

/** Files of a project that uses the libraries in every way that Node and TypeScript know. */
export function planLibraryProject(
  tarballs: readonly Tarball[],
  clients: readonly string[],
): Record<string, string> {
  return {
    "use.mjs": `${imports(tarballs, "esm")}\n${calls(clients)}`,
    "use.cjs": `${imports(tarballs, "cjs")}\n(async () => {\n${calls(clients)}\n})();`,
    "mixed.mjs": mixedFormats(clients),
    "types/consumer.ts": typedUse(clients),
    "types/consumer.cts": typedUse(clients),
    ...Object.fromEntries(
      Object.entries(compilers).map(([name, options]) => [`${name}.json`, JSON.stringify(options)]),
    ),
  };
}

/** The compilers of users: each checks the declarations of the packages too. */
export const compilers: Record<string, { compilerOptions: Record<string, unknown>; files: string[] }> = {
  nodenext: {
    compilerOptions: {
      ...common("nodenext", "nodenext"),
      strict: true,
      exactOptionalPropertyTypes: true,
      types: ["node"],
    },
    files: ["types/consumer.ts", "types/consumer.cts"],
  },
  bundler: {
    compilerOptions: {
      ...common("esnext", "bundler"),
      strict: true,
      lib: ["es2022", "dom", "dom.iterable"],
      types: [],
    },
    files: ["types/consumer.ts"],
  },
  "non-strict": {
    compilerOptions: { ...common("esnext", "bundler"), strict: false, types: ["node"] },
    files: ["types/consumer.ts"],
  },
};

function common(module: string, moduleResolution: string): Record<string, unknown> {
  return { module, moduleResolution, target: "es2022", noEmit: true, skipLibCheck: false };
}

function imports(tarballs: readonly Tarball[], format: "esm" | "cjs"): string {
  const entries = tarballs.flatMap(({ manifest }) =>
    Object.keys(manifest.exports ?? {}).map((entry) => `${manifest.name}${entry.slice(1)}`),
  );
  const load = (entry: string): string => {
    if (format === "cjs") return `require(${JSON.stringify(entry)})`;
    const attributes = entry.endsWith(".json") ? `, { with: { type: "json" } }` : "";
    return `await import(${JSON.stringify(entry)}${attributes})`;
  };
  return `const modules = {};\n${entries.map((entry) => `modules[${JSON.stringify(entry)}] = ${load(entry)};`).join("\n")}`;
}

/**
 * A client asks for a job that is not there: a call through the client, jobs-core and its errors. Without a key, whose
 * form differs between APIs.
 */
function calls(clients: readonly string[]): string {
  return `const { JobsError } = modules["@docjobs/jobs-core"];
const answers = { fetch: async () => Response.json({}, { status: 404 }), baseUrl: "https://jobs.example" };
${clients
  .map(
    (id) => `{
  const client = modules["@docjobs/${id}"].${camelCase(id)}(answers);
  const error = await client.find("1").then(() => undefined, (error) => error);
  if (!JobsError.isInstance(error) || error.code !== "job_not_found") throw error ?? new Error("${id} found a job");
}`,
  )
  .join("\n")}
console.log("used");`;
}

/** An application that loads a package in both formats still recognises its errors. */
function mixedFormats(clients: readonly string[]): string {
  const id = clients[0] ?? "";
  return `import { createRequire } from "node:module";
import { JobsError } from "@docjobs/jobs-core";
const { ${camelCase(id)} } = createRequire(import.meta.url)("@docjobs/${id}");
const client = ${camelCase(id)}({ fetch: async () => Response.json({}, { status: 404 }), baseUrl: "https://jobs.example" });
const error = await client.find("1").then(() => undefined, (error) => error);
if (error instanceof JobsError) throw new Error("both formats share one copy: this check shows nothing");
if (!JobsError.isInstance(error)) throw error;
console.log("used");`;
}

function typedUse(clients: readonly string[]): string {
  return `import { JobsError, type JobHandle, type KindTypes } from "@docjobs/jobs-core";
import { fileFrom, saveTo } from "@docjobs/jobs-core/node";
${clients.map((id) => `import { ${camelCase(id)}, type ${pascalCase(id)}Client } from "@docjobs/${id}";`).join("\n")}
export type Handle = JobHandle<KindTypes>;
export const file: Promise<File> = fileFrom("report.pdf");
export const save = saveTo;
export function isOurs(error: unknown): string | undefined {
  return JobsError.isInstance(error) ? error.code : undefined;
}
${clients
  .map(
    (
      id,
    ) => `export const ${camelCase(id)}Client: ${pascalCase(id)}Client = ${camelCase(id)}({ apiKey: "key" });
export const ${camelCase(id)}State: Promise<string> = ${camelCase(id)}Client.find("1").then(async (job) => (await job.wait({ timeoutMs: 1000 })).state);
// @ts-expect-error -- a job has no such member
${camelCase(id)}Client.find("1").then((job) => job.noSuchMember);`,
  )
  .join("\n")}
`;
}
