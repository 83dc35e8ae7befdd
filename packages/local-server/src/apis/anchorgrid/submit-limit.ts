import { anchorgridErrorForm } from "./anchorgrid-errors.js";

const windowMs = 60_000;
const maxAccounts = 10_000;

/**
 * Limits the submits of an account in any minute.
 *
 * @returns a check that throws ApiError 429 `RATE_LIMITED` with the seconds to wait.
 */
export function createSubmitLimit(options: {
  perMinute: number;
  now: () => number;
}): (account: string) => void {
  const { perMinute, now } = options;
  const submits = new Map<string, number[]>();
  return (account) => {
    const at = now();
    const recent = (submits.get(account) ?? []).filter((time) => at - time < windowMs);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= perMinute) {
      const seconds = Math.max(1, Math.ceil((oldest + windowMs - at) / 1000));
      throw anchorgridErrorForm.fault("rate-limited", "Too many submits a minute.", seconds);
    }
    submits.delete(account);
    submits.set(account, [...recent, at]);
    const [idle] = submits.keys();
    if (submits.size > maxAccounts && idle !== undefined) submits.delete(idle);
  };
}
