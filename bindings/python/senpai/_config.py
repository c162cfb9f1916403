"""Made by bindings/generate.py; not to be edited. What senpai.open() takes."""

from __future__ import annotations

from os import PathLike
from typing import List, Required, TypedDict


class SqliteConfig(TypedDict, total=False):
    path: str | PathLike[str]
    """A file, created when missing in a folder that is there, or empty for a private database in memory. SQLite's
    own forms (`:memory:`, `file:` and what follows) are refused."""
    durable: bool
    """Every commit survives a power cut (synchronous=FULL). Off: a power cut may lose the last commits, a crash
    of the process never does (synchronous=NORMAL); by default true."""
    readers: int
    """Connections for reading beside the one writer, 1..256. In memory there is one for all; by default 8."""
    timeoutMs: int
    """Waiting for a connection or for another process's write; at most a day; by default 5000."""


class PostgresConfig(TypedDict, total=False):
    url: Required[str]
    """As libpq takes it: a URL or `name=value` pairs, with everything about TLS, sockets and several hosts."""
    connections: int
    """Open at most, 1..256; each is opened when it is first needed; by default 10."""
    acquireTimeoutMs: int
    """Waiting for a free connection, in the order of asking; by default 5000."""
    connectTimeoutMs: int
    """Per host; libpq waits at least 2 s; by default 5000."""
    statementTimeoutMs: int
    """By default 15000."""
    lockTimeoutMs: int
    """Waiting for a row or table. All four: 1 ms to a day; by default 5000."""
    preparedStatements: bool
    """Off behind a pooler that lends a connection per transaction and does not know prepared statements; by
    default true."""


class FileObjectsConfig(TypedDict, total=False):
    directory: Required[str | PathLike[str]]
    """Created when missing."""
    publicUrl: Required[str]
    """Where the host serves `/objects/{token}`, without a trailing slash."""
    secret: str
    """The signing key is derived from it, so it must not be empty."""
    previousSecrets: List[str]
    """Links made with them are still good."""
    bucket: str
    """By default "senpaijepang-kyc"."""


class MemoryObjectsConfig(TypedDict, total=False):
    baseUrl: str
    """By default "http://localhost:9000"."""
    bucket: str
    """By default "senpaijepang-kyc"."""


class HashCostConfig(TypedDict, total=False):
    memoryKib: int
    """At least 8 for each lane, at most 4 GiB. Taken while a hash is computed; by default 19456."""
    iterations: int
    """1..1000; by default 2."""
    parallelism: int
    """Lanes, 1..16. All are computed by the calling thread, one after the other; by default 1."""


class AuthConfig(TypedDict, total=False):
    tokenSecret: Required[str]
    """Required. Signs access tokens; other keys are derived from it. Take 32 random bytes or more: short ones are
    taken, too, and can be guessed."""
    previousTokenSecrets: List[str]
    """Still accepted, never used for new tokens."""
    accessTokenTtlSec: int
    """By default 900."""
    refreshTokenTtlSec: int
    """By default 604800."""
    refreshReuseWindowSec: int
    """Reuse of a rotated refresh token within this time is a plain refusal, because the web client refreshes in
    parallel; later reuse is taken as theft and ends the whole family of sessions; by default 60."""
    defaultRole: str
    """Of new accounts. One that the store does not know refuses registrations; by default "sdm"."""
    adminRoles: List[str]
    """By default ["super_admin"]."""
    adminApiKey: str
    """Empty: access by API key is disabled."""
    codeTtlSec: int
    """By default 600."""
    codeResendCooldownSec: int
    """By default 60."""
    codeMaxAttempts: int
    """Tries per challenge; at least 1; by default 5."""
    codeMaxDailyAttempts: int
    """Wrong codes per account and day, over all its challenges; at least 1; by default 50."""
    neutralResend: bool
    """Answer every request for another code alike, so that nobody reads from it which addresses have accounts.
    Writing a code takes a little longer than finding no account; by default false."""
    exposeCode: bool
    """Put the code into answers; for development and tests; by default false."""
    staticCode: str
    """Six digits used instead of generated codes; for test environments."""
    compatRollback: bool
    """Write password and code hashes in the form of the original service, upgrade nothing, and delete jobs and
    posts for real, so that it can take over again on the same database; by default false."""
    hashCost: HashCostConfig
    compatHashIterations: int
    """PBKDF2-HMAC-SHA256, used with `compatRollback`. 1..10000000; by default 120000."""
    hashConcurrency: int
    """Hashes computed at once, at most 1024; 0 means one per core; by default 0."""
    hashQueue: int
    """Callers waiting for a hash; one more is refused with `server_busy`; by default 64."""
    hashWaitMs: int
    """0..600000; by default 5000."""


class KycConfig(TypedDict, total=False):
    previewDefaultSec: int
    """60 s .. 3600 s; by default 120."""
    previewMaxSec: int
    """previewDefaultSec .. 3600 s; by default 300."""
    uploadLinkTtlSec: int
    """60 s .. 3600 s; by default 900."""
    maxFileBytes: int
    """At least 1; by default 10485760."""
    allowedContentTypes: List[str]
    """At least one; by default ["image/jpeg", "image/png", "application/pdf"]."""
    verifyUploads: bool
    """Accept a document only if its object is stored as declared. Off for storage that keeps no bytes; by default
    true when objects has a directory."""
    uploadQuotaBytes: int
    """Bytes a user may have declared for uploads that are not yet abandoned and purged. Counts with verifyUploads
    only; by default 209715200."""


class WebhookConfig(TypedDict, total=False):
    secrets: List[str]
    """Accepted secrets, current first; several while rotating. Empty: the webhook is disabled."""
    requireSignature: bool
    """Off: a delivery without timestamp and signature is taken, too; by default true."""
    maxSkewSec: int
    """Positive, at most ten years; by default 300."""
    idempotencyTtlSec: int
    """How long an idempotency key is remembered, counted from its first delivery. Positive, at most ten years; by
    default 86400."""


class AuditConfig(TypedDict, total=False):
    key: str
    """Keys the chain. Keep it where the database's administrators cannot read it. Empty: derived from the token
    secret, so rotating that one would make the chain unverifiable."""
    inActivity: bool
    """Show what the trail tells about jobs, posts, organizations and accounts in the activity routes as well. Off
    as in the original, whose clients know identity checks and applications only; by default false."""


class Config(TypedDict, total=False):
    """Without sqlite and postgres: in memory, gone when closed."""

    sqlite: SqliteConfig
    postgres: PostgresConfig
    objects: FileObjectsConfig | MemoryObjectsConfig
    auth: Required[AuthConfig]
    kyc: KycConfig
    kycWebhook: WebhookConfig
    audit: AuditConfig
