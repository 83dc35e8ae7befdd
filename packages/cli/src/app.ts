import {
  buildApplication,
  buildCommand,
  buildRouteMap,
  FlagNotFoundError,
  ArgumentScannerError,
  formatMessageForArgumentScannerError,
  help,
  text_en,
  type Application,
  type ApplicationText,
  type Command,
  type CommandFunction,
} from "@stricli/core";
import { connectionFlags, outputFlags, parseSeconds } from "./common-flags.js";
import type { ApiFlags } from "./commands/api.js";
import type { DownloadFlags } from "./commands/download.js";
import type { ListingFlags } from "./commands/engines.js";
import type { JobFlags } from "./commands/get.js";
import type { ResumeFlags } from "./commands/resume.js";
import type { RunFlags } from "./commands/run.js";
import type { ServeFlags } from "./commands/serve.js";
import type { SubmitFlags } from "./commands/submit.js";
import type { WaitFlags } from "./commands/wait.js";
import type { CliContext } from "./context.js";
import { commandDocs } from "./help/command-docs.js";

/** Names of all commands, for help and suggestions. */
export type CommandName = keyof typeof commandDocs;

type Strings = readonly string[];

const timeout = {
  kind: "parsed",
  parse: parseSeconds,
  optional: true,
  placeholder: "seconds",
  brief: "Stop waiting after this long; the job goes on (default 1800)",
} as const;
const overwrite = {
  kind: "boolean",
  optional: true,
  withNegated: false,
  brief: "Replace an output file that exists",
} as const;
const output = {
  kind: "parsed",
  parse: String,
  optional: true,
  placeholder: "path|-",
  brief: "Where the result goes: a file, a directory, or - for stdout",
} as const;
const onInterrupt = {
  kind: "enum",
  values: ["detach", "cancel"],
  optional: true,
  brief: "What Ctrl-C does to the job (default detach)",
} as const;
const submitFlags = {
  to: { kind: "parsed", parse: String, optional: true, placeholder: "format", brief: "Wanted output format" },
  engine: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "id",
    brief: "Engine; see docjobs engines",
  },
  set: {
    kind: "parsed",
    parse: String,
    optional: true,
    variadic: true,
    placeholder: "key=value",
    brief: "A field of the request, typed by the spec; may be repeated",
  },
} as const;

const run: Command<CliContext> = buildCommand<RunFlags, Strings, CliContext>({
  loader: lazily(async () => (await import("./commands/run.js")).runCommand),
  parameters: {
    flags: {
      ...submitFlags,
      output,
      overwrite,
      detach: { kind: "boolean", optional: true, withNegated: false, brief: "Submit only; print the job id" },
      timeout,
      onInterrupt,
      ...connectionFlags,
      ...outputFlags,
    },
    aliases: { o: "output", q: "quiet" },
    positional: words("provider[:kind] input"),
  },
  docs: commandDocs.run,
});

const submit: Command<CliContext> = buildCommand<SubmitFlags, Strings, CliContext>({
  loader: lazily(async () => (await import("./commands/submit.js")).submitCommand),
  parameters: {
    flags: { ...submitFlags, timeout, ...connectionFlags, ...outputFlags },
    aliases: { q: "quiet" },
    positional: words("provider[:kind] input"),
  },
  docs: commandDocs.submit,
});

const get: Command<CliContext> = buildCommand<JobFlags, Strings, CliContext>({
  loader: lazily(async () => (await import("./commands/get.js")).getCommand),
  parameters: jobParameters(),
  docs: commandDocs.get,
});

const cancel: Command<CliContext> = buildCommand<JobFlags, Strings, CliContext>({
  loader: lazily(async () => (await import("./commands/cancel.js")).cancelCommand),
  parameters: jobParameters(),
  docs: commandDocs.cancel,
});

const deleteJob: Command<CliContext> = buildCommand<JobFlags, Strings, CliContext>({
  loader: lazily(async () => (await import("./commands/delete.js")).deleteCommand),
  parameters: jobParameters(),
  docs: commandDocs.delete,
});

const wait: Command<CliContext> = buildCommand<WaitFlags, Strings, CliContext>({
  loader: lazily(async () => (await import("./commands/wait.js")).waitCommand),
  parameters: waitParameters(),
  docs: commandDocs.wait,
});

