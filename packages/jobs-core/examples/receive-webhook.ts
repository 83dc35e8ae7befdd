import type { JobApi, JobsClient } from "@docjobs/jobs-core";
import { verifyWebhook, WebhookError } from "@docjobs/jobs-core/webhooks";

const seen = new Set<string>();

export async function receiveWebhook(
  api: JobApi,
  client: JobsClient,
  secrets: readonly string[],
  request: Request,
): Promise<Response> {
  try {
    const body = new Uint8Array(await request.arrayBuffer());
    const event = await verifyWebhook({ api, client, secrets, headers: request.headers, body });
    if (!seen.has(event.eventId)) console.log(event.jobId, event.snapshot.state);
    seen.add(event.eventId);
    return new Response(null, { status: 204 });
  } catch (error) {
    if (WebhookError.isInstance(error)) return new Response(null, { status: error.answerStatus });
    throw error;
  }
}
