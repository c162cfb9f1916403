// Made by bindings/generate.py; not to be edited.

/** Without sqlite and postgres: in memory, gone when closed. */
export type Config = CommonConfig & (SqliteConfig | PostgresConfig);

export type SqliteConfig = { sqlite?: {
  /** A file, created when missing in a folder that is there, or empty for a private database in memory. SQLite's own forms (`:memory:`, `file:` and what follows) are refused. */
  path?: string;
  /** Every commit survives a power cut (synchronous=FULL). Off: a power cut may lose the last commits, a crash of the process never does (synchronous=NORMAL); by default true. */
  durable?: boolean;
  /** Connections for reading beside the one writer, 1..256. In memory there is one for all; by default 8. */
  readers?: number;
  /** Waiting for a connection or for another process's write; at most a day; by default 5000. */
  timeoutMs?: number;
}; postgres?: never };

export type PostgresConfig = { postgres: {
  /** As libpq takes it: a URL or `name=value` pairs, with everything about TLS, sockets and several hosts. */
  url: string;
  /** Open at most, 1..256; each is opened when it is first needed; by default 10. */
  connections?: number;
  /** Waiting for a free connection, in the order of asking; by default 5000. */
  acquireTimeoutMs?: number;
  /** Per host; libpq waits at least 2 s; by default 5000. */
  connectTimeoutMs?: number;
  /** By default 15000. */
  statementTimeoutMs?: number;
  /** Waiting for a row or table. All four: 1 ms to a day; by default 5000. */
  lockTimeoutMs?: number;
  /** Off behind a pooler that lends a connection per transaction and does not know prepared statements; by default true. */
  preparedStatements?: boolean;
}; sqlite?: never };

export type CommonConfig = {
  objects?: {
    /** Created when missing. */
    directory: string;
    /** Where the host serves `/objects/{token}`, without a trailing slash. */
    publicUrl: string;
    /** The signing key is derived from it, so it must not be empty. */
    secret?: string;
    /** Links made with them are still good. */
    previousSecrets?: Array<string>;
    /** By default "senpaijepang-kyc". */
    bucket?: string;
  } | {
    /** By default "http://localhost:9000". */
    baseUrl?: string;
    /** By default "senpaijepang-kyc". */
    bucket?: string;
  };
  auth: {
    /** Required. Signs access tokens; other keys are derived from it. Take 32 random bytes or more: short ones are taken, too, and can be guessed. */
    tokenSecret: string;
    /** Still accepted, never used for new tokens. */
    previousTokenSecrets?: Array<string>;
    /** By default 900. */
    accessTokenTtlSec?: number;
    /** By default 604800. */
    refreshTokenTtlSec?: number;
    /** Reuse of a rotated refresh token within this time is a plain refusal, because the web client refreshes in parallel; later reuse is taken as theft and ends the whole family of sessions; by default 60. */
    refreshReuseWindowSec?: number;
    /** Of new accounts. One that the store does not know refuses registrations; by default "sdm". */
    defaultRole?: string;
    /** By default ["super_admin"]. */
    adminRoles?: Array<string>;
    /** Empty: access by API key is disabled. */
    adminApiKey?: string;
    /** By default 600. */
    codeTtlSec?: number;
    /** By default 60. */
    codeResendCooldownSec?: number;
    /** Tries per challenge; at least 1; by default 5. */
    codeMaxAttempts?: number;
    /** Wrong codes per account and day, over all its challenges; at least 1; by default 50. */
    codeMaxDailyAttempts?: number;
    /** Answer every request for another code alike, so that nobody reads from it which addresses have accounts. Writing a code takes a little longer than finding no account; by default false. */
    neutralResend?: boolean;
    /** Put the code into answers; for development and tests; by default false. */
    exposeCode?: boolean;
    /** Six digits used instead of generated codes; for test environments. */
    staticCode?: string;
    /** Write password and code hashes in the form of the original service, upgrade nothing, and delete jobs and posts for real, so that it can take over again on the same database; by default false. */
    compatRollback?: boolean;
    hashCost?: {
      /** At least 8 for each lane, at most 4 GiB. Taken while a hash is computed; by default 19456. */
      memoryKib?: number;
      /** 1..1000; by default 2. */
      iterations?: number;
      /** Lanes, 1..16. All are computed by the calling thread, one after the other; by default 1. */
      parallelism?: number;
    };
    /** PBKDF2-HMAC-SHA256, used with `compatRollback`. 1..10000000; by default 120000. */
    compatHashIterations?: number;
    /** Hashes computed at once, at most 1024; 0 means one per core; by default 0. */
    hashConcurrency?: number;
    /** Callers waiting for a hash; one more is refused with `server_busy`; by default 64. */
    hashQueue?: number;
    /** 0..600000; by default 5000. */
    hashWaitMs?: number;
  };
  kyc?: {
    /** 60 s .. 3600 s; by default 120. */
    previewDefaultSec?: number;
    /** previewDefaultSec .. 3600 s; by default 300. */
    previewMaxSec?: number;
    /** 60 s .. 3600 s; by default 900. */
    uploadLinkTtlSec?: number;
    /** At least 1; by default 10485760. */
    maxFileBytes?: number;
    /** At least one; by default ["image/jpeg", "image/png", "application/pdf"]. */
    allowedContentTypes?: Array<string>;
    /** Accept a document only if its object is stored as declared. Off for storage that keeps no bytes; by default true when objects has a directory. */
    verifyUploads?: boolean;
    /** Bytes a user may have declared for uploads that are not yet abandoned and purged. Counts with verifyUploads only; by default 209715200. */
    uploadQuotaBytes?: number;
  };
  kycWebhook?: {
    /** Accepted secrets, current first; several while rotating. Empty: the webhook is disabled. */
    secrets?: Array<string>;
    /** Off: a delivery without timestamp and signature is taken, too; by default true. */
    requireSignature?: boolean;
    /** Positive, at most ten years; by default 300. */
    maxSkewSec?: number;
    /** How long an idempotency key is remembered, counted from its first delivery. Positive, at most ten years; by default 86400. */
    idempotencyTtlSec?: number;
  };
  audit?: {
    /** Keys the chain. Keep it where the database's administrators cannot read it. Empty: derived from the token secret, so rotating that one would make the chain unverifiable. */
    key?: string;
    /** Show what the trail tells about jobs, posts, organizations and accounts in the activity routes as well. Off as in the original, whose clients know identity checks and applications only; by default false. */
    inActivity?: boolean;
  };
};
