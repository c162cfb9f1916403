"""Made by bindings/generate.py; not to be edited."""

# flake8: noqa
from __future__ import annotations

from enum import Enum
from typing import Any, Callable, List, Literal, Mapping, NotRequired, TypeAlias, TypedDict

Call = Callable[[str, Mapping[str, Any]], Any]


class Unset(Enum):
    UNSET = 0


UNSET = Unset.UNSET

__all__ = [
    'ErrorAnswer',
    'ErrorDetail',
    'Registration',
    'AuthSession',
    'User',
    'Challenge',
    'EmailAddress',
    'VerificationCode',
    'Verification',
    'Login',
    'RefreshToken',
    'CurrentUser',
    'KycStart',
    'KycEnvelope',
    'TrustStatus',
    'KycSession',
    'KycStatus',
    'UploadDeclaration',
    'KycUpload',
    'UploadLink',
    'DocumentDeclaration',
    'KycDocumentAnswer',
    'KycDocument',
    'ProviderData',
    'KycHistory',
    'KycStatusEvent',
    'ActorType',
    'ProviderEventInput',
    'ProviderEventResult',
    'ReviewQueue',
    'ReviewFilter',
    'PageInfo',
    'ReviewCase',
    'PersonSummary',
    'PreviewInput',
    'PreviewLink',
    'KycReview',
    'EmploymentType',
    'JobList',
    'JobSummary',
    'JobLocation',
    'Employer',
    'Lifecycle',
    'LifecycleStatus',
    'JobViewerState',
    'ApplyAction',
    'JobAnswer',
    'Job',
    'JobPlace',
    'SaveJob',
    'JobSavedAnswer',
    'JobUnsavedAnswer',
    'AdminJobList',
    'JobDraft',
    'JobLocationDraft',
    'EmployerDraft',
    'LifecycleDraft',
    'AdminJobAnswer',
    'JobBulk',
    'BulkAction',
    'JobBulkAnswer',
    'JobBulkItem',
    'BulkError',
    'PublishInput',
    'EmptyInput',
    'ScheduleInput',
    'JobDraftChange',
    'JobRemovedAnswer',
    'PostList',
    'Post',
    'PostViewerState',
    'SavePost',
    'PostSavedAnswer',
    'PostUnsavedAnswer',
    'AdminPostList',
    'AdminPost',
    'PostDraft',
    'AdminPostAnswer',
    'PostBulk',
    'PostBulkAnswer',
    'PostBulkItem',
    'PostDraftChange',
    'PostRemovedAnswer',
    'ProfileAnswer',
    'Profile',
    'TrustLabel',
    'ProfileVerification',
    'FinalRequest',
    'ProfileUpdate',
    'ChecklistAnswer',
    'SessionSummary',
    'ChecklistItem',
    'ChecklistStatus',
    'ChecklistSummary',
    'FinalRequestDraft',
    'FinalRequestAnswer',
    'ApplicationNote',
    'AppliedResult',
    'Application',
    'ApplicationStatus',
    'AppliedJob',
    'ApplicationPage',
    'OwnJourney',
    'JourneyEvent',
    'OfferReason',
    'OfferAnswer',
    'OfferDecision',
    'ApplicationCasePage',
    'ApplicationCase',
    'Applicant',
    'Journey',
    'StatusChange',
    'StatusChangeResult',
    'ApplicationUpload',
    'ApplicationUploadAnswer',
    'ApplicationFile',
    'ApplicationDocumentAnswer',
    'ApplicationDocument',
    'DocumentReviewStatus',
    'OwnDocuments',
    'ApplicationDocuments',
    'DocumentReview',
    'DocumentReviewResult',
    'ApplicationPreview',
    'OrganizationDraft',
    'OrganizationType',
    'Organization',
    'VerificationSubmission',
    'OrganizationVerification',
    'OrganizationStatus',
    'OrganizationCasePage',
    'OrganizationCase',
    'OrganizationDecision',
    'UserPage',
    'NewUser',
    'UserAnswer',
    'UserChange',
    'Overview',
    'ActivityType',
    'ActivityTimeline',
    'ActivityFilters',
    'ActivityEvent',
    'ActivityJob',
    'ActorFilter',
    'AuditTimeline',
    'AuditFilters',
    'CaseAction',
    'Health',
    'Readiness',
    'ReadyState',
    'ReadyCheck',
    'Metrics',
    'RouteMetrics',
]


class ErrorAnswer(TypedDict):
    error: ErrorDetail


class ErrorDetail(TypedDict):
    code: str
    message: str
    requestId: str
    retryAfterSec: NotRequired[int]


class Registration(TypedDict):
    fullName: str
    email: str
    password: str


class AuthSession(TypedDict):
    user: User
    accessToken: str
    refreshToken: str
    emailVerification: NotRequired[Challenge]


class User(TypedDict):
    id: str
    fullName: str
    email: str
    emailVerified: bool
    emailVerifiedAt: str | None
    createdAt: str
    roles: List[str]


class Challenge(TypedDict):
    required: bool
    verified: bool
    email: str
    sent: bool
    expiresInSec: int
    resendAvailableInSec: int
    alreadyVerified: NotRequired[bool]
    developmentCode: NotRequired[str]


class EmailAddress(TypedDict):
    email: str


class VerificationCode(TypedDict):
    email: str
    code: str


class Verification(TypedDict):
    email: str
    verified: bool
    alreadyVerified: bool


class Login(TypedDict):
    identifier: NotRequired[str]
    """The e-mail address; wins over `email`."""
    email: NotRequired[str]
    password: str


class RefreshToken(TypedDict):
    refreshToken: str


class CurrentUser(TypedDict):
    user: User


class KycStart(TypedDict):
    provider: NotRequired[str]


class KycEnvelope(TypedDict):
    status: TrustStatus
    session: KycSession | None


TrustStatus: TypeAlias = "Literal['NOT_STARTED', 'IN_PROGRESS', 'MANUAL_REVIEW', 'VERIFIED', 'REJECTED']"


class KycSession(TypedDict):
    id: str
    status: KycStatus
    provider: str
    providerRef: str | None
    providerMetadata: dict[str, Any]
    submittedAt: str | None
    reviewedBy: str | None
    reviewedAt: str | None
    createdAt: str
    updatedAt: str


KycStatus: TypeAlias = "Literal['CREATED', 'SUBMITTED', 'MANUAL_REVIEW', 'VERIFIED', 'REJECTED']"


class UploadDeclaration(TypedDict):
    sessionId: NotRequired[str]
    """The latest session when absent."""
    documentType: str
    """Any case."""
    fileName: str
    contentType: str
    """A media type this server accepts; see the error."""
    contentLength: int
    """In bytes; 10 MiB at most, unless configured otherwise."""
    checksumSha256: str
    """SHA-256 of the file in hex."""


class KycUpload(TypedDict):
    status: TrustStatus
    session: KycSession
    upload: UploadLink


class UploadLink(TypedDict):
    objectKey: str
    uploadUrl: str
    method: str
    headers: dict[str, str]
    expiresAt: str


class DocumentDeclaration(TypedDict):
    sessionId: NotRequired[str]
    """The latest session when absent."""
    documentType: str
    """Any case."""
    objectKey: str
    """As given with the upload link."""
    checksumSha256: str
    """SHA-256 of the file in hex."""
    metadata: NotRequired[dict[str, Any] | None]


class KycDocumentAnswer(TypedDict):
    status: TrustStatus
    session: KycSession
    document: KycDocument


class KycDocument(TypedDict):
    id: str
    kycSessionId: str
    documentType: str
    objectKey: str | None
    fileUrl: str
    checksumSha256: str
    metadata: dict[str, Any]
    verifiedAt: str | None
    createdAt: str


class ProviderData(TypedDict):
    providerRef: NotRequired[str]
    metadata: NotRequired[dict[str, Any]]


class KycHistory(TypedDict):
    session: KycSession | None
    events: List[KycStatusEvent]


class KycStatusEvent(TypedDict):
    id: str
    kycSessionId: str
    fromStatus: KycStatus | None
    toStatus: KycStatus
    actorType: ActorType
    actorId: str | None
    reason: str | None
    createdAt: str


ActorType: TypeAlias = "Literal['USER', 'ADMIN', 'SYSTEM']"


class ProviderEventInput(TypedDict):
    sessionId: NotRequired[str]
    providerRef: NotRequired[str]
    metadata: NotRequired[dict[str, Any] | None]
    """Merged into the session's metadata; without it the whole body is."""


class ProviderEventResult(TypedDict):
    accepted: bool
    duplicate: bool
    idempotencyKey: str
    updated: bool
    session: KycSession | None


