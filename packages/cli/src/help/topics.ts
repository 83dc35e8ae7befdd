import { exitCodes } from "../errors/exit-codes.js";
import { providers } from "../providers.gen.js";
import { environmentPrefix } from "../providers/provider-names.js";

/** What `docjobs help <topic>` explains beside the commands. */
export interface Topic {
  brief: string;
  text: () => string;
}

export const topics: Readonly<Record<string, Topic>> = {
  "exit-codes": { brief: "What each exit code means", text: exitCodesText },
  environment: { brief: "Variables and files that docjobs reads", text: environmentText },
  local: { brief: "Working without a key and without a network", text: localText },
  output: { brief: "What goes to stdout and stderr; JSON, colours, progress", text: outputText },
};

function exitCodesText(): string {
  const rows = exitCodes.map(({ exit, meaning }) => `${String(exit).padStart(5)}  ${meaning}`);
  return [
    "EXIT CODES",
    ...rows,
    "",
    "With --json an error is one object on stderr:",
    '  {"error":{"code","exit","message","hint","provider","jobId","token","retryable","requestId"}}',
    "",
  ].join("\n");
}

function environmentText(): string {
  const names = providers.flatMap(({ id, api }) => {
    const prefix = environmentPrefix(id);
    return [
      `  ${prefix}API_KEY`.padEnd(38) + `key for ${id}`,
      `  ${prefix}BASE_URL`.padEnd(38) + `instead of ${api.baseUrl}`,
      ...(api.webhook?.signature
        ? [
            `  ${prefix}WEBHOOK_SECRET`.padEnd(38) +
              `of webhooks from ${id}; a submit with a webhook takes it too`,
          ]
        : []),
    ];
  });
  return [
    "ENVIRONMENT",
    ...names,
    "  DOCJOBS_LOCAL=1".padEnd(38) + "as if every command had --local",
    "  DOCJOBS_DATA".padEnd(38) + "data directory of the local server",
    "  DOCJOBS_CONFIG".padEnd(38) + "folder of profile.json, instead of ~/.config/docjobs",
    "  DOCJOBS_DEBUG=1".padEnd(38) + "as if every command had --debug",
    "  DOCJOBS_DATABASE".padEnd(38) + "postgres:// URL that batches and workers share",
    "  AWS_ENDPOINT_URL_S3, AWS_REGION,".padEnd(38) +
      "the server of s3:// buckets, where it is not Amazon's,",
    "  AWS_ACCESS_KEY_ID, AWS_PROFILE, …".padEnd(38) + "and the credentials: all that the AWS SDK reads",
    "  DOCJOBS_INSECURE_BUCKET=1".padEnd(38) + "lets that server be http:// on another machine",
    "  DOCJOBS_SERVE_KEY".padEnd(38) + "the key that docjobs serve demands",
    "  DOCJOBS_SERVE_FILES".padEnd(38) + "s3:// bucket for the files of servers and their workers",
    "  DOCJOBS_SERVE_DATABASE".padEnd(38) + "postgres:// URL that servers and their workers share",
    "  NO_COLOR, FORCE_COLOR, TERM, CI".padEnd(38) + "see docjobs help output",
    "",
    "KEYS, in this order: --api-key-stdin, the variable, the profile. Never a flag: the process list is public.",
    "  An empty variable counts as none. docjobs auth login writes the profile, ~/.config/docjobs/profile.json, mode 0600:",
    '  { "castdoc": { "apiKey": "…", "origin": "…" } }    the key goes to that origin only; "baseUrl" to use another server',
    "",
    "FILES",
    "  ~/.config/docjobs/profile.json       saved keys (DOCJOBS_CONFIG, XDG_CONFIG_HOME)",
    "  ~/.local/state/docjobs/jobs          unfinished jobs, for docjobs resume (XDG_STATE_HOME)",
    "  ~/.local/state/docjobs/batches       state of batches whose results go to a bucket (XDG_STATE_HOME)",
    "  ~/.local/share/docjobs/local         data of the local server (XDG_DATA_HOME, --data)",
    "",
  ].join("\n");
}

function localText(): string {
  return `LOCAL WORK
  docjobs run castdoc report.pdf --to docx --local

--local starts a server inside the command: the same API, real engines, no key, no network, no cost. Its files and
jobs stay in the data directory (--data, DOCJOBS_DATA, ~/.local/share/docjobs/local), so that a later command with
--local sees them. If \`docjobs serve\` runs on that directory, its server is used.

The engines are a package of their own: npm install -g @docjobs/local-server

For other programs:
  docjobs serve                          prints the URL, and the variables to set
`;
}

function outputText(): string {
  return `OUTPUT
stdout carries data and nothing else: a saved file's path, a job id, JSON, or with -o - the result itself. Progress,
notes and errors go to stderr.

--json prints one JSON document (one line an item for lists, events and several inputs) and keeps stderr empty
unless there is an error, which is then one JSON object. --json=a,b prints these fields only.

Progress is redrawn on a terminal; elsewhere, with TERM=dumb, in CI and on a terminal without columns it is plain
lines. A percentage is shown only where the API reports one. --quiet shows none.

Colour (errors only): NO_COLOR not empty: never. Else FORCE_COLOR: 0 or false never, anything else always. Else on a
terminal that is not dumb, without CI.
`;
}
