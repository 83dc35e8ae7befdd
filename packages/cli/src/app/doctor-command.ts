import { buildCommand, type Command } from "@stricli/core";
import { connectionFlags, outputFlags } from "../common-flags.js";
import type { DoctorFlags } from "../commands/doctor.js";
import type { CliContext } from "../context.js";
import { commandDocs } from "../help/command-docs.js";
import { lazily } from "./lazily.js";

export const doctor: Command<CliContext> = buildCommand<DoctorFlags, [], CliContext>({
  loader: lazily(async () => (await import("../commands/doctor.js")).doctorCommand),
  parameters: {
    flags: {
      check: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Ask each API whether it takes its key: one request, free",
      },
      data: connectionFlags.data,
      insecureHttp: connectionFlags.insecureHttp,
      ...outputFlags,
    },
    aliases: { q: "quiet" },
  },
  docs: commandDocs.doctor,
});
