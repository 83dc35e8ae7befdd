import type { ServerContext } from "../../server-context.js";
import { anchorgridApiName } from "./anchorgrid-policy.js";

/**
 * The account's job that did the same work before: same content, model and options. Only one of this process counts: another
 * version of the engine might find more.
 */
export async function findCached(
  { database, now, startedAt }: ServerContext,
  wanted: { account: string; kind: string; inputSha256: string; options: string },
): Promise<string | null> {
  const { account, kind, inputSha256, options } = wanted;
  const job = await database
    .selectFrom("job")
    .select("id")
    .where("inputSha256", "=", inputSha256)
    .where("api", "=", anchorgridApiName)
    .where("account", "=", account)
    .where("kind", "=", kind)
    .where("options", "=", options)
    .where("state", "=", "succeeded")
    .where("result", "is not", null)
    .where("cachedFromJobId", "is", null)
    .where("completedAt", ">=", startedAt)
    .where("expiresAt", ">", now())
    .orderBy("sequence", "desc")
    .executeTakeFirst();
  return job?.id ?? null;
}