class ReviewQueue(TypedDict):
    count: int
    filters: ReviewFilter
    pageInfo: PageInfo
    items: List[ReviewCase]


class ReviewFilter(TypedDict):
    status: List[KycStatus]


class PageInfo(TypedDict):
    cursor: str
    nextCursor: str | None
    limit: int
    total: int


class ReviewCase(TypedDict):
    session: KycSession
    trustStatus: TrustStatus
    user: PersonSummary | None
    documents: List[KycDocument]
    documentCount: int
    events: List[KycStatusEvent]
    lastEvent: KycStatusEvent | None
    riskFlags: List[str]


class PersonSummary(TypedDict):
    id: str
    fullName: str
    email: str


class PreviewInput(TypedDict):
    expiresSec: NotRequired[int]
    """How long the link works; the server may allow less than this range."""


class PreviewLink(TypedDict):
    documentId: str
    kycSessionId: str
    objectKey: str
    url: str
    method: str
    expiresAt: str


class KycReview(TypedDict):
    sessionId: str
    decision: Literal['VERIFIED', 'REJECTED', 'MANUAL_REVIEW']
    reviewedBy: NotRequired[str]
    """Needed with an administration key; else the administrator's address."""
    reason: NotRequired[str]


EmploymentType: TypeAlias = "Literal['FULL_TIME', 'PART_TIME', 'CONTRACT']"


class JobList(TypedDict):
    items: List[JobSummary]
    pageInfo: PageInfo


class JobSummary(TypedDict):
    id: str
    title: str
    employmentType: EmploymentType
    visaSponsorship: bool
    location: JobLocation
    employer: Employer
    lifecycle: Lifecycle
    viewerState: JobViewerState


class JobLocation(TypedDict):
    countryCode: str
    city: str
    displayLabel: str


class Employer(TypedDict):
    id: str
    name: str
    logoUrl: str | None
    isVerifiedEmployer: bool


class Lifecycle(TypedDict):
    status: LifecycleStatus
    effectiveStatus: LifecycleStatus
    publishedAt: str | None
    scheduledAt: str | None


LifecycleStatus: TypeAlias = "Literal['DRAFT', 'PUBLISHED', 'SCHEDULED']"


class JobViewerState(TypedDict):
    authenticated: bool
    saved: bool
    canApply: bool
    applyCta: ApplyAction


ApplyAction: TypeAlias = "Literal['APPLY', 'LOGIN_TO_APPLY']"


class JobAnswer(TypedDict):
    job: Job
    viewerState: JobViewerState


class Job(TypedDict):
    id: str
    title: str
    employmentType: EmploymentType
    visaSponsorship: bool
    location: JobPlace
    employer: Employer
    lifecycle: Lifecycle
    description: str
    requirements: List[str]


class JobPlace(TypedDict):
    countryCode: str
    city: str
    displayLabel: str
    latitude: float
    longitude: float


class SaveJob(TypedDict):
    jobId: str


class JobSavedAnswer(TypedDict):
    saved: bool
    created: bool
    jobId: str


class JobUnsavedAnswer(TypedDict):
    saved: bool
    removed: bool
    jobId: str


class AdminJobList(TypedDict):
    items: List[Job]
    pageInfo: PageInfo


class JobDraft(TypedDict):
    title: str
    employmentType: EmploymentType
    visaSponsorship: bool
    description: str
    requirements: List[str]
    location: JobLocationDraft
    employer: EmployerDraft
    lifecycle: NotRequired[LifecycleDraft]


class JobLocationDraft(TypedDict):
    city: str
    displayLabel: str
    latitude: float
    longitude: float
    countryCode: str


class EmployerDraft(TypedDict):
    id: str
    name: str
    isVerifiedEmployer: bool
    logoUrl: NotRequired[str | None]


class LifecycleDraft(TypedDict):
    status: NotRequired[LifecycleStatus]
    """For something new PUBLISHED when absent."""
    publishedAt: NotRequired[str | None]
    """Shown as the date of publication; now when absent."""
    scheduledAt: NotRequired[str | None]
    """When it becomes public; needed for SCHEDULED."""


class AdminJobAnswer(TypedDict):
    job: Job


class JobBulk(TypedDict):
    action: BulkAction
    jobIds: List[str]
    publishedAt: NotRequired[str | None]
    """Shown as the date of publication; now when absent."""
    scheduledAt: NotRequired[str | None]
    """When it becomes public; needed for SCHEDULED."""


BulkAction: TypeAlias = "Literal['PUBLISH', 'UNPUBLISH', 'SCHEDULE', 'DELETE']"


class JobBulkAnswer(TypedDict):
    action: BulkAction
    total: int
    successCount: int
    failureCount: int
    results: List[JobBulkItem]


class JobBulkItem(TypedDict):
    jobId: str
    success: bool
    error: NotRequired[BulkError]
    lifecycle: NotRequired[Lifecycle]
    removed: NotRequired[bool]


class BulkError(TypedDict):
    code: str
    message: str


class PublishInput(TypedDict):
    publishedAt: NotRequired[str | None]
    """Shown as the date of publication; now when absent."""


class EmptyInput(TypedDict):
    pass


class ScheduleInput(TypedDict):
    scheduledAt: str
    """When it becomes public."""


class JobDraftChange(TypedDict):
    title: NotRequired[str]
    employmentType: NotRequired[EmploymentType]
    visaSponsorship: NotRequired[bool]
    description: NotRequired[str]
    requirements: NotRequired[List[str]]
    location: NotRequired[JobLocationDraft]
    employer: NotRequired[EmployerDraft]
    lifecycle: NotRequired[LifecycleDraft]


class JobRemovedAnswer(TypedDict):
    removed: bool
    jobId: str


class PostList(TypedDict):
    items: List[Post]
    pageInfo: PageInfo


class Post(TypedDict):
    id: str
    title: str
    excerpt: str
    category: str
    author: str
    imageUrl: str | None
    publishedAt: str
    lifecycle: Lifecycle
    viewerState: PostViewerState


class PostViewerState(TypedDict):
    authenticated: bool
    saved: bool


class SavePost(TypedDict):
    postId: str


class PostSavedAnswer(TypedDict):
    saved: bool
    created: bool
    postId: str


class PostUnsavedAnswer(TypedDict):
    saved: bool
    removed: bool
    postId: str


class AdminPostList(TypedDict):
    items: List[AdminPost]
    pageInfo: PageInfo


class AdminPost(TypedDict):
    id: str
    title: str
    excerpt: str
    category: str
    author: str
    imageUrl: str | None
    publishedAt: str | None
    lifecycle: Lifecycle


class PostDraft(TypedDict):
    title: str
    excerpt: str
    category: str
    """Any case."""
    author: str
    imageUrl: NotRequired[str | None]
    publishedAt: NotRequired[str | None]
    """Used where `lifecycle` has no date of its own."""
    lifecycle: NotRequired[LifecycleDraft]


class AdminPostAnswer(TypedDict):
    post: AdminPost


class PostBulk(TypedDict):
    action: BulkAction
    postIds: List[str]
    publishedAt: NotRequired[str | None]
    """Shown as the date of publication; now when absent."""
    scheduledAt: NotRequired[str | None]
    """When it becomes public; needed for SCHEDULED."""


class PostBulkAnswer(TypedDict):
    action: BulkAction
    total: int
    successCount: int
    failureCount: int
    results: List[PostBulkItem]


class PostBulkItem(TypedDict):
    postId: str
    success: bool
    error: NotRequired[BulkError]
    lifecycle: NotRequired[Lifecycle]
    removed: NotRequired[bool]


class PostDraftChange(TypedDict):
    title: NotRequired[str]
    excerpt: NotRequired[str]
    category: NotRequired[str]
    """Any case."""
    author: NotRequired[str]
    imageUrl: NotRequired[str | None]
    publishedAt: NotRequired[str | None]
    """Used where `lifecycle` has no date of its own."""
    lifecycle: NotRequired[LifecycleDraft]


class PostRemovedAnswer(TypedDict):
    removed: bool
    postId: str


class ProfileAnswer(TypedDict):
    profile: Profile


class Profile(TypedDict):
    id: str
    fullName: str
    email: str
    avatarUrl: str | None
    profileCompletionPercent: int
    trustScoreLabel: TrustLabel
    verificationStatus: TrustStatus
    verification: ProfileVerification


TrustLabel: TypeAlias = "Literal['UNVERIFIED', 'BUILDING_TRUST', 'UNDER_REVIEW', 'TRUSTED', 'ACTION_REQUIRED']"


class ProfileVerification(TypedDict):
    sessionId: str | None
    sessionStatus: KycStatus | None
    trustStatus: TrustStatus
    documentsUploaded: int
    requiredDocuments: int
    requiredDocumentsUploaded: int
    finalRequest: FinalRequest | None


