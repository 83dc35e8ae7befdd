import Fastify from "fastify";
import { expect, it } from "vitest";
import type { Fault } from "../../src/faults/fault.js";
import { registerFaults } from "../../src/faults/register-faults.js";
import { ApiError } from "../../src/http/api-error.js";

it("sends the error as it is when a faulty answer breaks off before its first byte", async () => {
  let sends = 0;
  const broken: Fault = {
    async *send() {
      sends += 1;
      throw new Error("The connection is gone.");
    },
  };
  const app = Fastify();
  registerFaults(app, { choose: () => [broken] }, () => ({
    fault: (_fault, message) => new ApiError({ status: 500, message }),
    isSubmit: () => false,
  }));
  app.get("/a", async () => ({ is: "whole" }));
  const { statusCode } = await app.inject({ method: "GET", url: "/a" });
  expect(statusCode).toBe(500);
  expect(sends).toBe(1);
  await app.close();
});
