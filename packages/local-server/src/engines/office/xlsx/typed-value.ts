/** A cell's value: text, or a number with the format that shows it as it was written. */
export interface TypedValue {
  value: string | number;
  format: string | undefined;
}

const currency = "[$€£¥₩₹]|EUR|USD|GBP|JPY|KRW|CHF|CNY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|INR";
const amount = new RegExp(
  `^(${currency})?\\s?([-−(]?)(${currency})?\\s?([\\d.,]+)\\)?\\s?(%|${currency})?$`,
  "u",
);
/** Excel keeps no more digits. */
const maxDigits = 15;

/** Reads a number with thousands, decimals, a percent or a currency sign; everything else stays text. */
export function typedValue(text: string): TypedValue {
  const plain = { value: text, format: undefined };
  const match = amount.exec(text.trim());
  if (!match) return plain;
  const [, before = "", sign = "", inner = "", digits = "", after = ""] = match;
  if ((sign === "(") !== text.trim().includes(")")) return plain;
  const number = readDigits(digits);
  if (!number) return plain;
  const signed = sign === "" ? number.value : -number.value;
  if (after === "%") return { value: signed / 100, format: `${number.format}%` };
  const prefix = before + inner === "" ? "" : `"${before + inner}"`;
  const suffix = after === "" ? "" : `" ${after}"`;
  return { value: signed, format: `${prefix}${number.format}${suffix}` };
}

function readDigits(digits: string): { value: number; format: string } | undefined {
  const shape = numberShape(digits);
  if (!shape || digits.replace(/\D/g, "").length > maxDigits) return undefined;
  const { thousands, decimal } = shape;
  const bare = digits.replaceAll(thousands === "" ? "\u0000" : thousands, "").replace(decimal || ".", ".");
  const decimals = bare.includes(".") ? bare.length - bare.indexOf(".") - 1 : 0;
  const whole = thousands === "" ? "0" : "#,##0";
  return { value: Number(bare), format: decimals === 0 ? whole : `${whole}.${"0".repeat(decimals)}` };
}

/** Which signs part thousands and decimals, where that is certain; a leading zero makes it a code, not a number. */
function numberShape(digits: string): { thousands: string; decimal: string } | undefined {
  if (/^(0|[1-9]\d*)$/.test(digits)) return { thousands: "", decimal: "" };
  if (/^(0|[1-9]\d*)\.\d+$/.test(digits)) return { thousands: "", decimal: "." };
  if (/^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(digits)) return { thousands: ",", decimal: "." };
  if (/^[1-9]\d{0,2}(\.\d{3})+,\d+$/.test(digits)) return { thousands: ".", decimal: "," };
  if (/^(0|[1-9]\d*),(\d{1,2}|\d{4,})$/.test(digits)) return { thousands: "", decimal: "," };
  return undefined;
}
