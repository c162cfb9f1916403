"""What senpai.open() takes. Meanings and defaults stand in the headers of the library, as senpai.h tells."""

from __future__ import annotations

from os import PathLike
from typing import List, Required, TypedDict


class SqliteConfig(TypedDict, total=False):
    """Without a path: in memory, gone when closed."""

    path: str | PathLike[str]
    durable: bool
    readers: int
    timeoutMs: int


class PostgresConfig(TypedDict, total=False):
    url: Required[str]
    connections: int
    preparedStatements: bool
    acquireTimeoutMs: int
    connectTimeoutMs: int
    statementTimeoutMs: int
    lockTimeoutMs: int


class ObjectsConfig(TypedDict, total=False):
    """Documents in a directory, whose links begin with publicUrl; or links to baseUrl that lead nowhere, for tests."""

    directory: str | PathLike[str]
    publicUrl: str
    secret: str
    previousSecrets: List[str]
    bucket: str
    baseUrl: str


class HashCostConfig(TypedDict, total=False):
    memoryKib: int
    iterations: int
    parallelism: int


class AuthConfig(TypedDict, total=False):
    tokenSecret: Required[str]
    previousTokenSecrets: List[str]
    accessTokenTtlSec: int
    refreshTokenTtlSec: int
    refreshReuseWindowSec: int
    defaultRole: str
    adminRoles: List[str]
    adminApiKey: str
    codeTtlSec: int
    codeResendCooldownSec: int
    codeMaxAttempts: int
    codeMaxDailyAttempts: int
    exposeCode: bool
    staticCode: str
    compatRollback: bool
    compatHashIterations: int
    hashCost: HashCostConfig
    hashConcurrency: int
    hashQueue: int
    hashWaitMs: int


class KycConfig(TypedDict, total=False):
    previewDefaultSec: int
    previewMaxSec: int
    uploadLinkTtlSec: int
    maxFileBytes: int
    allowedContentTypes: List[str]
    verifyUploads: bool
    uploadQuotaBytes: int


class KycWebhookConfig(TypedDict, total=False):
    secrets: List[str]
    requireSignature: bool
    maxSkewSec: int
    idempotencyTtlSec: int


class AuditConfig(TypedDict, total=False):
    key: str


class Config(TypedDict, total=False):
    """Without sqlite and postgres: in memory, gone when closed."""

    sqlite: SqliteConfig
    postgres: PostgresConfig
    objects: ObjectsConfig
    auth: Required[AuthConfig]
    kyc: KycConfig
    kycWebhook: KycWebhookConfig
    audit: AuditConfig
