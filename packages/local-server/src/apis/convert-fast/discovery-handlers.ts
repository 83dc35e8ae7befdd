import { imageOptionsSchema } from "../../engines/image/image-options.js";
import type { OperationHandler } from "../../http/api.js";
import type { ServerContext } from "../../server-context.js";
import { readCredits } from "./accounts.js";
import { type Conversion, listConversions, requireConversion } from "./conversions.js";
import { convertFastErrorForm } from "./convert-fast-errors.js";
import { entitlementsRate, maxFileBytes } from "./convert-fast-policy.js";
import { creditCost } from "./credit-cost.js";
import { dailyReset, readDailyUse } from "./daily-use.js";

interface Pair {
  from: string;
  to: string;
}

interface EstimateQuery {
  fileSizeBytes?: number;
  fileSizeMb?: number;
  pageCount?: number;
  durationMinutes?: number;
}

/** What can be converted, with which options, at what cost, and what is left to pay with. */
export function discoveryHandlers({
  database,
  now,
  rates,
  dailyJobs,
}: ServerContext): Record<string, OperationHandler> {
  const entitlementsLimit = rates.tokenBuckets("convert-fast-entitlements", entitlementsRate);
  return {
    async listConversions() {
      return {
        conversions: listConversions().map(({ from, to, job, category }) => ({
          from,
          to,
          job,
          category,
        })),
      };
    },

    async listSchemas(_request, reply) {
      reply.header("content-type", "application/schema+json");
      const schemas = listConversions().map((conversion) => [conversion.job, schemaOf(conversion)] as const);
      return {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        $comment: "The options of every conversion, by job type.",
        $defs: Object.fromEntries(schemas),
      };
    },

    async getSchema(request, reply) {
      const { from, to } = request.params as Pair;
      reply.header("content-type", "application/schema+json");
      return schemaOf(requireConversion(from, to));
    },

    async estimateCost(request) {
      const { from, to } = request.params as Pair;
      return estimate(requireConversion(from, to), request.query as EstimateQuery);
    },

    async getEntitlements({ account }) {
      const waitSeconds = await entitlementsLimit.take(account);
      if (waitSeconds > 0) {
        throw convertFastErrorForm.fault(
          "rate-limited",
          "Entitlements may be asked for 300 times a minute.",
          waitSeconds,
        );
      }
      return {
        userId: account,
        organizationId: null,
        planId: "local",
        planName: "Local server",
        accessDisplayName: "Local server",
        totalCredits: await readCredits(database, account, now()),
        ...(dailyJobs === undefined
          ? { tier: "pro", dailyLimit: null, dailyUsed: null, resetDate: null }
          : {
              tier: "free",
              dailyLimit: dailyJobs,
              dailyUsed: await readDailyUse(database, account, now()),
              resetDate: dailyReset(now()),
            }),
      };
    },
  };
}

function schemaOf({ from, to }: Conversion): Record<string, unknown> {
  return imageOptionsSchema(from, to) ?? { type: "object" };
}

function estimate({ job, category }: Conversion, query: EstimateQuery): Record<string, unknown> {
  const { fileSizeBytes, fileSizeMb } = query;
  const sizeBytes = Math.max(0, fileSizeBytes ?? (fileSizeMb ?? 0) * 1024 ** 2);
  return {
    job,
    category,
    estimatedCredits: creditCost(sizeBytes),
    costing: {
      strategy: "PerMegabyte",
      baseCost: 1,
      increment: 1,
      incrementUnit: "MB",
      displaySuffix: "credit per MB",
      costVariants: null,
    },
    inputs: {
      fileSizeBytes: fileSizeBytes ?? null,
      fileSizeMb: fileSizeMb ?? null,
      pageCount: query.pageCount ?? null,
      durationMinutes: query.durationMinutes ?? null,
    },
    limits: { maxFileSizeBytes: maxFileBytes, maxPages: null, maxDurationMinutes: null },
  };
}
