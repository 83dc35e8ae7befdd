/** For typed calls: a body that holds a file is sent as a form, any other one as JSON. */
export function serializeBody(body: unknown): FormData | string {
  if (body instanceof FormData) return body;
  const fields: [string, unknown][] = typeof body === "object" && body !== null ? Object.entries(body) : [];
  if (!fields.some(([, value]) => value instanceof Blob)) return JSON.stringify(body);
  const form = new FormData();
  for (const [name, value] of fields) {
    if (value === undefined || value === null) continue;
    if (value instanceof Blob) form.append(name, value);
    else form.append(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  return form;
}
