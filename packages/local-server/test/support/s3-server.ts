import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { type ObjectStore, openObjectStore } from "@docjobs/object-store";
import { startS3Server } from "@docjobs/test-servers";

/** A real S3 server with the bucket `bucket`, behind a way that a test can cut. */
export interface S3Server {
  endpoint: string;
  /** For servers that a test starts as processes of their own. */
  environment: Record<string, string>;
  open(url?: string): Promise<ObjectStore>;
  /** Resets each connection after so many bytes, of requests and answers together; undefined for none. */
  cutAfter(bytes: number | undefined): void;
  /** Resets connections that ask for a content; returns how many it has reset since it was told to. */
  cutReads(isCut: boolean): number;
  close(): Promise<void>;
}

export async function startS3(): Promise<S3Server> {
  const server = await startS3Server("bucket");
  const way = await openWay(server.port);
  const endpoint = `http://127.0.0.1:${way.port}`;
  const environment = { ...server.environment, AWS_ENDPOINT_URL_S3: endpoint, AWS_MAX_ATTEMPTS: "1" };
  Object.assign(process.env, environment);
  return {
    endpoint,
    environment,
    open: (url = "s3://bucket/") => openObjectStore(url, { endpoint, credentials: server.credentials }),
    cutAfter: way.cutAfter,
    cutReads: way.cutReads,
    async close() {
      await way.close();
      await server.stop();
      for (const name of Object.keys(environment)) delete process.env[name];
    },
  };
}

let ofAllServers = false;
let count = 0;

/** Lets every server that tests run from now on have its files in a part of the bucket of its own. */
export function useBuckets(): void {
  ofAllServers = true;
}

/** The files' place for a new server: its data directory unless `useBuckets` was called. */
export function newBucketUrl(): { files?: string } {
  return ofAllServers ? { files: `s3://bucket/server-${++count}` } : {};
}

interface Way {
  port: number;
  cutAfter: S3Server["cutAfter"];
  cutReads: S3Server["cutReads"];
  close(): Promise<void>;
}

async function openWay(targetPort: number): Promise<Way> {
  let left = Number.POSITIVE_INFINITY;
  let cutsReads = false;
  let readsCut = 0;
  const sockets = new Set<Socket>();
  const cutAll = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const server = createServer((client) => {
    const target = connect(targetPort, "127.0.0.1");
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    }
    const carry = (from: Socket, to: Socket): void => {
      from.on("data", (chunk: Buffer) => {
        if (cutsReads && /^GET [^ ]*contents\//.test(chunk.toString("latin1", 0, 200))) {
          readsCut += 1;
          from.resetAndDestroy();
          return;
        }
        const part = chunk.subarray(0, left);
        left -= part.length;
        to.write(part);
        if (left <= 0) setImmediate(cutAll);
      });
      from.on("end", () => to.end());
      from.on("close", () => to.destroy());
    };
    if (left <= 0) client.resetAndDestroy();
    carry(client, target);
    carry(target, client);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cutAfter(bytes) {
      left = bytes ?? Number.POSITIVE_INFINITY;
      if (left <= 0) cutAll();
    },
    cutReads(isCut) {
      if (isCut !== cutsReads) readsCut = 0;
      cutsReads = isCut;
      return readsCut;
    },
    async close() {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
