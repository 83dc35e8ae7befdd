import { expect, test } from "vitest";
import { BucketUrlError, isBucketUrl, parseBucketUrl } from "../src/index.js";

test.each([
  ["s3://scans", "scans", ""],
  ["s3://scans/", "scans", ""],
  ["S3://scans/2025/", "scans", "2025/"],
  ["s3://my.scans-1/a b%20c+d.pdf", "my.scans-1", "a b%20c+d.pdf"],
  ["s3://scans//a", "scans", "/a"],
  ["s3://scans/?x=1#y", "scans", "?x=1#y"],
])("%s is a place in a bucket", (url, bucket, key) => {
  expect(isBucketUrl(url)).toBe(true);
  expect(parseBucketUrl(url)).toEqual({ bucket, key });
});

test.each([
  "s3://",
  "s3:///key",
  "s3://ab/key",
  "s3://UPPER/key",
  "s3://a..b/key",
  "s3://key:secret@scans/a",
  "s3://buc ket/a",
  `s3://scans/${"x".repeat(1025)}`,
  "scans/a.pdf",
])("%s names no bucket", (url) => {
  expect(() => parseBucketUrl(url)).toThrow(BucketUrlError);
});

test("a path is no bucket", () => {
  expect(["s3/a", "s3:a", "./s3://a", "https://s3.example.org/a"].filter(isBucketUrl)).toEqual([]);
});
