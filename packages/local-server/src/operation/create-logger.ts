import { pino, type Logger } from "pino";

export type LogLevel = "silent" | "error" | "warn" | "info" | "debug";

/** A log of JSON lines. Queries of URLs are not logged, and a signature that comes in otherwise is taken out. */
export function createLogger(options: { level: LogLevel; write: (line: string) => void }): Logger {
  const { level, write } = options;
  const stream = { write: (line: string) => write(withoutSecrets(line.trimEnd())) };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream);
}

function withoutSecrets(line: string): string {
  return line
    .replace(/([?&]signature=)[0-9a-f]+/gi, "$1…")
    .replace(/(x-fast-api-key|x-api-key|authorization)(["':= ]+)(bearer )?[^\s"',}]+/gi, "$1$2…");
}
