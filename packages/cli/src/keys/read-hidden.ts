import type { ReadStream } from "node:tty";
import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";

/** Asks on the terminal without showing what is typed. Ctrl-C ends the program as it does everywhere. */
export async function readHidden(stdin: ReadStream, question: string, signal: AbortSignal): Promise<string> {
  const wasRaw = stdin.isRaw;
  stdin.setEncoding("utf8");
  stdin.setRawMode(true);
  stdin.resume();
  // Asked only now: what is typed before the terminal is quiet would be shown.
  process.stderr.write(`${question}: `);
  try {
    return await readLine(stdin, signal);
  } finally {
    stdin.setRawMode(wasRaw);
    stdin.pause();
    process.stderr.write("\n");
  }
}

function readLine(stdin: ReadStream, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed = "";
    const settle = (end: () => void): void => {
      stdin.off("data", onData).off("end", onEnd);
      signal.removeEventListener("abort", onAbort);
      end();
    };
    const onEnd = (): void => settle(() => reject(nothingTyped()));
    const onAbort = (): void => settle(() => reject(signal.reason as Error));
    const onData = (chunk: string): void => {
      // Arrow keys and the marks around a pasted text are no part of a key.
      for (const character of chunk.replace(/\u001B\[[0-9;]*[A-Za-z~]/gu, "")) {
        if (character === "\r" || character === "\n") return settle(() => resolve(typed));
        // In raw mode the terminal itself sends no signal.
        if (character === "\u0003") return void process.kill(process.pid, "SIGINT");
        if (character === "\u0004" && typed === "") return onEnd();
        if (character === "\u007F" || character === "\b") typed = typed.slice(0, -1);
        else if (character === "\u0015") typed = "";
        else typed += character;
      }
    };
    stdin.on("data", onData).on("end", onEnd);
    signal.addEventListener("abort", onAbort);
  });
}

function nothingTyped(): CliError {
  return new CliError(EXIT.key, "No key was given; nothing is saved.", {
    code: "key_missing",
    hint: "Type or paste the key at the prompt, or pipe it in.",
    retryable: false,
  });
}
