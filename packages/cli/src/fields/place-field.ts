/** The fields with a value at a name or, as specs may say it, at a JSON Pointer into one of them. */
export function placeField(
  fields: Readonly<Record<string, unknown>>,
  field: string,
  value: unknown,
): Record<string, unknown> {
  if (!field.startsWith("/")) return { ...fields, [field]: value };
  return place(fields, tokensOf(field), value) as Record<string, unknown>;
}

/** What stands at a name, or at a JSON Pointer. */
export function readField(fields: Readonly<Record<string, unknown>>, field: string): unknown {
  if (!field.startsWith("/")) return fields[field];
  return tokensOf(field).reduce<unknown>(
    (value, token) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, token)
        ? (value as Record<string, unknown>)[token]
        : undefined,
    fields,
  );
}

function tokensOf(pointer: string): string[] {
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The field that a field or a pointer is in. */
export function topField(field: string): string {
  return field.startsWith("/")
    ? (field.split("/")[1] ?? "").replaceAll("~1", "/").replaceAll("~0", "~")
    : field;
}

function place(target: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const isIndex = /^\d+$/.test(name);
  if (Array.isArray(target) || (target === undefined && isIndex)) {
    const items = [...((target ?? []) as unknown[])];
    items[Number(name)] = place(items[Number(name)], rest, value);
    return items;
  }
  const own = typeof target === "object" && target !== null ? (target as Record<string, unknown>) : {};
  return { ...own, [name]: place(own[name], rest, value) };
}