class FinalRequest(TypedDict):
    id: str
    sessionId: str | None
    status: str
    source: str
    note: str | None
    requestedAt: str
    documentsCount: int | None


class ProfileUpdate(TypedDict):
    fullName: NotRequired[str]
    avatarUrl: NotRequired[str | None]
    """Null takes the picture away."""


class ChecklistAnswer(TypedDict):
    session: SessionSummary | None
    documents: List[ChecklistItem]
    summary: ChecklistSummary


class SessionSummary(TypedDict):
    id: str
    status: KycStatus
    trustStatus: TrustStatus
    submittedAt: str | None
    reviewedAt: str | None
    updatedAt: str


class ChecklistItem(TypedDict):
    documentType: str
    status: ChecklistStatus
    required: bool
    documentId: str | None
    objectKey: str | None
    uploadedAt: str | None
    reviewedAt: str | None


ChecklistStatus: TypeAlias = "Literal['MISSING', 'PENDING', 'VERIFIED', 'REJECTED']"


class ChecklistSummary(TypedDict):
    requiredTotal: int
    uploadedRequired: int
    verifiedRequired: int
    missingRequired: int
    allRequiredUploaded: bool


class FinalRequestDraft(TypedDict):
    source: NotRequired[str]
    note: NotRequired[str]


class FinalRequestAnswer(TypedDict):
    created: bool
    request: FinalRequest
    session: SessionSummary


class ApplicationNote(TypedDict):
    note: NotRequired[str]


class AppliedResult(TypedDict):
    created: bool
    application: Application


class Application(TypedDict):
    id: str
    jobId: str
    status: ApplicationStatus
    note: str | None
    createdAt: str
    updatedAt: str
    job: AppliedJob


ApplicationStatus: TypeAlias = "Literal['SUBMITTED', 'IN_REVIEW', 'INTERVIEW', 'OFFERED', 'HIRED', 'REJECTED']"


class AppliedJob(TypedDict):
    id: str
    title: str
    employmentType: EmploymentType
    visaSponsorship: bool
    location: JobLocation
    employer: Employer


class ApplicationPage(TypedDict):
    items: List[Application]
    pageInfo: PageInfo


class OwnJourney(TypedDict):
    application: Application
    journey: List[JourneyEvent]


class JourneyEvent(TypedDict):
    id: str
    status: ApplicationStatus
    title: str
    description: str
    actorType: ActorType | None
    actorId: str | None
    createdAt: str


class OfferReason(TypedDict):
    reason: NotRequired[str]


class OfferAnswer(TypedDict):
    updated: bool
    decision: OfferDecision
    application: Application
    journeyEvent: JourneyEvent


OfferDecision: TypeAlias = "Literal['ACCEPT', 'DECLINE']"


class ApplicationCasePage(TypedDict):
    items: List[ApplicationCase]
    pageInfo: PageInfo


class ApplicationCase(TypedDict):
    application: Application
    applicant: Applicant
    lastEvent: JourneyEvent | None


class Applicant(TypedDict):
    id: str
    fullName: str | None
    email: str | None


class Journey(TypedDict):
    application: Application
    applicant: Applicant
    journey: List[JourneyEvent]


class StatusChange(TypedDict):
    status: ApplicationStatus
    reason: NotRequired[str]
    updatedBy: NotRequired[str]
    """The acting administrator's address when absent."""


class StatusChangeResult(TypedDict):
    updated: bool
    application: Application
    applicant: Applicant
    journeyEvent: JourneyEvent | None


class ApplicationUpload(TypedDict):
    documentType: str
    """Any case."""
    fileName: str
    contentType: str
    """A PDF, JPEG or PNG."""
    contentLength: int
    checksumSha256: str
    """SHA-256 of the file in hex."""


class ApplicationUploadAnswer(TypedDict):
    applicationId: str
    upload: UploadLink


class ApplicationFile(TypedDict):
    documentType: str
    """Any case."""
    fileName: str
    contentType: str
    """A PDF, JPEG or PNG."""
    contentLength: int
    checksumSha256: str
    """SHA-256 of the file in hex."""
    objectKey: str
    """As given with the upload link."""


class ApplicationDocumentAnswer(TypedDict):
    applicationId: str
    document: ApplicationDocument


class ApplicationDocument(TypedDict):
    id: str
    applicationId: str
    userId: str
    documentType: str
    fileName: str
    contentType: str
    contentLength: int
    checksumSha256: str
    reviewStatus: DocumentReviewStatus
    reviewReason: str | None
    reviewedAt: str | None
    reviewedBy: str | None
    createdAt: str
    updatedAt: str


DocumentReviewStatus: TypeAlias = "Literal['PENDING', 'VALID', 'INVALID']"


class OwnDocuments(TypedDict):
    application: Application
    items: List[ApplicationDocument]
    total: int


class ApplicationDocuments(TypedDict):
    application: Application
    applicant: Applicant
    items: List[ApplicationDocument]
    total: int


class DocumentReview(TypedDict):
    reviewStatus: DocumentReviewStatus
    reviewReason: NotRequired[str]
    reviewedBy: NotRequired[str]
    """The acting administrator's address when absent."""


class DocumentReviewResult(TypedDict):
    updated: bool
    application: Application
    applicant: Applicant
    document: ApplicationDocument


class ApplicationPreview(TypedDict):
    documentId: str
    applicationId: str
    url: str
    method: str
    expiresAt: str


class OrganizationDraft(TypedDict):
    name: str
    orgType: OrganizationType
    countryCode: str


OrganizationType: TypeAlias = "Literal['TSK', 'LPK', 'EMPLOYER']"


class Organization(TypedDict):
    id: str
    name: str
    orgType: OrganizationType
    countryCode: str


class VerificationSubmission(TypedDict):
    registrationNumber: str
    legalName: str
    supportingObjectKeys: NotRequired[List[str] | None]


class OrganizationVerification(TypedDict):
    id: str
    orgId: str
    status: OrganizationStatus
    reasonCodes: List[str]
    lastCheckedAt: str


OrganizationStatus: TypeAlias = "Literal['PENDING', 'VERIFIED', 'MISMATCH', 'NOT_FOUND', 'REJECTED']"


class OrganizationCasePage(TypedDict):
    items: List[OrganizationCase]
    pageInfo: PageInfo


class OrganizationCase(TypedDict):
    organization: Organization
    verification: OrganizationVerification | None
    owner: PersonSummary | None


class OrganizationDecision(TypedDict):
    status: OrganizationStatus
    reasonCodes: NotRequired[List[str] | None]


class UserPage(TypedDict):
    items: List[User]
    pageInfo: PageInfo


class NewUser(TypedDict):
    fullName: str
    email: str
    password: str
    roles: NotRequired[List[str]]
    """Only `super_admin` when absent."""


class UserAnswer(TypedDict):
    user: User


class UserChange(TypedDict):
    fullName: NotRequired[str]
    password: NotRequired[str]
    """Ends the user's sessions."""
    roles: NotRequired[List[str]]
    """Replaces the whole set."""


class Overview(TypedDict):
    pendingKyc: int
    manualReviewKyc: int
    verifiedToday: int
    rejectedToday: int
    pendingOrganizationVerification: int
    activeJobs: int
    publishedFeedPosts: int
    activeApplications: int
    submittedApplications: int
    inReviewApplications: int
    interviewApplications: int
    offeredApplications: int
    hiredApplications: int
    rejectedApplications: int
    lastUpdatedAt: str


ActivityType: TypeAlias = "Literal['ALL', 'KYC', 'APPLICATION', 'JOB', 'FEED', 'ORG', 'AUTH']"


class ActivityTimeline(TypedDict):
    count: int
    filters: ActivityFilters
    pageInfo: PageInfo
    items: List[ActivityEvent]


ActivityFilters = TypedDict('ActivityFilters', {'type': 'ActivityType', 'actorId': 'str | None', 'from': 'str | None', 'to': 'str | None'})


class ActivityEvent(TypedDict):
    id: str
    type: ActivityType
    action: str
    entityType: str
    entityId: str
    actorType: ActorType
    actorId: str | None
    statusFrom: str | None
    statusTo: str
    title: str
    description: str
    createdAt: str
    applicant: NotRequired[PersonSummary]
    job: NotRequired[ActivityJob]


class ActivityJob(TypedDict):
    id: str
    title: str


ActorFilter: TypeAlias = "Literal['ALL', 'USER', 'ADMIN', 'SYSTEM']"


class AuditTimeline(TypedDict):
    count: int
    filters: AuditFilters
    pageInfo: PageInfo
    items: List[ActivityEvent]


