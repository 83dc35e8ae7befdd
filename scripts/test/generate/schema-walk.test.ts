import { describe, expect, test } from "vitest";
import type { OpenApiDocument, Schema } from "../../generate/openapi-document.js";
import { allowsType, knownValues, lookUp, shapeOf, singleType } from "../../generate/schema-walk.js";

const node: Schema = {
  type: "object",
  properties: { name: { type: "string" }, next: { $ref: "#/components/schemas/Node" } },
};
const document: OpenApiDocument = {
  openapi: "3.1.0",
  info: { title: "", version: "" },
  components: { schemas: { Node: node } },
};

describe("lookUp", () => {
  test.each<[string, Schema, string[]]>([
    ["a property", node, ["name"]],
    ["a schema that contains itself", node, ["next", "next", "next", "name"]],
    ["a part of a composed schema", { allOf: [{ type: "object" }, node] }, ["name"]],
    ["one of several alternatives", { oneOf: [{ type: "null" }, { anyOf: [node] }] }, ["name"]],
    ["an item of an array", { type: "array", items: node }, ["0", "name"]],
    ["an item of a tuple", { prefixItems: [{ type: "string" }, node] }, ["1", "name"]],
    ["a property by pattern", { patternProperties: { "^x": node } }, ["xy", "name"]],
    ["a map's value", { additionalProperties: node }, ["any", "name"]],
    ["an object that lists nothing", { type: "object" }, ["any", "thing"]],
    ["an object that says it is open", { properties: { a: true }, additionalProperties: true }, ["b"]],
    ["a schema that says nothing", {}, ["any"]],
  ])("finds %s", (_, schema, tokens) => {
    expect(lookUp(document, schema, tokens).found).toBeDefined();
  });

  test.each<[string, Schema, string[]]>([
    ["a property that is not listed", node, ["size"]],
    ["a property of text", { type: "string" }, ["name"]],
    ["a property of null", { type: "null" }, ["name"]],
    ["a property of an array", { type: "array", items: node }, ["name"]],
    ["a property of a closed object", { type: "object", additionalProperties: false }, ["name"]],
    ["a property of listed values", { enum: ["a"] }, ["name"]],
    ["an inherited member of an object", node, ["constructor"]],
  ])("does not find %s", (_, schema, tokens) => {
    expect(lookUp(document, schema, tokens).found).toBeUndefined();
  });

  test("tells which step is missing, and what is there", () => {
    expect(lookUp(document, node, ["next", "size", "x"])).toEqual({
      missing: "size",
      known: ["name", "next"],
    });
  });
});

test("an integer is a number, and a number need not be an integer", () => {
  expect(allowsType(document, [{ type: ["integer", "null"] }], "number")).toBe(true);
  expect(allowsType(document, [{ type: "number" }], "integer")).toBe(false);
});

test("a choice without types of its own takes the types of its parts only", () => {
  expect(allowsType(document, [{ anyOf: [{ type: "string" }, { type: "null" }] }], "null")).toBe(true);
  expect(allowsType(document, [{ anyOf: [{ type: "string" }, { type: "null" }] }], "array")).toBe(false);
});

describe("knownValues", () => {
  test.each<[string, Schema, string[], boolean]>([
    ["a closed enum", { enum: ["a", "b", null] }, ["a", "b"], false],
    ["an enum beside any string", { anyOf: [{ enum: ["a"] }, { type: "string" }] }, ["a"], true],
    ["constants", { oneOf: [{ const: "a" }, { const: "b" }] }, ["a", "b"], false],
    ["a closed enum or null", { anyOf: [{ enum: ["a"] }, { type: "null" }] }, ["a"], false],
    ["an enum that is narrowed further", { allOf: [{ type: "string" }, { enum: ["a"] }] }, ["a"], false],
    ["any string", { type: "string" }, [], true],
  ])("%s", (_, schema, values, open) => {
    expect(knownValues(document, [schema])).toEqual({ values, open });
  });
});

test("a field is required if a part requires it, or every alternative", () => {
  const one: Schema = { properties: { a: true, b: true }, required: ["a", "b"] };
  const other: Schema = { properties: { a: true, c: true }, required: ["a", "c"] };
  const shape = shapeOf(document, {
    allOf: [{ properties: { d: true }, required: ["d"] }],
    oneOf: [one, other],
  });
  expect([...shape.properties.keys()].sort()).toEqual(["a", "b", "c", "d"]);
  expect([...shape.required].sort()).toEqual(["a", "d"]);
  expect(shape.open).toBe(false);
});

test("null is no type of its own", () => {
  expect(singleType(document, { type: ["object", "null"] })).toBe("object");
  expect(singleType(document, { anyOf: [{ type: "string" }, { type: "number" }] })).toBeUndefined();
});
