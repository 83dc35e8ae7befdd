import path from "node:path";
import { runGenerate } from "./generate/run-generate.js";

process.exitCode = await runGenerate(path.join(import.meta.dirname, ".."), process.argv.slice(2), {
  out: (line) => console.log(line),
  error: (line) => console.error(line),
});
