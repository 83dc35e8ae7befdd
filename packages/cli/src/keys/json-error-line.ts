/**
 * The line, counted from 1, in which text stops being JSON; undefined where it is JSON. The parser's own message is no
 * use here: it quotes the text, which holds keys, and not every version of it names a place.
 */
export function jsonErrorLine(text: string): number | undefined {
  const end = skipValue(text, skipSpace(text, 0));
  const stop = end < 0 ? -end - 1 : skipSpace(text, end);
  return stop === text.length && end >= 0 ? undefined : text.slice(0, stop).split("\n").length;
}

/** Where the value ends; where it goes wrong at offset n, the number -n - 1. */
function skipValue(text: string, at: number): number {
  const opening = text[at];
  if (opening === "{" || opening === "[") return skipItems(text, at, opening === "{" ? "}" : "]");
  return skipToken(text, at, opening === '"' ? STRING : WORD);
}

function skipItems(text: string, start: number, closing: string): number {
  let at = skipSpace(text, start + 1);
  if (text[at] === closing) return at + 1;
  for (;;) {
    if (closing === "}") {
      const name = skipToken(text, at, STRING);
      if (name < 0) return name;
      at = skipSpace(text, name);
      if (text[at] !== ":") return -at - 1;
      at = skipSpace(text, at + 1);
    }
    const value = skipValue(text, at);
    if (value < 0) return value;
    at = skipSpace(text, value);
    if (text[at] === closing) return at + 1;
    if (text[at] !== ",") return -at - 1;
    at = skipSpace(text, at + 1);
  }
}

function skipToken(text: string, at: number, token: RegExp): number {
  token.lastIndex = at;
  return token.test(text) ? token.lastIndex : -at - 1;
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.test(text);
  return SPACE.lastIndex;
}

const SPACE = /[ \t\r\n]*/uy;
const STRING = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9a-f]{4}))*"/iuy;
const WORD = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/uy;
