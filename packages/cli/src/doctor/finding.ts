/** What one look at this machine found. */
export interface Finding {
  check: string;
  /** `warn` may be meant so; `fail` stops some command. */
  state: "ok" | "warn" | "fail";
  detail: string;
  /** What to do about it. */
  hint: string | null;
  /** The exit code of the commands that it stops. */
  exit?: number;
}

export function ok(check: string, detail: string): Finding {
  return { check, state: "ok", detail, hint: null };
}

export function warn(check: string, detail: string, hint: string): Finding {
  return { check, state: "warn", detail, hint };
}

export function fail(check: string, detail: string, hint: string, exit: number): Finding {
  return { check, state: "fail", detail, hint, exit };
}
