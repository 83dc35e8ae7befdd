import { execFile } from "node:child_process";

export interface Output {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
}

/** Runs a program and resolves to what it printed; rejects, with that, unless it ends with 0. */
export async function runQuietly(command: string, args: string[], options: RunOptions): Promise<Output> {
  const output = await run(command, args, options);
  if (output.code !== 0)
    throw new Error(
      `${command} ${args.join(" ")} ended with ${output.code}:\n${output.stdout}${output.stderr}`,
    );
  return output;
}

/** Runs a program to its end, whatever that is. */
export function run(command: string, args: string[], { cwd, env }: RunOptions): Promise<Output> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== "number") reject(error);
        else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
      },
    );
  });
}