AuditFilters = TypedDict('AuditFilters', {'type': 'ActivityType', 'actorType': 'ActorFilter', 'actorId': 'str | None', 'entityType': 'str | None', 'entityId': 'str | None', 'action': 'str | None', 'from': 'str | None', 'to': 'str | None'})


class CaseAction(TypedDict):
    action: NotRequired[str]
    """`REQUEST_EVIDENCE`, `ESCALATE`, `RESOLVE_VALID`, `RESOLVE_INVALID` or `BLACKLIST_ENTITY`."""
    decision: NotRequired[Literal['VERIFIED', 'REJECTED', 'MANUAL_REVIEW']]
    """Wins over `action`."""
    reviewedBy: NotRequired[str]
    """Who acts when absent."""
    reason: NotRequired[str]
    note: NotRequired[str]
    """Used when `reason` is absent."""


class Health(TypedDict):
    status: str
    service: str
    version: str


class Readiness(TypedDict):
    status: ReadyState
    checks: List[ReadyCheck]


ReadyState: TypeAlias = "Literal['ready', 'not_ready']"


class ReadyCheck(TypedDict):
    name: str
    ok: bool
    latencyMs: int


class Metrics(TypedDict):
    uptimeSec: int
    totalRequests: int
    totalErrors: int
    byStatus: dict[str, int]
    routes: List[RouteMetrics]


class RouteMetrics(TypedDict):
    method: str
    route: str
    count: int
    avgDurationMs: float
    minDurationMs: float
    maxDurationMs: float
    errorCodes: dict[str, int]


