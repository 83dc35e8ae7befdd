import { expect, test } from "vitest";
import { parseArguments } from "../../faults/run/parse-arguments.js";

test("without words every row runs, four at a time", () => {
  expect(parseArguments([])).toEqual({ do: "run", only: [], json: "faults.json", concurrency: 4 });
});

test("rows, the report's place and the concurrency can be given", () => {
  const argv = ["--", "N02", "dl-", "--json", "out/report.json", "--concurrency=1"];
  const options = { only: ["N02", "dl-"], json: "out/report.json", concurrency: 1 };
  expect(parseArguments(argv)).toEqual({ do: "run", ...options });
});

test("what is not known is refused with a next step", () => {
  for (const argv of [["--fast"], ["--concurrency", "0"], ["--concurrency", "many"]])
    expect(parseArguments(argv)).toMatchObject({ do: "refuse", message: expect.stringContaining("--help") });
  expect(parseArguments(["-h"])).toEqual({ do: "help" });
});
