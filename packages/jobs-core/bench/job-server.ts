/** A process of `waits.ts`: an API whose jobs all run until they are told to end, and then all end. */
import { createServer } from "node:http";
import { send } from "./messages.js";

const createdAt = new Date().toISOString();
let endsAt = Infinity;
let requests = 0;
let open = 0;
let mostOpen = 0;

const server = createServer((request, response) => {
  requests++;
  const id = request.url?.replace("/jobs/", "") ?? "";
  const isDone = id.startsWith("done-") || performance.now() >= endsAt;
  const job = {
    id,
    status: isDone ? "done" : "running",
    progress: isDone ? 100 : 50,
    created_at: createdAt,
    updated_at: new Date().toISOString(),
    ...(isDone && { result: { sleeper: id } }),
  };
  const body = JSON.stringify(job);
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  response.end(body);
});
server.on("connection", (socket) => {
  mostOpen = Math.max(mostOpen, ++open);
  socket.once("close", () => open--);
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 20_000 }, () => {
  const address = server.address();
  if (typeof address === "object" && address) send({ type: "listening", port: address.port });
});

process.on("message", (message: { type: "round"; soakMs: number } | { type: "count" }) => {
  if (message.type === "count") return send({ type: "counted", requests, mostOpen });
  endsAt = performance.now() + message.soakMs;
  requests = 0;
  mostOpen = open;
});
process.once("disconnect", () => process.exit());
