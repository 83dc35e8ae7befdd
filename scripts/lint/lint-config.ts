import type { Linter } from "eslint";
import tseslint from "typescript-eslint";
import { directionOfDependence } from "./direction-of-dependence.js";
import { planHouse } from "./house.js";

/** What ESLint holds the sources to. `typed` adds the rules that need types, which take most of the time. */
export function planLint(workspaceRoot: string, { typed }: { typed: boolean }): Linter.Config[] {
  return [
    { ignores: ["**/dist/**", "**/node_modules/**", "**/.turbo/**", "demo-output/**", "docs-output/**"] },
    {
      files: ["packages/**/*.ts", "scripts/**/*.ts"],
      // typescript-eslint's types say more than ESLint's about parsers and plugins; they are made for each other.
      languageOptions: { parser: tseslint.parser as Linter.Parser },
      linterOptions: { reportUnusedDisableDirectives: "error" },
      plugins: {
        docjobs: {
          rules: {
            "direction-of-dependence": directionOfDependence(planHouse(workspaceRoot), workspaceRoot),
          },
        },
        "@typescript-eslint": tseslint.plugin as unknown as NonNullable<Linter.Config["plugins"]>[string],
      },
      rules: {
        "docjobs/direction-of-dependence": "error",
        "@typescript-eslint/no-explicit-any": "error",
        "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": "allow-with-description" }],
        "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true, argsIgnorePattern: "^_" }],
        "no-restricted-syntax": ["error", ...bannedSyntax],
        "no-debugger": "error",
        "no-var": "error",
        "prefer-const": ["error", { ignoreReadBeforeAssign: true }],
        eqeqeq: ["error", "always", { null: "ignore" }],
      },
    },
    { files: ["**/*.config.ts"], rules: { "no-restricted-syntax": "off" } },
    // A type test declares things only to look at their types.
    { files: ["**/*.test-d*.ts"], rules: { "@typescript-eslint/no-unused-vars": "off" } },
    ...(typed ? [planTypedRules(workspaceRoot)] : []),
  ];
}

const bannedSyntax: { selector: string; message: string }[] = [
  {
    selector: "ExportDefaultDeclaration",
    message: "Name what you export; only a tool's config has a default.",
  },
  { selector: "ExportAllDeclaration", message: "List what you export: `export *` publishes by accident." },
  { selector: "TSEnumDeclaration", message: "Use a union of literals: an enum is not erasable." },
  {
    selector: "TSModuleDeclaration[declare!=true][global!=true]",
    message: "Use a module: a namespace is not erasable.",
  },
  {
    selector: "MemberExpression[object.name=/^(test|describe|it)$/][property.name='only']",
    message: "A committed `only` hides every other test.",
  },
];

/** Only for what runs at a user's: types make a file ten times as slow to lint. */
function planTypedRules(workspaceRoot: string): Linter.Config {
  return {
    files: ["packages/*/src/**/*.ts"],
    ignores: ["**/*.gen.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: workspaceRoot } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  };
}
