"""Made from docs/openapi.json by bindings/generate.py; not to be edited."""

# flake8: noqa
from __future__ import annotations

from enum import Enum
from typing import Any, Callable, List, Literal, Mapping, NotRequired, TypeAlias, TypedDict

Call = Callable[[str, Mapping[str, Any]], Any]


class Unset(Enum):
    UNSET = 0


UNSET = Unset.UNSET


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
    documentType: str
    fileName: str
    contentType: str
    contentLength: int
    checksumSha256: str


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
    documentType: str
    objectKey: str
    checksumSha256: str
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
    metadata: NotRequired[dict[str, Any] | None]


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
    publishedAt: NotRequired[str | None]
    scheduledAt: NotRequired[str | None]


class AdminJobAnswer(TypedDict):
    job: Job


class JobBulk(TypedDict):
    action: BulkAction
    jobIds: List[str]
    publishedAt: NotRequired[str | None]
    scheduledAt: NotRequired[str | None]


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


class EmptyInput(TypedDict):
    pass


class ScheduleInput(TypedDict):
    scheduledAt: str


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
    author: str
    imageUrl: NotRequired[str | None]
    publishedAt: NotRequired[str | None]
    lifecycle: NotRequired[LifecycleDraft]


class AdminPostAnswer(TypedDict):
    post: AdminPost


class PostBulk(TypedDict):
    action: BulkAction
    postIds: List[str]
    publishedAt: NotRequired[str | None]
    scheduledAt: NotRequired[str | None]


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
    author: NotRequired[str]
    imageUrl: NotRequired[str | None]
    publishedAt: NotRequired[str | None]
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


class StatusChangeResult(TypedDict):
    updated: bool
    application: Application
    applicant: Applicant
    journeyEvent: JourneyEvent | None


class ApplicationUpload(TypedDict):
    documentType: str
    fileName: str
    contentType: str
    contentLength: int
    checksumSha256: str


class ApplicationUploadAnswer(TypedDict):
    applicationId: str
    upload: UploadLink


class ApplicationFile(TypedDict):
    documentType: str
    fileName: str
    contentType: str
    contentLength: int
    checksumSha256: str
    objectKey: str


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


class UserAnswer(TypedDict):
    user: User


class UserChange(TypedDict):
    fullName: NotRequired[str]
    password: NotRequired[str]
    roles: NotRequired[List[str]]


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
    decision: NotRequired[Literal['VERIFIED', 'REJECTED', 'MANUAL_REVIEW']]
    reviewedBy: NotRequired[str]
    reason: NotRequired[str]
    note: NotRequired[str]


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
    def __init__(self, call: Call) -> None:
        self._call = call

    def register(self, *, full_name: str, email: str, password: str) -> AuthSession:
        """Create an account and sign in."""
        result: AuthSession = self._call("auth.register", {"fullName": full_name, "email": email, "password": password})
        return result

    def resend_verification(self, *, email: str) -> Challenge:
        """Send a new one-time code by e-mail."""
        result: Challenge = self._call("auth.resendVerification", {"email": email})
        return result

    def verify_email(self, *, email: str, code: str) -> Verification:
        """Confirm an e-mail address with its code."""
        result: Verification = self._call("auth.verifyEmail", {"email": email, "code": code})
        return result

    def login(self, *, password: str, identifier: str | Unset = UNSET, email: str | Unset = UNSET) -> AuthSession:
        """Sign in with e-mail and password."""
        result: AuthSession = self._call("auth.login", {"password": password, "identifier": identifier, "email": email})
        return result

    def refresh(self, *, refresh_token: str) -> AuthSession:
        """Exchange a refresh token for a new one."""
        result: AuthSession = self._call("auth.refresh", {"refreshToken": refresh_token})
        return result

    def logout(self, *, refresh_token: str) -> None:
        """End the session of a refresh token."""
        self._call("auth.logout", {"refreshToken": refresh_token})

    def me(self) -> CurrentUser:
        """The signed-in user."""
        result: CurrentUser = self._call("auth.me", {})
        return result


