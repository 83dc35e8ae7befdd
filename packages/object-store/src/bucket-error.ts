import {
  BucketAccessError,
  BucketConfigurationError,
  BucketCredentialsError,
  BucketNotFoundError,
  BucketUnavailableError,
  ObjectChangedError,
  ObjectExistsError,
  ObjectNotFoundError,
  ObjectStoreError,
} from "./errors.js";

/** What an error of the SDK, of Node or of the server tells. */
interface Trouble {
  name?: string;
  /** Of the operating system or of TLS. */
  code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
  $response?: { headers?: Record<string, string> };
}

export interface Place {
  bucket: string;
  /** What was wanted, as in "read an object". */
  act: string;
}

const CREDENTIALS = [
  "CredentialsProviderError",
  "TokenProviderError",
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidToken",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
];
const ELSEWHERE = ["PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"];
const NO_SERVER = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"];
/** OpenSSL's and Node's words for a server that does not speak TLS, or not with a certificate that holds. */
const TLS = /^(?:EPROTO|ERR_SSL_|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/u;

/** The error in the words of this package. The cause is left out: the SDK's errors hold requests, keys and ids. */
export function bucketError(error: unknown, { bucket, act }: Place): Error {
  if (error instanceof ObjectStoreError) return error;
  const { code = "", message = "", $metadata, $response } = error as Trouble;
  const name = plainName((error as Trouble).name);
  const status = $metadata?.httpStatusCode;
  if (name === "AbortError") return error as Error;
  if (CREDENTIALS.includes(name)) return credentialsError(name);
  if (name === "NoSuchBucket") {
    return new BucketNotFoundError(
      `There is no bucket ${bucket}.`,
      "Check its name, the region and AWS_ENDPOINT_URL_S3; docjobs makes no buckets.",
    );
  }
  if (ELSEWHERE.includes(name) || status === 301) {
    const region = $response?.headers?.["x-amz-bucket-region"];
    return new BucketConfigurationError(
      `The bucket ${bucket} is in another region${region ? `, ${region}` : ""}.`,
      `Set AWS_REGION${region ? ` to ${region}` : " to the bucket's"}.`,
    );
  }
  if (name === "RequestTimeTooSkewed") {
    return new BucketConfigurationError("The server's clock is another one.", "Set this machine's clock.");
  }
  if (status === 412 || name === "PreconditionFailed") {
    return new ObjectChangedError("The object in the bucket has changed meanwhile.", "Begin anew with it.");
  }
  if (status === 409 && name === "ConditionalRequestConflict") return existsError();
  if (status === 403 || status === 401) {
    return new BucketAccessError(
      `The bucket ${bucket} does not let these credentials ${act}.`,
      "Ask for s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload, as far as they are needed.",
    );
  }
  if (name === "NoSuchKey" || (status === 404 && name === "NotFound")) {
    return new ObjectNotFoundError(
      "There is no such object in the bucket.",
      "Look whether it was moved or deleted.",
    );
  }
  if (TLS.test(code) || TLS.test(name) || message.includes("wrong version number")) {
    return new BucketConfigurationError(
      `The bucket's server does not speak TLS as it should (${code || name}).`,
      "Check whether AWS_ENDPOINT_URL_S3 has to be http://, and the server's certificate.",
    );
  }
  if (NO_SERVER.includes(code)) {
    return new BucketUnavailableError(
      `The bucket's server cannot be reached (${code}).`,
      "Check AWS_ENDPOINT_URL_S3 and the network.",
    );
  }
  if (status === undefined || status >= 500 || status === 429 || status === 408) {
    const what = status === undefined ? code || name || "no answer" : `${status} ${name}`;
    return new BucketUnavailableError(`The bucket's server could not ${act} (${what}).`, "Try again later.");
  }
  return new ObjectStoreError(
    `The bucket's server refused to ${act} (${status} ${name}).`,
    "Check AWS_ENDPOINT_URL_S3: what answers there may not be an S3 server.",
  );
}

export function existsError(): ObjectExistsError {
  return new ObjectExistsError(
    "The bucket has an object of that name, which was not touched.",
    "Remove it, or choose another name.",
  );
}

/** What answers, but not as S3 does. */
export function noServerError(): BucketConfigurationError {
  return new BucketConfigurationError(
    "What answers at the bucket's endpoint is not an S3 server.",
    "Check AWS_ENDPOINT_URL_S3.",
  );
}

/** The server chooses the name: more than a word is not shown. */
function plainName(name: string = ""): string {
  return /^[\w.-]{1,64}$/u.test(name) ? name : "";
}

function credentialsError(name: string): BucketCredentialsError {
  if (name === "CredentialsProviderError" || name === "TokenProviderError") {
    return new BucketCredentialsError(
      "There are no credentials for the bucket.",
      "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.",
    );
  }
  return new BucketCredentialsError(
    `The bucket's server does not take the credentials (${name}).`,
    "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or log in to AWS_PROFILE anew.",
  );
}
