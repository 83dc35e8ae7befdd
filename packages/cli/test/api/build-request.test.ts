import { fileURLToPath } from "node:url";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { buildRequest, type RequestWords } from "../../src/api/build-request.js";
import type { FieldInfo, OperationInfo } from "../../src/provider-entry.js";
import { findOperation, findProvider } from "../../src/providers/find-provider.js";
import { providers } from "../../src/providers.gen.js";

const sample = fileURLToPath(new URL("../../../local-server/samples/report.pdf", import.meta.url));
const build = (operation: OperationInfo, words: Partial<RequestWords> = {}) =>
  buildRequest(
    operation,
    { param: [], form: [], ...words },
    { baseUrl: "http://127.0.0.1:1", stdin: Readable.from([]) },
  );
const castdoc = (id: string) => findOperation(findProvider("castdoc"), id);

const everyOperation = providers.flatMap((provider) =>
  provider.operations.map((operation) => [`${provider.id} ${operation.id}`, operation] as const),
);

/** Words for every parameter and field, required or not, in the form that the spec types them. */
function valueFor({ name, type, items, known }: FieldInfo): string {
  if (known?.[0] !== undefined) return `${name}=${String(known[0])}`;
  const byType = {
    string: "x",
    integer: "3",
    number: "1.5",
    boolean: "true",
    object: "{}",
    file: `@${sample}`,
  };
  return `${name}=${type === "array" ? (items === "integer" ? "1,2" : "x,y") : byType[type]}`;
}

describe("buildRequest", () => {
  it("knows the operations of all specs", () => {
    expect(everyOperation.length).toBeGreaterThan(30);
  });

  it.each(everyOperation)("can say everything that %s takes", async (_, operation) => {
    const { url, init } = await build(operation, {
      param: operation.parameters.map(valueFor),
      form: operation.body?.fields.map(valueFor) ?? [],
    });
    const path = operation.path.replaceAll(/\{[^}]+\}/gu, "[^/{}]+");
    expect(new URL(url).pathname).toMatch(new RegExp(`^${path}$`, "u"));
    expect(init.method).toBe(operation.method);
    expect(init.body !== undefined).toBe(operation.body !== undefined);
    for (const { name, in: place } of operation.parameters) {
      if (place === "query") expect(new URL(url).searchParams.has(name), name).toBe(true);
      if (place === "header") expect(init.headers[name], name).toBeDefined();
    }
  });

  it("fills in a parameter that can only be one thing", async () => {
    const version = { in: "query", name: "api-version", type: "string", required: true } as const;
    const operation = { ...castdoc("listJobs"), parameters: [{ ...version, description: "", known: ["7"] }] };
    expect((await build(operation)).url).toBe("http://127.0.0.1:1/castdoc/jobs?api-version=7");
    const open = { ...operation, parameters: [{ ...version, description: "", known: ["7"], open: true }] };
    await expect(build(open)).rejects.toThrow("needs api-version");
  });

  it("sends a file as the body where the operation takes nothing else", async () => {
    const body = { required: true, contentTypes: ["application/octet-stream"], fields: [] };
    const operation = { ...castdoc("uploadFile"), body };
    const { init } = await build(operation, { body: `@${sample}` });
    expect(init.headers["content-type"]).toBe("application/octet-stream");
    expect(Buffer.from(await (init.body as Blob).arrayBuffer())).toEqual(readFileSync(sample));
    await expect(build(operation)).rejects.toThrow("takes a file as its body");
    await expect(build(operation, { body: "{}" })).rejects.toThrow("takes a file as its body");
  });

  it("types a JSON body by the spec", async () => {
    const operation = findOperation(findProvider("anchorgrid"), "extractContent");
    const { init } = await build(operation, { form: ["job_id=j", "section_codes=033000,079200"] });
    expect(JSON.parse(String(init.body))).toEqual({ job_id: "j", section_codes: ["033000", "079200"] });
  });

  it("sends a file part with its name", async () => {
    const { init } = await build(castdoc("uploadFile"), { form: [`file=@${sample}`] });
    const part = (init.body as FormData).get("file");
    expect(part).toBeInstanceOf(File);
    expect((part as File).name).toBe("report.pdf");
  });

  it("encodes what goes into a path and refuses what would change it", async () => {
    const { url } = await build(castdoc("getFile"), { param: ["file_id=a/../b?c"] });
    expect(url).toBe("http://127.0.0.1:1/files/a%2F..%2Fb%3Fc");
    await expect(build(castdoc("getFile"), { param: ["file_id=.."] })).rejects.toThrow(
      "not a value for a path",
    );
  });

  it("refuses what the operation does not take, and says what is missing", async () => {
    await expect(build(castdoc("getJob"), { param: ["jobid=1"] })).rejects.toThrow("no such parameter");
    await expect(build(castdoc("getJob"))).rejects.toThrow("needs job_id");
    await expect(build(castdoc("listJobs"), { body: "{}" })).rejects.toThrow("takes no body");
    await expect(build(castdoc("createJob"), { form: ["engine=x"] })).rejects.toThrow(
      "needs file_id, output_format",
    );
    await expect(build(castdoc("uploadFile"), { body: "{}" })).rejects.toThrow("takes a form");
    await expect(build(castdoc("createJob"), { body: "{", form: [] })).rejects.toThrow("not JSON");
  });
});
