import { startLocalServer } from "@docjobs/local-server";

/** Sends a picture to the local convert.fast and returns it in another format. */
export async function convertPicture(
  picture: File,
  targetFormat: string,
  dataDirectory: string,
): Promise<Blob> {
  const server = await startLocalServer({ dataDirectory });
  try {
    const headers = { "X-Fast-Api-Key": "any key" };
    const body = new FormData();
    body.set("file", picture);
    const submit = `${server.url}/convert?targetFormat=${targetFormat}`;
    const accepted = await fetch(submit, { method: "POST", headers, body });
    const { id } = (await accepted.json()) as { id: string };
    for (;;) {
      const status = await fetch(`${server.url}/convert/job/${id}`, { headers });
      const job = (await status.json()) as { status: string; error: { detail: string } | null };
      if (job.status === "Failed") throw new Error(job.error?.detail);
      if (job.status === "Succeeded") break;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    return await (await fetch(`${server.url}/convert/job/${id}/download`, { headers })).blob();
  } finally {
    await server.close();
  }
}
