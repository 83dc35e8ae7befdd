import type { ChildProcess } from "node:child_process";
import type { Soak } from "./measure-soak.js";

/** What the processes of `waits.ts` tell each other. */
export type Message =
  | { type: "listening"; port: number }
  | { type: "counted"; requests: number; mostOpen: number }
  | { type: "ready" }
  | { type: "go" }
  | { type: "soaked"; soak: Soak };

export function send(message: Message): void {
  process.send?.(message);
}

/** The next message of a type; rejects when the process ends without it. */
export function receive<Type extends Message["type"]>(
  from: ChildProcess | NodeJS.Process,
  type: Type,
): Promise<Extract<Message, { type: Type }>> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: Message): void => {
      if (message.type !== type) return;
      from.off("message", onMessage);
      resolve(message as Extract<Message, { type: Type }>);
    };
    from.on("message", onMessage);
    from.once("exit", () => reject(new Error(`A process ended before it was ${type}.`)));
  });
}