class AuthOperations:
    """Accounts, sessions and one-time codes."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def register(self, *, full_name: str, email: str, password: str) -> AuthSession:
        """Create an account and sign in.

        Sends a one-time code to the address; see auth.verify_email.

        full_name: 2 to 200 characters.
        email: 3 to 320 characters.
        password: 8 to 1024 characters.

        Raises Error: invalid_name, invalid_email, invalid_password, email_exists, role_assignment_failed.
        """
        result: AuthSession = self._call("auth.register", {"fullName": full_name, "email": email, "password": password})
        return result

    def resend_verification(self, *, email: str) -> Challenge:
        """Send a new one-time code by e-mail.

        The former code stops working. Too soon after the last one it is refused; the message and retryAfterSec say
        how long to wait.

        email: 3 to 320 characters.

        Raises Error: invalid_email, user_not_found, verification_code_throttled.
        """
        result: Challenge = self._call("auth.resendVerification", {"email": email})
        return result

    def verify_email(self, *, email: str, code: str) -> Verification:
        """Confirm an e-mail address with its code.

        email: 3 to 320 characters.

        Raises Error: invalid_email, verification_code_invalid, verification_code_expired, verification_code_locked.
        """
        result: Verification = self._call("auth.verifyEmail", {"email": email, "code": code})
        return result

    def login(self, *, password: str, identifier: str | Unset = UNSET, email: str | Unset = UNSET) -> AuthSession:
        """Sign in with e-mail and password.

        identifier: The e-mail address; wins over `email`.

        Raises Error: invalid_credentials.
        """
        result: AuthSession = self._call("auth.login", {"password": password, "identifier": identifier, "email": email})
        return result

    def refresh(self, *, refresh_token: str) -> AuthSession:
        """Exchange a refresh token for a new one.

        A refresh token works once. Reusing one later ends every session that came from it.

        Raises Error: invalid_refresh_token.
        """
        result: AuthSession = self._call("auth.refresh", {"refreshToken": refresh_token})
        return result

    def logout(self, *, refresh_token: str) -> None:
        """End the session of a refresh token.

        Unknown tokens are fine.
        """
        self._call("auth.logout", {"refreshToken": refresh_token})

    def me(self) -> CurrentUser:
        """The signed-in user.

        For a user.
        """
        result: CurrentUser = self._call("auth.me", {})
        return result


class KycOperations:
    """Identity checks: documents, submission, review and decision."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def start(self, *, provider: str | Unset = UNSET) -> KycEnvelope:
        """Start an identity check.

        For a user.

        provider: At most 64 characters; by default "manual".

        Raises Error: invalid_provider.
        """
        result: KycEnvelope = self._call("kyc.start", {"provider": provider})
        return result

    def status(self) -> KycEnvelope:
        """The latest identity check.

        For a user.
        """
        result: KycEnvelope = self._call("kyc.status", {})
        return result

    def upload_url(self, *, document_type: str, file_name: str, content_type: str, content_length: int, checksum_sha256: str, session_id: str | Unset = UNSET) -> KycUpload:
        """Get a link to upload one file to.

        Send the bytes to upload.uploadUrl with upload.method and upload.headers verbatim, then register them with
        kyc.add_document.

        For a user.

        document_type: Any case; 1 to 64 characters.
        file_name: 1 to 180 characters.
        content_type: A media type this server accepts; see the error.
        content_length: In bytes; 10 MiB at most, unless configured otherwise; at least 1.
        checksum_sha256: SHA-256 of the file in hex.
        session_id: The latest session when absent.

        Raises Error: invalid_document_type, invalid_file_name, invalid_content_type, invalid_content_length,
            invalid_checksum_sha256, kyc_session_not_found, kyc_session_locked, upload_quota_exceeded,
            storage_unavailable.
        """
        result: KycUpload = self._call("kyc.uploadUrl", {"documentType": document_type, "fileName": file_name, "contentType": content_type, "contentLength": content_length, "checksumSha256": checksum_sha256, "sessionId": session_id})
        return result

    def add_document(self, *, document_type: str, object_key: str, checksum_sha256: str, session_id: str | Unset = UNSET, metadata: dict[str, Any] | None | Unset = UNSET) -> KycDocumentAnswer:
        """Register an uploaded file as a document.

        For a user.

        document_type: Any case; 1 to 64 characters.
        object_key: As given with the upload link; 1 to 1024 characters.
        checksum_sha256: SHA-256 of the file in hex.
        session_id: The latest session when absent.

        Raises Error: invalid_document_type, invalid_object_key, invalid_checksum_sha256, invalid_metadata,
            kyc_session_not_found, kyc_session_locked, duplicate_document, document_not_uploaded, document_mismatch,
            document_limit_reached, storage_unavailable.
        """
        result: KycDocumentAnswer = self._call("kyc.addDocument", {"documentType": document_type, "objectKey": object_key, "checksumSha256": checksum_sha256, "sessionId": session_id, "metadata": metadata})
        return result

    def submit(self, *, session_id: str) -> KycEnvelope:
        """Hand an identity check to review.

        Repeating it changes nothing. A body is not read.

        For a user.

        session_id: Id of an identity check.

        Raises Error: kyc_session_not_found, kyc_session_locked, kyc_session_incomplete.
        """
        result: KycEnvelope = self._call("kyc.submit", {"sessionId": session_id})
        return result

    def provider_metadata(self, *, session_id: str, provider_ref: str | Unset = UNSET, metadata: dict[str, Any] | Unset = UNSET) -> KycEnvelope:
        """Attach data of the identity provider.

        For a user.

        session_id: Id of an identity check.
        provider_ref: At most 128 characters.

        Raises Error: invalid_provider_ref, invalid_metadata, invalid_provider_metadata, kyc_session_not_found.
        """
        result: KycEnvelope = self._call("kyc.providerMetadata", {"sessionId": session_id, "providerRef": provider_ref, "metadata": metadata})
        return result

    def history(self, *, session_id: str | Unset = UNSET) -> KycHistory:
        """Status events of a check.

        For a user.

        session_id: The latest session when absent.

        Raises Error: kyc_session_not_found.
        """
        result: KycHistory = self._call("kyc.history", {"sessionId": session_id})
        return result

    def review_queue(self, *, status: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> ReviewQueue:
        """Identity checks that wait for a decision.

        For an administrator.

        status: `DEFAULT` is what waits for a decision; `ALL`, or one status; by default "DEFAULT".
        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 100; by default 25.

        Raises Error: invalid_status_filter, invalid_cursor, invalid_limit, admin_api_disabled.
        """
        result: ReviewQueue = self._call("kyc.reviewQueue", {"status": status, "cursor": cursor, "limit": limit})
        return result

    def preview_document(self, *, document_id: str, expires_sec: int | Unset = UNSET) -> PreviewLink:
        """Get a temporary link to look at a document.

        For an administrator.

        document_id: Id of a document.
        expires_sec: How long the link works; the server may allow less than this range; 60 to 3600.

        Raises Error: invalid_object_key, invalid_expires_sec, document_not_found, document_mismatch,
            storage_unavailable, admin_api_disabled.
        """
        result: PreviewLink = self._call("kyc.previewDocument", {"documentId": document_id, "expiresSec": expires_sec})
        return result

    def review(self, *, session_id: str, decision: Literal['VERIFIED', 'REJECTED', 'MANUAL_REVIEW'], reviewed_by: str | Unset = UNSET, reason: str | Unset = UNSET) -> KycEnvelope:
        """Decide on an identity check.

        For an administrator.

        reviewed_by: Needed with an administration key; else the administrator's address; at most 128 characters.
        reason: At most 2000 characters.

        Raises Error: invalid_session_id, invalid_decision, invalid_reviewed_by, invalid_reason,
            kyc_session_not_found, kyc_session_locked, kyc_session_not_submitted, admin_api_disabled.
        """
        result: KycEnvelope = self._call("kyc.review", {"sessionId": session_id, "decision": decision, "reviewedBy": reviewed_by, "reason": reason})
        return result


class JobsOperations:
    """The job catalogue, for candidates and administrators."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def list(self, *, q: str | Unset = UNSET, employment_type: EmploymentType | Unset = UNSET, visa_sponsored: bool | Unset = UNSET, location: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> JobList:
        """Published jobs.

        q: Words in title, description, employer or place; case is ignored.
        location: Part of the place.
        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 50; by default 20.

        Raises Error: invalid_employment_type, invalid_visa_sponsored, invalid_cursor, invalid_limit.
        """
        result: JobList = self._call("jobs.list", {"q": q, "employmentType": employment_type, "visaSponsored": visa_sponsored, "location": location, "cursor": cursor, "limit": limit})
        return result

    def find(self, *, job_id: str) -> JobAnswer:
        """One published job.

        job_id: Id of a job.

        Raises Error: job_not_found.
        """
        result: JobAnswer = self._call("jobs.find", {"jobId": job_id})
        return result

    def saved(self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> JobList:
        """Jobs the user saved, latest first.

        For a user.

        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 50; by default 20.

        Raises Error: invalid_cursor, invalid_limit.
        """
        result: JobList = self._call("jobs.saved", {"cursor": cursor, "limit": limit})
        return result

    def save(self, *, job_id: str) -> JobSavedAnswer:
        """Save a job.

        Saving it again changes nothing.

        For a user.

        Raises Error: invalid_job_id, job_not_found.
        """
        result: JobSavedAnswer = self._call("jobs.save", {"jobId": job_id})
        return result

    def unsave(self, *, job_id: str) -> JobUnsavedAnswer:
        """Forget a saved job.

        For a user.

        job_id: Id of a job.

        Raises Error: job_not_found.
        """
        result: JobUnsavedAnswer = self._call("jobs.unsave", {"jobId": job_id})
        return result

    def admin_list(self, *, q: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> AdminJobList:
        """Jobs in every state, oldest first.

        For an administrator.

        q: Words in title, description, employer or place; case is ignored.
        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 50; by default 20.

        Raises Error: invalid_cursor, invalid_limit, admin_api_disabled.
        """
        result: AdminJobList = self._call("jobs.adminList", {"q": q, "cursor": cursor, "limit": limit})
        return result

    def create(self, *, title: str, employment_type: EmploymentType, visa_sponsorship: bool, description: str, requirements: List[str], location: JobLocationDraft, employer: EmployerDraft, lifecycle: LifecycleDraft | Unset = UNSET) -> AdminJobAnswer:
        """Create a job.

        For an administrator.

        title: 2 to 160 characters.
        description: 8 to 5000 characters.
        requirements: 1 to 20 items.

        Raises Error: invalid_job_title, invalid_employment_type, invalid_visa_sponsorship, invalid_job_description,
            invalid_job_requirements, invalid_job_requirement, invalid_job_location, invalid_country_code,
            invalid_job_employer, invalid_employer_logo_url, invalid_lifecycle, invalid_lifecycle_status,
            invalid_lifecycle_date, job_not_found, admin_api_disabled.
        """
        result: AdminJobAnswer = self._call("jobs.create", {"title": title, "employmentType": employment_type, "visaSponsorship": visa_sponsorship, "description": description, "requirements": requirements, "location": location, "employer": employer, "lifecycle": lifecycle})
        return result

    def bulk(self, *, action: BulkAction, job_ids: List[str], published_at: str | None | Unset = UNSET, scheduled_at: str | None | Unset = UNSET) -> JobBulkAnswer:
        """Publish, unpublish, schedule or delete many jobs; each succeeds or fails on its own.

        For an administrator.

        job_ids: 1 to 100 items.
        published_at: Shown as the date of publication; now when absent; a time in ISO 8601.
        scheduled_at: When it becomes public; needed for SCHEDULED; a time in ISO 8601.

        Raises Error: invalid_bulk_action, invalid_job_ids, admin_api_disabled.
        """
        result: JobBulkAnswer = self._call("jobs.bulk", {"action": action, "jobIds": job_ids, "publishedAt": published_at, "scheduledAt": scheduled_at})
        return result

    def publish(self, *, job_id: str, published_at: str | None | Unset = UNSET) -> AdminJobAnswer:
        """Publish a job.

        For an administrator.

        job_id: Id of a job.
        published_at: Shown as the date of publication; now when absent; a time in ISO 8601.

        Raises Error: invalid_lifecycle_date, job_not_found, admin_api_disabled.
        """
        result: AdminJobAnswer = self._call("jobs.publish", {"jobId": job_id, "publishedAt": published_at})
        return result

    def unpublish(self, *, job_id: str) -> AdminJobAnswer:
        """Make a job a draft again.

        For an administrator.

        job_id: Id of a job.

        Raises Error: job_not_found, admin_api_disabled.
        """
        result: AdminJobAnswer = self._call("jobs.unpublish", {"jobId": job_id})
        return result

    def schedule(self, *, job_id: str, scheduled_at: str) -> AdminJobAnswer:
        """Publish a job at a given time.

        For an administrator.

        job_id: Id of a job.
        scheduled_at: When it becomes public; a time in ISO 8601.

        Raises Error: invalid_lifecycle_date, job_not_found, admin_api_disabled.
        """
        result: AdminJobAnswer = self._call("jobs.schedule", {"jobId": job_id, "scheduledAt": scheduled_at})
        return result

    def update(self, *, job_id: str, title: str | Unset = UNSET, employment_type: EmploymentType | Unset = UNSET, visa_sponsorship: bool | Unset = UNSET, description: str | Unset = UNSET, requirements: List[str] | Unset = UNSET, location: JobLocationDraft | Unset = UNSET, employer: EmployerDraft | Unset = UNSET, lifecycle: LifecycleDraft | Unset = UNSET) -> AdminJobAnswer:
        """Change what is given of a job.

        Place and employer are replaced as a whole.

        For an administrator.

        job_id: Id of a job.
        title: 2 to 160 characters.
        description: 8 to 5000 characters.
        requirements: 1 to 20 items.

        Raises Error: invalid_job_title, invalid_employment_type, invalid_visa_sponsorship, invalid_job_description,
            invalid_job_requirements, invalid_job_requirement, invalid_job_location, invalid_country_code,
            invalid_job_employer, invalid_employer_logo_url, invalid_lifecycle, invalid_lifecycle_status,
            invalid_lifecycle_date, job_not_found, admin_api_disabled.
        """
        result: AdminJobAnswer = self._call("jobs.update", {"jobId": job_id, "title": title, "employmentType": employment_type, "visaSponsorship": visa_sponsorship, "description": description, "requirements": requirements, "location": location, "employer": employer, "lifecycle": lifecycle})
        return result

    def delete(self, *, job_id: str) -> JobRemovedAnswer:
        """Delete a job.

        For an administrator.

        job_id: Id of a job.

        Raises Error: job_not_found, admin_api_disabled.
        """
        result: JobRemovedAnswer = self._call("jobs.delete", {"jobId": job_id})
        return result


class FeedOperations:
    """Articles for candidates."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def list(self, *, q: str | Unset = UNSET, category: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> PostList:
        """Published articles, newest first.

        q: Words in title, excerpt, author or category; case is ignored.
        category: Any case.
        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 50; by default 20.

        Raises Error: invalid_cursor, invalid_limit.
        """
        result: PostList = self._call("feed.list", {"q": q, "category": category, "cursor": cursor, "limit": limit})
        return result

    def saved(self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> PostList:
        """Articles the user saved, latest first.

        For a user.

        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 50; by default 20.

        Raises Error: invalid_cursor, invalid_limit.
        """
        result: PostList = self._call("feed.saved", {"cursor": cursor, "limit": limit})
        return result

    def save(self, *, post_id: str) -> PostSavedAnswer:
        """Save an article.

        Saving it again changes nothing.

        For a user.

        Raises Error: invalid_post_id, post_not_found.
        """
        result: PostSavedAnswer = self._call("feed.save", {"postId": post_id})
        return result

    def unsave(self, *, post_id: str) -> PostUnsavedAnswer:
        """Forget a saved article.

        For a user.

        post_id: Id of an article.

        Raises Error: post_not_found.
        """
        result: PostUnsavedAnswer = self._call("feed.unsave", {"postId": post_id})
        return result

    def admin_list(self, *, q: str | Unset = UNSET, category: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> AdminPostList:
        """Articles in every state, newest first.

        For an administrator.

        q: Words in title, excerpt, author or category; case is ignored.
        category: Any case.
        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 50; by default 20.

        Raises Error: invalid_cursor, invalid_limit, admin_api_disabled.
        """
        result: AdminPostList = self._call("feed.adminList", {"q": q, "category": category, "cursor": cursor, "limit": limit})
        return result

    def create(self, *, title: str, excerpt: str, category: str, author: str, image_url: str | None | Unset = UNSET, published_at: str | None | Unset = UNSET, lifecycle: LifecycleDraft | Unset = UNSET) -> AdminPostAnswer:
        """Create an article.

        For an administrator.

        title: 2 to 180 characters.
        excerpt: 2 to 600 characters.
        category: Any case; 1 to 64 characters.
        author: 2 to 120 characters.
        image_url: At most 2048 characters.
        published_at: Used where `lifecycle` has no date of its own; a time in ISO 8601.

        Raises Error: invalid_title, invalid_excerpt, invalid_category, invalid_author, invalid_image_url,
            invalid_lifecycle, invalid_lifecycle_status, invalid_lifecycle_date, admin_api_disabled.
        """
        result: AdminPostAnswer = self._call("feed.create", {"title": title, "excerpt": excerpt, "category": category, "author": author, "imageUrl": image_url, "publishedAt": published_at, "lifecycle": lifecycle})
        return result

    def bulk(self, *, action: BulkAction, post_ids: List[str], published_at: str | None | Unset = UNSET, scheduled_at: str | None | Unset = UNSET) -> PostBulkAnswer:
        """Publish, unpublish, schedule or delete many articles; each succeeds or fails on its own.

        For an administrator.

        post_ids: 1 to 100 items.
        published_at: Shown as the date of publication; now when absent; a time in ISO 8601.
        scheduled_at: When it becomes public; needed for SCHEDULED; a time in ISO 8601.

        Raises Error: invalid_bulk_action, invalid_post_ids, admin_api_disabled.
        """
        result: PostBulkAnswer = self._call("feed.bulk", {"action": action, "postIds": post_ids, "publishedAt": published_at, "scheduledAt": scheduled_at})
        return result

    def publish(self, *, post_id: str, published_at: str | None | Unset = UNSET) -> AdminPostAnswer:
        """Publish an article.

        For an administrator.

        post_id: Id of an article.
        published_at: Shown as the date of publication; now when absent; a time in ISO 8601.

        Raises Error: invalid_lifecycle_date, post_not_found, admin_api_disabled.
        """
        result: AdminPostAnswer = self._call("feed.publish", {"postId": post_id, "publishedAt": published_at})
        return result

    def unpublish(self, *, post_id: str) -> AdminPostAnswer:
        """Make an article a draft again.

        For an administrator.

        post_id: Id of an article.

        Raises Error: post_not_found, admin_api_disabled.
        """
        result: AdminPostAnswer = self._call("feed.unpublish", {"postId": post_id})
        return result

    def schedule(self, *, post_id: str, scheduled_at: str) -> AdminPostAnswer:
        """Publish an article at a given time.

        For an administrator.

        post_id: Id of an article.
        scheduled_at: When it becomes public; a time in ISO 8601.

        Raises Error: invalid_lifecycle_date, post_not_found, admin_api_disabled.
        """
        result: AdminPostAnswer = self._call("feed.schedule", {"postId": post_id, "scheduledAt": scheduled_at})
        return result

    def update(self, *, post_id: str, title: str | Unset = UNSET, excerpt: str | Unset = UNSET, category: str | Unset = UNSET, author: str | Unset = UNSET, image_url: str | None | Unset = UNSET, published_at: str | None | Unset = UNSET, lifecycle: LifecycleDraft | Unset = UNSET) -> AdminPostAnswer:
        """Change what is given of an article.

        For an administrator.

        post_id: Id of an article.
        title: 2 to 180 characters.
        excerpt: 2 to 600 characters.
        category: Any case; 1 to 64 characters.
        author: 2 to 120 characters.
        image_url: At most 2048 characters.
        published_at: Used where `lifecycle` has no date of its own; a time in ISO 8601.

        Raises Error: invalid_title, invalid_excerpt, invalid_category, invalid_author, invalid_image_url,
            invalid_published_at, invalid_lifecycle, invalid_lifecycle_status, invalid_lifecycle_date, post_not_found,
            admin_api_disabled.
        """
        result: AdminPostAnswer = self._call("feed.update", {"postId": post_id, "title": title, "excerpt": excerpt, "category": category, "author": author, "imageUrl": image_url, "publishedAt": published_at, "lifecycle": lifecycle})
        return result

    def delete(self, *, post_id: str) -> PostRemovedAnswer:
        """Delete an article.

        For an administrator.

        post_id: Id of an article.

        Raises Error: post_not_found, admin_api_disabled.
        """
        result: PostRemovedAnswer = self._call("feed.delete", {"postId": post_id})
        return result


class ProfileOperations:
    """A person's own view of account and identity check."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def get(self) -> ProfileAnswer:
        """Own profile.

        For a user.

        Raises Error: user_not_found.
        """
        result: ProfileAnswer = self._call("profile.get", {})
        return result

    def update(self, *, full_name: str | Unset = UNSET, avatar_url: str | None | Unset = UNSET) -> ProfileAnswer:
        """Change name or picture.

        For a user.

        full_name: 2 to 120 characters.
        avatar_url: Null takes the picture away; at most 500 characters.

        Raises Error: invalid_full_name, invalid_avatar_url, invalid_profile_update, user_not_found.
        """
        result: ProfileAnswer = self._call("profile.update", {"fullName": full_name, "avatarUrl": avatar_url})
        return result

    def get_legacy(self) -> ProfileAnswer:
        """Own profile, under its former path.

        For a user.

        Raises Error: user_not_found.
        """
        result: ProfileAnswer = self._call("profile.getLegacy", {})
        return result

    def checklist(self) -> ChecklistAnswer:
        """Which documents are there and which are missing.

        For a user.
        """
        result: ChecklistAnswer = self._call("profile.checklist", {})
        return result

    def request_final_check(self, *, source: str | Unset = UNSET, note: str | Unset = UNSET) -> FinalRequestAnswer:
        """Ask for the final check of the latest session, once.

        201 for a new request, 200 with the one that is there.

        For a user.

        source: At most 64 characters; by default "UNKNOWN".
        note: At most 500 characters.

        Raises Error: invalid_source, invalid_note, verification_session_required, kyc_session_not_submitted,
            verification_documents_missing.
        """
        result: FinalRequestAnswer = self._call("profile.requestFinalCheck", {"source": source, "note": note})
        return result


class ApplicationsOperations:
    """Applications for jobs, with journey, documents and offers."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def apply(self, *, job_id: str, note: str | Unset = UNSET) -> AppliedResult:
        """Apply for a job; repeating it gives the application that is there.

        One application per person and job, for ever: 201 for a new one, 200 with the one that is there, whose note
        stays.

        For a user.

        job_id: Id of a job.
        note: At most 1000 characters.

        Raises Error: invalid_note, job_not_found, user_not_found.
        """
        result: AppliedResult = self._call("applications.apply", {"jobId": job_id, "note": note})
        return result

    def list_own(self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, status: ApplicationStatus | Unset = UNSET) -> ApplicationPage:
        """Own applications.

        Latest change first.

        For a user.

        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 50; by default 20.

        Raises Error: invalid_application_status, invalid_cursor, invalid_limit.
        """
        result: ApplicationPage = self._call("applications.listOwn", {"cursor": cursor, "limit": limit, "status": status})
        return result

    def own_journey(self, *, application_id: str) -> OwnJourney:
        """What has happened to an own application.

        For a user.

        application_id: Id of an application.

        Raises Error: application_not_found.
        """
        result: OwnJourney = self._call("applications.ownJourney", {"applicationId": application_id})
        return result

    def accept_offer(self, *, application_id: str, reason: str | Unset = UNSET) -> OfferAnswer:
        """Accept an offer.

        For a user.

        application_id: Id of an application.
        reason: At most 500 characters.

        Raises Error: invalid_reason, application_not_found, offer_not_available.
        """
        result: OfferAnswer = self._call("applications.acceptOffer", {"applicationId": application_id, "reason": reason})
        return result

    def decline_offer(self, *, application_id: str, reason: str | Unset = UNSET) -> OfferAnswer:
        """Decline an offer.

        For a user.

        application_id: Id of an application.
        reason: At most 500 characters.

        Raises Error: invalid_reason, application_not_found, offer_not_available.
        """
        result: OfferAnswer = self._call("applications.declineOffer", {"applicationId": application_id, "reason": reason})
        return result

    def list(self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, status: ApplicationStatus | Unset = UNSET, job_id: str | Unset = UNSET, org_id: str | Unset = UNSET, q: str | Unset = UNSET) -> ApplicationCasePage:
        """Applications with applicant and last event.

        Latest change first.

        For an administrator.

        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 50; by default 20.
        job_id: Exactly this job.
        org_id: Exactly this employer, by the id in the job.
        q: Words in job title, employer, or name and address of the applicant.

        Raises Error: invalid_application_status, invalid_job_id, invalid_org_id, invalid_cursor, invalid_limit,
            admin_api_disabled.
        """
        result: ApplicationCasePage = self._call("applications.list", {"cursor": cursor, "limit": limit, "status": status, "jobId": job_id, "orgId": org_id, "q": q})
        return result

    def find(self, *, application_id: str) -> ApplicationCase:
        """One application.

        For an administrator.

        application_id: Id of an application.

        Raises Error: application_not_found, admin_api_disabled.
        """
        result: ApplicationCase = self._call("applications.find", {"applicationId": application_id})
        return result

    def journey(self, *, application_id: str) -> Journey:
        """What has happened to an application.

        For an administrator.

        application_id: Id of an application.

        Raises Error: application_not_found, admin_api_disabled.
        """
        result: Journey = self._call("applications.journey", {"applicationId": application_id})
        return result

    def change_status(self, *, application_id: str, status: ApplicationStatus, reason: str | Unset = UNSET, updated_by: str | Unset = UNSET) -> StatusChangeResult:
        """Move an application to another status.

        Asking for the status it has changes nothing. An offer is answered by the candidate.

        For an administrator.

        application_id: Id of an application.
        reason: At most 500 characters.
        updated_by: The acting administrator's address when absent; at most 180 characters.

        Raises Error: invalid_application_status, invalid_reason, invalid_updated_by, application_not_found,
            offer_decision_required, invalid_application_transition, admin_api_disabled.
        """
        result: StatusChangeResult = self._call("applications.changeStatus", {"applicationId": application_id, "status": status, "reason": reason, "updatedBy": updated_by})
        return result

    def upload_url(self, *, application_id: str, document_type: str, file_name: str, content_type: str, content_length: int, checksum_sha256: str) -> ApplicationUploadAnswer:
        """Get a link to upload one file to.

        Send the bytes to upload.uploadUrl with upload.method and upload.headers verbatim, then register them with
        applications.add_document.

        For a user.

        application_id: Id of an application.
        document_type: Any case; 1 to 64 characters.
        file_name: 1 to 180 characters.
        content_type: A PDF, JPEG or PNG.
        content_length: 1 to 10485760.
        checksum_sha256: SHA-256 of the file in hex.

        Raises Error: invalid_document_type, invalid_file_name, invalid_content_type, invalid_content_length,
            invalid_checksum_sha256, application_not_found, upload_quota_exceeded, storage_unavailable.
        """
        result: ApplicationUploadAnswer = self._call("applications.uploadUrl", {"applicationId": application_id, "documentType": document_type, "fileName": file_name, "contentType": content_type, "contentLength": content_length, "checksumSha256": checksum_sha256})
        return result

    def add_document(self, *, application_id: str, document_type: str, file_name: str, content_type: str, content_length: int, checksum_sha256: str, object_key: str) -> ApplicationDocumentAnswer:
        """Register an uploaded file as a document.

        For a user.

        application_id: Id of an application.
        document_type: Any case; 1 to 64 characters.
        file_name: 1 to 180 characters.
        content_type: A PDF, JPEG or PNG.
        content_length: 1 to 10485760.
        checksum_sha256: SHA-256 of the file in hex.
        object_key: As given with the upload link; 1 to 1024 characters.

        Raises Error: invalid_document_type, invalid_file_name, invalid_content_type, invalid_content_length,
            invalid_object_key, invalid_checksum_sha256, invalid_object_key_ownership, application_not_found,
            duplicate_application_document, document_limit_reached, document_not_uploaded, document_mismatch,
            storage_unavailable.
        """
        result: ApplicationDocumentAnswer = self._call("applications.addDocument", {"applicationId": application_id, "documentType": document_type, "fileName": file_name, "contentType": content_type, "contentLength": content_length, "checksumSha256": checksum_sha256, "objectKey": object_key})
        return result

    def own_documents(self, *, application_id: str) -> OwnDocuments:
        """Documents of an own application.

        For a user.

        application_id: Id of an application.

        Raises Error: application_not_found.
        """
        result: OwnDocuments = self._call("applications.ownDocuments", {"applicationId": application_id})
        return result

    def documents(self, *, application_id: str) -> ApplicationDocuments:
        """Documents of an application.

        For an administrator.

        application_id: Id of an application.

        Raises Error: application_not_found, admin_api_disabled.
        """
        result: ApplicationDocuments = self._call("applications.documents", {"applicationId": application_id})
        return result

    def review_document(self, *, application_id: str, document_id: str, review_status: DocumentReviewStatus, review_reason: str | Unset = UNSET, reviewed_by: str | Unset = UNSET) -> DocumentReviewResult:
        """Say whether a document is valid.

        The same again changes nothing.

        For an administrator.

        application_id: Id of an application.
        document_id: Id of a document.
        review_reason: At most 500 characters.
        reviewed_by: The acting administrator's address when absent; at most 180 characters.

        Raises Error: invalid_review_status, invalid_review_reason, invalid_updated_by, application_not_found,
            application_document_not_found, admin_api_disabled.
        """
        result: DocumentReviewResult = self._call("applications.reviewDocument", {"applicationId": application_id, "documentId": document_id, "reviewStatus": review_status, "reviewReason": review_reason, "reviewedBy": reviewed_by})
        return result

    def preview_document(self, *, document_id: str, expires_sec: int | Unset = UNSET) -> ApplicationPreview:
        """Get a temporary link to look at a document.

        For an administrator.

        document_id: Id of a document.
        expires_sec: How long the link works; the server may allow less than this range; 60 to 3600.

        Raises Error: invalid_expires_sec, application_document_not_found, document_mismatch, storage_unavailable,
            admin_api_disabled.
        """
        result: ApplicationPreview = self._call("applications.previewDocument", {"documentId": document_id, "expiresSec": expires_sec})
        return result


class OrganizationsOperations:
    """Companies and institutions, and whether they are what they say they are."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def create(self, *, name: str, org_type: OrganizationType, country_code: str) -> Organization:
        """Create an organization.

        For a user.

        name: 2 to 180 characters.

        Raises Error: invalid_org_name, invalid_org_type, invalid_country_code.
        """
        result: Organization = self._call("organizations.create", {"name": name, "orgType": org_type, "countryCode": country_code})
        return result

    def submit_verification(self, *, org_id: str, registration_number: str, legal_name: str, supporting_object_keys: List[str] | None | Unset = UNSET) -> OrganizationVerification:
        """Ask for the verification of an organization.

        Asking again with new data makes it PENDING, whatever it was.

        For a user.

        org_id: Id of an organization.
        registration_number: 1 to 128 characters.
        legal_name: 2 to 180 characters.
        supporting_object_keys: At most 20 items.

        Raises Error: invalid_registration_number, invalid_legal_name, invalid_supporting_object_keys,
            invalid_supporting_object_key, org_not_found.
        """
        result: OrganizationVerification = self._call("organizations.submitVerification", {"orgId": org_id, "registrationNumber": registration_number, "legalName": legal_name, "supportingObjectKeys": supporting_object_keys})
        return result

    def verification_status(self, *, org_id: str) -> OrganizationVerification:
        """How the verification of an organization stands.

        For a user.

        org_id: Id of an organization.

        Raises Error: org_not_found, org_verification_not_found.
        """
        result: OrganizationVerification = self._call("organizations.verificationStatus", {"orgId": org_id})
        return result

    def list(self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, org_type: OrganizationType | Unset = UNSET, verification_status: OrganizationStatus | Unset = UNSET) -> OrganizationCasePage:
        """Organizations with owner and verification, newest first.

        For an administrator.

        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 100; by default 20.

        Raises Error: invalid_org_type, invalid_verification_status, invalid_cursor, invalid_limit,
            admin_api_disabled.
        """
        result: OrganizationCasePage = self._call("organizations.list", {"cursor": cursor, "limit": limit, "orgType": org_type, "verificationStatus": verification_status})
        return result

    def decide_verification(self, *, org_id: str, status: OrganizationStatus, reason_codes: List[str] | None | Unset = UNSET) -> OrganizationVerification:
        """Decide on the verification of an organization.

        For an administrator.

        org_id: Id of an organization.
        reason_codes: At most 20 items.

        Raises Error: invalid_verification_status, invalid_reason_codes, invalid_reason_code, org_not_found,
            org_verification_not_found, org_verification_changed, admin_api_disabled.
        """
        result: OrganizationVerification = self._call("organizations.decideVerification", {"orgId": org_id, "status": status, "reasonCodes": reason_codes})
        return result


class AdminOperations:
    """People, counters and history for administrators."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def users(self, *, q: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> UserPage:
        """All users, newest first.

        For an administrator.

        q: Words in name or address; case is ignored.
        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 100; by default 25.

        Raises Error: invalid_cursor, invalid_limit, admin_api_disabled.
        """
        result: UserPage = self._call("admin.users", {"q": q, "cursor": cursor, "limit": limit})
        return result

    def create_user(self, *, full_name: str, email: str, password: str, roles: List[str] | Unset = UNSET) -> UserAnswer:
        """Create a user with roles.

        For an administrator.

        full_name: 2 to 200 characters.
        email: 3 to 320 characters.
        password: 8 to 1024 characters.
        roles: Only `super_admin` when absent; at least 1 items.

        Raises Error: invalid_name, invalid_email, invalid_password, invalid_roles, email_exists, admin_api_disabled.
        """
        result: UserAnswer = self._call("admin.createUser", {"fullName": full_name, "email": email, "password": password, "roles": roles})
        return result

    def user(self, *, user_id: str) -> UserAnswer:
        """One user.

        For an administrator.

        user_id: Id of a user.

        Raises Error: user_not_found, admin_api_disabled.
        """
        result: UserAnswer = self._call("admin.user", {"userId": user_id})
        return result

    def update_user(self, *, user_id: str, full_name: str | Unset = UNSET, password: str | Unset = UNSET, roles: List[str] | Unset = UNSET) -> UserAnswer:
        """Change name, password or roles of a user.

        For an administrator.

        user_id: Id of a user.
        full_name: 2 to 200 characters.
        password: Ends the user's sessions; 8 to 1024 characters.
        roles: Replaces the whole set; at least 1 items.

        Raises Error: invalid_roles, invalid_request, invalid_name, invalid_password, user_not_found,
            admin_api_disabled.
        """
        result: UserAnswer = self._call("admin.updateUser", {"userId": user_id, "fullName": full_name, "password": password, "roles": roles})
        return result

    def user_profile(self, *, user_id: str) -> ProfileAnswer:
        """Profile of a user.

        For an administrator.

        user_id: Id of a user.

        Raises Error: user_not_found, admin_api_disabled.
        """
        result: ProfileAnswer = self._call("admin.userProfile", {"userId": user_id})
        return result

    def user_kyc_history(self, *, user_id: str, session_id: str | Unset = UNSET) -> KycHistory:
        """Status events of a user's identity check.

        For an administrator.

        user_id: Id of a user.
        session_id: The latest session when absent.

        Raises Error: user_not_found, kyc_session_not_found, admin_api_disabled.
        """
        result: KycHistory = self._call("admin.userKycHistory", {"userId": user_id, "sessionId": session_id})
        return result

    def overview(self) -> Overview:
        """Counters of the dashboard.

        For an administrator.

        Raises Error: admin_api_disabled.
        """
        result: Overview = self._call("admin.overview", {})
        return result

    def activity(self, *, type: ActivityType | Unset = UNSET, actor_id: str | Unset = UNSET, from_: str | Unset = UNSET, to: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> ActivityTimeline:
        """Status changes of identity checks and applications, newest first.

        For an administrator.

        type: By default "ALL".
        actor_id: Exactly this person or name.
        from_: Inclusive, as is `to`; a time in ISO 8601.
        to: A time in ISO 8601.
        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 100; by default 25.

        Raises Error: invalid_activity_type, invalid_date_filter, invalid_cursor, invalid_limit, admin_api_disabled.
        """
        result: ActivityTimeline = self._call("admin.activity", {"type": type, "actorId": actor_id, "from": from_, "to": to, "cursor": cursor, "limit": limit})
        return result

    def audit_events(self, *, type: ActivityType | Unset = UNSET, actor_id: str | Unset = UNSET, from_: str | Unset = UNSET, to: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, actor_type: ActorFilter | Unset = UNSET, entity_type: str | Unset = UNSET, entity_id: str | Unset = UNSET, action: str | Unset = UNSET) -> AuditTimeline:
        """The same events with more filters.

        For an administrator.

        type: By default "ALL".
        actor_id: Exactly this person or name.
        from_: Inclusive, as is `to`; a time in ISO 8601.
        to: A time in ISO 8601.
        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 100; by default 25.
        actor_type: By default "ALL".
        entity_type: Any case.
        entity_id: Exactly this id.
        action: Any case.

        Raises Error: invalid_activity_type, invalid_actor_type, invalid_date_filter, invalid_cursor, invalid_limit,
            admin_api_disabled.
        """
        result: AuditTimeline = self._call("admin.auditEvents", {"type": type, "actorId": actor_id, "from": from_, "to": to, "cursor": cursor, "limit": limit, "actorType": actor_type, "entityType": entity_type, "entityId": entity_id, "action": action})
        return result

    def cases(self, *, status: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> ReviewQueue:
        """The review queue under its former name.

        For an administrator.

        status: `DEFAULT` is what waits for a decision; `ALL`, or one status; by default "DEFAULT".
        cursor: `nextCursor` of the page before; by default "0".
        limit: 1 to 100; by default 25.

        Raises Error: invalid_status_filter, invalid_cursor, invalid_limit, admin_api_disabled.
        """
        result: ReviewQueue = self._call("admin.cases", {"status": status, "cursor": cursor, "limit": limit})
        return result

    def case_action(self, *, case_id: str, action: str | Unset = UNSET, decision: Literal['VERIFIED', 'REJECTED', 'MANUAL_REVIEW'] | Unset = UNSET, reviewed_by: str | Unset = UNSET, reason: str | Unset = UNSET, note: str | Unset = UNSET) -> KycEnvelope:
        """Decide on an identity check in its former words.

        For an administrator.

        case_id: Id of an identity check.
        action: `REQUEST_EVIDENCE`, `ESCALATE`, `RESOLVE_VALID`, `RESOLVE_INVALID` or `BLACKLIST_ENTITY`.
        decision: Wins over `action`.
        reviewed_by: Who acts when absent; at most 128 characters.
        reason: At most 2000 characters.
        note: Used when `reason` is absent.

        Raises Error: unsupported_case_action, invalid_session_id, invalid_decision, invalid_reviewed_by,
            invalid_reason, kyc_session_not_found, kyc_session_locked, kyc_session_not_submitted, admin_api_disabled.
        """
        result: KycEnvelope = self._call("admin.caseAction", {"caseId": case_id, "action": action, "decision": decision, "reviewedBy": reviewed_by, "reason": reason, "note": note})
        return result


class HostOperations:
    """The state and the documentation of the server."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def health(self) -> Health:
        """Tell that the process is alive."""
        result: Health = self._call("host.health", {})
        return result

    def ready(self) -> Readiness:
        """Tell whether requests can be served now.

        The parts that are looked at are in checks; the answer is kept for two seconds.
        """
        result: Readiness = self._call("host.ready", {})
        return result

    def metrics(self) -> Metrics:
        """Counters since the start of the process.

        Raises Error: not_found.
        """
        result: Metrics = self._call("host.metrics", {})
        return result

    def openapi(self) -> dict[str, Any]:
        """This document."""
        result: dict[str, Any] = self._call("host.openapi", {})
        return result


class Operations:
    auth: AuthOperations
    kyc: KycOperations
    jobs: JobsOperations
    feed: FeedOperations
    profile: ProfileOperations
    applications: ApplicationsOperations
    organizations: OrganizationsOperations
    admin: AdminOperations
    host: HostOperations

    def __init__(self, call: Call) -> None:
        self.auth = AuthOperations(call)
        self.kyc = KycOperations(call)
        self.jobs = JobsOperations(call)
        self.feed = FeedOperations(call)
        self.profile = ProfileOperations(call)
        self.applications = ApplicationsOperations(call)
        self.organizations = OrganizationsOperations(call)
        self.admin = AdminOperations(call)
        self.host = HostOperations(call)