const watch: Command<CliContext> = buildCommand<WaitFlags, Strings, CliContext>({
  loader: lazily(async () => (await import("./commands/watch.js")).watchCommand),
  parameters: waitParameters(),
  docs: commandDocs.watch,
});

const download: Command<CliContext> = buildCommand<DownloadFlags, Strings, CliContext>({
  loader: lazily(async () => (await import("./commands/download.js")).downloadCommand),
  parameters: {
    flags: { output, overwrite, ...connectionFlags, ...outputFlags },
    aliases: { o: "output", q: "quiet" },
    positional: words("provider job-id|token"),
  },
  docs: commandDocs.download,
});

const list: Command<CliContext> = buildCommand<ListingFlags, [string], CliContext>({
  loader: lazily(async () => (await import("./commands/list.js")).listCommand),
  parameters: {
    flags: { ...connectionFlags, ...outputFlags },
    aliases: { q: "quiet" },
    positional: one("provider"),
  },
  docs: commandDocs.list,
});

const engines: Command<CliContext> = buildCommand<ListingFlags, [string], CliContext>({
  loader: lazily(async () => (await import("./commands/engines.js")).enginesCommand),
  parameters: {
    flags: { ...connectionFlags, ...outputFlags },
    aliases: { q: "quiet" },
    positional: one("provider[:kind]"),
  },
  docs: commandDocs.engines,
});

const providers: Command<CliContext> = buildCommand<Pick<ListingFlags, "json" | "quiet">, [], CliContext>({
  loader: lazily(async () => (await import("./commands/providers.js")).providersCommand),
  parameters: { flags: outputFlags, aliases: { q: "quiet" } },
  docs: commandDocs.providers,
});

const api: Command<CliContext> = buildCommand<ApiFlags, Strings, CliContext>({
  loader: lazily(async () => (await import("./commands/api.js")).apiCommand),
  parameters: {
    flags: {
      param: {
        kind: "parsed",
        parse: String,
        optional: true,
        variadic: true,
        placeholder: "key=value",
        brief: "A path, query or header parameter; may be repeated",
      },
      body: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "json|@file|-",
        brief: "The request body",
      },
      form: {
        kind: "parsed",
        parse: String,
        optional: true,
        variadic: true,
        placeholder: "key=value|key=@file",
        brief: "A field of the request body, typed by the spec; may be repeated",
      },
      output,
      overwrite,
      include: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Print status and headers on stderr",
      },
      describe: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Print the operation's parameters and fields; send nothing",
      },
      ...connectionFlags,
      ...outputFlags,
    },
    aliases: { o: "output", i: "include", q: "quiet" },
    positional: words("provider operationId"),
  },
  docs: commandDocs.api,
});

const serve: Command<CliContext> = buildCommand<ServeFlags, [], CliContext>({
  loader: lazily(async () => (await import("./commands/serve.js")).serveCommand),
  parameters: {
    flags: {
      port: {
        kind: "parsed",
        parse: parsePort,
        optional: true,
        placeholder: "number",
        brief: "Port on 127.0.0.1 (default 4010; 0 takes a free one)",
      },
      data: connectionFlags.data,
      key: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "key",
        brief: "Demand this key; any key will do without it",
      },
      keyStdin: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Read the demanded key from stdin (also DOCJOBS_SERVE_KEY)",
      },
      retention: {
        kind: "parsed",
        parse: parseSeconds,
        optional: true,
        placeholder: "seconds",
        brief: "Keep results this long instead of what each API documents",
      },
      queueDelay: {
        kind: "parsed",
        parse: parseMilliseconds,
        optional: true,
        placeholder: "ms",
        brief: "Hold each job queued this long",
      },
      ...outputFlags,
    },
    aliases: { q: "quiet" },
  },
  docs: commandDocs.serve,
});

const resume: Command<CliContext> = buildCommand<ResumeFlags, Strings, CliContext>({
  loader: lazily(async () => (await import("./commands/resume.js")).resumeCommand),
  parameters: {
    flags: {
      all: { kind: "boolean", optional: true, withNegated: false, brief: "Go on with every unfinished job" },
      output,
      overwrite,
      timeout,
      ...connectionFlags,
      ...outputFlags,
    },
    aliases: { o: "output", q: "quiet" },
    positional: words("token"),
  },
  docs: commandDocs.resume,
});

