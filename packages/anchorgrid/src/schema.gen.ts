// Generated from specs/anchorgrid/openapi.yaml by `pnpm generate`; edits are overwritten.
export interface paths {
  "/v1/documents": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Upload a PDF
     * @description Stores one PDF and answers with the id that jobs refer to. The plan decides how large it may be and how long it is
     *     kept: free 50 MB and 30 days, developer 100 MB and 30 days, pro 150 MB and 90 days, enterprise 200 MB and as agreed.
     *     Assumption: MB means 1,048,576 bytes.
     */
    post: operations["uploadDocument"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/documents/{document_id}": {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The document's id.
         * @example 3f2504e0-4f89-41d3-9a0c-0305e82c3301
         */
        document_id: string;
      };
      cookie?: never;
    };
    /**
     * Show a document
     * @description A document's facts with a fresh `download_url`. Assumption: the documentation only mentions this operation; the answer
     *     is taken to be the upload's.
     */
    get: operations["getDocument"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/drawings/detection/doors": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Detect doors in drawings
     * @description Queues a `door-detector` job; 2 credits a page. Pages that the document does not have are skipped but paid for.
     *     A job takes 2 to 4 minutes on the free plan.
     */
    post: operations["detectDoors"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/drawings/detection/elevation": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Detect elevations in drawings
     * @description Queues an `elevation-detector` job; 2 credits a page. Pages that the document does not have are skipped but paid for.
     */
    post: operations["detectElevations"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/drawings/schedules": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Extract schedules from drawings
     * @description Queues a `schedule-extractor` job, which reads door, window, finish and other schedules; 1 credit a job.
     */
    post: operations["extractSchedules"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/drawings/classify": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Classify drawing pages
     * @description Queues a page classification; 1 credit a job. 130 pages take 2 to 3 minutes.
     *     Assumption: the job's `model` is `page-classifier`; only the version's name is documented.
     */
    post: operations["classifyPages"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/specs/parse/document": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Parse a specification's table of contents
     * @description Queues a `toc-parser` job, which reads the text of 40 pages at most; 1 SPEC credit. Its result names the divisions
     *     and sections that `extractContent` takes.
     */
    post: operations["parseSpec"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/specs/content-extract": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Extract sections of a specification
     * @description Queues a `content-extractor` job on the result of a completed `toc-parser` job of yours; 1 SPEC credit. Name at least
     *     one section or division. A division stands for its sections in the table of contents; repeated sections count once,
     *     in the order in which they were first named.
     */
    post: operations["extractContent"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/jobs/{job_id}": {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The job's id, a UUID.
         * @example 7c9e6679-7425-40de-944b-e07fc1f90ae7
         */
        job_id: string;
      };
      cookie?: never;
    };
    /**
     * Show a job
     * @description Status, progress and result of one job; free of credits. A job that failed is answered with 200, `failed` and an
     *     `error_code`. The result comes as it was stored, save for `door-detector`: its `doors` and `doors_found` are
     *     filtered on reading. Where the PDF is stored (`input_s3_key`, `input_s3_bucket`) is not shown; `pdf_url` is a link to it that works for an hour.
     */
    get: operations["getJob"];
    put?: never;
    post?: never;
    /**
     * Cancel a queued job
     * @description Cancels a job that is still `queued`; free of credits. The job stays and can be read.
     */
    delete: operations["cancelJob"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export interface webhooks {
  jobCompleted: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A job has completed
     * @description Sent to the submit's `webhook_url` on the plans developer, pro and enterprise; the job's `webhook_delivered_at` tells
     *     that it arrived. Signatures, repeats and whether failed jobs send one are not documented.
     */
    post: operations["jobCompleted"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export interface components {
  schemas: {
    /** @description A multipart body with one PDF. */
    DocumentUploadRequest: {
      /**
       * Format: binary
       * @description The PDF.
       */
      file: Blob;
    };
    /** @description The plan. */
    Tier: ("free" | "developer" | "pro" | "enterprise") | (string & {});
    /** @description An uploaded PDF. */
    Document: {
      /**
       * Format: uuid
       * @description The document's id.
       */
      document_id: string;
      /** @description The file's name. */
      original_filename: string;
      /** @description Size in bytes. */
      file_size_bytes: number;
      /** @description Pages. */
      page_count: number;
      /**
       * @description Always `application/pdf`.
       * @constant
       */
      mime_type: "application/pdf";
      tier: components["schemas"]["Tier"];
      /**
       * Format: date-time
       * @description When it was uploaded.
       */
      uploaded_at: string;
      /**
       * Format: date-time
       * @description When it is deleted.
       */
      expires_at: string;
      /**
       * Format: uri
       * @description Link to the PDF that takes no key and works for 15 minutes; `getDocument` gives a fresh one.
       */
      download_url: string;
      /**
       * @description How long the link works.
       * @constant
       */
      download_url_expires_in_seconds: 900;
    };
    /** @description A job on a document's drawings. */
    DrawingJobRequest: {
      /**
       * Format: uuid
       * @description The document.
       */
      document_id: string;
      /** @description Pages to read, the first is 1; without it the whole document. */
      page_numbers?: number[];
      /** @description URL that is sent the completed job. */
      webhook_url?: string;
    };
    /** @description A job on a specification's table of contents. */
    ParseSpecByDocumentRequest: {
      /**
       * Format: uuid
       * @description The document.
       */
      document_id: string;
      /** @description URL that is sent the completed job. */
      webhook_url?: string;
    };
    /** @description A job on sections of a specification; at least one section or division code. */
    ContentExtractRequest: {
      /**
       * Format: uuid
       * @description A completed `toc-parser` job of yours.
       */
      job_id: string;
      /**
       * @description Sections by code; all but the first six digits is dropped, so `10 29 00` means 102900.
       * @example [
       *       "033000",
       *       "10 29 00"
       *     ]
       */
      section_codes?: string[];
      /**
       * @description Divisions by code; each stands for its sections in the table of contents.
       * @example [
       *       "03"
       *     ]
       */
      division_codes?: string[];
      /** @description URL that is sent the completed job. */
      webhook_url?: string;
    };
    /** @description A job that has been queued. */
    JobQueued: {
      /**
       * Format: uuid
       * @description The job's id.
       */
      job_id: string;
      /**
       * @description Always `queued`.
       * @constant
       */
      status: "queued";
      /** @description Path of the job, `/v1/jobs/{job_id}`. */
      poll_url: string;
    };
    /** @description A specification job that has been queued. */
    ParseJobQueued: {
      /**
       * Format: uuid
       * @description The job's id.
       */
      job_id: string;
      /**
       * @description Always `queued`.
       * @constant
       */
      status: "queued";
      /**
       * @description A guess of how long it takes.
       * @example 15
       */
      estimated_processing_seconds?: number;
      /** @description Path of the job, `/v1/jobs/{job_id}`. */
      poll_url: string;
    };
    /**
     * @description A section job that has been queued. Assumption: beside `job_id` it has the fields of ParseJobQueued; the readable
     *     documentation ends before them.
     */
    ContentJobQueued: {
      /**
       * Format: uuid
       * @description The new job's id; its result's `source_job_id` is the table of contents' job.
       */
      job_id: string;
      /** @description `queued`. */
      status?: string;
      /** @description A guess of how long it takes. */
      estimated_processing_seconds?: number;
      /** @description Path of the job, `/v1/jobs/{job_id}`. */
      poll_url?: string;
    };
    /** @description Where the job stands; `complete`, `failed` and `cancelled` are final. There may be other words. */
    JobStatus: ("queued" | "processing" | "complete" | "failed" | "cancelled") | (string & {});
    /** @description What the job does. Assumption: `page-classifier`, whose word is not documented. */
    Model:
      | (
          | "door-detector"
          | "elevation-detector"
          | "schedule-extractor"
          | "page-classifier"
          | "toc-parser"
          | "content-extractor"
        )
      | (string & {});
    /** @description Code of a failure; there are more than these. */
    JobErrorCode: ("URL_UNREACHABLE" | "PDF_CORRUPT" | "INTERNAL_ERROR") | (string & {});
    /** @description A job. A time that has not come yet is null or absent. */
    Job: {
      /**
       * Format: uuid
       * @description The job's id.
       */
      id: string;
      status: components["schemas"]["JobStatus"];
      model: components["schemas"]["Model"];
      /**
       * @description Version of the model.
       * @example toc-parser-v1.0.0
       */
      model_version?: string | null;
      /** @description The plan, where it applies. */
      tier?: components["schemas"]["Tier"] | null;
      /** @description Whether an earlier job's result was used again, where it applies. */
      cached?: boolean | null;
      /** @description The earlier job, where it applies. */
      cached_from_job_id?: string | null;
      /**
       * Format: date-time
       * @description When the job was queued.
       */
      queued_at?: string | null;
      /**
       * Format: date-time
       * @description When the work began.
       */
      processing_started_at?: string | null;
      /**
       * Format: date-time
       * @description When the job ended.
       */
      completed_at?: string | null;
      /** @description How long the work took, in milliseconds. */
      processing_time_ms?: number | null;
      /** @description Pages of the input. */
      input_page_count?: number | null;
      /** @description Size of the input in bytes. */
      input_file_size_bytes?: number | null;
      /** @description Where the input came from; the values are not documented. */
      input_source?: string | null;
      /**
       * @description What is being done, for people.
       * @example Queued
       */
      progress?: string | null;
      /** @description The result, in the shape of the job's model; null or absent until the job is complete. */
      result?:
        | components["schemas"]["DoorDetectorResult"]
        | components["schemas"]["ElevationDetectorResult"]
        | components["schemas"]["ScheduleExtractorResult"]
        | components["schemas"]["PageClassifierResult"]
        | components["schemas"]["TocParserResult"]
        | components["schemas"]["ContentExtractorResult"]
        | {
            [key: string]: unknown;
          }
        | null;
      /** @description Why the job failed, on a failed job. */
      error_code?: components["schemas"]["JobErrorCode"] | null;
      /** @description The submit's webhook, if there was one. */
      webhook_url?: string | null;
      /**
       * Format: date-time
       * @description When the webhook arrived, if it did.
       */
      webhook_delivered_at?: string | null;
      /**
       * Format: date-time
       * @description Until when the job can be read.
       */
      expires_at?: string | null;
      /** @description Link to the job's PDF that takes no key and works for 3600 seconds by default. */
      pdf_url?: string | null;
    };
    /** @description A job that has been cancelled. */
    JobCancelled: {
      /**
       * Format: uuid
       * @description The job's id.
       */
      job_id: string;
      /**
       * @description Always `cancelled`.
       * @constant
       */
      status: "cancelled";
    };
    /**
     * @description A rectangle in the page's PDF space. The guide calls x1, y1 the top left and puts the origin at the bottom left; which
     *     of the two holds is not documented.
     */
    BoundingBox: {
      /** @description Left edge. */
      x1: number;
      /** @description First horizontal edge. */
      y1: number;
      /** @description Right edge. */
      x2: number;
      /** @description Second horizontal edge. */
      y2: number;
    };
    /** @description The doors of a document. */
    DoorDetectorResult: {
      /** @description The document. */
      document_id?: string;
      /** @description The doors. */
      doors: {
        /**
         * @description The door's id, `door_` and 12 hexadecimal digits.
         * @example door_0a1b2c3d4e5f
         */
        id: string;
        /** @description Its page, the first is 1. */
        page: number;
        bbox: components["schemas"]["BoundingBox"];
      }[];
      /** @description How many doors are in `doors`, after the server's filter. */
      doors_found: number;
      /** @description Pages read. */
      pages_analyzed?: number | null;
      /**
       * @description Version of the model.
       * @example door-detector-v1.0.0
       */
      model_version?: string;
      /** @description How long the work took, in milliseconds. */
      processing_time_ms?: number;
    };
    /** @description The elevations of a document; neither confidence nor class is told. */
    ElevationDetectorResult: {
      /** @description The document. Assumption: as for doors. */
      document_id?: string;
      /** @description The elevations. */
      elevations: {
        /**
         * @description The elevation's id, `ele_` and 12 hexadecimal digits.
         * @example ele_0a1b2c3d4e5f
         */
        id: string;
        /** @description Its page, the first is 1. */
        page: number;
        bbox: components["schemas"]["BoundingBox"];
      }[];
      /** @description How many elevations are in `elevations`. Assumption: as for doors. */
      elevations_found?: number;
      /** @description Pages read. Assumption: as for doors. */
      pages_analyzed?: number | null;
      /** @description Version of the model. Assumption: as for doors. */
      model_version?: string;
      /** @description How long the work took, in milliseconds. Assumption: as for doors. */
      processing_time_ms?: number;
    };
    /** @description The schedules of a document. */
    ScheduleExtractorResult: {
      /** @description The document. */
      document_id?: string;
      /** @description How many schedules are in `schedules`; newer answers only. */
      schedules_found?: number;
      /** @description Pages read; null when the whole document was. */
      pages_analyzed?: number | null;
      /**
       * @description Version of the model.
       * @example schedule-extractor-v1.0.0
       */
      model_version?: string;
      /** @description How long the work took, in milliseconds. */
      processing_time_ms?: number;
      /** @description Whether text had to be recognised. */
      ocr_fallback_used?: boolean;
      /** @description Pages that were read as pictures; newer answers only. */
      rasterized_pages?: number[];
      /** @description The schedules. */
      schedules: {
        /** @description What it lists. */
        schedule_type: ("door_schedule" | "window_schedule" | "finish_schedule") | (string & {});
        /** @description Its title. */
        title?: string | null;
        /** @description Column headers. */
        headers: string[];
        /** @description The rows, each an array of cells. */
        rows: unknown[][];
        /** @description How certain it is. */
        confidence?: number;
        /** @description Where it is; the shape is not documented. */
        bounding_box?: {
          [key: string]: unknown;
        } | null;
        /** @description Further facts. */
        metadata?: {
          [key: string]: unknown;
        } | null;
      }[];
    };
    /** @description What the pages of a document show. */
    PageClassifierResult: {
      /** @description Pages read. */
      pages_analyzed?: number | null;
      /**
       * @description Version of the model.
       * @example page-classifier-v2.0.0
       */
      model_version?: string;
      /** @description How long the work took, in milliseconds. */
      processing_time_ms?: number;
      /** @description Page numbers by drawing type. */
      by_drawing_type?: {
        [key: string]: number[];
      };
      /** @description The pages. */
      pages: {
        /** @description Its number, the first is 1. */
        page_number: number;
        /** @description Number of the drawing. */
        drawing_number?: string | null;
        /** @description Title of the drawing. */
        title?: string | null;
        /** @description The trade. */
        document_type?: ("ARCHITECTURAL" | "ELECTRICAL" | "MECHANICAL") | (string & {});
        /** @description What is drawn. */
        drawing_type?:
          ("FLOOR_PLAN" | "ELEVATION" | "SCHEDULE" | "SECTION" | "DETAIL" | "GENERAL") | (string & {});
        /** @description The division it belongs to. */
        division?: {
          /** @description The division's code. */
          code?: string;
          /** @description The division's name. */
          name?: string;
        } | null;
        /** @description What the page is about. */
        scope?: string[];
        /** @description The floor; may be empty. */
        floor?: string | null;
        /** @description What the page shows. */
        description?: string | null;
      }[];
    };
    /** @description A specification's table of contents. */
    TocParserResult: {
      /** @description The divisions. */
      divisions: {
        /**
         * @description The division's code.
         * @example 03
         */
        division_code: string;
        /** @description The division's title. */
        division_title: string | null;
        /** @description Its sections. */
        sections: {
          /**
           * @description The section's code, six digits.
           * @example 033000
           */
          section_code: string;
          /** @description The section's title. */
          section_title: string | null;
        }[];
      }[];
    };
    /** @description The text of sections of a specification. */
    ContentExtractorResult: {
      /** @description The `toc-parser` job. */
      source_job_id: string;
      /** @description The sections. */
      sections: ({
        /** @description The section's code, six digits. */
        section_code?: string;
        /** @description The section's title. */
        section_title?: string | null;
        /** @description The section's text. */
        text?: string;
        /** @description Requirements found in it. */
        requirements?: unknown[];
      } & {
        [key: string]: unknown;
      })[];
    };
    /** @description A failed request. Assumption: `detail` with `code` and `message`; codes are documented, the body is not. */
    ErrorResponse: {
      /** @description What went wrong. */
      detail?:
        | {
            code?: components["schemas"]["ErrorCode"];
            /** @description Text for people. */
            message?: string;
          }
        | string
        | unknown[];
      /** @description Seconds to wait, when there were too many submits a minute. */
      retry_after_seconds?: number;
    } & {
      [key: string]: unknown;
    };
    /**
     * @description What went wrong. Assumption: the words other than JOB_NOT_CANCELLABLE, FREE_TIER_LIMIT_REACHED, QUOTA_EXCEEDED,
     *     INVALID_SECTION_CODE and NO_SECTIONS_RESOLVED.
     */
    ErrorCode:
      | (
          | "JOB_NOT_CANCELLABLE"
          | "FREE_TIER_LIMIT_REACHED"
          | "QUOTA_EXCEEDED"
          | "INVALID_SECTION_CODE"
          | "NO_SECTIONS_RESOLVED"
          | "JOB_NOT_FOUND"
          | "DOCUMENT_NOT_FOUND"
          | "UNAUTHORIZED"
          | "VALIDATION_ERROR"
          | "FILE_TOO_LARGE"
          | "RATE_LIMITED"
        )
      | (string & {});
  };
  responses: {
    /** @description The job is queued. */
    JobQueued: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["JobQueued"];
      };
    };
    /** @description The key is missing or invalid. */
    Unauthorized: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": {
         *         "code": "UNAUTHORIZED",
         *         "message": "The API key is missing or invalid."
         *       }
         *     }
         */
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
    /** @description The free plan's lifetime allowance is used up: `FREE_TIER_LIMIT_REACHED`. */
    PaymentRequired: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
    /** @description No such document; it may be somebody else's or expired. */
    DocumentNotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": {
         *         "code": "DOCUMENT_NOT_FOUND",
         *         "message": "There is no such document."
         *       }
         *     }
         */
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
    /** @description The job is unknown, somebody else's or past its `expires_at`; all three get the same answer. */
    JobNotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": {
         *         "code": "JOB_NOT_FOUND",
         *         "message": "There is no such job."
         *       }
         *     }
         */
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
    /** @description The request breaks the rules. JSON instead of multipart, or a file that is no PDF, counts too (Assumption). */
    Invalid: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": {
         *         "code": "VALIDATION_ERROR",
         *         "message": "The field document_id is missing."
         *       }
         *     }
         */
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
    /**
     * @description Too many submits a minute, with `retry_after_seconds` in the body, or the month's quota is used up:
     *     `QUOTA_EXCEEDED` (developer and pro). No job was made. The body tells them apart.
     */
    TooManyRequests: {
      headers: {
        /**
         * @description Assumption: seconds to wait, as `retry_after_seconds`; the documentation names the body's field only.
         * @example 12
         */
        "Retry-After"?: number;
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
    /** @description Any other failure. A part of the service may replace the body by a general one. */
    OtherError: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/json": components["schemas"]["ErrorResponse"];
      };
    };
  };
  parameters: never;
  requestBodies: {
    DrawingJob: {
      content: {
        "application/json": components["schemas"]["DrawingJobRequest"];
      };
    };
  };
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  uploadDocument: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "multipart/form-data": components["schemas"]["DocumentUploadRequest"];
      };
    };
    responses: {
      /** @description The document is stored. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Document"];
        };
      };
      401: components["responses"]["Unauthorized"];
      /** @description Assumption: the file is larger than the plan allows. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "detail": {
           *         "code": "FILE_TOO_LARGE",
           *         "message": "The file is larger than the plan allows."
           *       }
           *     }
           */
          "application/json": components["schemas"]["ErrorResponse"];
        };
      };
      422: components["responses"]["Invalid"];
      default: components["responses"]["OtherError"];
    };
  };
  getDocument: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The document's id.
         * @example 3f2504e0-4f89-41d3-9a0c-0305e82c3301
         */
        document_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The document. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Document"];
        };
      };
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["DocumentNotFound"];
      default: components["responses"]["OtherError"];
    };
  };
  detectDoors: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: components["requestBodies"]["DrawingJob"];
    responses: {
      202: components["responses"]["JobQueued"];
      401: components["responses"]["Unauthorized"];
      402: components["responses"]["PaymentRequired"];
      404: components["responses"]["DocumentNotFound"];
      422: components["responses"]["Invalid"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  detectElevations: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: components["requestBodies"]["DrawingJob"];
    responses: {
      202: components["responses"]["JobQueued"];
      401: components["responses"]["Unauthorized"];
      402: components["responses"]["PaymentRequired"];
      404: components["responses"]["DocumentNotFound"];
      422: components["responses"]["Invalid"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  extractSchedules: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: components["requestBodies"]["DrawingJob"];
    responses: {
      202: components["responses"]["JobQueued"];
      401: components["responses"]["Unauthorized"];
      402: components["responses"]["PaymentRequired"];
      404: components["responses"]["DocumentNotFound"];
      422: components["responses"]["Invalid"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  classifyPages: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: components["requestBodies"]["DrawingJob"];
    responses: {
      202: components["responses"]["JobQueued"];
      401: components["responses"]["Unauthorized"];
      402: components["responses"]["PaymentRequired"];
      404: components["responses"]["DocumentNotFound"];
      422: components["responses"]["Invalid"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  parseSpec: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["ParseSpecByDocumentRequest"];
      };
    };
    responses: {
      /** @description The job is queued. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ParseJobQueued"];
        };
      };
      401: components["responses"]["Unauthorized"];
      402: components["responses"]["PaymentRequired"];
      404: components["responses"]["DocumentNotFound"];
      422: components["responses"]["Invalid"];
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  extractContent: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["ContentExtractRequest"];
      };
    };
    responses: {
      /** @description The job is queued. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ContentJobQueued"];
        };
      };
      401: components["responses"]["Unauthorized"];
      402: components["responses"]["PaymentRequired"];
      404: components["responses"]["JobNotFound"];
      /**
       * @description A section code without six digits (`INVALID_SECTION_CODE`), or codes of which none is in the table of contents
       *     (`NO_SECTIONS_RESOLVED`). Assumption: a body that breaks the schema, and a job that is no completed `toc-parser`
       *     job, are refused with 422 too.
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorResponse"];
        };
      };
      429: components["responses"]["TooManyRequests"];
      default: components["responses"]["OtherError"];
    };
  };
  getJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The job's id, a UUID.
         * @example 7c9e6679-7425-40de-944b-e07fc1f90ae7
         */
        job_id: string;
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
          "application/json": components["schemas"]["Job"];
        };
      };
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["JobNotFound"];
      default: components["responses"]["OtherError"];
    };
  };
  cancelJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The job's id, a UUID.
         * @example 7c9e6679-7425-40de-944b-e07fc1f90ae7
         */
        job_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The job is cancelled. Assumption: 200; the documentation shows the body only. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["JobCancelled"];
        };
      };
      401: components["responses"]["Unauthorized"];
      404: components["responses"]["JobNotFound"];
      /** @description The job is processing or has ended: `JOB_NOT_CANCELLABLE`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ErrorResponse"];
        };
      };
      default: components["responses"]["OtherError"];
    };
  };
  jobCompleted: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["Job"];
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
