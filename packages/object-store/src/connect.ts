import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { BucketConfigurationError } from "./errors.js";

export interface BucketCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

export interface ConnectOptions {
  /** URL of a server that speaks S3. Default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, the profile's, then Amazon's. */
  endpoint?: string | undefined;
  /** Default: AWS_REGION, then the profile's; us-east-1 with an endpoint, most of which know none. */
  region?: string | undefined;
  /** Default: the AWS SDK's chain. */
  credentials?: BucketCredentials | undefined;
  /** Lets an endpoint of another machine be http://. Default: DOCJOBS_INSECURE_BUCKET=1, else false. */
  insecureHttp?: boolean | undefined;
}

const CONNECT_MS = 10_000;
/** Until an answer begins; a part of an upload has this long, too. */
const ANSWER_MS = 300_000;
const ANY_REGION = "us-east-1";

/** A client of the server that options, environment or profile name; nothing is sent. */
export async function connect(options: ConnectOptions): Promise<S3Client> {
  const { region } = options;
  const { accessKeyId, secretAccessKey, sessionToken } = options.credentials ?? {};
  const base: S3ClientConfig = {
    ...(region !== undefined && { region }),
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && {
        credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
      }),
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
  };
  const aws = new S3Client({ ...base, followRegionRedirects: true });
  const endpoint = options.endpoint ?? (await configuredEndpoint(aws));
  const knownRegion = await regionOf(aws);
  if (endpoint === undefined) {
    if (knownRegion !== undefined) return aws;
    throw new BucketConfigurationError(
      "Nothing says in which region the bucket is.",
      "Set AWS_REGION, or AWS_ENDPOINT_URL_S3 for a server that is not Amazon's.",
    );
  }
  aws.destroy();
  checkEndpoint(endpoint, options.insecureHttp ?? process.env["DOCJOBS_INSECURE_BUCKET"] === "1");
  return new S3Client({
    ...base,
    endpoint,
    region: knownRegion ?? ANY_REGION,
    // Few servers have a host name for each bucket.
    forcePathStyle: true,
    // Others than Amazon's may not know the checksums that the SDK adds by itself.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
}

/** What the environment or the profile's file says. */
async function configuredEndpoint({ config }: S3Client): Promise<string | undefined> {
  // The SDK has it, but tells only itself: the type says never. A test notices when it is gone.
  const { serviceConfiguredEndpoint } = config as unknown as {
    serviceConfiguredEndpoint?: () => Promise<string | undefined>;
  };
  return (await serviceConfiguredEndpoint?.()) || undefined;
}

async function regionOf({ config }: S3Client): Promise<string | undefined> {
  return config.region().catch(() => undefined);
}

function checkEndpoint(endpoint: string, insecureHttp: boolean): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new BucketConfigurationError(
      "The bucket's endpoint is not a URL.",
      "Set AWS_ENDPOINT_URL_S3 to something like https://storage.example.org.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new BucketConfigurationError(
      "The bucket's endpoint has credentials in its URL.",
      "Leave them out: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, have them.",
    );
  }
  if (url.protocol === "https:" || insecureHttp || isLoopback(url.hostname)) return;
  throw new BucketConfigurationError(
    `The bucket's endpoint ${url.origin} is http: documents would cross the network in the clear.`,
    "Use https, or set DOCJOBS_INSECURE_BUCKET=1 where the network is yours alone.",
  );
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/u.test(hostname)
  );
}
