/** What a font's name and descriptor say about its look. */
export interface FontStyle {
  fontName: string;
  fontFamily: string;
  bold: boolean;
  italic: boolean;
  mono: boolean;
}

export interface FontFacts {
  baseName: string;
  familyName: string;
  /** Flags of the font descriptor, ISO 32000-1 table 123. */
  flags: number;
  /** PDFium's estimate from the stem width; 400 is regular. */
  weight: number;
  italicAngle: number;
}

const fixedPitchFlag = 1;
const italicFlag = 64;
const forceBoldFlag = 1 << 18;

// TeX names carry no such words: CMBX, SFBX and LMBX are bold, CMTI and SFTI italic, CMSL slanted, CMTT typewriter.
const boldName =
  /bold|black|heavy|demi(?!c)|extrab|ultrab|^(cm|sf|ec|lm|t1-)?(bx|bsy|ssbx|mib|bxti|bxsl|csbx)\w*\d|[-,]b(i|d)?$/i;
const lightName = /regular|light|thin|book|medium|roman/i;
const italicName =
  /italic|oblique|slanted|kursiv|inclined|^(cm|sf|ec|lm)(bx)?(ti|sl|u|itt|sltt|mi|fi)\w*\d|[-,]b?i(t)?$/i;
const monoName =
  /mono(?!type|tone)|nimbusmon|courier|consol|typewriter|menlo|inconsolata|andale|fixed|terminal|lucidacon|code|hack-|^(cm|sf|ec|lm)(s?l?|it|vt)?tt\w*\d/i;
const cjkName = /cjk|gothic|ming|mincho|song|batang|gulim|dotum|hei|kai|nanum|malgun/i;

export function fontStyle(facts: FontFacts): FontStyle {
  const fontName = facts.baseName.replace(/^[A-Z]{6}\+/, "");
  const weighty = facts.weight >= 700 && facts.weight <= 1000 && !lightName.test(fontName);
  const fixedPitch = (facts.flags & fixedPitchFlag) !== 0 && !cjkName.test(fontName);
  return {
    fontName,
    fontFamily: facts.familyName,
    bold: boldName.test(fontName) || (facts.flags & forceBoldFlag) !== 0 || weighty,
    italic: italicName.test(fontName) || (facts.flags & italicFlag) !== 0 || Math.abs(facts.italicAngle) > 3,
    mono: fixedPitch || monoName.test(fontName),
  };
}
