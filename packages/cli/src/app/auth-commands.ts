import { buildCommand, buildRouteMap, type Command, type RouteMap } from "@stricli/core";
import { connectionFlags, outputFlags } from "../common-flags.js";
import type { LoginFlags } from "../commands/auth-login.js";
import type { LogoutFlags } from "../commands/auth-logout.js";
import type { StatusFlags } from "../commands/auth-status.js";
import type { CliContext } from "../context.js";
import { authDocs } from "../help/auth-docs.js";
import { commandDocs } from "../help/command-docs.js";
import { lazily } from "./lazily.js";
import { oneWord, optionalWord } from "./positionals.js";

const login: Command<CliContext> = buildCommand<LoginFlags, [string], CliContext>({
  loader: lazily(async () => (await import("../commands/auth-login.js")).loginCommand),
  parameters: {
    flags: {
      baseUrl: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "url",
        brief: "Save the key for this server, and use it from now on",
      },
      apiKeyStdin: connectionFlags.apiKeyStdin,
      insecureHttp: connectionFlags.insecureHttp,
      ...outputFlags,
    },
    aliases: { q: "quiet" },
    positional: oneWord("provider"),
  },
  docs: authDocs.login,
});

const status: Command<CliContext> = buildCommand<StatusFlags, [string?], CliContext>({
  loader: lazily(async () => (await import("../commands/auth-status.js")).statusCommand),
  parameters: {
    flags: {
      check: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Ask each API whether it takes its key: one request, free",
      },
      insecureHttp: connectionFlags.insecureHttp,
      ...outputFlags,
    },
    aliases: { q: "quiet" },
    positional: optionalWord("provider"),
  },
  docs: authDocs.status,
});

const logout: Command<CliContext> = buildCommand<LogoutFlags, [string?], CliContext>({
  loader: lazily(async () => (await import("../commands/auth-logout.js")).logoutCommand),
  parameters: {
    flags: {
      all: { kind: "boolean", optional: true, withNegated: false, brief: "Remove every saved key" },
      ...outputFlags,
    },
    aliases: { q: "quiet" },
    positional: optionalWord("provider"),
  },
  docs: authDocs.logout,
});

export const auth: RouteMap<CliContext> = buildRouteMap<keyof typeof authDocs & string, CliContext>({
  routes: { login, status, logout },
  docs: { brief: commandDocs.auth.brief, fullDescription: commandDocs.auth.fullDescription ?? "" },
});
