import type { CommandDocs } from "./command-docs.js";

/** What `docjobs batch <command> --help` teaches. */
export const batchDocs: Readonly<Record<"run" | "status" | "retry" | "cancel" | "export", CommandDocs>> = {
  run: {
    brief: "Do many documents; the same command goes on where it was",
    customUsage: [
      "<provider>[:<kind>] <input...|@manifest.jsonl|-> -o dir [--to format] [flags]",
      "<provider>[:<kind>] <input...> -o dir --then '<provider>[:<kind>] [to=format] [key=value]'",
    ],
    fullDescription: `Submit every document, follow the jobs, save the results in the output directory.

INPUTS
  report.pdf                 a file
  'scans/**/*.pdf'           a glob; quoted, so that thousands of names need not fit on a command line
  scans/                     a folder, with all documents in it that the provider reads
  s3://bucket/scans/         a folder of a bucket; s3://bucket/a.pdf and 's3://bucket/scans/**/*.pdf' work as well
  https://…                  a URL, where the API fetches documents itself
  @manifest.jsonl            a document a line: a path, or {"path":"a.pdf","to":"xlsx","output":"2024/a","engine":"…"}
                             (url or job in place of path; further keys are fields of the request), or the
                             lines of a results.jsonl, of which the inputs are taken
  -                          such lines from stdin

RESULTS
Each result gets its input's name and place in the folder; inputs that would share a name get a part of their id behind
it. A result is whole or not there, and replaces nothing unless --overwrite says so. results.jsonl in the output directory
has a line for each input: input, job, state, output, bytes, sha256, credits, times, error. Stdout has the paths of the
results, or with --json these lines.

BUCKETS
-o s3://bucket/folder/ puts the results into a bucket. Buckets need a package: npm install -g @docjobs/object-store. Server,
region and credentials are those of the AWS SDK (docjobs help environment). The state is then in
~/.local/state/docjobs/batches on this machine (--state, --database), and results.jsonl is written every half minute and
at the end. A further machine needs the same --database: one that does not know the batch is refused.

GOING ON
The state of every input is kept in <output directory>/.docjobs/batch.db (--state). After Ctrl-C (which leaves jobs
running), kill -9 or an outage the same command goes on; new inputs may be added. What is finished or running is not
submitted again. Exit 12: some inputs failed (docjobs batch retry); 7: the service was down for 10 minutes.

LIMITS
What the API documents holds for all batches and processes together: its requests a minute, its jobs in flight.
--concurrency is how many jobs at a time this batch wants of these (default 8). A 429 makes all wait. --max-credits submits
nothing that would take the batch beyond so many credits, over all its processes: by what the API says that a job has
cost, and before that by the API's own estimate, where it gives one.

SEVERAL MACHINES
--database postgres://… (DOCJOBS_DATABASE) keeps the state in PostgreSQL; \`docjobs worker\` processes on any machines then
share the work. Inputs and output directory are paths, or buckets, that all of them see. The other batch commands
take --database too, and mean the batches of the named output directory; status and export without one mean all.

EXAMPLES
  docjobs batch run castdoc scans/ --to docx -o converted
  docjobs batch run renderocr 'in/**/*.png' --to docx -o text --set languages=eng --concurrency 4
  docjobs batch run convert-fast photos/ --to webp -o web --max-credits 500
  docjobs batch run anchorgrid:toc-parser specs/ -o toc --then 'anchorgrid:content-extractor section_codes=033000'
  docjobs batch run renderocr scans/ --to docx -o text --dry-run
  grep '"state":"failed"' converted/results.jsonl | docjobs batch run renderocr - --to docx -o by-ocr
  docjobs batch run castdoc s3://scans/2025/ --to docx -o s3://results/2025/
  find . -name '*.pdf' | docjobs batch run castdoc - --to docx -o converted --json | jq .state`,
  },
  status: {
    brief: "Show how far the batches of an output directory are",
    customUsage: ["<output directory>", "--state path"],
    fullDescription: `Show how far the batches of an output directory are, also while they run. Sends nothing.

EXAMPLES
  docjobs batch status converted
  docjobs batch status converted --json=phases`,
  },
  retry: {
    brief: "Put failed inputs back to be done by the next run",
    customUsage: ["<output directory> [--unknown] [--canceled]"],
    fullDescription: `Put failed inputs back: the next \`docjobs batch run\` does them. A result that could only not be saved is fetched again
without a new job. --unknown also puts back inputs whose submit nobody saw the outcome of: look at the provider's
dashboard first, because a second job may be paid twice. Sends nothing.

EXAMPLES
  docjobs batch retry converted
  docjobs batch retry converted --unknown`,
  },
  cancel: {
    brief: "End a batch: nothing more is submitted, and jobs are canceled where the API can",
    customUsage: ["<output directory>"],
    fullDescription: `End the batches of an output directory: inputs that were not submitted never will be, and jobs at the API are
canceled where it can. Where it cannot, they go on, and a further run saves their results. Stop a run first with Ctrl-C.

EXAMPLES
  docjobs batch cancel converted
  docjobs batch retry converted --canceled            undo it for what was not submitted`,
  },
  export: {
    brief: "Print a line of JSON for each input that has ended",
    customUsage: ["<output directory>"],
    fullDescription: `Print what results.jsonl has, from the state itself: one line of JSON for each input that has ended. Sends nothing.

EXAMPLES
  docjobs batch export converted > results.jsonl
  docjobs batch export converted --json=input,output,sha256`,
  },
};