class KycOperations:
    def __init__(self, call: Call) -> None:
        self._call = call

    def start(self, *, provider: str | Unset = UNSET) -> KycEnvelope:
        """Start an identity check."""
        result: KycEnvelope = self._call("kyc.start", {"provider": provider})
        return result

    def status(self) -> KycEnvelope:
        """The latest identity check."""
        result: KycEnvelope = self._call("kyc.status", {})
        return result

    def upload_url(self, *, document_type: str, file_name: str, content_type: str, content_length: int, checksum_sha256: str, session_id: str | Unset = UNSET) -> KycUpload:
        """Get a link to upload one file to."""
        result: KycUpload = self._call("kyc.uploadUrl", {"documentType": document_type, "fileName": file_name, "contentType": content_type, "contentLength": content_length, "checksumSha256": checksum_sha256, "sessionId": session_id})
        return result

    def add_document(self, *, document_type: str, object_key: str, checksum_sha256: str, session_id: str | Unset = UNSET, metadata: dict[str, Any] | None | Unset = UNSET) -> KycDocumentAnswer:
        """Register an uploaded file as a document."""
        result: KycDocumentAnswer = self._call("kyc.addDocument", {"documentType": document_type, "objectKey": object_key, "checksumSha256": checksum_sha256, "sessionId": session_id, "metadata": metadata})
        return result

    def submit(self, *, session_id: str) -> KycEnvelope:
        """Hand an identity check to review."""
        result: KycEnvelope = self._call("kyc.submit", {"sessionId": session_id})
        return result

    def provider_metadata(self, *, session_id: str, provider_ref: str | Unset = UNSET, metadata: dict[str, Any] | None | Unset = UNSET) -> KycEnvelope:
        """Attach data of the identity provider."""
        result: KycEnvelope = self._call("kyc.providerMetadata", {"sessionId": session_id, "providerRef": provider_ref, "metadata": metadata})
        return result

    def history(self, *, session_id: str | Unset = UNSET) -> KycHistory:
        """Status events of a check."""
        result: KycHistory = self._call("kyc.history", {"sessionId": session_id})
        return result

    def review_queue(self, *, status: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> ReviewQueue:
        """Identity checks that wait for a decision."""
        result: ReviewQueue = self._call("kyc.reviewQueue", {"status": status, "cursor": cursor, "limit": limit})
        return result

    def preview_document(self, *, document_id: str, expires_sec: int | Unset = UNSET) -> PreviewLink:
        """Get a temporary link to look at a document."""
        result: PreviewLink = self._call("kyc.previewDocument", {"documentId": document_id, "expiresSec": expires_sec})
        return result

    def review(self, *, session_id: str, decision: Literal['VERIFIED', 'REJECTED', 'MANUAL_REVIEW'], reviewed_by: str | Unset = UNSET, reason: str | Unset = UNSET) -> KycEnvelope:
        """Decide on an identity check."""
        result: KycEnvelope = self._call("kyc.review", {"sessionId": session_id, "decision": decision, "reviewedBy": reviewed_by, "reason": reason})
        return result


class JobsOperations:
    def __init__(self, call: Call) -> None:
        self._call = call

    def list(self, *, q: str | Unset = UNSET, employment_type: EmploymentType | Unset = UNSET, visa_sponsored: str | Unset = UNSET, location: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> JobList:
        """Published jobs."""
        result: JobList = self._call("jobs.list", {"q": q, "employmentType": employment_type, "visaSponsored": visa_sponsored, "location": location, "cursor": cursor, "limit": limit})
        return result

    def find(self, *, job_id: str) -> JobAnswer:
        """One published job."""
        result: JobAnswer = self._call("jobs.find", {"jobId": job_id})
        return result

    def saved(self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> JobList:
        """Jobs the user saved, latest first."""
        result: JobList = self._call("jobs.saved", {"cursor": cursor, "limit": limit})
        return result

    def save(self, *, job_id: str) -> JobSavedAnswer:
        """Save a job."""
        result: JobSavedAnswer = self._call("jobs.save", {"jobId": job_id})
        return result

    def unsave(self, *, job_id: str) -> JobUnsavedAnswer:
        """Forget a saved job."""
        result: JobUnsavedAnswer = self._call("jobs.unsave", {"jobId": job_id})
        return result

    def admin_list(self, *, q: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> AdminJobList:
        """Jobs in every state, oldest first."""
        result: AdminJobList = self._call("jobs.adminList", {"q": q, "cursor": cursor, "limit": limit})
        return result

    def create(self, *, title: str, employment_type: EmploymentType, visa_sponsorship: bool, description: str, requirements: List[str], location: JobLocationDraft, employer: EmployerDraft, lifecycle: LifecycleDraft | Unset = UNSET) -> AdminJobAnswer:
        """Create a job."""
        result: AdminJobAnswer = self._call("jobs.create", {"title": title, "employmentType": employment_type, "visaSponsorship": visa_sponsorship, "description": description, "requirements": requirements, "location": location, "employer": employer, "lifecycle": lifecycle})
        return result

    def bulk(self, *, action: BulkAction, job_ids: List[str], published_at: str | None | Unset = UNSET, scheduled_at: str | None | Unset = UNSET) -> JobBulkAnswer:
        """Publish, unpublish, schedule or delete many jobs; each succeeds or fails on its own."""
        result: JobBulkAnswer = self._call("jobs.bulk", {"action": action, "jobIds": job_ids, "publishedAt": published_at, "scheduledAt": scheduled_at})
        return result

    def publish(self, *, job_id: str, published_at: str | None | Unset = UNSET) -> AdminJobAnswer:
        """Publish a job."""
        result: AdminJobAnswer = self._call("jobs.publish", {"jobId": job_id, "publishedAt": published_at})
        return result

    def unpublish(self, *, job_id: str) -> AdminJobAnswer:
        """Make a job a draft again."""
        result: AdminJobAnswer = self._call("jobs.unpublish", {"jobId": job_id})
        return result

    def schedule(self, *, job_id: str, scheduled_at: str) -> AdminJobAnswer:
        """Publish a job at a given time."""
        result: AdminJobAnswer = self._call("jobs.schedule", {"jobId": job_id, "scheduledAt": scheduled_at})
        return result

    def update(self, *, job_id: str, title: str | Unset = UNSET, employment_type: EmploymentType | Unset = UNSET, visa_sponsorship: bool | Unset = UNSET, description: str | Unset = UNSET, requirements: List[str] | Unset = UNSET, location: JobLocationDraft | Unset = UNSET, employer: EmployerDraft | Unset = UNSET, lifecycle: LifecycleDraft | Unset = UNSET) -> AdminJobAnswer:
        """Change what is given of a job."""
        result: AdminJobAnswer = self._call("jobs.update", {"jobId": job_id, "title": title, "employmentType": employment_type, "visaSponsorship": visa_sponsorship, "description": description, "requirements": requirements, "location": location, "employer": employer, "lifecycle": lifecycle})
        return result

    def delete(self, *, job_id: str) -> JobRemovedAnswer:
        """Delete a job."""
        result: JobRemovedAnswer = self._call("jobs.delete", {"jobId": job_id})
        return result


class FeedOperations:
    def __init__(self, call: Call) -> None:
        self._call = call

    def list(self, *, q: str | Unset = UNSET, category: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> PostList:
        """Published articles, newest first."""
        result: PostList = self._call("feed.list", {"q": q, "category": category, "cursor": cursor, "limit": limit})
        return result

    def saved(self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> PostList:
        """Articles the user saved, latest first."""
        result: PostList = self._call("feed.saved", {"cursor": cursor, "limit": limit})
        return result

    def save(self, *, post_id: str) -> PostSavedAnswer:
        """Save an article."""
        result: PostSavedAnswer = self._call("feed.save", {"postId": post_id})
        return result

    def unsave(self, *, post_id: str) -> PostUnsavedAnswer:
        """Forget a saved article."""
        result: PostUnsavedAnswer = self._call("feed.unsave", {"postId": post_id})
        return result

    def admin_list(self, *, q: str | Unset = UNSET, category: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> AdminPostList:
        """Articles in every state, newest first."""
        result: AdminPostList = self._call("feed.adminList", {"q": q, "category": category, "cursor": cursor, "limit": limit})
        return result

    def create(self, *, title: str, excerpt: str, category: str, author: str, image_url: str | None | Unset = UNSET, published_at: str | None | Unset = UNSET, lifecycle: LifecycleDraft | Unset = UNSET) -> AdminPostAnswer:
        """Create an article."""
        result: AdminPostAnswer = self._call("feed.create", {"title": title, "excerpt": excerpt, "category": category, "author": author, "imageUrl": image_url, "publishedAt": published_at, "lifecycle": lifecycle})
        return result

    def bulk(self, *, action: BulkAction, post_ids: List[str], published_at: str | None | Unset = UNSET, scheduled_at: str | None | Unset = UNSET) -> PostBulkAnswer:
        """Publish, unpublish, schedule or delete many articles; each succeeds or fails on its own."""
        result: PostBulkAnswer = self._call("feed.bulk", {"action": action, "postIds": post_ids, "publishedAt": published_at, "scheduledAt": scheduled_at})
        return result

    def publish(self, *, post_id: str, published_at: str | None | Unset = UNSET) -> AdminPostAnswer:
        """Publish an article."""
        result: AdminPostAnswer = self._call("feed.publish", {"postId": post_id, "publishedAt": published_at})
        return result

    def unpublish(self, *, post_id: str) -> AdminPostAnswer:
        """Make an article a draft again."""
        result: AdminPostAnswer = self._call("feed.unpublish", {"postId": post_id})
        return result

    def schedule(self, *, post_id: str, scheduled_at: str) -> AdminPostAnswer:
        """Publish an article at a given time."""
        result: AdminPostAnswer = self._call("feed.schedule", {"postId": post_id, "scheduledAt": scheduled_at})
        return result

    def update(self, *, post_id: str, title: str | Unset = UNSET, excerpt: str | Unset = UNSET, category: str | Unset = UNSET, author: str | Unset = UNSET, image_url: str | None | Unset = UNSET, published_at: str | None | Unset = UNSET, lifecycle: LifecycleDraft | Unset = UNSET) -> AdminPostAnswer:
        """Change what is given of an article."""
        result: AdminPostAnswer = self._call("feed.update", {"postId": post_id, "title": title, "excerpt": excerpt, "category": category, "author": author, "imageUrl": image_url, "publishedAt": published_at, "lifecycle": lifecycle})
        return result

    def delete(self, *, post_id: str) -> PostRemovedAnswer:
        """Delete an article."""
        result: PostRemovedAnswer = self._call("feed.delete", {"postId": post_id})
        return result


class ProfileOperations:
    def __init__(self, call: Call) -> None:
        self._call = call

    def get(self) -> ProfileAnswer:
        """Own profile."""
        result: ProfileAnswer = self._call("profile.get", {})
        return result

    def update(self, *, full_name: str | Unset = UNSET, avatar_url: str | None | Unset = UNSET) -> ProfileAnswer:
        """Change name or picture."""
        result: ProfileAnswer = self._call("profile.update", {"fullName": full_name, "avatarUrl": avatar_url})
        return result

    def get_legacy(self) -> ProfileAnswer:
        """Own profile, under its former path."""
        result: ProfileAnswer = self._call("profile.getLegacy", {})
        return result

    def checklist(self) -> ChecklistAnswer:
        """Which documents are there and which are missing."""
        result: ChecklistAnswer = self._call("profile.checklist", {})
        return result

    def request_final_check(self, *, source: str | Unset = UNSET, note: str | Unset = UNSET) -> FinalRequestAnswer:
        """Ask for the final check of the latest session, once."""
        result: FinalRequestAnswer = self._call("profile.requestFinalCheck", {"source": source, "note": note})
        return result


class ApplicationsOperations:
    def __init__(self, call: Call) -> None:
        self._call = call

    def apply(self, *, job_id: str, note: str | Unset = UNSET) -> AppliedResult:
        """Apply for a job; repeating it gives the application that is there."""
        result: AppliedResult = self._call("applications.apply", {"jobId": job_id, "note": note})
        return result

    def list_own(self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, status: ApplicationStatus | Unset = UNSET) -> ApplicationPage:
        """Own applications."""
        result: ApplicationPage = self._call("applications.listOwn", {"cursor": cursor, "limit": limit, "status": status})
        return result

    def own_journey(self, *, application_id: str) -> OwnJourney:
        """What has happened to an own application."""
        result: OwnJourney = self._call("applications.ownJourney", {"applicationId": application_id})
        return result

    def accept_offer(self, *, application_id: str, reason: str | Unset = UNSET) -> OfferAnswer:
        """Accept an offer."""
        result: OfferAnswer = self._call("applications.acceptOffer", {"applicationId": application_id, "reason": reason})
        return result

    def decline_offer(self, *, application_id: str, reason: str | Unset = UNSET) -> OfferAnswer:
        """Decline an offer."""
        result: OfferAnswer = self._call("applications.declineOffer", {"applicationId": application_id, "reason": reason})
        return result

    def list(self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, status: ApplicationStatus | Unset = UNSET, job_id: str | Unset = UNSET, org_id: str | Unset = UNSET, q: str | Unset = UNSET) -> ApplicationCasePage:
        """Applications with applicant and last event."""
        result: ApplicationCasePage = self._call("applications.list", {"cursor": cursor, "limit": limit, "status": status, "jobId": job_id, "orgId": org_id, "q": q})
        return result

    def find(self, *, application_id: str) -> ApplicationCase:
        """One application."""
        result: ApplicationCase = self._call("applications.find", {"applicationId": application_id})
        return result

    def journey(self, *, application_id: str) -> Journey:
        """What has happened to an application."""
        result: Journey = self._call("applications.journey", {"applicationId": application_id})
        return result

    def change_status(self, *, application_id: str, status: ApplicationStatus, reason: str | Unset = UNSET, updated_by: str | Unset = UNSET) -> StatusChangeResult:
        """Move an application to another status."""
        result: StatusChangeResult = self._call("applications.changeStatus", {"applicationId": application_id, "status": status, "reason": reason, "updatedBy": updated_by})
        return result

    def upload_url(self, *, application_id: str, document_type: str, file_name: str, content_type: str, content_length: int, checksum_sha256: str) -> ApplicationUploadAnswer:
        """Get a link to upload one file to."""
        result: ApplicationUploadAnswer = self._call("applications.uploadUrl", {"applicationId": application_id, "documentType": document_type, "fileName": file_name, "contentType": content_type, "contentLength": content_length, "checksumSha256": checksum_sha256})
        return result

    def add_document(self, *, application_id: str, document_type: str, file_name: str, content_type: str, content_length: int, checksum_sha256: str, object_key: str) -> ApplicationDocumentAnswer:
        """Register an uploaded file as a document."""
        result: ApplicationDocumentAnswer = self._call("applications.addDocument", {"applicationId": application_id, "documentType": document_type, "fileName": file_name, "contentType": content_type, "contentLength": content_length, "checksumSha256": checksum_sha256, "objectKey": object_key})
        return result

    def own_documents(self, *, application_id: str) -> OwnDocuments:
        """Documents of an own application."""
        result: OwnDocuments = self._call("applications.ownDocuments", {"applicationId": application_id})
        return result

    def documents(self, *, application_id: str) -> ApplicationDocuments:
        """Documents of an application."""
        result: ApplicationDocuments = self._call("applications.documents", {"applicationId": application_id})
        return result

    def review_document(self, *, application_id: str, document_id: str, review_status: DocumentReviewStatus, review_reason: str | Unset = UNSET, reviewed_by: str | Unset = UNSET) -> DocumentReviewResult:
        """Say whether a document is valid."""
        result: DocumentReviewResult = self._call("applications.reviewDocument", {"applicationId": application_id, "documentId": document_id, "reviewStatus": review_status, "reviewReason": review_reason, "reviewedBy": reviewed_by})
        return result

    def preview_document(self, *, document_id: str, expires_sec: int | Unset = UNSET) -> ApplicationPreview:
        """Get a temporary link to look at a document."""
        result: ApplicationPreview = self._call("applications.previewDocument", {"documentId": document_id, "expiresSec": expires_sec})
        return result


class OrganizationsOperations:
    def __init__(self, call: Call) -> None:
        self._call = call

    def create(self, *, name: str, org_type: OrganizationType, country_code: str) -> Organization:
        """Create an organization."""
        result: Organization = self._call("organizations.create", {"name": name, "orgType": org_type, "countryCode": country_code})
        return result

    def submit_verification(self, *, org_id: str, registration_number: str, legal_name: str, supporting_object_keys: List[str] | None | Unset = UNSET) -> OrganizationVerification:
        """Ask for the verification of an organization."""
        result: OrganizationVerification = self._call("organizations.submitVerification", {"orgId": org_id, "registrationNumber": registration_number, "legalName": legal_name, "supportingObjectKeys": supporting_object_keys})
        return result

    def verification_status(self, *, org_id: str) -> OrganizationVerification:
        """How the verification of an organization stands."""
        result: OrganizationVerification = self._call("organizations.verificationStatus", {"orgId": org_id})
        return result

    def list(self, *, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, org_type: OrganizationType | Unset = UNSET, verification_status: OrganizationStatus | Unset = UNSET) -> OrganizationCasePage:
        """Organizations with owner and verification, newest first."""
        result: OrganizationCasePage = self._call("organizations.list", {"cursor": cursor, "limit": limit, "orgType": org_type, "verificationStatus": verification_status})
        return result

    def decide_verification(self, *, org_id: str, status: OrganizationStatus, reason_codes: List[str] | None | Unset = UNSET) -> OrganizationVerification:
        """Decide on the verification of an organization."""
        result: OrganizationVerification = self._call("organizations.decideVerification", {"orgId": org_id, "status": status, "reasonCodes": reason_codes})
        return result


class AdminOperations:
    def __init__(self, call: Call) -> None:
        self._call = call

    def users(self, *, q: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> UserPage:
        """All users, newest first."""
        result: UserPage = self._call("admin.users", {"q": q, "cursor": cursor, "limit": limit})
        return result

    def create_user(self, *, full_name: str, email: str, password: str, roles: List[str] | Unset = UNSET) -> UserAnswer:
        """Create a user with roles."""
        result: UserAnswer = self._call("admin.createUser", {"fullName": full_name, "email": email, "password": password, "roles": roles})
        return result

    def user(self, *, user_id: str) -> UserAnswer:
        """One user."""
        result: UserAnswer = self._call("admin.user", {"userId": user_id})
        return result

    def update_user(self, *, user_id: str, full_name: str | Unset = UNSET, password: str | Unset = UNSET, roles: List[str] | Unset = UNSET) -> UserAnswer:
        """Change name, password or roles of a user."""
        result: UserAnswer = self._call("admin.updateUser", {"userId": user_id, "fullName": full_name, "password": password, "roles": roles})
        return result

    def user_profile(self, *, user_id: str) -> ProfileAnswer:
        """Profile of a user."""
        result: ProfileAnswer = self._call("admin.userProfile", {"userId": user_id})
        return result

    def user_kyc_history(self, *, user_id: str, session_id: str | Unset = UNSET) -> KycHistory:
        """Status events of a user's identity check."""
        result: KycHistory = self._call("admin.userKycHistory", {"userId": user_id, "sessionId": session_id})
        return result

    def overview(self) -> Overview:
        """Counters of the dashboard."""
        result: Overview = self._call("admin.overview", {})
        return result

    def activity(self, *, type: ActivityType | Unset = UNSET, actor_id: str | Unset = UNSET, from_: str | Unset = UNSET, to: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> ActivityTimeline:
        """Status changes of identity checks and applications, newest first."""
        result: ActivityTimeline = self._call("admin.activity", {"type": type, "actorId": actor_id, "from": from_, "to": to, "cursor": cursor, "limit": limit})
        return result

    def audit_events(self, *, type: ActivityType | Unset = UNSET, actor_id: str | Unset = UNSET, from_: str | Unset = UNSET, to: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET, actor_type: ActorFilter | Unset = UNSET, entity_type: str | Unset = UNSET, entity_id: str | Unset = UNSET, action: str | Unset = UNSET) -> AuditTimeline:
        """The same events with more filters."""
        result: AuditTimeline = self._call("admin.auditEvents", {"type": type, "actorId": actor_id, "from": from_, "to": to, "cursor": cursor, "limit": limit, "actorType": actor_type, "entityType": entity_type, "entityId": entity_id, "action": action})
        return result

    def cases(self, *, status: str | Unset = UNSET, cursor: str | Unset = UNSET, limit: int | Unset = UNSET) -> ReviewQueue:
        """The review queue under its former name."""
        result: ReviewQueue = self._call("admin.cases", {"status": status, "cursor": cursor, "limit": limit})
        return result

    def case_action(self, *, case_id: str, action: str | Unset = UNSET, decision: Literal['VERIFIED', 'REJECTED', 'MANUAL_REVIEW'] | Unset = UNSET, reviewed_by: str | Unset = UNSET, reason: str | Unset = UNSET, note: str | Unset = UNSET) -> KycEnvelope:
        """Decide on an identity check in its former words."""
        result: KycEnvelope = self._call("admin.caseAction", {"caseId": case_id, "action": action, "decision": decision, "reviewedBy": reviewed_by, "reason": reason, "note": note})
        return result


class HostOperations:
    def __init__(self, call: Call) -> None:
        self._call = call

    def health(self) -> Health:
        """Tell that the process is alive."""
        result: Health = self._call("host.health", {})
        return result

    def ready(self) -> Readiness:
        """Tell whether requests can be served now."""
        result: Readiness = self._call("host.ready", {})
        return result

    def metrics(self) -> Metrics:
        """Counters since the start of the process."""
        result: Metrics = self._call("host.metrics", {})
        return result

    def openapi(self) -> dict[str, Any]:
        """This document."""
        result: dict[str, Any] = self._call("host.openapi", {})
        return result


class Operations:
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
