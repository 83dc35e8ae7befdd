import type { CliContext } from "../context.js";

/** What a command module exports. */
export type CommandBody<FLAGS, ARGS extends readonly unknown[]> = (
  context: CliContext,
  flags: FLAGS,
  ...args: ARGS
) => Promise<void>;

/** A loader in Stricli's form. */
export type CommandLoader<FLAGS, ARGS extends readonly unknown[]> = () => Promise<
  (this: CliContext, flags: FLAGS, ...args: ARGS) => Promise<void>
>;

/** Loads a command when it runs, and keeps what it throws for the end of the program. */
export function lazily<FLAGS, ARGS extends readonly unknown[]>(
  load: () => Promise<CommandBody<FLAGS, ARGS>>,
): CommandLoader<FLAGS, ARGS> {
  return async () =>
    async function (this: CliContext, flags: FLAGS, ...args: ARGS): Promise<void> {
      try {
        const command = await load();
        await command(this, flags, ...args);
      } catch (error) {
        this.failure = error;
      }
    };
}
