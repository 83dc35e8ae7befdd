/** AnchorGrid's plans. */
export type Tier = "free" | "developer" | "pro" | "enterprise";

export interface TierLimits {
  submitsPerMinute: number;
  maxDocumentBytes: number;
  documentDays: number;
  webhooks: boolean;
  /** Credits, and how long they have to last. The numbers are assumptions: sizes of the pools are not documented. */
  credits: { amount: number; per: "lifetime" | "month" } | undefined;
}

const megabyte = 1024 ** 2;

/** What each plan allows. */
export const tiers: Readonly<Record<Tier, TierLimits>> = {
  free: {
    submitsPerMinute: 5,
    maxDocumentBytes: 50 * megabyte,
    documentDays: 30,
    webhooks: false,
    credits: { amount: 50, per: "lifetime" },
  },
  developer: {
    submitsPerMinute: 60,
    maxDocumentBytes: 100 * megabyte,
    documentDays: 30,
    webhooks: true,
    credits: { amount: 2_000, per: "month" },
  },
  pro: {
    submitsPerMinute: 120,
    maxDocumentBytes: 150 * megabyte,
    documentDays: 90,
    webhooks: true,
    credits: { amount: 10_000, per: "month" },
  },
  enterprise: {
    submitsPerMinute: 300,
    maxDocumentBytes: 200 * megabyte,
    documentDays: 30,
    webhooks: true,
    credits: undefined,
  },
};
