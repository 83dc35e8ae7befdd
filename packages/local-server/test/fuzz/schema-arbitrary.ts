import fc, { type Arbitrary } from "fast-check";

/** The words of JSON Schema that the contract's requests use. */
export interface FuzzSchema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  anyOf?: FuzzSchema[];
  properties?: Record<string, FuzzSchema>;
  required?: string[];
  items?: FuzzSchema;
  minLength?: number;
  maxLength?: number;
}

/** Values for a field of this name that mean something to the server, beside those that are only well formed. */
export type KnownValues = (name: string) => readonly unknown[];

/** Values that a schema allows. */
export function validValue(schema: FuzzSchema, known: KnownValues, name: string = ""): Arbitrary<unknown> {
  const formed = formedValue(schema, known);
  const values = known(name);
  return values.length === 0
    ? formed
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, formed);
}

function formedValue(schema: FuzzSchema, known: KnownValues): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((option) => validValue(option, known)));
  const types = [schema.type ?? "object"].flat();
  return fc.oneof(...types.map((type) => valueOfType(type, schema, known)));
}

function valueOfType(type: string, schema: FuzzSchema, known: KnownValues): Arbitrary<unknown> {
  switch (type) {
    case "string":
      return text(schema);
    case "integer":
      return fc.oneof(fc.integer({ min: -5, max: 50 }), fc.maxSafeInteger());
    case "number":
      return fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(validValue(schema.items ?? {}, known), { maxLength: 5 });
    default:
      return record(schema, known);
  }
}

function text({ format, minLength = 0, maxLength = 300 }: FuzzSchema): Arbitrary<string> {
  if (format === "uuid") return fc.uuid();
  if (format === "uri") return fc.webUrl();
  if (format === "date-time") return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  return fc.string({ unit: "grapheme", minLength, maxLength: Math.min(maxLength, 300) });
}

function record({ properties = {}, required = [] }: FuzzSchema, known: KnownValues): Arbitrary<object> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, validValue(schema, known, name)]),
  );
  return fc.record(fields, { requiredKeys: required });
}

/** What no client means to send: other types, depth, names that JavaScript knows, text that breaks readers. */
export const junk: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    "",
    " ",
    "\u0000",
    "../../../etc/passwd",
    "..%2f..%2f",
    "\u202egpj.exe",
    "'; drop table job; --",
    "{{7*7}}",
    "x".repeat(20_000),
    [],
    {},
    [[[[[[[]]]]]]],
    { constructor: { prototype: { polluted: true } } },
    { toString: 1, valueOf: 2 },
  ),
  fc.string({ unit: "binary", maxLength: 50 }),
  fc.jsonValue({ maxDepth: 4 }),
);

/** A valid object with one thing wrong: a field of another kind, one too few, or one that is not known. */
export function spoiled(value: unknown): Arbitrary<unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return junk;
  const names = Object.keys(value);
  if (names.length === 0) return junk;
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...names), junk)
      .map(([name, wrong]) => ({ ...value, [name]: wrong }) as unknown),
    fc
      .constantFrom(...names)
      .map((name) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) as unknown),
    fc.tuple(fc.string(), junk).map(([name, extra]) => ({ ...value, [name]: extra }) as unknown),
    junk,
  );
}
