export { cuttingProxy } from "./cutting-proxy.js";
export { findPostgres, type PostgresCluster, startPostgres } from "./postgres-cluster.js";
export { type S3Server, startS3Server } from "./s3-server.js";
