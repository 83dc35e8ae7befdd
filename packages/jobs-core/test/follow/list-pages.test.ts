import { expect, test } from "vitest";
import { allFeatures } from "../../src/features.js";
import { BadResponseError, type List, UnsafeRedirectError } from "../../src/index.js";
import { failure, KEY, setUp, type SetUp } from "../support/set-up.js";
import { json, startTestServer } from "../support/test-server.js";

const byToken: List = {
  id: "listJobs",
  method: "GET",
  path: "/jobs",
  items: "/data",
  pages: { next: "/next", parameter: "cursor" },
};
const byLink: List = { ...byToken, pages: { next: "$response.header.Link" } };

function page(id: string, next: unknown, link?: string): ReturnType<typeof json> {
  return json(200, { data: [{ id, kind: "convert", status: "done" }], next }, link ? { link } : {});
}

async function listed({ jobs }: SetUp): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of jobs.listAll()) ids.push(id);
  return ids;
}

test("tokens that lead in a circle are an error, not ten thousand requests", async () => {
  const made = await setUp({ list: byToken });
  made.server.on("GET /jobs", page("j1", "a"), page("j2", "b"), page("j1", "a"), page("j2", "b"));
  expect(await failure(listed(made))).toBeInstanceOf(BadResponseError);
  expect(made.server.requests.length).toBe(3);
});

test("a next page that is the same URL again is an error", async () => {
  const made = await setUp({ list: byLink });
  made.server.on("GET /jobs", page("j1", null, `</jobs?page=2>; rel="next"`));
  expect(await failure(listed(made))).toBeInstanceOf(BadResponseError);
  expect(made.server.requests.length).toBe(2);
});

test("false in place of a token is the end", async () => {
  const made = await setUp({ list: byToken });
  made.server.on("GET /jobs", page("j1", false));
  expect(await listed(made)).toEqual(["j1"]);
  expect(made.server.requests.length).toBe(1);
});

test("a link is read beside others, with commas in its title and a name twice in its query", async () => {
  const made = await setUp({ list: byLink });
  const link = `</jobs?n=0>; title="a, b; rel=next"; rel="prev", </jobs?n=2&f=a&f=b>; title="c, d"; rel="next"`;
  made.server.on("GET /jobs", page("j1", null, link), page("j2", null));
  expect(await listed(made)).toEqual(["j1", "j2"]);
  expect(made.server.requests[1]?.url).toBe("/jobs?n=2&f=a&f=b");
});

test.each(["http://[", "https://127.0.0.1:80.example/jobs", "data:,x", "file:///etc/passwd"])(
  "a next page at %s is refused",
  async (url) => {
    const made = await setUp({ list: byLink });
    made.server.on("GET /jobs", page("j1", null, `<${url}>; rel="next"`));
    expect(await failure(listed(made))).toBeInstanceOf(UnsafeRedirectError);
  },
);

test("a next page at another origin gets neither key nor request", async () => {
  const made = await setUp({ list: byLink });
  const other = await startTestServer();
  made.server.on("GET /jobs", page("j1", null, `<${other.url}/jobs?page=2>; rel="next"`));
  const caught: UnsafeRedirectError = await failure(listed(made));
  expect(caught).toBeInstanceOf(UnsafeRedirectError);
  expect(caught.message).not.toContain(KEY);
  expect(other.requests).toEqual([]);
});

test("a listed id that no path may hold is the server's mistake, not the caller's", async () => {
  const { readJobUrl: _, ...features } = allFeatures;
  const made = await setUp({ list: byToken, features });
  made.server.on("GET /jobs", page("../j1", null));
  expect(await failure(listed(made))).toBeInstanceOf(BadResponseError);
});
