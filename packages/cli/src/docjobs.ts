import { VERSION } from "./version.js";

const argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-v")) {
  process.stdout.write(`${VERSION}\n`);
} else {
  void start();
}

async function start(): Promise<void> {
  const { main } = await import("./main.js");
  const exit = await main(argv).catch((error: unknown) => {
    process.stderr.write(`docjobs: ${error instanceof Error ? error.stack : String(error)}\n`);
    return 1;
  });
  await new Promise<void>((resolve) => process.stderr.write("", () => resolve()));
  // Not left to the event loop: a keep-alive socket or an engine's thread must not hold the terminal.
  process.exit(exit);
}
