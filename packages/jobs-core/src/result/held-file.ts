import { IntegrityError } from "../errors/errors.js";

/** A file whose bytes stand as base64 text in the job, behind `data:,`, as if it had been downloaded. */
export function heldFile({ pathname }: URL): Response {
  try {
    const text = atob(pathname.slice(1).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(text, (each) => each.charCodeAt(0));
    return new Response(bytes, { headers: { "content-length": String(bytes.length) } });
  } catch (cause) {
    throw new IntegrityError("The result is no base64 text.", { cause });
  }
}
