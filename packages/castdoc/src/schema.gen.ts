// Generated from specs/castdoc/openapi.yaml by `pnpm generate`; edits are overwritten.
export interface paths {
  "/castdoc/engines": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List conversion engines
     * @description The engines and the conversions each one does. Answers without a key.
     */
    get: operations["listEngines"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/castdoc/jobs": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List conversion jobs
     * @description The caller's jobs, newest first; `getJob` has each one's details. Assumption: not paged; no query parameter is documented.
     */
    get: operations["listJobs"];
    put?: never;
    /**
     * Convert an uploaded PDF
     * @description Queues a conversion of a PDF uploaded before and answers at once with the job's id.
     */
    post: operations["createJob"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/castdoc/jobs/{job_id}": {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The job's id.
         * @example 5d41402abc4b2a76b9719d911017c592
         */
        job_id: components["parameters"]["JobId"];
      };
      cookie?: never;
    };
    /**
     * Show a conversion job
     * @description Poll every 1 to 5 seconds until the status is `completed` or `failed`, or let the server wait with `wait`.
     *     Then `output_file_id` is the file to download. The result is kept until `expires_at`.
     */
    get: operations["getJob"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/files": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List uploaded files
     * @description Files of the caller, both uploads and converted outputs. Assumption: not paged; no query parameter is documented.
     */
    get: operations["listFiles"];
    put?: never;
    /**
     * Upload a file
     * @description Stores one file of at most 200 MB and answers with the id that a job refers to.
     *     Assumption: 201 on success; 200 is read alike, the documentation names neither.
     *     Assumption: MB means 1,048,576 bytes and a larger file is refused with 413.
     */
    post: operations["uploadFile"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/files/{file_id}": {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The file's id.
         * @example 0f8e2c4b6a9d4e1f8b7c6d5e4f3a2b1c
         */
        file_id: components["parameters"]["FileId"];
      };
      cookie?: never;
    };
    /**
     * Show a file's facts
     * @description Name, size and lifetime of one file, without its content.
     */
    get: operations["getFile"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/files/{file_id}/content": {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The file's id.
         * @example 0f8e2c4b6a9d4e1f8b7c6d5e4f3a2b1c
         */
        file_id: components["parameters"]["FileId"];
      };
      cookie?: never;
    };
    /**
     * Download a file
     * @description The file's bytes, whole or in part.
     *     `Content-Type` is the file's own MIME type; `Content-Disposition` carries its name.
     *     Assumption: 206 answers a range, 412 a failed condition, 416 a range outside the file.
     */
    get: operations["getFileContent"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/uploads": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Open an upload in chunks
     * @description Makes an empty file to append base64 chunks to, for clients that cannot send multipart bodies.
     *     Assumption: 201 on success; 200 is read alike, the documentation names neither.
     */
    post: operations["createUpload"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/uploads/{file_id}": {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The file's id.
         * @example 0f8e2c4b6a9d4e1f8b7c6d5e4f3a2b1c
         */
        file_id: components["parameters"]["FileId"];
      };
      cookie?: never;
    };
    get?: never;
    /**
     * Append a chunk
     * @description Appends one chunk of at most 5 MB (before encoding) and answers with the size so far. Nothing ends the upload.
     *     Not idempotent: a repeated call appends again, so read the size with `getFile` before repeating one.
     *     Assumption: 200 on success and 413 for a chunk that is too large.
     */
    put: operations["appendUpload"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @description The engines. */
    EngineList: {
      /** @description The engines. */
      data: components["schemas"]["Engine"][];
    };
    /** @description A conversion engine. */
    Engine: {
      /**
       * @description The engine's id, for a job's `engine`.
       * @example ki/cast
       */
      id: string;
      /** @description Name for people. */
      display_name?: string;
      /** @description What the engine is for. */
      description?: string;
      /**
       * @description Who makes the engine.
       * @example ki
       */
      provider?: string;
      /** @description What it converts into what. */
      supported_conversions: components["schemas"]["Conversion"][];
    };
    /** @description Id of an engine, from `listEngines`. */
    EngineId: "ki/cast" | (string & {});
    /** @description Format of the wanted document; an engine's `supported_conversions` say what it can do. */
    OutputFormat: ("docx" | "xlsx" | "pptx") | (string & {});
    /** @description A conversion to do. Assumption: all three fields are required, as the vendor's own client always sends them. */
    CreateCastDocJobRequest: {
      engine: components["schemas"]["EngineId"];
      /** @description Id of the uploaded PDF. */
      file_id: string;
      output_format: components["schemas"]["OutputFormat"];
    };
    /** @description The caller's jobs. */
    CastDocJobList: {
      /** @description The jobs, newest first. */
      data: components["schemas"]["CastDocJobSummary"][];
    };
    /** @description A job in a list. Assumption: it may have every field of the job; the documented excerpt ends after `progress`. */
    CastDocJobSummary: {
      /** @description The job's id. */
      job_id: string;
      /** @description Id of the input file. */
      file_id: string;
      engine: components["schemas"]["EngineId"];
      status: components["schemas"]["JobStatus"];
      progress?: components["schemas"]["Progress"];
      /** @description Id of the converted document; only on a completed job. */
      output_file_id?: string | null;
      error?: components["schemas"]["JobError"];
      /**
       * Format: date-time
       * @description When the job was created.
       */
      created_at?: string;
      /**
       * Format: date-time
       * @description When the job last changed.
       */
      updated_at?: string;
      /**
       * Format: date-time
       * @description When the job ended.
       */
      completed_at?: string | null;
      /**
       * Format: date-time
       * @description Until when the result is kept.
       */
      expires_at?: string | null;
    };
    /** @description A conversion of one PDF. */
    CastDocJob: {
      /** @description The job's id; 32 lower-case letters and digits in every documented case. */
      job_id: string;
      /** @description Id of the input file. */
      file_id: string;
      engine: components["schemas"]["EngineId"];
      status: components["schemas"]["JobStatus"];
      progress?: components["schemas"]["Progress"];
      /** @description Id of the converted document, for `getFileContent`; only on a completed job. */
      output_file_id?: string | null;
      error?: components["schemas"]["JobError"];
      usage?: components["schemas"]["Usage"];
      /**
       * Format: date-time
       * @description When the job was created.
       */
      created_at: string;
      /**
       * Format: date-time
       * @description When the job last changed.
       */
      updated_at: string;
      /**
       * Format: date-time
       * @description When the job ended. Assumption: null or absent before.
       */
      completed_at?: string | null;
      /**
       * Format: date-time
       * @description Until when the result is kept.
       */
      expires_at?: string | null;
    };
    /**
     * @description A failed request. Assumption: problem details (RFC 9457), which the gateway's software sends by default;
     *     the documentation describes no error body, so nothing in it is certain.
     */
    Problem: {
      /** @description Kind of problem, as a URI. */
      type?: string;
      /** @description Name of the problem. */
      title?: string;
      /** @description The HTTP status code. */
      status?: number;
      /** @description What went wrong this time. */
      detail?: string;
      /** @description Machine-readable code. */
      code?: string;
      /** @description Where the problem occurred. */
      instance?: string;
      /** @description How the gateway can find the request. */
      trace?: {
        /** @description Id of the request. */
        requestId?: string;
      };
    };
    /** @description One conversion that an engine does. */
    Conversion: {
      /**
       * @description Input format, for example `pdf`, `jpeg` or `tiff`.
       * @example pdf
       */
      from: string;
      /**
       * @description Output format, for example `docx`.
       * @example docx
       */
      to: string;
    };
    /** @description Where the job stands; `completed` and `failed` are final. */
    JobStatus: ("queued" | "processing" | "completed" | "failed") | (string & {});
    /** @description How far the job is. Assumption: a number from 0 to 100; the documentation names no type. */
    Progress: unknown;
    /** @description Why the job failed; only on a failed job. No code is documented. */
    JobError: {
      /** @description Machine-readable code. */
      code?: string;
      /** @description Text for people. */
      message?: string;
      /** @description Id to name to the API's support. */
      request_id?: string;
    } | null;
    /** @description What the job used. Assumption: whether these jobs report it is not documented. */
    Usage: {
      /** @description Characters in the input. */
      total_input_characters?: number;
      /** @description Characters processed. */
      processed_input_characters?: number;
      /** @description Characters left out. */
      skipped_characters?: number;
      /** @description Characters in the output. */
      output_characters?: number;
      /** @description Bytes of vectors. */
      vector_bytes?: number;
      /** @description Pages of the input; only for PDF. */
      input_pages?: number;
    } | null;
    /** @description A stored file, uploaded or made by a job. */
    FileInfo: {
      /**
       * @description The file's id; 32 lower-case letters and digits in every documented case.
       * @example 0f8e2c4b6a9d4e1f8b7c6d5e4f3a2b1c
       */
      file_id: string;
      /** @description The file's original name. */
      filename: string;
      /** @description Size in bytes. */
      size: number;
      /**
       * Format: date-time
       * @description When the file was made.
       */
      created_at: string;
      /**
       * Format: date-time
       * @description When the file last changed.
       */
      updated_at: string;
      /**
       * Format: date-time
       * @description When the file is deleted. Assumption: 24 hours after it was made, as in the documented example.
       */
      expires_at: string;
    };
    /** @description A list of files. */
    FileList: {
      /** @description The files. */
      data: components["schemas"]["FileInfo"][];
    };
    /** @description A multipart body with one file. */
    FileUploadRequest: {
      /**
       * Format: binary
       * @description The file, at most 200 MB.
       */
      file: Blob;
    };
    /**
     * Format: binary
     * @description A file's bytes.
     */
    Bytes: Blob;
    /** @description Opens an upload in chunks. */
    UploadCreateRequest: {
      /** @description The file's name. */
      filename: string;
    };
    /** @description One chunk of an upload. */
    UploadAppendRequest: {
      /** @description The chunk in base64; at most 5 MB before encoding. */
      data: string;
    };
  };
  responses: {
    /** @description Any other failure, among them a used-up monthly credit allowance, whose status code is not documented. */
    OtherError: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description Too many requests; the files API takes about 100 a minute from one key. */
    TooManyRequests: {
      headers: {
        "Retry-After": components["headers"]["RetryAfter"];
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "about:blank",
         *       "title": "Too Many Requests",
         *       "status": 429,
         *       "detail": "Try again in 12 seconds."
         *     }
         */
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The key is missing, invalid, revoked or expired. */
    Unauthorized: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "about:blank",
         *       "title": "Unauthorized",
         *       "status": 401,
         *       "detail": "The API key is missing or invalid."
         *     }
         */
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The key may not do this. */
    Forbidden: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "about:blank",
         *       "title": "Forbidden",
         *       "status": 403,
         *       "detail": "The API key may not do this."
         *     }
         */
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The request is wrong, for example an unknown `file_id` or a missing field. */
    BadRequest: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "about:blank",
         *       "title": "Bad Request",
         *       "status": 400,
         *       "detail": "The request body lacks file_id."
         *     }
         */
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description No such file; it may have expired. */
    FileNotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "about:blank",
         *       "title": "Not Found",
         *       "status": 404,
         *       "detail": "The file is unknown or has expired."
         *     }
         */
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description Assumption: no such job, or it has expired. */
    JobNotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "about:blank",
         *       "title": "Not Found",
         *       "status": 404,
         *       "detail": "The job is unknown or has expired."
         *     }
         */
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The file's facts. */
    FileInfo: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["FileInfo"];
      };
    };
    /** @description Assumption: the file or chunk is larger than the API takes. */
    TooLarge: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "type": "about:blank",
         *       "title": "Content Too Large",
         *       "status": 413,
         *       "detail": "A file may have 200 MB at most."
         *     }
         */
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
  };
  parameters: {
    /**
     * @description The job's id.
     * @example 5d41402abc4b2a76b9719d911017c592
     */
    JobId: string;
    /**
     * @description Seconds, 1 to 10, for which the server holds the answer back until the job has ended.
     *     0, nothing or nonsense: it answers at once; more than 10 counts as 10.
     * @example 10
     */
    Wait: number | string;
    /**
     * @description The file's id.
     * @example 0f8e2c4b6a9d4e1f8b7c6d5e4f3a2b1c
     */
    FileId: string;
  };
  requestBodies: never;
  headers: {
    /**
     * @description Seconds to wait before the next request. Not always sent.
     * @example 12
     */
    RetryAfter: number | string;
    /**
     * @description The file's name, as `filename*=UTF-8''…` or `filename="…"`; the first counts.
     * @example attachment; filename="report.docx"
     */
    ContentDisposition: string;
    /**
     * @description Assumption: `bytes`, as `Range` is taken.
     * @example bytes
     */
    AcceptRanges: string;
    /**
     * @description Assumption: the date that `If-Unmodified-Since` is compared with.
     * @example Mon, 13 Apr 2026 05:32:04 GMT
     */
    LastModified: string;
    /**
     * @description Assumption: which bytes of how many.
     * @example bytes 0-1023/20480
     */
    ContentRange: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listEngines: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The engines. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["EngineList"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  listJobs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The jobs. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CastDocJobList"];
        };
      };
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  createJob: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "engine": "ki/cast",
         *       "file_id": "0f8e2c4b6a9d4e1f8b7c6d5e4f3a2b1c",
         *       "output_format": "docx"
         *     }
         */
        "application/json": components["schemas"]["CreateCastDocJobRequest"];
      };
    };
    responses: {
      /** @description The job is accepted. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CastDocJob"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      404: components["responses"]["FileNotFound"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  getJob: {
    parameters: {
      query?: {
        /**
         * @description Seconds, 1 to 10, for which the server holds the answer back until the job has ended.
         *     0, nothing or nonsense: it answers at once; more than 10 counts as 10.
         * @example 10
         */
        wait?: components["parameters"]["Wait"];
      };
      header?: never;
      path: {
        /**
         * @description The job's id.
         * @example 5d41402abc4b2a76b9719d911017c592
         */
        job_id: components["parameters"]["JobId"];
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
          "application/json": components["schemas"]["CastDocJob"];
        };
      };
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      404: components["responses"]["JobNotFound"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  listFiles: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The caller's files. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["FileList"];
        };
      };
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  uploadFile: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "multipart/form-data": components["schemas"]["FileUploadRequest"];
      };
    };
    responses: {
      200: components["responses"]["FileInfo"];
      201: components["responses"]["FileInfo"];
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      413: components["responses"]["TooLarge"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  getFile: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The file's id.
         * @example 0f8e2c4b6a9d4e1f8b7c6d5e4f3a2b1c
         */
        file_id: components["parameters"]["FileId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components["responses"]["FileInfo"];
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      404: components["responses"]["FileNotFound"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  getFileContent: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Bytes wanted, for example `bytes=0-1023`.
         * @example bytes=0-1023
         */
        Range?: string;
        /**
         * @description Send the content only if the file has not changed since this HTTP date.
         * @example Mon, 13 Apr 2026 05:32:04 GMT
         */
        "If-Unmodified-Since"?: string;
      };
      path: {
        /**
         * @description The file's id.
         * @example 0f8e2c4b6a9d4e1f8b7c6d5e4f3a2b1c
         */
        file_id: components["parameters"]["FileId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The whole file. */
      200: {
        headers: {
          "Content-Disposition": components["headers"]["ContentDisposition"];
          "Accept-Ranges": components["headers"]["AcceptRanges"];
          "Last-Modified": components["headers"]["LastModified"];
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
          "Content-Range": components["headers"]["ContentRange"];
          "Accept-Ranges": components["headers"]["AcceptRanges"];
          "Last-Modified": components["headers"]["LastModified"];
          [name: string]: unknown;
        };
        content: {
          "*/*": components["schemas"]["Bytes"];
        };
      };
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      404: components["responses"]["FileNotFound"];
      /** @description Assumption: the file changed after `If-Unmodified-Since`. */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The file has changed."
           *     }
           */
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      /** @description Assumption: `Range` lies outside the file. */
      416: {
        headers: {
          "Content-Range": components["headers"]["ContentRange"];
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Range Not Satisfiable",
           *       "status": 416,
           *       "detail": "The range lies outside the file."
           *     }
           */
          "application/problem+json": components["schemas"]["Problem"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  createUpload: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["UploadCreateRequest"];
      };
    };
    responses: {
      200: components["responses"]["FileInfo"];
      201: components["responses"]["FileInfo"];
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  appendUpload: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The file's id.
         * @example 0f8e2c4b6a9d4e1f8b7c6d5e4f3a2b1c
         */
        file_id: components["parameters"]["FileId"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["UploadAppendRequest"];
      };
    };
    responses: {
      200: components["responses"]["FileInfo"];
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthorized"];
      403: components["responses"]["Forbidden"];
      404: components["responses"]["FileNotFound"];
      413: components["responses"]["TooLarge"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
}
