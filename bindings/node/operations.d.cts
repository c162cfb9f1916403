// Made from docs/openapi.json by bindings/generate.py; not to be edited.

export type ErrorAnswer = { error: ErrorDetail };
export type ErrorDetail = { code: string; message: string; requestId: string; retryAfterSec?: number };
export type Registration = { fullName: string; email: string; password: string };
export type AuthSession = { user: User; accessToken: string; refreshToken: string; emailVerification?: Challenge };
export type User = { id: string; fullName: string; email: string; emailVerified: boolean; emailVerifiedAt: string | null; createdAt: string; roles: Array<string> };
export type Challenge = { required: boolean; verified: boolean; email: string; sent: boolean; expiresInSec: number; resendAvailableInSec: number; alreadyVerified?: boolean; developmentCode?: string };
export type EmailAddress = { email: string };
export type VerificationCode = { email: string; code: string };
export type Verification = { email: string; verified: boolean; alreadyVerified: boolean };
export type Login = { identifier?: string; email?: string; password: string };
export type RefreshToken = { refreshToken: string };
export type CurrentUser = { user: User };
export type KycStart = { provider?: string };
export type KycEnvelope = { status: TrustStatus; session: KycSession | null };
export type TrustStatus = "NOT_STARTED" | "IN_PROGRESS" | "MANUAL_REVIEW" | "VERIFIED" | "REJECTED";
export type KycSession = { id: string; status: KycStatus; provider: string; providerRef: string | null; providerMetadata: Record<string, unknown>; submittedAt: string | null; reviewedBy: string | null; reviewedAt: string | null; createdAt: string; updatedAt: string };
export type KycStatus = "CREATED" | "SUBMITTED" | "MANUAL_REVIEW" | "VERIFIED" | "REJECTED";
export type UploadDeclaration = { sessionId?: string; documentType: string; fileName: string; contentType: string; contentLength: number; checksumSha256: string };
export type KycUpload = { status: TrustStatus; session: KycSession; upload: UploadLink };
export type UploadLink = { objectKey: string; uploadUrl: string; method: string; headers: Record<string, string>; expiresAt: string };
export type DocumentDeclaration = { sessionId?: string; documentType: string; objectKey: string; checksumSha256: string; metadata?: Record<string, unknown> | null };
export type KycDocumentAnswer = { status: TrustStatus; session: KycSession; document: KycDocument };
export type KycDocument = { id: string; kycSessionId: string; documentType: string; objectKey: string | null; fileUrl: string; checksumSha256: string; metadata: Record<string, unknown>; verifiedAt: string | null; createdAt: string };
export type ProviderData = { providerRef?: string; metadata?: Record<string, unknown> | null };
export type KycHistory = { session: KycSession | null; events: Array<KycStatusEvent> };
export type KycStatusEvent = { id: string; kycSessionId: string; fromStatus: KycStatus | null; toStatus: KycStatus; actorType: ActorType; actorId: string | null; reason: string | null; createdAt: string };
export type ActorType = "USER" | "ADMIN" | "SYSTEM";
export type ProviderEventInput = { sessionId?: string; providerRef?: string; metadata?: Record<string, unknown> | null };
export type ProviderEventResult = { accepted: boolean; duplicate: boolean; idempotencyKey: string; updated: boolean; session: KycSession | null };
export type ReviewQueue = { count: number; filters: ReviewFilter; pageInfo: PageInfo; items: Array<ReviewCase> };
export type ReviewFilter = { status: Array<KycStatus> };
export type PageInfo = { cursor: string; nextCursor: string | null; limit: number; total: number };
export type ReviewCase = { session: KycSession; trustStatus: TrustStatus; user: PersonSummary | null; documents: Array<KycDocument>; documentCount: number; events: Array<KycStatusEvent>; lastEvent: KycStatusEvent | null; riskFlags: Array<string> };
export type PersonSummary = { id: string; fullName: string; email: string };
export type PreviewInput = { expiresSec?: number };
export type PreviewLink = { documentId: string; kycSessionId: string; objectKey: string; url: string; method: string; expiresAt: string };
export type KycReview = { sessionId: string; decision: "VERIFIED" | "REJECTED" | "MANUAL_REVIEW"; reviewedBy?: string; reason?: string };
export type EmploymentType = "FULL_TIME" | "PART_TIME" | "CONTRACT";
export type JobList = { items: Array<JobSummary>; pageInfo: PageInfo };
export type JobSummary = { id: string; title: string; employmentType: EmploymentType; visaSponsorship: boolean; location: JobLocation; employer: Employer; lifecycle: Lifecycle; viewerState: JobViewerState };
export type JobLocation = { countryCode: string; city: string; displayLabel: string };
export type Employer = { id: string; name: string; logoUrl: string | null; isVerifiedEmployer: boolean };
export type Lifecycle = { status: LifecycleStatus; effectiveStatus: LifecycleStatus; publishedAt: string | null; scheduledAt: string | null };
export type LifecycleStatus = "DRAFT" | "PUBLISHED" | "SCHEDULED";
export type JobViewerState = { authenticated: boolean; saved: boolean; canApply: boolean; applyCta: ApplyAction };
export type ApplyAction = "APPLY" | "LOGIN_TO_APPLY";
export type JobAnswer = { job: Job; viewerState: JobViewerState };
export type Job = { id: string; title: string; employmentType: EmploymentType; visaSponsorship: boolean; location: JobPlace; employer: Employer; lifecycle: Lifecycle; description: string; requirements: Array<string> };
export type JobPlace = { countryCode: string; city: string; displayLabel: string; latitude: number; longitude: number };
export type SaveJob = { jobId: string };
export type JobSavedAnswer = { saved: boolean; created: boolean; jobId: string };
export type JobUnsavedAnswer = { saved: boolean; removed: boolean; jobId: string };
export type AdminJobList = { items: Array<Job>; pageInfo: PageInfo };
export type JobDraft = { title: string; employmentType: EmploymentType; visaSponsorship: boolean; description: string; requirements: Array<string>; location: JobLocationDraft; employer: EmployerDraft; lifecycle?: LifecycleDraft };
export type JobLocationDraft = { city: string; displayLabel: string; latitude: number; longitude: number; countryCode: string };
export type EmployerDraft = { id: string; name: string; isVerifiedEmployer: boolean; logoUrl?: string | null };
export type LifecycleDraft = { status?: LifecycleStatus; publishedAt?: string | null; scheduledAt?: string | null };
export type AdminJobAnswer = { job: Job };
export type JobBulk = { action: BulkAction; jobIds: Array<string>; publishedAt?: string | null; scheduledAt?: string | null };
export type BulkAction = "PUBLISH" | "UNPUBLISH" | "SCHEDULE" | "DELETE";
export type JobBulkAnswer = { action: BulkAction; total: number; successCount: number; failureCount: number; results: Array<JobBulkItem> };
export type JobBulkItem = { jobId: string; success: boolean; error?: BulkError; lifecycle?: Lifecycle; removed?: boolean };
export type BulkError = { code: string; message: string };
export type PublishInput = { publishedAt?: string | null };
export type EmptyInput = {  };
export type ScheduleInput = { scheduledAt: string };
export type JobDraftChange = { title?: string; employmentType?: EmploymentType; visaSponsorship?: boolean; description?: string; requirements?: Array<string>; location?: JobLocationDraft; employer?: EmployerDraft; lifecycle?: LifecycleDraft };
export type JobRemovedAnswer = { removed: boolean; jobId: string };
export type PostList = { items: Array<Post>; pageInfo: PageInfo };
export type Post = { id: string; title: string; excerpt: string; category: string; author: string; imageUrl: string | null; publishedAt: string; lifecycle: Lifecycle; viewerState: PostViewerState };
export type PostViewerState = { authenticated: boolean; saved: boolean };
export type SavePost = { postId: string };
export type PostSavedAnswer = { saved: boolean; created: boolean; postId: string };
export type PostUnsavedAnswer = { saved: boolean; removed: boolean; postId: string };
export type AdminPostList = { items: Array<AdminPost>; pageInfo: PageInfo };
export type AdminPost = { id: string; title: string; excerpt: string; category: string; author: string; imageUrl: string | null; publishedAt: string | null; lifecycle: Lifecycle };
export type PostDraft = { title: string; excerpt: string; category: string; author: string; imageUrl?: string | null; publishedAt?: string | null; lifecycle?: LifecycleDraft };
export type AdminPostAnswer = { post: AdminPost };
export type PostBulk = { action: BulkAction; postIds: Array<string>; publishedAt?: string | null; scheduledAt?: string | null };
export type PostBulkAnswer = { action: BulkAction; total: number; successCount: number; failureCount: number; results: Array<PostBulkItem> };
export type PostBulkItem = { postId: string; success: boolean; error?: BulkError; lifecycle?: Lifecycle; removed?: boolean };
export type PostDraftChange = { title?: string; excerpt?: string; category?: string; author?: string; imageUrl?: string | null; publishedAt?: string | null; lifecycle?: LifecycleDraft };
export type PostRemovedAnswer = { removed: boolean; postId: string };
export type ProfileAnswer = { profile: Profile };
export type Profile = { id: string; fullName: string; email: string; avatarUrl: string | null; profileCompletionPercent: number; trustScoreLabel: TrustLabel; verificationStatus: TrustStatus; verification: ProfileVerification };
export type TrustLabel = "UNVERIFIED" | "BUILDING_TRUST" | "UNDER_REVIEW" | "TRUSTED" | "ACTION_REQUIRED";
export type ProfileVerification = { sessionId: string | null; sessionStatus: KycStatus | null; trustStatus: TrustStatus; documentsUploaded: number; requiredDocuments: number; requiredDocumentsUploaded: number; finalRequest: FinalRequest | null };
export type FinalRequest = { id: string; sessionId: string | null; status: string; source: string; note: string | null; requestedAt: string; documentsCount: number | null };
export type ProfileUpdate = { fullName?: string; avatarUrl?: string | null };
export type ChecklistAnswer = { session: SessionSummary | null; documents: Array<ChecklistItem>; summary: ChecklistSummary };
export type SessionSummary = { id: string; status: KycStatus; trustStatus: TrustStatus; submittedAt: string | null; reviewedAt: string | null; updatedAt: string };
export type ChecklistItem = { documentType: string; status: ChecklistStatus; required: boolean; documentId: string | null; objectKey: string | null; uploadedAt: string | null; reviewedAt: string | null };
export type ChecklistStatus = "MISSING" | "PENDING" | "VERIFIED" | "REJECTED";
export type ChecklistSummary = { requiredTotal: number; uploadedRequired: number; verifiedRequired: number; missingRequired: number; allRequiredUploaded: boolean };
export type FinalRequestDraft = { source?: string; note?: string };
export type FinalRequestAnswer = { created: boolean; request: FinalRequest; session: SessionSummary };
export type ApplicationNote = { note?: string };
export type AppliedResult = { created: boolean; application: Application };
export type Application = { id: string; jobId: string; status: ApplicationStatus; note: string | null; createdAt: string; updatedAt: string; job: AppliedJob };
export type ApplicationStatus = "SUBMITTED" | "IN_REVIEW" | "INTERVIEW" | "OFFERED" | "HIRED" | "REJECTED";
export type AppliedJob = { id: string; title: string; employmentType: EmploymentType; visaSponsorship: boolean; location: JobLocation; employer: Employer };
export type ApplicationPage = { items: Array<Application>; pageInfo: PageInfo };
export type OwnJourney = { application: Application; journey: Array<JourneyEvent> };
export type JourneyEvent = { id: string; status: ApplicationStatus; title: string; description: string; actorType: ActorType | null; actorId: string | null; createdAt: string };
export type OfferReason = { reason?: string };
export type OfferAnswer = { updated: boolean; decision: OfferDecision; application: Application; journeyEvent: JourneyEvent };
export type OfferDecision = "ACCEPT" | "DECLINE";
export type ApplicationCasePage = { items: Array<ApplicationCase>; pageInfo: PageInfo };
export type ApplicationCase = { application: Application; applicant: Applicant; lastEvent: JourneyEvent | null };
export type Applicant = { id: string; fullName: string | null; email: string | null };
export type Journey = { application: Application; applicant: Applicant; journey: Array<JourneyEvent> };
export type StatusChange = { status: ApplicationStatus; reason?: string; updatedBy?: string };
export type StatusChangeResult = { updated: boolean; application: Application; applicant: Applicant; journeyEvent: JourneyEvent | null };
export type ApplicationUpload = { documentType: string; fileName: string; contentType: string; contentLength: number; checksumSha256: string };
export type ApplicationUploadAnswer = { applicationId: string; upload: UploadLink };
export type ApplicationFile = { documentType: string; fileName: string; contentType: string; contentLength: number; checksumSha256: string; objectKey: string };
export type ApplicationDocumentAnswer = { applicationId: string; document: ApplicationDocument };
export type ApplicationDocument = { id: string; applicationId: string; userId: string; documentType: string; fileName: string; contentType: string; contentLength: number; checksumSha256: string; reviewStatus: DocumentReviewStatus; reviewReason: string | null; reviewedAt: string | null; reviewedBy: string | null; createdAt: string; updatedAt: string };
export type DocumentReviewStatus = "PENDING" | "VALID" | "INVALID";
export type OwnDocuments = { application: Application; items: Array<ApplicationDocument>; total: number };
export type ApplicationDocuments = { application: Application; applicant: Applicant; items: Array<ApplicationDocument>; total: number };
export type DocumentReview = { reviewStatus: DocumentReviewStatus; reviewReason?: string; reviewedBy?: string };
export type DocumentReviewResult = { updated: boolean; application: Application; applicant: Applicant; document: ApplicationDocument };
export type ApplicationPreview = { documentId: string; applicationId: string; url: string; method: string; expiresAt: string };
export type OrganizationDraft = { name: string; orgType: OrganizationType; countryCode: string };
export type OrganizationType = "TSK" | "LPK" | "EMPLOYER";
export type Organization = { id: string; name: string; orgType: OrganizationType; countryCode: string };
export type VerificationSubmission = { registrationNumber: string; legalName: string; supportingObjectKeys?: Array<string> | null };
export type OrganizationVerification = { id: string; orgId: string; status: OrganizationStatus; reasonCodes: Array<string>; lastCheckedAt: string };
export type OrganizationStatus = "PENDING" | "VERIFIED" | "MISMATCH" | "NOT_FOUND" | "REJECTED";
export type OrganizationCasePage = { items: Array<OrganizationCase>; pageInfo: PageInfo };
export type OrganizationCase = { organization: Organization; verification: OrganizationVerification | null; owner: PersonSummary | null };
export type OrganizationDecision = { status: OrganizationStatus; reasonCodes?: Array<string> | null };
export type UserPage = { items: Array<User>; pageInfo: PageInfo };
export type NewUser = { fullName: string; email: string; password: string; roles?: Array<string> };
export type UserAnswer = { user: User };
export type UserChange = { fullName?: string; password?: string; roles?: Array<string> };
export type Overview = { pendingKyc: number; manualReviewKyc: number; verifiedToday: number; rejectedToday: number; pendingOrganizationVerification: number; activeJobs: number; publishedFeedPosts: number; activeApplications: number; submittedApplications: number; inReviewApplications: number; interviewApplications: number; offeredApplications: number; hiredApplications: number; rejectedApplications: number; lastUpdatedAt: string };
export type ActivityType = "ALL" | "KYC" | "APPLICATION" | "JOB" | "FEED" | "ORG" | "AUTH";
export type ActivityTimeline = { count: number; filters: ActivityFilters; pageInfo: PageInfo; items: Array<ActivityEvent> };
export type ActivityFilters = { type: ActivityType; actorId: string | null; from: string | null; to: string | null };
export type ActivityEvent = { id: string; type: ActivityType; action: string; entityType: string; entityId: string; actorType: ActorType; actorId: string | null; statusFrom: string | null; statusTo: string; title: string; description: string; createdAt: string; applicant?: PersonSummary; job?: ActivityJob };
export type ActivityJob = { id: string; title: string };
export type ActorFilter = "ALL" | "USER" | "ADMIN" | "SYSTEM";
export type AuditTimeline = { count: number; filters: AuditFilters; pageInfo: PageInfo; items: Array<ActivityEvent> };
export type AuditFilters = { type: ActivityType; actorType: ActorFilter; actorId: string | null; entityType: string | null; entityId: string | null; action: string | null; from: string | null; to: string | null };
export type CaseAction = { action?: string; decision?: "VERIFIED" | "REJECTED" | "MANUAL_REVIEW"; reviewedBy?: string; reason?: string; note?: string };
export type Health = { status: string; service: string; version: string };
export type Readiness = { status: ReadyState; checks: Array<ReadyCheck> };
export type ReadyState = "ready" | "not_ready";
export type ReadyCheck = { name: string; ok: boolean; latencyMs: number };
export type Metrics = { uptimeSec: number; totalRequests: number; totalErrors: number; byStatus: Record<string, number>; routes: Array<RouteMetrics> };
export type RouteMetrics = { method: string; route: string; count: number; avgDurationMs: number; minDurationMs: number; maxDurationMs: number; errorCodes: Record<string, number> };

