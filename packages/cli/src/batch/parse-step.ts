import { usageError } from "../errors/usage-error.js";
import { planFields, type FieldPlan } from "../fields/plan-fields.js";
import type { Note } from "../context.js";
import { findTarget, type Target } from "../providers/find-provider.js";

export interface StepPlan {
  target: Target;
  fields: FieldPlan;
}

/** Reads `provider[:kind] to=format engine=id key=value`. */
export function parseStep(text: string, note: Note): StepPlan {
  const [name, ...options] = text.trim().split(/\s+/u);
  if (!name) throw usageError("--then needs a step.", "For example: --then 'castdoc to=docx'");
  const target = findTarget(name);
  const flags: { to?: string; engine?: string; set: string[] } = { set: [] };
  for (const option of options) {
    const [key = "", value = ""] = splitOnce(option);
    if (key === "to" || key === "engine") flags[key] = value;
    else flags.set.push(option);
  }
  return { target, fields: planFields(target, flags, "", note) };
}

function splitOnce(text: string): [string, string?] {
  const at = text.indexOf("=");
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
