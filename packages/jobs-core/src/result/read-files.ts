import type { Connection } from "../http/connection.js";
import { type Download, openDownload } from "./download.js";
import { feature } from "../feature.js";
import type { FileResult } from "./file-result.js";
import type { FilePlace } from "../job-api.js";
import type { JobIdentity } from "../job/job-identity.js";
import type { FileOptions } from "../job/job-snapshot.js";
import { known, readNumber, readText } from "../job/place.js";
import type { ReadFrom, Refresh } from "../follow/read-snapshot.js";
import { safeFileName } from "./safe-file-name.js";
import { asSha256 } from "./sha256.js";

/** The result of a job that makes files: what is known of them, and how they are downloaded. */
export function readFiles(
  connection: Connection,
  job: JobIdentity,
  place: FilePlace,
  from: ReadFrom,
  refresh: Refresh,
): { result: FileResult | FileResult[] | undefined; download(options?: FileOptions): Promise<Download> } {
  const places = place.many ? feature(connection.api, "eachFile")(place, from.body) : [place];
  const results = places.map((each) => readFile(each, from));
  return {
    result: place.many ? results : results[0],
    download: ({ file = 0, ...options } = {}) => {
      const result = results[file] ?? {};
      return openDownload(connection, { job, place, file, ...from, result, refresh }, options);
    },
  };
}

function readFile(place: FilePlace, { body, around }: ReadFrom): FileResult {
  const name = readText(place.name, body, around);
  return known({
    name: name === undefined ? undefined : safeFileName(name),
    contentType: readText(place.contentType, body, around),
    sizeBytes: readNumber(place.sizeBytes, body, around),
    sha256: asSha256(readText(place.sha256, body, around)),
    fileCount: place.type === "file" ? readNumber(place.fileCount, body, around) : undefined,
  });
}
