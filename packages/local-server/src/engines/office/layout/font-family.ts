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
  [/^Symbol/i, "Symbol"],
  [/^Wingdings/i, "Wingdings"],
  [/^ZapfDingbats|^Dingbats/i, "ZapfDingbats"],
  [/^NotoSansCJKkr|^SourceHanSansK/i, "Noto Sans CJK KR"],
  [/^NotoSansCJKsc/i, "Noto Sans CJK SC"],
  [/^NotoSansCJKtc/i, "Noto Sans CJK TC"],
  [/^NotoSansCJK/i, "Noto Sans CJK JP"],
  [/^NotoSerifCJKkr/i, "Noto Serif CJK KR"],
  [/^NotoSerifCJKsc/i, "Noto Serif CJK SC"],
  [/^NotoSerifCJK/i, "Noto Serif CJK JP"],
];

/** Families whose PostScript names leave out the spaces between words. */
const spaced =
  /^(Liberation|Noto|Open(?!Symbol)|Source|Roboto|Ubuntu|Fira|Lato|Nimbus|Libre|Linux|Book|Century|Comic|Trebuchet|Times|Courier|Segoe)/;

/**
 * The family name that an office program looks for: a common face for fonts that it will not have, else the name in the
 * embedded font, else a guess from the PostScript name.
 */
export function fontFamily(fontName: string, embeddedFamily: string): string {
  const match = known.find(([pattern]) => pattern.test(fontName));
  if (match) return match[1];
  const isFamily =
    embeddedFamily !== "" && !embeddedFamily.includes("-") && /^[\p{L}\p{N} ]+$/u.test(embeddedFamily);
  if (isFamily) return embeddedFamily;
  const family = fontName
    .replace(
      /[-,](Bold|Italic|Oblique|Regular|Roman|Medium|Light|Semi|Demi|Black|Book|Thin|It|Bd|BI)\w*$/i,
      "",
    )
    .replace(/(PS)?MT$/, "")
    .replace(/[^\p{L}\p{N} _-]/gu, "");
  const words = spaced.test(family) ? family.replace(/([a-z\d])([A-Z])/g, "$1 $2") : family;
  return words.replace(/_/g, " ").trim() || "Times New Roman";
}
