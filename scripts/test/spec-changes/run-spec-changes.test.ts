import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ScratchRepository } from "./scratch-repository.js";
import type { Edit } from "./brief-spec.js";

// Each test runs git a few dozen times.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const breaking: Edit = ["        note: { type: string }\n", ""];
const harmless: Edit = ["minSeconds: 1,", "minSeconds: 2,"];

let repository: ScratchRepository;
beforeEach(() => {
  repository = new ScratchRepository();
});
afterEach(() => repository[Symbol.dispose]());

test("unchanged specs need no changeset", async () => {
  expect(await repository.specChanges("--check", "--base", "HEAD")).toMatchObject({ code: 0, error: "" });
});

test("a change without a changeset is refused, and the command that mends it is named", async () => {
  repository.edit(breaking);
  const { code, out, error } = await repository.specChanges("--check");
  expect(code).toBe(1);
  expect(out).toContain("@docjobs/brief: major");
  expect(out).toContain("major  removed: Job.note (output): is gone");
  expect(error).toContain("@docjobs/brief changes by a major, and no changeset says so");
  expect(error).toContain("pnpm spec-changes --write");
});

test("a changeset that was there before the change does not count for it", async () => {
  repository.edit(harmless);
  expect(await repository.specChanges("--check")).toMatchObject({ code: 1 });
});

test("a changeset that is smaller than the change is refused; one of its size or larger passes", async () => {
  repository.edit(breaking);
  repository.write(".changeset/mine.md", '---\n"@docjobs/brief": minor\n---\n\nDrop the note\n');
  const { code, error } = await repository.specChanges("--check");
  expect(code).toBe(1);
  expect(error).toContain("@docjobs/brief changes by a major, and its changeset says minor");
  repository.write(".changeset/mine.md", '---\n"@docjobs/brief": major\n---\n\nDrop the note\n');
  expect((await repository.specChanges("--check")).code).toBe(0);
});

test("--write writes what --check asks for, once, with the command line's release", async () => {
  repository.edit(breaking, harmless);
  expect((await repository.specChanges("--write")).code).toBe(0);
  const [, mine = ""] = repository.changesets();
  expect(repository.read(`.changeset/${mine}`)).toBe(
    `---
"@docjobs/brief": major
"@docjobs/cli": patch
"@docjobs/local-server": patch
---

Follow a breaking change of the Brief API

- removed: Job.note (output): is gone
- changed: x-job.resource.poll.minSeconds: was 1, and is 2
`,
  );
  expect((await repository.specChanges("--check")).code).toBe(0);
  await repository.specChanges("--write");
  expect(repository.changesets()).toHaveLength(2);
});

test("a second --write grows the changeset of the first with the change", async () => {
  repository.edit(harmless);
  await repository.specChanges("--write");
  repository.edit(breaking);
  expect((await repository.specChanges("--check")).code).toBe(1);
  await repository.specChanges("--write");
  expect(repository.changesets()).toHaveLength(2);
  expect((await repository.specChanges("--check")).code).toBe(0);
});

test("on a branch everything since main counts, committed or not", async () => {
  repository.git("switch", "--quiet", "--create", "work");
  repository.edit(breaking);
  repository.commit();
  repository.write("README.md", "More\n");
  repository.commit();
  const { code, out } = await repository.specChanges("--check");
  expect(code).toBe(1);
  expect(out).toContain("where this branch left main");
});

test("on main a commit is judged after it was made, too", async () => {
  repository.edit(breaking);
  repository.commit();
  expect((await repository.specChanges("--check")).code).toBe(1);
  expect((await repository.specChanges("--check", "--base", "HEAD")).code).toBe(0);
});

test("what has been released since the base needs no changeset any more", async () => {
  repository.edit(breaking);
  repository.setVersion("2.0.0");
  expect((await repository.specChanges("--check")).code).toBe(0);
  repository.setVersion("1.1.0");
  expect((await repository.specChanges("--check")).code).toBe(1);
});

test("a new client needs a changeset, and the command line grows by it", async () => {
  repository.write("specs/digest/openapi.yaml", repository.read("specs/brief/openapi.yaml"));
  const { code, error } = await repository.specChanges("--check");
  expect(code).toBe(1);
  expect(error).toContain("@docjobs/digest changes by a minor");
  await repository.specChanges("--write");
  const mine = repository.changesets().find((name) => name.startsWith("spec-digest-")) ?? "";
  expect(repository.read(`.changeset/${mine}`)).toContain(
    '"@docjobs/digest": minor\n"@docjobs/cli": minor\n',
  );
});

test("a client that is gone is the command line's change", async () => {
  repository.remove("specs/brief");
  expect(await repository.specChanges("--check")).toMatchObject({ code: 1 });
  await repository.specChanges("--write");
  const mine = repository.changesets().find((name) => name.startsWith("spec-brief-")) ?? "";
  expect(repository.read(`.changeset/${mine}`)).not.toContain("@docjobs/brief");
  expect((await repository.specChanges("--check")).code).toBe(0);
});

test("a revision that is not there, a wrong option and a broken file are told, not thrown", async () => {
  expect(await repository.specChanges("--base", "nowhere")).toMatchObject({ code: 2, out: "" });
  expect(await repository.specChanges("--base", "--output=x")).toMatchObject({ code: 2 });
  expect(await repository.specChanges("--chek")).toMatchObject({ code: 2, out: "" });
  repository.write(".changeset/bad.md", "no head\n");
  expect(await repository.specChanges("--base", "HEAD")).toMatchObject({
    code: 1,
    error: expect.stringContaining(".changeset/bad.md is no changeset") as unknown,
  });
  repository.remove(".changeset/bad.md");
  repository.write("specs/brief/openapi.yaml", "openapi: [3.1\n");
  const { code, error } = await repository.specChanges("--base", "HEAD");
  expect(code).toBe(1);
  expect(error).toContain("specs/brief/openapi.yaml cannot be read");
});

test("--help is help", async () => {
  expect(await repository.specChanges("--help")).toMatchObject({ code: 0, error: "" });
});
