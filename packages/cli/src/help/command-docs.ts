import type { CommandBuilderArguments } from "@stricli/core";
import type { CliContext } from "../context.js";

/** A command's help in Stricli's form. */
export type CommandDocs = CommandBuilderArguments<
  Record<never, never>,
  readonly string[],
  CliContext
>["docs"];

/** Names of all commands, for help and suggestions. */
export type CommandName =
  | "run"
  | "batch"
  | "submit"
  | "get"
  | "wait"
  | "watch"
  | "download"
  | "cancel"
  | "delete"
  | "list"
  | "resume"
  | "engines"
  | "providers"
  | "api"
  | "auth"
  | "webhooks"
  | "serve"
  | "worker"
  | "doctor"
  | "completion"
  | "help";

/** What `docjobs <command> --help` teaches: usage lines first, then words and examples. */
export const commandDocs: Readonly<Record<CommandName, CommandDocs>> = {
  run: {
    brief: "Submit a document, wait, and save the result",
    customUsage: [
      "<provider>[:<kind>] <input...|-> [--to format] [-o path|-] [flags]",
      "anchorgrid:content-extractor <toc-parser job id> --set section_codes=033000,079200",
    ],
    fullDescription: `Submit a document, wait for the job, and save the result.

A file result lands in the current directory under the input's name and the new extension; -o names another
place. A result that is data goes to stdout as JSON, or with -o to a file. Everything is checked before
anything is sent: the input, the output path, the format, every --set field. A PDF that is cut off or that needs a
password, and a PNG or JPEG that is cut off, is not sent: the attempt would cost and fail. --unchecked sends it.

EXAMPLES
  docjobs run castdoc report.pdf --to docx --local
  docjobs run renderocr scan.png -o scan.docx --set languages=eng
  docjobs run convert-fast photo.png --to jpg -o - > photo.jpg
  docjobs run anchorgrid:toc-parser spec.pdf -o toc.json
  docjobs run castdoc *.pdf --to docx -o converted/
  docjobs run castdoc big.pdf --to docx --detach

Several inputs are done one after the other; exit 12 says that some failed. Ctrl-C leaves the job running and
prints how to go on; --on-interrupt=cancel cancels it where the API can.`,
  },
  batch: {
    brief: "Do thousands of documents, and go on after a crash",
    fullDescription: `Do any number of documents: submit, follow, save. Every document's way is written down before it is gone, in
<output directory>/.docjobs/batch.db. After Ctrl-C, kill -9, a lost network or a full disk the same command goes on:
what is finished or running is never submitted again, and a submit whose outcome nobody knows is looked for in the
API's list, or reported.

EXAMPLES
  docjobs batch run castdoc scans/ --to docx -o converted --local
  docjobs batch status converted
  docjobs batch retry converted && docjobs batch run castdoc scans/ --to docx -o converted --local
  docjobs batch export converted | jq -r 'select(.state != "saved").input'`,
  },
  submit: {
    brief: "Submit a document and print the job id, without waiting",
    customUsage: ["<provider>[:<kind>] <input...|-> [--to format] [flags]"],
    fullDescription: `Submit a document and print the job's id on stdout. The job goes on without this program.
The document is checked as with \`docjobs run\`; --unchecked sends one that is cut off or needs a password.

EXAMPLES
  id=$(docjobs submit castdoc report.pdf --to docx)
  docjobs wait castdoc "$id" && docjobs download castdoc "$id" -o report.docx
  docjobs submit castdoc report.pdf --to docx --json=jobId,token`,
  },
  get: {
    brief: "Show a job once",
    customUsage: ["<provider> <job-id>", "<token>"],
    fullDescription: `Show what a job's state is now.

EXAMPLES
  docjobs get castdoc 3f0c2a…
  docjobs get convert-fast 019c5645… --json=state,progress`,
  },
  wait: {
    brief: "Wait until a job has ended",
    customUsage: ["<provider> <job-id> [--timeout seconds]", "<token> [--timeout seconds]"],
    fullDescription: `Wait until a job has ended. Exit 0: succeeded; 3: failed or canceled; 8: still running at the deadline;
9: expired or not found.

EXAMPLES
  docjobs wait castdoc 3f0c2a… --timeout 600
  docjobs wait "$token" && docjobs download "$token"`,
  },
  watch: {
    brief: "Print every change of a job until it has ended",
    customUsage: ["<provider> <job-id> [--timeout seconds]", "<token> [--timeout seconds]"],
    fullDescription: `Print one line (with --json one JSON object) on stdout for every change of a job. Exit codes as with wait.

EXAMPLES
  docjobs watch convert-fast 019c5645…
  docjobs watch castdoc 3f0c2a… --json=state,progress`,
  },
  download: {
    brief: "Save the result of a finished job",
    customUsage: ["<provider> <job-id> [-o path|-]", "<token> [-o path|-]"],
    fullDescription: `Save the result of a finished job: a file under the API's name for it, or with -o where you say; data goes to
stdout as JSON. Exit 8: the job has not finished; 9: the result has expired.

EXAMPLES
  docjobs download castdoc 3f0c2a… -o report.docx
  docjobs download anchorgrid 7d1e… > toc.json`,
  },
  cancel: {
    brief: "Cancel a job, where the API can",
    customUsage: ["<provider> <job-id>", "<token>"],
    fullDescription: `Ask the API to end a job. An API that cannot is not asked: exit 2 and what it can do instead.

EXAMPLES
  docjobs cancel convert-fast 019c5645…
  docjobs cancel anchorgrid 7d1e…`,
  },
  delete: {
    brief: "Delete a finished job and its files, where the API can",
    customUsage: ["<provider> <job-id>", "<token>"],
    fullDescription: `Delete a finished job and its files. An API that cannot is not asked: exit 2 and what it can do instead.

EXAMPLES
  docjobs delete convert-fast 019c5645…`,
  },
  list: {
    brief: "List your jobs, where the API can",
    customUsage: ["<provider>"],
    fullDescription: `List your jobs in the API's order. An API that cannot is not asked; \`docjobs resume\` knows what was submitted here.

EXAMPLES
  docjobs list castdoc
  docjobs list castdoc --limit 500
  docjobs list renderocr --json=jobId,state | jq -r 'select(.state == "succeeded").jobId'`,
  },
  resume: {
    brief: "Go on with jobs that this machine submitted",
    customUsage: ["", "<token> [-o path]", "--all"],
    fullDescription: `Every submit is written down before it is made. Without an argument the unfinished ones are listed; with a token
that job is waited for and its result saved; --all does so for every one. A download that was broken off goes on where
it was, if the server lets it.

What a crash or a power cut left without a job is submitted, unless a job may exist: then the idempotency key keeps a
repeat from making a second one, or the API's list tells (up to ten seconds); where neither can, it is exit 13. A job
that another process follows is left to it. With --all each error is told, and exit 12 says that some have no result.

EXAMPLES
  docjobs resume
  docjobs resume --all`,
  },
  engines: {
    brief: "List a provider's engines and what they convert",
    customUsage: ["<provider>[:<kind>]"],
    fullDescription: `List the engines of a provider that has some, with their conversions.

EXAMPLES
  docjobs engines castdoc
  docjobs engines renderocr --local --json`,
  },
  providers: {
    brief: "List the providers, their kinds of jobs and what they can do",
    customUsage: [""],
    fullDescription: `List the providers, their kinds of jobs, what each takes and gives, and what can be done with its jobs.

EXAMPLES
  docjobs providers
  docjobs providers --json | jq .id`,
  },
  api: {
    brief: "Call any documented operation of a provider",
    customUsage: [
      "<provider>",
      "<provider> <operationId> [--param k=v] [--form k=v|k=@file] [--body json|@file|-] [-o path]",
      "<provider> <operationId> --help",
    ],
    fullDescription: `Call any documented operation of a provider. Without an operation they are listed; with --help one is described.
Parameters and body fields are typed and checked by the spec before anything is sent. The answer's body goes to
stdout, or with -o to a file; an HTTP error status goes to stderr with the exit code that fits.

EXAMPLES
  docjobs api castdoc
  docjobs api castdoc createJob --help
  docjobs api castdoc getJob --param job_id=3f0c2a… --param wait=10
  docjobs api castdoc uploadFile --form file=@report.pdf
  docjobs api convert-fast estimateCost --param from=pdf --param to=docx --param pageCount=3
  docjobs api anchorgrid parseSpec --body '{"document_id":"…"}'`,
  },
  auth: {
    brief: "Save, show and remove API keys",
    fullDescription: `Save, show and remove API keys. A command takes its key from the first of these that has one:
  1. --api-key-stdin
  2. DOCJOBS_<PROVIDER>_API_KEY; an empty variable counts as none
  3. the profile, ~/.config/docjobs/profile.json (DOCJOBS_CONFIG, XDG_CONFIG_HOME), if it was saved for the origin
     that the request goes to

The profile is a file of mode 0600 in a folder of mode 0700. One that others can read or change, that is a symbolic link,
or that is not what it has to be, is refused (exit 4) and stays as it is. A key is never a flag, never shown, never
in an error, and never sent to another origin.

EXAMPLES
  docjobs auth login castdoc
  docjobs auth status --check
  docjobs auth logout --all`,
  },
  webhooks: {
    brief: "Receive webhooks while you build, and verify them",
    fullDescription: `Receive webhooks on this machine while you build, and say whether one is genuine. A program of yours verifies them
with @docjobs/jobs-core/webhooks, and lets one shorten a wait: job.wait({ wake }).

EXAMPLES
  docjobs webhooks listen convert-fast --forward-to http://localhost:3000/webhooks
  docjobs webhooks verify convert-fast --signature sha256=3f0c… < body.json`,
  },
  serve: {
    brief: "Serve all four APIs on this machine",
    customUsage: ["[--port number] [--data dir] [--fault kind[=value];...]"],
    fullDescription: `Serve all the APIs on this machine at 127.0.0.1, with real engines, until Ctrl-C. The URL goes to stdout; stderr
says how to point programs at it. Files and jobs live in the data directory and survive a restart. Each key is an account
of its own: what one uploads or submits, another does not see.

EXAMPLES
  docjobs serve
  docjobs serve --port 0 --data ./docjobs-data
  docjobs serve --retention 60 --queue-delay 2000     try out expiry and cancel
  docjobs serve --tier free                           AnchorGrid's limits of a plan
  docjobs serve --log-level info --drain 30           for a supervisor
  DOCJOBS_SERVE_KEY=… docjobs serve --host 0.0.0.0 --public-url http://docs.lan:4010     for other machines
  docjobs serve --fault 'rate-limit=2;probability=0.2' --fault 'truncate;count=1;path=*/download'
  DOCJOBS_SERVE_DATABASE=postgres://docjobs@db/docjobs docjobs serve --data /mnt/docjobs     one of several
  AWS_PROFILE=docs docjobs serve --files s3://documents/docjobs                              files in a bucket

Others reach it only with --host, which demands a key, and under the names of --public-url and --allow-host: requests to other
names are refused, so that no web page can get at it. It speaks HTTP; put a proxy with TLS before it.

Webhooks and convert.fast's inputUrl reach this machine only, and the hosts that --allow-webhook-host and --allow-fetch-host name.
GET /healthz and /metrics (Prometheus) take no key. SIGTERM drains: new jobs are refused with 503 and Retry-After, running
ones get the --drain seconds, and what is left then runs at the next start. Ctrl-C stops at once; nothing accepted is lost.

SEVERAL PROCESSES
With --database (better DOCJOBS_SERVE_DATABASE: flags are in the process list) jobs and accounts are in a PostgreSQL, and --data
names a folder that all its processes see. Any number of servers, and of workers that only work (docjobs worker --server), then
share them: what one took, another does and a third hands out. What a killed process was at is another's after 20 s; limits
hold for all of them together. --concurrency 0 makes a server that leaves the work to others. While the database is away,
requests are answered 503. PostgreSQL needs the package pg beside docjobs (npm install pg).
With --files s3://bucket/prefix the files are in a bucket instead, and --data is each process's own: copies of what is in use,
2 GB at most. It needs the package @docjobs/object-store; credentials are the AWS variables (docjobs help environment).

FAULTS
A fault is kind[=value] and, after semicolons, conditions: probability=0..1, count=n, path=/with/*, method=GET. A request
can ask for its own in the header x-docjobs-fault. Kinds:
  delay=ms  rate-limit[=seconds]  error[=500..599]  refuse=4xx:code  reset  stall  truncate  wrong-length[=bytes]
  expired  status[=word]  slow-job=ms  failed-job=code`,
  },
  doctor: {
    brief: "Say what on this machine would stop a command",
    customUsage: ["[--check]"],
    fullDescription: `Look at what commands need: the runtime, the profile and each provider's key, the folders for state, temporary files
and local data with their free space, unfinished jobs, the engines. One line a finding: ok, warn (it may be meant so) or
fail, the detail, and what to do. Nothing is sent, but with --check one request that costs nothing to each API.

Exit 0: nothing fails; else the code that the stopped command would end with.

EXAMPLES
  docjobs doctor
  docjobs doctor --check
  docjobs doctor --json | jq -r 'select(.state != "ok").hint'`,
  },
  completion: {
    brief: "Complete words in bash, zsh or fish",
    customUsage: ["bash|zsh|fish"],
    fullDescription: `Print what a shell reads to complete commands, flags, providers, kinds and operations. It asks this program at each
press of the key; nothing is sent.

EXAMPLES
  docjobs completion bash >> ~/.bashrc
  docjobs completion zsh > ~/.zfunc/_docjobs              a folder in $fpath
  docjobs completion fish > ~/.config/fish/completions/docjobs.fish`,
  },
  worker: {
    brief: "Work on the batches, or the servers' jobs, of a shared PostgreSQL, beside other workers",
    customUsage: [
      "--database postgres://… [--concurrency jobs] [--until-done]",
      "--server --database postgres://… --data dir [--concurrency jobs]",
    ],
    fullDescription: `Work on the batches that \`docjobs batch run --database\` has planned, until Ctrl-C. Any number of workers on any
machines share one database: an input is one worker's at a time, the API's limits hold for all of them together, and
what a killed worker had is taken over after a minute. What it had submitted is not submitted again.

Ctrl-C or SIGTERM ends a worker with exit 0: it begins nothing more, gives what is under way five seconds, and hands back
the rest at once. Jobs at the API go on. A second signal ends it without waiting.

Inputs and the output directory are paths that every worker has to see alike, such as a shared folder. Keys stay on each
machine (docjobs help environment); batches whose provider has no key here are left to others. PostgreSQL needs the
packages pg and pg-boss beside docjobs (npm install pg pg-boss@12.35.0), and pg-boss asks for Node.js 22.12 or later.

With --server it does the jobs of servers instead: give it the --database (or DOCJOBS_SERVE_DATABASE) and --data of
\`docjobs serve\`. It listens nowhere and needs no keys, only the engines; webhooks are told by the servers.

EXAMPLES
  docjobs batch run castdoc /shared/scans --to docx -o /shared/converted --database postgres://docjobs@db/docjobs
  DOCJOBS_DATABASE=postgres://docjobs@db/docjobs docjobs worker
  docjobs worker --database postgres://docjobs@db/docjobs --until-done
  DOCJOBS_SERVE_DATABASE=postgres://docjobs@db/docjobs docjobs worker --server --data /mnt/docjobs`,
  },
  help: {
    brief: "Explain a command or a topic",
    customUsage: ["[command|topic]"],
  },
};