/** The operations of the API, each in its group. They reject with SenpaiError. */
export interface Operations {
  readonly auth: {
    /** Create an account and sign in. */
    register(input: { fullName: string; email: string; password: string }): Promise<AuthSession>;
    /** Send a new one-time code by e-mail. */
    resendVerification(input: { email: string }): Promise<Challenge>;
    /** Confirm an e-mail address with its code. */
    verifyEmail(input: { email: string; code: string }): Promise<Verification>;
    /** Sign in with e-mail and password. */
    login(input: { password: string; identifier?: string; email?: string }): Promise<AuthSession>;
    /** Exchange a refresh token for a new one. */
    refresh(input: { refreshToken: string }): Promise<AuthSession>;
    /** End the session of a refresh token. */
    logout(input: { refreshToken: string }): Promise<null>;
    /** The signed-in user. */
    me(input?: Record<string, never>): Promise<CurrentUser>;
  };
  readonly kyc: {
    /** Start an identity check. */
    start(input?: { provider?: string }): Promise<KycEnvelope>;
    /** The latest identity check. */
    status(input?: Record<string, never>): Promise<KycEnvelope>;
    /** Get a link to upload one file to. */
    uploadUrl(input: { documentType: string; fileName: string; contentType: string; contentLength: number; checksumSha256: string; sessionId?: string }): Promise<KycUpload>;
    /** Register an uploaded file as a document. */
    addDocument(input: { documentType: string; objectKey: string; checksumSha256: string; sessionId?: string; metadata?: Record<string, unknown> | null }): Promise<KycDocumentAnswer>;
    /** Hand an identity check to review. */
    submit(input: { sessionId: string }): Promise<KycEnvelope>;
    /** Attach data of the identity provider. */
    providerMetadata(input: { sessionId: string; providerRef?: string; metadata?: Record<string, unknown> | null }): Promise<KycEnvelope>;
    /** Status events of a check. */
    history(input?: { sessionId?: string }): Promise<KycHistory>;
    /** Identity checks that wait for a decision. */
    reviewQueue(input?: { status?: string; cursor?: string; limit?: number }): Promise<ReviewQueue>;
    /** Get a temporary link to look at a document. */
    previewDocument(input: { documentId: string; expiresSec?: number }): Promise<PreviewLink>;
    /** Decide on an identity check. */
    review(input: { sessionId: string; decision: "VERIFIED" | "REJECTED" | "MANUAL_REVIEW"; reviewedBy?: string; reason?: string }): Promise<KycEnvelope>;
  };
  readonly jobs: {
    /** Published jobs. */
    list(input?: { q?: string; employmentType?: EmploymentType; visaSponsored?: string; location?: string; cursor?: string; limit?: number }): Promise<JobList>;
    /** One published job. */
    find(input: { jobId: string }): Promise<JobAnswer>;
    /** Jobs the user saved, latest first. */
    saved(input?: { cursor?: string; limit?: number }): Promise<JobList>;
    /** Save a job. */
    save(input: { jobId: string }): Promise<JobSavedAnswer>;
    /** Forget a saved job. */
    unsave(input: { jobId: string }): Promise<JobUnsavedAnswer>;
    /** Jobs in every state, oldest first. */
    adminList(input?: { q?: string; cursor?: string; limit?: number }): Promise<AdminJobList>;
    /** Create a job. */
    create(input: { title: string; employmentType: EmploymentType; visaSponsorship: boolean; description: string; requirements: Array<string>; location: JobLocationDraft; employer: EmployerDraft; lifecycle?: LifecycleDraft }): Promise<AdminJobAnswer>;
    /** Publish, unpublish, schedule or delete many jobs; each succeeds or fails on its own. */
    bulk(input: { action: BulkAction; jobIds: Array<string>; publishedAt?: string | null; scheduledAt?: string | null }): Promise<JobBulkAnswer>;
    /** Publish a job. */
    publish(input: { jobId: string; publishedAt?: string | null }): Promise<AdminJobAnswer>;
    /** Make a job a draft again. */
    unpublish(input: { jobId: string }): Promise<AdminJobAnswer>;
    /** Publish a job at a given time. */
    schedule(input: { jobId: string; scheduledAt: string }): Promise<AdminJobAnswer>;
    /** Change what is given of a job. */
    update(input: { jobId: string; title?: string; employmentType?: EmploymentType; visaSponsorship?: boolean; description?: string; requirements?: Array<string>; location?: JobLocationDraft; employer?: EmployerDraft; lifecycle?: LifecycleDraft }): Promise<AdminJobAnswer>;
    /** Delete a job. */
    delete(input: { jobId: string }): Promise<JobRemovedAnswer>;
  };
  readonly feed: {
    /** Published articles, newest first. */
    list(input?: { q?: string; category?: string; cursor?: string; limit?: number }): Promise<PostList>;
    /** Articles the user saved, latest first. */
    saved(input?: { cursor?: string; limit?: number }): Promise<PostList>;
    /** Save an article. */
    save(input: { postId: string }): Promise<PostSavedAnswer>;
    /** Forget a saved article. */
    unsave(input: { postId: string }): Promise<PostUnsavedAnswer>;
    /** Articles in every state, newest first. */
    adminList(input?: { q?: string; category?: string; cursor?: string; limit?: number }): Promise<AdminPostList>;
    /** Create an article. */
    create(input: { title: string; excerpt: string; category: string; author: string; imageUrl?: string | null; publishedAt?: string | null; lifecycle?: LifecycleDraft }): Promise<AdminPostAnswer>;
    /** Publish, unpublish, schedule or delete many articles; each succeeds or fails on its own. */
    bulk(input: { action: BulkAction; postIds: Array<string>; publishedAt?: string | null; scheduledAt?: string | null }): Promise<PostBulkAnswer>;
    /** Publish an article. */
    publish(input: { postId: string; publishedAt?: string | null }): Promise<AdminPostAnswer>;
    /** Make an article a draft again. */
    unpublish(input: { postId: string }): Promise<AdminPostAnswer>;
    /** Publish an article at a given time. */
    schedule(input: { postId: string; scheduledAt: string }): Promise<AdminPostAnswer>;
    /** Change what is given of an article. */
    update(input: { postId: string; title?: string; excerpt?: string; category?: string; author?: string; imageUrl?: string | null; publishedAt?: string | null; lifecycle?: LifecycleDraft }): Promise<AdminPostAnswer>;
    /** Delete an article. */
    delete(input: { postId: string }): Promise<PostRemovedAnswer>;
  };
  readonly profile: {
    /** Own profile. */
    get(input?: Record<string, never>): Promise<ProfileAnswer>;
    /** Change name or picture. */
    update(input?: { fullName?: string; avatarUrl?: string | null }): Promise<ProfileAnswer>;
    /** Own profile, under its former path. */
    getLegacy(input?: Record<string, never>): Promise<ProfileAnswer>;
    /** Which documents are there and which are missing. */
    checklist(input?: Record<string, never>): Promise<ChecklistAnswer>;
    /** Ask for the final check of the latest session, once. */
    requestFinalCheck(input?: { source?: string; note?: string }): Promise<FinalRequestAnswer>;
  };
  readonly applications: {
    /** Apply for a job; repeating it gives the application that is there. */
    apply(input: { jobId: string; note?: string }): Promise<AppliedResult>;
    /** Own applications. */
    listOwn(input?: { cursor?: string; limit?: number; status?: ApplicationStatus }): Promise<ApplicationPage>;
    /** What has happened to an own application. */
    ownJourney(input: { applicationId: string }): Promise<OwnJourney>;
    /** Accept an offer. */
    acceptOffer(input: { applicationId: string; reason?: string }): Promise<OfferAnswer>;
    /** Decline an offer. */
    declineOffer(input: { applicationId: string; reason?: string }): Promise<OfferAnswer>;
    /** Applications with applicant and last event. */
    list(input?: { cursor?: string; limit?: number; status?: ApplicationStatus; jobId?: string; orgId?: string; q?: string }): Promise<ApplicationCasePage>;
    /** One application. */
    find(input: { applicationId: string }): Promise<ApplicationCase>;
    /** What has happened to an application. */
    journey(input: { applicationId: string }): Promise<Journey>;
    /** Move an application to another status. */
    changeStatus(input: { applicationId: string; status: ApplicationStatus; reason?: string; updatedBy?: string }): Promise<StatusChangeResult>;
    /** Get a link to upload one file to. */
    uploadUrl(input: { applicationId: string; documentType: string; fileName: string; contentType: string; contentLength: number; checksumSha256: string }): Promise<ApplicationUploadAnswer>;
    /** Register an uploaded file as a document. */
    addDocument(input: { applicationId: string; documentType: string; fileName: string; contentType: string; contentLength: number; checksumSha256: string; objectKey: string }): Promise<ApplicationDocumentAnswer>;
    /** Documents of an own application. */
    ownDocuments(input: { applicationId: string }): Promise<OwnDocuments>;
    /** Documents of an application. */
    documents(input: { applicationId: string }): Promise<ApplicationDocuments>;
    /** Say whether a document is valid. */
    reviewDocument(input: { applicationId: string; documentId: string; reviewStatus: DocumentReviewStatus; reviewReason?: string; reviewedBy?: string }): Promise<DocumentReviewResult>;
    /** Get a temporary link to look at a document. */
    previewDocument(input: { documentId: string; expiresSec?: number }): Promise<ApplicationPreview>;
  };
  readonly organizations: {
    /** Create an organization. */
    create(input: { name: string; orgType: OrganizationType; countryCode: string }): Promise<Organization>;
    /** Ask for the verification of an organization. */
    submitVerification(input: { orgId: string; registrationNumber: string; legalName: string; supportingObjectKeys?: Array<string> | null }): Promise<OrganizationVerification>;
    /** How the verification of an organization stands. */
    verificationStatus(input: { orgId: string }): Promise<OrganizationVerification>;
    /** Organizations with owner and verification, newest first. */
    list(input?: { cursor?: string; limit?: number; orgType?: OrganizationType; verificationStatus?: OrganizationStatus }): Promise<OrganizationCasePage>;
    /** Decide on the verification of an organization. */
    decideVerification(input: { orgId: string; status: OrganizationStatus; reasonCodes?: Array<string> | null }): Promise<OrganizationVerification>;
  };
  readonly admin: {
    /** All users, newest first. */
    users(input?: { q?: string; cursor?: string; limit?: number }): Promise<UserPage>;
    /** Create a user with roles. */
    createUser(input: { fullName: string; email: string; password: string; roles?: Array<string> }): Promise<UserAnswer>;
    /** One user. */
    user(input: { userId: string }): Promise<UserAnswer>;
    /** Change name, password or roles of a user. */
    updateUser(input: { userId: string; fullName?: string; password?: string; roles?: Array<string> }): Promise<UserAnswer>;
    /** Profile of a user. */
    userProfile(input: { userId: string }): Promise<ProfileAnswer>;
    /** Status events of a user's identity check. */
    userKycHistory(input: { userId: string; sessionId?: string }): Promise<KycHistory>;
    /** Counters of the dashboard. */
    overview(input?: Record<string, never>): Promise<Overview>;
    /** Status changes of identity checks and applications, newest first. */
    activity(input?: { type?: ActivityType; actorId?: string; from?: string; to?: string; cursor?: string; limit?: number }): Promise<ActivityTimeline>;
    /** The same events with more filters. */
    auditEvents(input?: { type?: ActivityType; actorId?: string; from?: string; to?: string; cursor?: string; limit?: number; actorType?: ActorFilter; entityType?: string; entityId?: string; action?: string }): Promise<AuditTimeline>;
    /** The review queue under its former name. */
    cases(input?: { status?: string; cursor?: string; limit?: number }): Promise<ReviewQueue>;
    /** Decide on an identity check in its former words. */
    caseAction(input: { caseId: string; action?: string; decision?: "VERIFIED" | "REJECTED" | "MANUAL_REVIEW"; reviewedBy?: string; reason?: string; note?: string }): Promise<KycEnvelope>;
  };
  readonly host: {
    /** Tell that the process is alive. */
    health(input?: Record<string, never>): Promise<Health>;
    /** Tell whether requests can be served now. */
    ready(input?: Record<string, never>): Promise<Readiness>;
    /** Counters since the start of the process. */
    metrics(input?: Record<string, never>): Promise<Metrics>;
    /** This document. */
    openapi(input?: Record<string, never>): Promise<Record<string, unknown>>;
  };
}
