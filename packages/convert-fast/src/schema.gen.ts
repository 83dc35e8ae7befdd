// Generated from specs/convert-fast/openapi.yaml by `pnpm generate`; edits are overwritten.
export interface paths {
  "/convert": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Convert a file or URL
     * @description Queues a conversion and answers at once with the job's id. Send exactly one of `file` and `inputUrl`; only a
     *     multipart body takes `file`. `targetFormat` stands in the body or in the query; one of them is required.
     */
    post: operations["createJob"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/convert/job/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The job's id.
         * @example 019c56457340753ba9441d7b4e6516a0
         */
        id: components["parameters"]["JobId"];
      };
      cookie?: never;
    };
    /**
     * Show a job
     * @description Status, progress, cost and output of one job. Advised intervals: images 1-2 s, documents 3-5 s, audio
     *     transcription and files over 50 MB 5-10 s; most jobs end within 10 s. One job may be asked about once a second
     *     in the long run, 30 times at once.
     */
    get: operations["getJob"];
    put?: never;
    post?: never;
    /**
     * Delete a finished job
     * @description Removes a job that has completed, failed or been canceled, with its output. A job that is queued or running is
     *     refused: cancel it first. Delete after the download to leave nothing behind for the rest of the hour.
     */
    delete: operations["deleteJob"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/convert/job/{id}/download": {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The job's id.
         * @example 019c56457340753ba9441d7b4e6516a0
         */
        id: components["parameters"]["JobId"];
      };
      cookie?: never;
    };
    /**
     * Download a job's output
     * @description The output, for one hour after the job's completion. A single output has its own MIME type as `Content-Type` and
     *     is named after the input's stem with the new extension. Several come as one ZIP (`application/zip`) named
     *     `convert.fast-{conversion}-{stem}-{count}-outputs.zip`. Name the file as the job's `output.fileName` says: the
     *     extension need not be the `targetFormat`, and later
     *     converters may give other formats than expected.
     */
    get: operations["downloadOutput"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/convert/job/{id}/cancel": {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The job's id.
         * @example 019c56457340753ba9441d7b4e6516a0
         */
        id: components["parameters"]["JobId"];
      };
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Cancel a job
     * @description Ends a job that is queued or running.
     */
    post: operations["cancelJob"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/convert/conversions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List conversions
     * @description Which formats become which, compound targets such as `pdf-ocr` and `bank-statement-excel` included.
     */
    get: operations["listConversions"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/convert/schema": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show all option schemas
     * @description The options of all conversions as JSON Schema.
     */
    get: operations["listSchemas"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/convert/schema/{from}/{to}": {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Input format, for example `heic`.
         * @example heic
         */
        from: components["parameters"]["From"];
        /**
         * @description Output format, for example `jpg`.
         * @example jpg
         */
        to: components["parameters"]["To"];
      };
      cookie?: never;
    };
    /**
     * Show a conversion's option schema
     * @description The `options` of one conversion as JSON Schema, draft 2020-12.
     */
    get: operations["getSchema"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/convert/estimate/{from}/{to}": {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Input format, for example `heic`.
         * @example heic
         */
        from: components["parameters"]["From"];
        /**
         * @description Output format, for example `jpg`.
         * @example jpg
         */
        to: components["parameters"]["To"];
      };
      cookie?: never;
    };
    /**
     * Estimate a conversion's cost
     * @description What a conversion would cost. Without the size that it is priced by, the answer is the least it costs.
     */
    get: operations["estimateCost"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/convert/entitlements/me": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show plan and credits
     * @description The caller's plan, credits and allowance. Asked 300 times a minute at most from one address.
     */
    get: operations["getEntitlements"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export interface webhooks {
  jobFinished: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A job has succeeded or failed
     * @description Sent to the submit's `webhookUrl` with a signature: HMAC-SHA256 with the `webhookSecret`. The signature's
     *     header and encoding and the times of repeats are not documented; `deliveryAttempt` counts them.
     *     Assumption: the signature is in `X-Fast-Signature`, as `sha256=` and hexadecimal digits, over the body as sent.
     *     Assumption: canceled jobs send nothing, as `webhookEvents` knows no such word.
     */
    post: operations["jobFinished"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export interface components {
  schemas: {
    /** @description A conversion, as a multipart body. Exactly one of `file` and `inputUrl`. */
    ConvertFormRequest: {
      /**
       * Format: binary
       * @description The file to convert; one for each request.
       */
      file?: Blob;
      /** @description HTTPS URL of the file to convert, instead of `file`. */
      inputUrl?: string;
      /**
       * @description The wanted format; required here or in the query. `listConversions` has them all.
       * @example jpg
       * @example pdf-ocr
       * @example bank-statement-excel
       */
      targetFormat?: string;
      /**
       * @description The input's format; required with `inputUrl`.
       * @example heic
       */
      sourceFormat?: string;
      options?: components["schemas"]["ConversionOptions"];
      /**
       * Format: uri
       * @description HTTPS URL that is told when the job ends: a host name, no IP address, not under .local, .internal or .localhost.
       */
      webhookUrl?: string;
      /** @description Secret for the webhook's signature; required with `webhookUrl`. */
      webhookSecret?: string;
      /**
       * @description Comma list of `succeeded` and `failed`: which ends to tell. Default: both.
       * @example succeeded,failed
       */
      webhookEvents?: string;
      /**
       * @deprecated
       * @description Reserved: sending it is refused with `url_fetch.output_url_reserved`.
       */
      outputUrl?: string;
    };
    /**
     * @description A conversion of a URL, as a JSON body. Assumption: it has the fields of the multipart body except `file`, as the
     *     documentation's readable part says.
     */
    ConvertRequest: {
      /** @description HTTPS URL of the file to convert. */
      inputUrl?: string;
      /**
       * @description The wanted format; required here or in the query. `listConversions` has them all.
       * @example jpg
       * @example pdf-ocr
       * @example bank-statement-excel
       */
      targetFormat?: string;
      /**
       * @description The input's format; required with `inputUrl`.
       * @example heic
       */
      sourceFormat?: string;
      options?: components["schemas"]["ConversionOptions"];
      /**
       * Format: uri
       * @description HTTPS URL that is told when the job ends: a host name, no IP address, not under .local, .internal or .localhost.
       */
      webhookUrl?: string;
      /** @description Secret for the webhook's signature; required with `webhookUrl`. */
      webhookSecret?: string;
      /**
       * @description Comma list of `succeeded` and `failed`: which ends to tell. Default: both.
       * @example succeeded,failed
       */
      webhookEvents?: string;
      /**
       * @deprecated
       * @description Reserved: sending it is refused with `url_fetch.output_url_reserved`.
       */
      outputUrl?: string;
    };
    /**
     * @description Options of the conversion, which `getSchema` describes. A multipart body holds them as JSON text.
     *     Assumption: a JSON body holds them as an object.
     * @example {
     *       "resize": {
     *         "enabled": true,
     *         "mode": "pixels",
     *         "preset": "1080p"
     *       },
     *       "smartCompression": {
     *         "enabled": true,
     *         "mode": "lossy"
     *       }
     *     }
     */
    ConversionOptions: {
      [key: string]: unknown;
    };
    /** @description A job that has been accepted. */
    JobAcceptedResponse: {
      /**
       * @description The job's id, a version 7 UUID with or without dashes.
       * @example 019c56457340753ba9441d7b4e6516a0
       */
      id: string;
      /** @description `Queued`. */
      status: "Queued" | (string & {});
      /** @description Credits charged. */
      creditCost: number;
    };
    /** @description Where the job stands; `Succeeded`, `Failed` and `Canceled` are final. */
    JobStatus: ("Queued" | "Running" | "Succeeded" | "Failed" | "Canceled") | (string & {});
    /** @description A job. */
    JobStatusResponse: {
      /** @description The job's id. */
      id: string;
      status: components["schemas"]["JobStatus"];
      /** @description How far the job is. */
      progress: {
        /** @description From 0 to 100. */
        percent: number;
        /** @description What is being done, for people. */
        phase?: string | null;
      };
      /** @description Sizes and cost. */
      metrics: {
        /** @description Size of the input in bytes. */
        inputBytes: number;
        /** @description Size of the output in bytes. Assumption: 0 or null before the job has succeeded. */
        outputBytes: number | null;
        /** @description Credits charged, as in the answer to the submit. */
        creditCost: number;
      };
      error?: components["schemas"]["JobFailure"];
      output?: components["schemas"]["JobOutputSummary"];
    };
    /** @description Why the job failed; null on one that did not. No code is documented. */
    JobFailure: {
      /** @description Machine-readable code. */
      code: string;
      /** @description Text for people. */
      detail?: string | null;
    } | null;
    /**
     * @description The output; null while the job is queued or running, when it has failed or been canceled, and once the output
     *     has expired.
     */
    JobOutputSummary: {
      /** @description Name for the download. */
      fileName: string;
      /** @description MIME type of the download. */
      contentType: string;
      /** @description Files that the conversion made; several come in one ZIP. */
      fileCount: number;
    } | null;
    /**
     * Format: binary
     * @description A file's bytes.
     */
    Bytes: Blob;
    /** @description The conversions; what the answer looks like is not documented. */
    Conversions: unknown;
    /** @description A JSON Schema, draft 2020-12. */
    OptionsSchema: {
      /** @description The dialect, draft 2020-12. */
      $schema?: string;
      /** @description The job type, for example `image.heic-to-jpg`. */
      $comment?: string;
      /** @description `object`, in the schema of one conversion. */
      type?: unknown;
      /**
       * @description The options. Seen for heic to jpg: `resize` (`enabled`; `mode` pixels or percentage; `preset` off, 4k, 2k,
       *     1080p, 720p or custom, default off; `value` 1 to 10000), `smartCompression` (`enabled`; `mode` lossy or
       *     lossless, default lossy) and `metadata`.
       */
      properties?: {
        [key: string]: unknown;
      };
    } & {
      [key: string]: unknown;
    };
    /** @description What the price depends on. */
    CostStrategy: ("PerMegabyte" | "PerPage" | "PerMinute") | (string & {});
    /** @description Variant of a conversion with a price of its own. */
    CostVariant: ("quality" | "meeting-intelligence") | (string & {});
    /** @description What a conversion would cost. */
    CostEstimateResponse: {
      /**
       * @description The job type.
       * @example image.heic-to-jpg
       */
      job: string;
      /** @description The conversion's family. */
      category: string;
      /** @description The estimate in credits. */
      estimatedCredits: number;
      /** @description How the price is made. */
      costing: {
        strategy: components["schemas"]["CostStrategy"];
        /** @description Credits that it costs at least. */
        baseCost?: number;
        /** @description How much of the unit each further step covers. */
        increment?: number;
        /** @description The step's unit. */
        incrementUnit?: string;
        /** @description Text after the price, for people. */
        displaySuffix?: string;
        /** @description Prices of the variants, or null; what they look like is not documented. */
        costVariants?: unknown;
      };
      /** @description The query's values, null where absent. */
      inputs: {
        /** @description Size in bytes. */
        fileSizeBytes?: number | null;
        /** @description Size in megabytes. */
        fileSizeMb?: number | null;
        /** @description Pages. */
        pageCount?: number | null;
        /** @description Length in minutes. */
        durationMinutes?: number | null;
      };
      /** @description The largest input taken. */
      limits: {
        /**
         * @description Bytes.
         * @example 1073741824
         */
        maxFileSizeBytes?: number | null;
        /** @description Pages, or null. */
        maxPages?: number | null;
        /** @description Minutes, or null. */
        maxDurationMinutes?: number | null;
      };
    };
    /** @description Plan and credits. */
    ConvertFastEntitlementsResponse: {
      /** @description The user. */
      userId?: string | null;
      /** @description The organization. */
      organizationId?: string | null;
      /** @description The plan's id. */
      planId: string;
      /** @description The plan's name. */
      planName: string;
      /** @description Name of the access, for people. */
      accessDisplayName?: string | null;
      /** @description Credits left. */
      totalCredits: number;
      /** @description The tier; `pro` for callers with a key. */
      tier: "pro" | (string & {});
      /** @description Conversions a day, where limited. */
      dailyLimit?: number | null;
      /** @description Conversions done today, where limited. */
      dailyUsed?: number | null;
      /** @description When the allowance starts anew. */
      resetDate?: string | null;
    };
    /** @description What a webhook is told. The name of a failed job's error object is not documented, so further fields may be there. */
    WebhookEvent: {
      /** @description What happened. */
      event: ("job.succeeded" | "job.failed") | (string & {});
      /** @description The event's id, the same in every delivery of it. */
      eventId: string;
      /** @description The job's id. */
      jobId: string;
      /** @description `convert`. */
      jobType?: "convert" | (string & {});
      /** @description `convert.fast`. */
      site?: "convert.fast" | (string & {});
      /** @description The job's status. Assumption: `Failed` for a failed job. */
      status: ("Succeeded" | "Failed") | (string & {});
      /** @description Which delivery this is; 1 is the first. */
      deliveryAttempt?: number;
      /** @description The output of a job that succeeded. */
      output?: {
        /** @description Name for the download. */
        fileName?: string;
        /** @description MIME type. */
        contentType?: string;
        /** @description Files made. */
        fileCount?: number;
        /**
         * Format: uri
         * @description URL with a token of its own, on another host; takes no key.
         */
        downloadUrl?: string;
        /**
         * Format: date-time
         * @description Until when the URL works.
         */
        expiresAt?: string;
      } | null;
      /** @description Sizes, cost and time. */
      metrics?: {
        /** @description Size of the input in bytes. */
        inputBytes?: number;
        /** @description Size of the output in bytes. */
        outputBytes?: number | null;
        /** @description Credits charged. */
        creditCost?: number;
        /** @description How long the work took, in milliseconds. */
        processingTimeMs?: number;
      };
      /**
       * Format: date-time
       * @description When the job ended.
       */
      completedAt?: string;
    };
    /** @description What went wrong. The gateway's sister products also know `batch.forbidden` and `batch.not_found`. */
    ErrorCode:
      | (
          | "request.invalid_content_type"
          | "request.no_files"
          | "request.empty_file"
          | "request.invalid_extension"
          | "request.invalid_parameter"
          | "convert.missing_target_format"
          | "convert.unsupported_format_pair"
          | "convert.unsupported_source_format"
          | "url_fetch.invalid_url"
          | "url_fetch.invalid_scheme"
          | "url_fetch.private_ip"
          | "url_fetch.mutually_exclusive"
          | "url_fetch.output_url_reserved"
          | "url_fetch.http_error"
          | "url_fetch.domain_circuit_open"
          | "url_fetch.rate_limited"
          | "api_key.invalid_or_ip_not_allowed"
          | "entitlements.insufficient_credits"
          | "usage.daily_limit_exceeded"
          | "jobs.forbidden"
          | "jobs.not_found"
          | "jobs.not_ready"
          | "jobs.not_cancellable"
          | "jobs.not_deletable"
          | "jobs.expired"
          | "rate_limited"
          | "queue.limit_exceeded"
          | "queue.pool_saturated"
        )
      | (string & {});
    /** @description A failed request. Some codes bring further fields. */
    ErrorResponse: {
      error: components["schemas"]["ErrorCode"];
      /** @description Text for people. */
      detail: string | null;
      /** @description The input's format, with `convert.unsupported_…`. */
      sourceFormat?: string;
      /** @description The wanted format, with `convert.unsupported_format_pair`. */
      targetFormat?: string;
      /** @description What the input can become, with `convert.unsupported_…`. */
      supportedTargets?: string[];
      /** @description Whether the same request may work later, with `url_fetch.…`. Assumption: as in the sister product. */
      isRetryable?: boolean;
      /** @description A size limit. Assumption: with a file that is too large. */
      megabytes?: number;
    } & {
      [key: string]: unknown;
    };
  };
  responses: {
    /**
     * @description The request is wrong; the code says how. No job was made and nothing is charged.
     *     `request.invalid_content_type`: neither multipart nor JSON. `request.no_files`: neither `file` nor `inputUrl`.
     *     `request.empty_file`: no bytes. `request.invalid_extension`, `request.invalid_parameter`.
     *     `convert.missing_target_format`. `convert.unsupported_format_pair` (with `sourceFormat`, `targetFormat`,
     *     `supportedTargets`). `convert.unsupported_source_format` (with `sourceFormat`, empty `supportedTargets`).
     *     For `inputUrl`, with `isRetryable` (Assumption: as documented for the sister product): `url_fetch.invalid_url`,
     *     `url_fetch.invalid_scheme` (not HTTPS), `url_fetch.private_ip`, `url_fetch.mutually_exclusive` (beside `file`),
     *     `url_fetch.output_url_reserved`, `url_fetch.http_error`, `url_fetch.domain_circuit_open`.
     */
    ConvertRefused: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
    /** @description The key is missing or invalid, or the caller's address is not on the key's list: `api_key.invalid_or_ip_not_allowed`. */
    Unauthorized: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
    /** @description The job belongs to somebody else: `jobs.forbidden`. */
    Forbidden: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
    /** @description There is no such job: `jobs.not_found`. */
    NotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
    /** @description Too many requests: `rate_limited`. */
    RateLimited: {
      headers: {
        "Retry-After": components["headers"]["RetryAfter"];
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
    /** @description Assumption: the conversion does not exist, said with the submit's codes; neither status nor code is documented. */
    UnknownConversion: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
    /** @description Any other failure. Codes of 5xx answers are not documented. */
    OtherError: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
  };
  parameters: {
    /**
     * @description The job's id.
     * @example 019c56457340753ba9441d7b4e6516a0
     */
    JobId: string;
    /**
     * @description Input format, for example `heic`.
     * @example heic
     */
    From: string;
    /**
     * @description Output format, for example `jpg`.
     * @example jpg
     */
    To: string;
  };
  requestBodies: never;
  headers: {
    /**
     * @description Seconds to wait before the next request.
     * @example 2
     */
    RetryAfter: number;
    /**
     * @description The output's file name, as `attachment; filename="..."`.
     * @example attachment; filename="document.jpg"
     */
    ContentDisposition: string;
    /**
     * @description Assumption: `bytes` where ranges are served; not documented.
     * @example bytes
     */
    AcceptRanges: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  createJob: {
    parameters: {
      query?: {
        /**
         * @description The wanted format, instead of the body's `targetFormat`.
         * @example jpg
         */
        targetFormat?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "multipart/form-data": components["schemas"]["ConvertFormRequest"];
        /**
         * @example {
         *       "inputUrl": "https://example.com/photo.heic",
         *       "sourceFormat": "heic",
         *       "targetFormat": "jpg"
         *     }
         */
        "application/json": components["schemas"]["ConvertRequest"];
      };
    };
    responses: {
      /** @description The job is accepted and its credits are charged. Whether a `Location` header comes with it is not documented. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["JobAcceptedResponse"];
        };
      };
      400: components["responses"]["ConvertRefused"];
      401: components["responses"]["Unauthorized"];
      /**
       * @description Credits or allowance are used up: `entitlements.insufficient_credits`, or `usage.daily_limit_exceeded` for
       *     guests and free accounts.
       */
      402: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorResponse"];
        };
      };
      /**
       * @description Assumption: the file is larger than the account may send. The code is not documented; a field `megabytes`
       *     tells the limit.
       */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorResponse"];
        };
      };
      /**
       * @description Too much at once: `rate_limited`; `queue.limit_exceeded` (18 jobs queued or running);
       *     `queue.pool_saturated` (the service is busy); `url_fetch.rate_limited` (3 URLs being fetched).
       *     No job was made.
       */
      429: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorResponse"];
        };
      };
      default: components["responses"]["OtherError"];
    };
  };
  getJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The job's id.
         * @example 019c56457340753ba9441d7b4e6516a0
         */
        id: components["parameters"]["JobId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The job. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["JobStatusResponse"];
        };
      };
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      404: components["responses"]["NotFound"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherError"];
    };
  };
  deleteJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The job's id.
         * @example 019c56457340753ba9441d7b4e6516a0
         */
        id: components["parameters"]["JobId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The job is deleted; the body is empty. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      404: components["responses"]["NotFound"];
      /** @description The job is still queued or running: `jobs.not_deletable`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorResponse"];
        };
      };
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherError"];
    };
  };
  downloadOutput: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Assumption: bytes wanted, for example `bytes=0-1023`; whether ranges are served is not documented.
         * @example bytes=0-1023
         */
        Range?: string;
      };
      path: {
        /**
         * @description The job's id.
         * @example 019c56457340753ba9441d7b4e6516a0
         */
        id: components["parameters"]["JobId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The output file. */
      200: {
        headers: {
          "Content-Disposition": components["headers"]["ContentDisposition"];
          "Accept-Ranges": components["headers"]["AcceptRanges"];
          [name: string]: unknown;
        };
        content: {
          "*/*": components["schemas"]["Bytes"];
        };
      };
      /** @description Assumption: the part that `Range` asked for. */
      206: {
        headers: {
          "Content-Disposition": components["headers"]["ContentDisposition"];
          /**
           * @description Assumption: which bytes of how many.
           * @example bytes 0-1023/10335712
           */
          "Content-Range"?: string;
          [name: string]: unknown;
        };
        content: {
          "*/*": components["schemas"]["Bytes"];
        };
      };
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      404: components["responses"]["NotFound"];
      /** @description The job has not ended yet: `jobs.not_ready`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorResponse"];
        };
      };
      /** @description The output has been removed: `jobs.expired`. */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorResponse"];
        };
      };
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherError"];
    };
  };
  cancelJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The job's id.
         * @example 019c56457340753ba9441d7b4e6516a0
         */
        id: components["parameters"]["JobId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The cancel is accepted; the body is empty. */
      202: {
        headers: {
          /**
           * @description Path of the job, `/convert/job/{id}`.
           * @example /convert/job/019c56457340753ba9441d7b4e6516a0
           */
          Location?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      404: components["responses"]["NotFound"];
      /** @description The job has completed, failed or been canceled already: `jobs.not_cancellable`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorResponse"];
        };
      };
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherError"];
    };
  };
  listConversions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The conversions. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Conversions"];
        };
      };
      401: components["responses"]["Unauthorized"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherError"];
    };
  };
  listSchemas: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The schemas. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/schema+json": components["schemas"]["OptionsSchema"];
        };
      };
      401: components["responses"]["Unauthorized"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherError"];
    };
  };
  getSchema: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Input format, for example `heic`.
         * @example heic
         */
        from: components["parameters"]["From"];
        /**
         * @description Output format, for example `jpg`.
         * @example jpg
         */
        to: components["parameters"]["To"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The schema. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/schema+json": components["schemas"]["OptionsSchema"];
        };
      };
      400: components["responses"]["UnknownConversion"];
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["UnknownConversion"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherError"];
    };
  };
  estimateCost: {
    parameters: {
      query?: {
        /**
         * @description Size of the input in bytes.
         * @example 10333959
         */
        fileSizeBytes?: number;
        /**
         * @description Size of the input in megabytes; ignored beside `fileSizeBytes`.
         * @example 9.9
         */
        fileSizeMb?: number;
        /**
         * @description Pages of the input.
         * @example 12
         */
        pageCount?: number;
        /**
         * @description Length of the input in minutes.
         * @example 3.5
         */
        durationMinutes?: number;
        /**
         * @description Variant of the conversion, for example `quality` or `meeting-intelligence`.
         * @example quality
         */
        variant?: components["schemas"]["CostVariant"];
      };
      header?: never;
      path: {
        /**
         * @description Input format, for example `heic`.
         * @example heic
         */
        from: components["parameters"]["From"];
        /**
         * @description Output format, for example `jpg`.
         * @example jpg
         */
        to: components["parameters"]["To"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The estimate. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CostEstimateResponse"];
        };
      };
      400: components["responses"]["UnknownConversion"];
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["UnknownConversion"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherError"];
    };
  };
  getEntitlements: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Plan and credits. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ConvertFastEntitlementsResponse"];
        };
      };
      401: components["responses"]["Unauthorized"];
      429: components["responses"]["RateLimited"];
      default: components["responses"]["OtherError"];
    };
  };
  jobFinished: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["WebhookEvent"];
      };
    };
    responses: {
      /** @description Assumption: any 2xx answer takes the event; what the sender expects is not documented. */
      "2XX": {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
}
