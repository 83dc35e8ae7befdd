/** A field by name, or a JSON Pointer into a body. */
export function asPointer(field: string): string {
  return field.startsWith("/") ? field : `/${field.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The body with a value at a field; what leads there is copied, or made. */
export function withField(body: unknown, field: string, value: unknown): Record<string, unknown> {
  const [name = "", ...rest] = asPointer(field).split("/").slice(1);
  return put(body, [name, ...rest], value) as Record<string, unknown>;
}

function put(target: unknown, [token, ...rest]: readonly string[], value: unknown): unknown {
  if (token === undefined) return value;
  const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
  if (Array.isArray(target) || (target === undefined && /^\d+$/.test(name))) {
    const copy = [...((target ?? []) as unknown[])];
    copy[Number(name)] = put(copy[Number(name)], rest, value);
    return copy;
  }
  const own = (target ?? {}) as Record<string, unknown>;
  const before = Object.hasOwn(own, name) ? own[name] : undefined;
  // As a plain key "__proto__" would set the prototype.
  return Object.fromEntries([...Object.entries(own), [name, put(before, rest, value)]]);
}
