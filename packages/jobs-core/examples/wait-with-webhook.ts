import type { JobHandle, SucceededJob } from "@docjobs/jobs-core";

/** `webhooks` has an event of the job's id for each webhook about it. */
export function waitWithWebhook(job: JobHandle, webhooks: EventTarget): Promise<SucceededJob> {
  return job.wait({
    wake: (poll) => {
      webhooks.addEventListener(job.id, poll);
      return () => webhooks.removeEventListener(job.id, poll);
    },
  });
}
