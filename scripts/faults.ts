/** `pnpm faults`: provokes every fault of the matrix and counts those that are survived. */
import { help, parseArguments } from "./faults/run/parse-arguments.js";
import { buildPackages } from "./run/build-packages.js";

const command = parseArguments(process.argv.slice(2));
if (command.do === "help") {
  console.log(help);
  process.exit(0);
}
if (command.do === "refuse") {
  console.error(command.message);
  process.exit(2);
}
// Rows run through what users get: the built packages.
if ((await buildPackages("@docjobs/cli...")) !== 0) process.exit(1);
const { allRows } = await import("./faults/all-rows.js");
const { matrix } = await import("./faults/matrix.js");
const { runFaults } = await import("./faults/run/run-faults.js");
const code = await runFaults(matrix, allRows, command, {
  cwd: process.env["INIT_CWD"] ?? process.cwd(),
  print: (line) => console.log(line),
});
// A row that fell may have left something behind that would keep the process.
process.exit(code);
