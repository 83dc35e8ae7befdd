const RESERVED = /^(con|prn|aux|nul|(com|lpt)[\d¹²³]|con(in|out)\$)\s*(\..*)?$/i;
const MOST_BYTES = 180;

/**
 * A bare file name that is safe on every system, made from what a server sent: last part after both separators, NFC,
 * no control or direction characters, no leading dots or dashes, no reserved DOS name, at most 180 bytes of UTF-8 with
 * the extension kept. Undefined where nothing is left.
 */
export function safeFileName(name: string): string | undefined {
  const safe = (name.split(/[/\\]/).at(-1) ?? "")
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu, "_")
    .replace(/^[.\-\s]+|[.\s]+$/gu, "");
  if (safe === "") return undefined;
  return shorten(RESERVED.test(safe) ? `_${safe}` : safe);
}

function shorten(name: string): string {
  const [extension = ""] = /\.[^.]{1,20}$/u.exec(name) ?? [];
  const stem = [...name.slice(0, name.length - extension.length)];
  const size = (text: string): number => new TextEncoder().encode(text).length;
  while (stem.length > 1 && size(stem.join("") + extension) > MOST_BYTES) stem.pop();
  return stem.join("") + extension;
}