const helpTopic: Command<CliContext> = buildCommand<Record<never, never>, [string?], CliContext>({
  loader: lazily(async () => (await import("./commands/help.js")).helpCommand),
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ parse: String, optional: true, placeholder: "topic", brief: "A command or a topic" }],
    },
  },
  docs: commandDocs.help,
});

const texts: ApplicationText = {
  ...text_en,
  briefs: { ...text_en.briefs, argumentEscapeSequence: "Everything after it is an argument, not a flag" },
  exceptionWhileParsingArguments(error) {
    if (error instanceof FlagNotFoundError && /^(?:--)?api-?key$/iu.test(error.input)) {
      return (
        "An API key is never a flag: other users of this machine could read it in the process list. " +
        "Use DOCJOBS_<PROVIDER>_API_KEY or --api-key-stdin."
      );
    }
    if (error instanceof ArgumentScannerError)
      return formatMessageForArgumentScannerError(error, {}).replace(/[^?.]$/u, "$&.");
    return error instanceof Error ? error.message : String(error);
  },
  exceptionWhileLoadingCommandFunction: rethrow,
  exceptionWhileRunningCommand: rethrow,
  commandErrorResult: rethrow,
};

/** The command line as Stricli reads it. Every command's code is loaded when it runs. */
export const app: Application<CliContext> = buildApplication<CliContext>(
  buildRouteMap<CommandName, CliContext>({
    routes: {
      run,
      submit,
      get,
      wait,
      watch,
      download,
      cancel,
      delete: deleteJob,
      list,
      resume,
      engines,
      providers,
      api,
      serve,
      help: helpTopic,
    },
    docs: { brief: "Paid document jobs from the command line" },
  }),
  {
    name: "docjobs",
    scanner: { caseStyle: "allow-kebab-for-camel", allowArgumentEscapeSequence: true },
    documentation: { caseStyle: "convert-camel-to-kebab", disableAnsiColor: true },
    localization: { defaultLocale: "en", loadText: () => texts },
  },
  {
    help: help<CliContext>({
      brief: "Print this help",
      formatting: {
        caseStyle: "convert-camel-to-kebab",
        useAliasInUsageLine: false,
        onlyRequiredInUsageLine: true,
      },
    }),
  },
);

/** What is no usage error is reported by the program itself. */
function rethrow(error: unknown): never {
  throw error;
}

/** Loads a command when it runs, and keeps what it throws for the end of the program. */
function lazily<FLAGS, ARGS extends readonly unknown[]>(
  load: () => Promise<(context: CliContext, flags: FLAGS, ...args: ARGS) => Promise<void>>,
) {
  return async (): Promise<(this: CliContext, flags: FLAGS, ...args: ARGS) => Promise<void>> => {
    return async function (this: CliContext, flags: FLAGS, ...args: ARGS): Promise<void> {
      try {
        const command = await load();
        await command(this, flags, ...args);
      } catch (error) {
        this.failure = error;
      }
    };
  };
}

function words(placeholder: string) {
  return { kind: "array", parameter: { parse: String, placeholder, brief: placeholder } } as const;
}

function one(placeholder: string) {
  return { kind: "tuple", parameters: [{ parse: String, placeholder, brief: placeholder }] } as const;
}

function jobParameters() {
  return {
    flags: { ...connectionFlags, ...outputFlags },
    aliases: { q: "quiet" },
    positional: words("provider job-id|token"),
  } as const;
}

function waitParameters() {
  return {
    flags: { timeout, onInterrupt, ...connectionFlags, ...outputFlags },
    aliases: { q: "quiet" },
    positional: words("provider job-id|token"),
  } as const;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/u.test(text) || port > 65_535) throw new Error("expected a port number, 0 to 65535");
  return port;
}

function parseMilliseconds(text: string): number {
  if (!/^\d+$/u.test(text)) throw new Error("expected milliseconds");
  return Math.min(Number(text), 2 ** 31 - 1);
}
