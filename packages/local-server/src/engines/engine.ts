/**
 * What an engine is: pure document logic. It reads one input file, writes its outputs into a folder, and knows
 * neither HTTP nor the database. It runs in a worker thread and may block it.
 */
export interface Engine {
  /** Stable id, for example `ki/cast` or `image`. */
  id: string;
  run(task: EngineTask, context: EngineContext): Promise<EngineOutcome>;
}

/** One piece of work. Everything in it survives structured cloning. */
export interface EngineTask {
  /** Absolute path of the input document; never written to. */
  inputPath: string;
  /** The name the caller gave the document, already sanitised; used to name outputs. */
  inputName: string;
  /** Format token of the input as detected from its content, for example `pdf` or `png`. */
  from: string;
  /** Format token of the wanted output; empty for engines whose result is data. */
  to: string;
  /** Engine-specific options, for example `{ languages: ["eng"] }` or `{ section_codes: ["033000"] }`. */
  options: Record<string, unknown>;
  /** Absolute path of an existing empty folder; an engine writes nowhere else. */
  outputDirectory: string;
}

export interface EngineContext {
  /** Reports progress: percent 0..100, and a short phase such as `Recognising page 2 of 5`. */
  progress(percent: number, phase?: string): void;
  /** Aborted when the job is canceled or its time is up; engines look at it between pages. */
  signal: AbortSignal;
}

export interface EngineOutcome {
  /** Output files, in order; empty when the result is data. */
  files: EngineFile[];
  /** The result of an engine that answers with data. */
  data?: unknown;
  /** Pages read from the input, where it has pages. */
  pages?: number;
}

export interface EngineFile {
  /** Absolute path inside the task's output folder. */
  path: string;
  /** File name offered to the user. */
  name: string;
  /** MIME type. */
  contentType: string;
}
