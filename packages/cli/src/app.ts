import { buildApplication, buildRouteMap, help, type Application } from "@stricli/core";
import { auth } from "./app/auth-commands.js";
import { batch, worker } from "./app/batch-commands.js";
import { completion } from "./app/completion-command.js";
import { doctor } from "./app/doctor-command.js";
import { helpTopic } from "./app/help-command.js";
import { cancel, deleteJob, download, get, list, wait, watch } from "./app/job-commands.js";
import { api, engines, providers } from "./app/provider-commands.js";
import { resume, run, submit } from "./app/run-commands.js";
import { serve } from "./app/serve-command.js";
import { texts } from "./app/texts.js";
import { webhooks } from "./app/webhooks-commands.js";
import type { CliContext } from "./context.js";
import type { CommandName } from "./help/command-docs.js";

/** The command line as Stricli reads it. Every command's code is loaded when it runs. */
export const app: Application<CliContext> = buildApplication<CliContext>(
  buildRouteMap<CommandName, CliContext>({
    routes: {
      run,
      batch,
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
      auth,
      webhooks,
      serve,
      worker,
      doctor,
      completion,
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
