import type { Terminal } from "../generate/run-generate.js";

interface Help {
  do: "help";
}

interface Refusal {
  do: "refuse";
  message: string;
}

/** Shows the help, or says why the command line is refused, or does what it asks for; gives the exit code. */
export async function answerCommand<Command extends { do: string }>(
  command: Command | Help | Refusal,
  help: string,
  terminal: Terminal,
  run: (command: Exclude<Command, Help | Refusal>) => Promise<number>,
): Promise<number> {
  if (isHelp(command)) {
    terminal.out(help);
    return 0;
  }
  if (isRefusal(command)) {
    terminal.error(command.message);
    return 2;
  }
  // What is neither of the two is the command's own.
  return await run(command as Exclude<Command, Help | Refusal>);
}

function isHelp(command: { do: string }): command is Help {
  return command.do === "help";
}

function isRefusal(command: { do: string }): command is Refusal {
  return command.do === "refuse";
}
