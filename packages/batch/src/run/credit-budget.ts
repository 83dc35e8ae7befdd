import type { ItemData } from "../item.js";

/** Credits that jobs cost, as far as the API says so, and else their estimates. */
export interface CreditBudget {
  readonly spent: number;
  /** Counts the job of an item anew. */
  count(id: string, credits: number | undefined): void;
  /** Whether a job of this price would pass the limit; where it does not, it is counted. */
  reserve(id: string, estimate: number): boolean;
}

/** Only items at the API cost anything. */
export function createCreditBudget(limit: number = Infinity): CreditBudget {
  const byItem = new Map<string, number>();
  let spent = 0;
  const count = (id: string, credits: number | undefined): void => {
    spent += (credits ?? 0) - (byItem.get(id) ?? 0);
    if (credits === undefined) byItem.delete(id);
    else byItem.set(id, credits);
  };
  return {
    get spent() {
      return spent;
    },
    count,
    reserve(id, estimate) {
      if (spent - (byItem.get(id) ?? 0) + estimate > limit) return false;
      count(id, estimate);
      return true;
    },
  };
}

/** What an item costs by its row: what it was charged, or what it was expected to be. */
export function creditsOf({ credits, estimate, times }: ItemData): number | undefined {
  if (credits !== undefined) return credits;
  return times.submitted === undefined ? undefined : estimate;
}
