const known: [RegExp, string][] = [
  [/^TimesNewRoman/i, "Times New Roman"],
  [/^Times(-|$)/i, "Times New Roman"],
  [/^Nimbus(RomNo9L|Roman)/i, "Times New Roman"],
  [/^Arial/i, "Arial"],
  [/^(Helvetica|NimbusSan)/i, "Arial"],
  [/^(Courier|NimbusMon)/i, "Courier New"],
  [/^(cm|sf|lm|ec)(s?l?|it|vt)?tt/i, "Courier New"],
  [/^(cm|sf|lm|ec)ss/i, "Arial"],
  [/^(cm|sf|lm|ec)(r|bx|ti|sl|csc|u|bxti|bxsl|mi|sy|ex|dunh|b)\w*\d/i, "Times New Roman"],
];

/** The family name that an office program looks for, from a PDF's PostScript font name. */
export function fontFamily(fontName: string): string {
  const match = known.find(([pattern]) => pattern.test(fontName));
  if (match) return match[1];
  const family = fontName
    .replace(
      /[-,](Bold|Italic|Oblique|Regular|Roman|Medium|Light|Semi|Demi|Black|Book|Thin|It|Bd|BI)\w*$/i,
      "",
    )
    .replace(/(PS)?MT$/, "")
    .replace(/[^\p{L}\p{N} _-]/gu, "");
  // LiberationSerif is installed as Liberation Serif.
  return (
    family
      .replace(/([a-z\d])([A-Z])/g, "$1 $2")
      .replace(/_/g, " ")
      .trim() || "Times New Roman"
  );
}
