import fc from "fast-check";
import { isMap, isScalar, isSeq, parseDocument } from "yaml";

type Keys = (string | number)[];

/** One change of a spec; where it strikes is a number that is taken modulo the places there are. */
export interface SpecMutation {
  how: "delete" | "replace" | "copy" | "rename" | "wrap" | "cut" | "insert";
  /** Only below x-job, where the vocabulary is. */
  isInXJob: boolean;
  at: number;
  from: number;
  value: unknown;
}

/** What takes the place of a value: nothing, the wrong type, the wrong place, a hostile word. */
const values: readonly unknown[] = [
  null,
  true,
  false,
  "",
  0,
  -1,
  1e21,
  1.5,
  [],
  {},
  [null],
  [[]],
  { $ref: "#/components/schemas/Nowhere" },
  { $ref: "#/" },
  { $ref: "#/%" },
  { type: "string", enum: [] },
  { type: ["object", "null"], properties: { a: true } },
  { anyOf: [{ type: "string", const: "x" }, { type: "null" }] },
  { patternProperties: { "(": { type: "string" } } },
  "/",
  "/*",
  "/*/*",
  "/*=",
  "/a/*b=c/d",
  "/~2",
  "$statusCode",
  "$response.header.Location",
  "$request.path.id",
  "=fixed",
  "constructor",
  "__proto__",
  "then",
  "*/ export const broken = `${",
  "\u2028",
  "x".repeat(300),
];

const mutation: fc.Arbitrary<SpecMutation> = fc.record({
  how: fc.oneof(
    { weight: 5, arbitrary: fc.constant("delete" as const) },
    { weight: 4, arbitrary: fc.constant("replace" as const) },
    { weight: 4, arbitrary: fc.constant("copy" as const) },
    { weight: 1, arbitrary: fc.constantFrom("rename" as const, "wrap" as const) },
    { weight: 1, arbitrary: fc.constantFrom("cut" as const, "insert" as const) },
  ),
  isInXJob: fc.boolean(),
  at: fc.nat(),
  from: fc.nat(),
  value: fc.constantFrom(...values),
});

/** Mostly one change, as a second one makes it likelier that the spec is refused for the other. */
export const specMutations: fc.Arbitrary<SpecMutation[]> = fc.oneof(
  { weight: 3, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(mutation, { minLength: 2, maxLength: 3 }) },
);

/** The text of a spec with the changes made one after the other. */
export function mutateSpec(text: string, mutations: readonly SpecMutation[]): string {
  return mutations.reduce(mutate, text);
}

function mutate(text: string, { how, isInXJob, at, from, value }: SpecMutation): string {
  if (how === "cut")
    return text.slice(0, at % text.length) + text.slice((at % text.length) + 1 + (from % 40));
  if (how === "insert") {
    const place = at % text.length;
    return (
      text.slice(0, place) + (typeof value === "string" ? value : JSON.stringify(value)) + text.slice(place)
    );
  }
  const document = parseDocument(text);
  if (document.errors.length > 0) return text;
  const places = listPlaces(document.contents);
  const below = isInXJob ? places.filter(([first]) => first === "x-job") : places;
  const place = below[at % below.length];
  if (place === undefined) return text;
  if (how === "delete") document.deleteIn(place);
  else if (how === "replace") document.setIn(place, document.createNode(value));
  else if (how === "wrap") document.setIn(place, document.createNode([document.getIn(place)]));
  else if (how === "copy") {
    // Most often of the same name: another `schema`, `operation`, `at`.
    const alike = places.filter((keys) => keys.at(-1) === place.at(-1));
    const pool = from % 4 === 0 ? places : alike;
    const other = pool[(from >> 2) % pool.length] ?? [];
    const copied: unknown = document.getIn(other, true);
    const plain = JSON.stringify(copied);
    // A copy of a whole into a part of itself would grow without end.
    if (plain !== undefined && plain.length < 4000)
      document.setIn(place, document.createNode(JSON.parse(plain)));
  } else renameKey(document, place, String(value));
  return document.toString({ lineWidth: 0 });
}

function renameKey(document: ReturnType<typeof parseDocument>, place: Keys, name: string): void {
  const parent: unknown = place.length > 1 ? document.getIn(place.slice(0, -1), true) : document.contents;
  if (!isMap(parent) || parent.has(name)) return;
  const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === place.at(-1));
  if (pair) pair.key = document.createNode(name);
}

/** The keys that lead to every value of a document. */
function listPlaces(node: unknown, keys: Keys = []): Keys[] {
  const own = keys.length > 0 ? [keys] : [];
  if (isMap(node)) {
    return [
      ...own,
      ...node.items.flatMap(({ key, value }) =>
        isScalar(key) ? listPlaces(value, [...keys, key.value as string]) : [],
      ),
    ];
  }
  if (isSeq(node))
    return [...own, ...node.items.flatMap((item, index) => listPlaces(item, [...keys, index]))];
  return own;
}
