// Made by bindings/generate.py; not to be edited.

export type ErrorAnswer = {
  error: ErrorDetail;
};
export type ErrorDetail = {
  code: string;
  message: string;
  requestId: string;
  retryAfterSec?: number;
};
export type Registration = {
  /** 2 to 200 characters. */
  fullName: string;
  /** 3 to 320 characters. */
  email: string;
  /** 8 to 1024 characters. */
  password: string;
};
export type AuthSession = {
  user: User;
  accessToken: string;
  refreshToken: string;
  emailVerification?: Challenge;
};
export type User = {
  id: string;
  fullName: string;
  email: string;
  emailVerified: boolean;
  /** A time in ISO 8601. */
  emailVerifiedAt: string | null;
  /** A time in ISO 8601. */
  createdAt: string;
  roles: Array<string>;
};
export type Challenge = {
  required: boolean;
  verified: boolean;
  email: string;
  sent: boolean;
  expiresInSec: number;
  resendAvailableInSec: number;
  alreadyVerified?: boolean;
  developmentCode?: string;
};
export type EmailAddress = {
  /** 3 to 320 characters. */
  email: string;
};
export type VerificationCode = {
  /** 3 to 320 characters. */
  email: string;
  code: string;
};
export type Verification = {
  email: string;
  verified: boolean;
  alreadyVerified: boolean;
};
export type Login = {
  /** The e-mail address; wins over `email`. */
  identifier?: string;
  email?: string;
  password: string;
};
export type RefreshToken = {
  refreshToken: string;
};
export type CurrentUser = {
  user: User;
};
export type KycStart = {
  /** At most 64 characters; by default "manual". */
  provider?: string;
};
export type KycEnvelope = {
  status: TrustStatus;
  session: KycSession | null;
};
export type TrustStatus = "NOT_STARTED" | "IN_PROGRESS" | "MANUAL_REVIEW" | "VERIFIED" | "REJECTED";
export type KycSession = {
  id: string;
  status: KycStatus;
  provider: string;
  providerRef: string | null;
  providerMetadata: Record<string, unknown>;
  /** A time in ISO 8601. */
  submittedAt: string | null;
  reviewedBy: string | null;
  /** A time in ISO 8601. */
  reviewedAt: string | null;
  /** A time in ISO 8601. */
  createdAt: string;
  /** A time in ISO 8601. */
  updatedAt: string;
};
export type KycStatus = "CREATED" | "SUBMITTED" | "MANUAL_REVIEW" | "VERIFIED" | "REJECTED";
export type UploadDeclaration = {
  /** The latest session when absent. */
  sessionId?: string;
  /** Any case; 1 to 64 characters. */
  documentType: string;
  /** 1 to 180 characters. */
  fileName: string;
  /** A media type this server accepts; see the error. */
  contentType: string;
  /** In bytes; 10 MiB at most, unless configured otherwise; at least 1. */
  contentLength: number;
  /** SHA-256 of the file in hex. */
  checksumSha256: string;
};
export type KycUpload = {
  status: TrustStatus;
  session: KycSession;
  upload: UploadLink;
};
export type UploadLink = {
  objectKey: string;
  uploadUrl: string;
  method: string;
  headers: Record<string, string>;
  /** A time in ISO 8601. */
  expiresAt: string;
};
export type DocumentDeclaration = {
  /** The latest session when absent. */
  sessionId?: string;
  /** Any case; 1 to 64 characters. */
  documentType: string;
  /** As given with the upload link; 1 to 1024 characters. */
  objectKey: string;
  /** SHA-256 of the file in hex. */
  checksumSha256: string;
  metadata?: Record<string, unknown> | null;
};
export type KycDocumentAnswer = {
  status: TrustStatus;
  session: KycSession;
  document: KycDocument;
};
export type KycDocument = {
  id: string;
  kycSessionId: string;
  documentType: string;
  objectKey: string | null;
  fileUrl: string;
  checksumSha256: string;
  metadata: Record<string, unknown>;
  /** A time in ISO 8601. */
  verifiedAt: string | null;
  /** A time in ISO 8601. */
  createdAt: string;
};
export type ProviderData = {
  /** At most 128 characters. */
  providerRef?: string;
  metadata?: Record<string, unknown>;
};
export type KycHistory = {
  session: KycSession | null;
  events: Array<KycStatusEvent>;
};
export type KycStatusEvent = {
  id: string;
  kycSessionId: string;
  fromStatus: KycStatus | null;
  toStatus: KycStatus;
  actorType: ActorType;
  actorId: string | null;
  reason: string | null;
  /** A time in ISO 8601. */
  createdAt: string;
};
export type ActorType = "USER" | "ADMIN" | "SYSTEM";
export type ProviderEventInput = {
  sessionId?: string;
  /** At most 128 characters. */
  providerRef?: string;
  /** Merged into the session's metadata; without it the whole body is. */
  metadata?: Record<string, unknown> | null;
};
export type ProviderEventResult = {
  accepted: boolean;
  duplicate: boolean;
  idempotencyKey: string;
  updated: boolean;
  session: KycSession | null;
};
export type ReviewQueue = {
  count: number;
  filters: ReviewFilter;
  pageInfo: PageInfo;
  items: Array<ReviewCase>;
};
export type ReviewFilter = {
  status: Array<KycStatus>;
};
export type PageInfo = {
  cursor: string;
  nextCursor: string | null;
  limit: number;
  total: number;
};
export type ReviewCase = {
  session: KycSession;
  trustStatus: TrustStatus;
  user: PersonSummary | null;
  documents: Array<KycDocument>;
  documentCount: number;
  events: Array<KycStatusEvent>;
  lastEvent: KycStatusEvent | null;
  riskFlags: Array<string>;
};
export type PersonSummary = {
  id: string;
  fullName: string;
  email: string;
};
export type PreviewInput = {
  /** How long the link works; the server may allow less than this range; 60 to 3600. */
  expiresSec?: number;
};
export type PreviewLink = {
  documentId: string;
  kycSessionId: string;
  objectKey: string;
  url: string;
  method: string;
  /** A time in ISO 8601. */
  expiresAt: string;
};
export type KycReview = {
  sessionId: string;
  decision: "VERIFIED" | "REJECTED" | "MANUAL_REVIEW";
  /** Needed with an administration key; else the administrator's address; at most 128 characters. */
  reviewedBy?: string;
  /** At most 2000 characters. */
  reason?: string;
};
export type EmploymentType = "FULL_TIME" | "PART_TIME" | "CONTRACT";
export type JobList = {
  items: Array<JobSummary>;
  pageInfo: PageInfo;
};
export type JobSummary = {
  id: string;
  title: string;
  employmentType: EmploymentType;
  visaSponsorship: boolean;
  location: JobLocation;
  employer: Employer;
  lifecycle: Lifecycle;
  viewerState: JobViewerState;
};
export type JobLocation = {
  countryCode: string;
  city: string;
  displayLabel: string;
};
export type Employer = {
  id: string;
  name: string;
  logoUrl: string | null;
  isVerifiedEmployer: boolean;
};
export type Lifecycle = {
  status: LifecycleStatus;
  effectiveStatus: LifecycleStatus;
  /** A time in ISO 8601. */
  publishedAt: string | null;
  /** A time in ISO 8601. */
  scheduledAt: string | null;
};
export type LifecycleStatus = "DRAFT" | "PUBLISHED" | "SCHEDULED";
export type JobViewerState = {
  authenticated: boolean;
  saved: boolean;
  canApply: boolean;
  applyCta: ApplyAction;
};
export type ApplyAction = "APPLY" | "LOGIN_TO_APPLY";
export type JobAnswer = {
  job: Job;
  viewerState: JobViewerState;
};
export type Job = {
  id: string;
  title: string;
  employmentType: EmploymentType;
  visaSponsorship: boolean;
  location: JobPlace;
  employer: Employer;
  lifecycle: Lifecycle;
  description: string;
  requirements: Array<string>;
};
export type JobPlace = {
  countryCode: string;
  city: string;
  displayLabel: string;
  latitude: number;
  longitude: number;
};
export type SaveJob = {
  jobId: string;
};
export type JobSavedAnswer = {
  saved: boolean;
  created: boolean;
  jobId: string;
};
export type JobUnsavedAnswer = {
  saved: boolean;
  removed: boolean;
  jobId: string;
};
export type AdminJobList = {
  items: Array<Job>;
  pageInfo: PageInfo;
};
export type JobDraft = {
  /** 2 to 160 characters. */
  title: string;
  employmentType: EmploymentType;
  visaSponsorship: boolean;
  /** 8 to 5000 characters. */
  description: string;
  /** 1 to 20 items. */
  requirements: Array<string>;
  location: JobLocationDraft;
  employer: EmployerDraft;
  lifecycle?: LifecycleDraft;
};
export type JobLocationDraft = {
  /** 2 to 120 characters. */
  city: string;
  /** 2 to 180 characters. */
  displayLabel: string;
  /** -90.0 to 90.0. */
  latitude: number;
  /** -180.0 to 180.0. */
  longitude: number;
  countryCode: string;
};
export type EmployerDraft = {
  /** 1 to 200 characters. */
  id: string;
  /** 2 to 180 characters. */
  name: string;
  isVerifiedEmployer: boolean;
  /** At most 2048 characters. */
  logoUrl?: string | null;
};
export type LifecycleDraft = {
  /** For something new PUBLISHED when absent. */
  status?: LifecycleStatus;
  /** Shown as the date of publication; now when absent; a time in ISO 8601. */
  publishedAt?: string | null;
  /** When it becomes public; needed for SCHEDULED; a time in ISO 8601. */
  scheduledAt?: string | null;
};
export type AdminJobAnswer = {
  job: Job;
};
export type JobBulk = {
  action: BulkAction;
  /** 1 to 100 items. */
  jobIds: Array<string>;
  /** Shown as the date of publication; now when absent; a time in ISO 8601. */
  publishedAt?: string | null;
  /** When it becomes public; needed for SCHEDULED; a time in ISO 8601. */
  scheduledAt?: string | null;
};
export type BulkAction = "PUBLISH" | "UNPUBLISH" | "SCHEDULE" | "DELETE";
export type JobBulkAnswer = {
  action: BulkAction;
  total: number;
  successCount: number;
  failureCount: number;
  results: Array<JobBulkItem>;
};
export type JobBulkItem = {
  jobId: string;
  success: boolean;
  error?: BulkError;
  lifecycle?: Lifecycle;
  removed?: boolean;
};
export type BulkError = {
  code: string;
  message: string;
};
export type PublishInput = {
  /** Shown as the date of publication; now when absent; a time in ISO 8601. */
  publishedAt?: string | null;
};
export type EmptyInput = {
};
export type ScheduleInput = {
  /** When it becomes public; a time in ISO 8601. */
  scheduledAt: string;
};
export type JobDraftChange = {
  /** 2 to 160 characters. */
  title?: string;
  employmentType?: EmploymentType;
  visaSponsorship?: boolean;
  /** 8 to 5000 characters. */
  description?: string;
  /** 1 to 20 items. */
  requirements?: Array<string>;
  location?: JobLocationDraft;
  employer?: EmployerDraft;
  lifecycle?: LifecycleDraft;
};
export type JobRemovedAnswer = {
  removed: boolean;
  jobId: string;
};
export type PostList = {
  items: Array<Post>;
  pageInfo: PageInfo;
};
export type Post = {
  id: string;
  title: string;
  excerpt: string;
  category: string;
  author: string;
  imageUrl: string | null;
  /** A time in ISO 8601. */
  publishedAt: string;
  lifecycle: Lifecycle;
  viewerState: PostViewerState;
};
export type PostViewerState = {
  authenticated: boolean;
  saved: boolean;
};
export type SavePost = {
  postId: string;
};
export type PostSavedAnswer = {
  saved: boolean;
  created: boolean;
  postId: string;
};
export type PostUnsavedAnswer = {
  saved: boolean;
  removed: boolean;
  postId: string;
};
export type AdminPostList = {
  items: Array<AdminPost>;
  pageInfo: PageInfo;
};
export type AdminPost = {
  id: string;
  title: string;
  excerpt: string;
  category: string;
  author: string;
  imageUrl: string | null;
  /** A time in ISO 8601. */
  publishedAt: string | null;
  lifecycle: Lifecycle;
};
export type PostDraft = {
  /** 2 to 180 characters. */
  title: string;
  /** 2 to 600 characters. */
  excerpt: string;
  /** Any case; 1 to 64 characters. */
  category: string;
  /** 2 to 120 characters. */
  author: string;
  /** At most 2048 characters. */
  imageUrl?: string | null;
  /** Used where `lifecycle` has no date of its own; a time in ISO 8601. */
  publishedAt?: string | null;
  lifecycle?: LifecycleDraft;
};
export type AdminPostAnswer = {
  post: AdminPost;
};
export type PostBulk = {
  action: BulkAction;
  /** 1 to 100 items. */
  postIds: Array<string>;
  /** Shown as the date of publication; now when absent; a time in ISO 8601. */
  publishedAt?: string | null;
  /** When it becomes public; needed for SCHEDULED; a time in ISO 8601. */
  scheduledAt?: string | null;
};
export type PostBulkAnswer = {
  action: BulkAction;
  total: number;
  successCount: number;
  failureCount: number;
  results: Array<PostBulkItem>;
};
export type PostBulkItem = {
  postId: string;
  success: boolean;
  error?: BulkError;
  lifecycle?: Lifecycle;
  removed?: boolean;
};
export type PostDraftChange = {
  /** 2 to 180 characters. */
  title?: string;
  /** 2 to 600 characters. */
  excerpt?: string;
  /** Any case; 1 to 64 characters. */
  category?: string;
  /** 2 to 120 characters. */
  author?: string;
  /** At most 2048 characters. */
  imageUrl?: string | null;
  /** Used where `lifecycle` has no date of its own; a time in ISO 8601. */
  publishedAt?: string | null;
  lifecycle?: LifecycleDraft;
};
export type PostRemovedAnswer = {
  removed: boolean;
  postId: string;
};
export type ProfileAnswer = {
  profile: Profile;
};
export type Profile = {
  id: string;
  fullName: string;
  email: string;
  avatarUrl: string | null;
  profileCompletionPercent: number;
  trustScoreLabel: TrustLabel;
  verificationStatus: TrustStatus;
  verification: ProfileVerification;
};
export type TrustLabel = "UNVERIFIED" | "BUILDING_TRUST" | "UNDER_REVIEW" | "TRUSTED" | "ACTION_REQUIRED";
export type ProfileVerification = {
  sessionId: string | null;
  sessionStatus: KycStatus | null;
  trustStatus: TrustStatus;
  documentsUploaded: number;
  requiredDocuments: number;
  requiredDocumentsUploaded: number;
  finalRequest: FinalRequest | null;
};
export type FinalRequest = {
  id: string;
  sessionId: string | null;
  status: string;
  source: string;
  note: string | null;
  requestedAt: string;
  documentsCount: number | null;
};
export type ProfileUpdate = {
  /** 2 to 120 characters. */
  fullName?: string;
  /** Null takes the picture away; at most 500 characters. */
  avatarUrl?: string | null;
};
export type ChecklistAnswer = {
  session: SessionSummary | null;
  documents: Array<ChecklistItem>;
  summary: ChecklistSummary;
};
export type SessionSummary = {
  id: string;
  status: KycStatus;
  trustStatus: TrustStatus;
  /** A time in ISO 8601. */
  submittedAt: string | null;
  /** A time in ISO 8601. */
  reviewedAt: string | null;
  /** A time in ISO 8601. */
  updatedAt: string;
};
export type ChecklistItem = {
  documentType: string;
  status: ChecklistStatus;
  required: boolean;
  documentId: string | null;
  objectKey: string | null;
  /** A time in ISO 8601. */
  uploadedAt: string | null;
  /** A time in ISO 8601. */
  reviewedAt: string | null;
};
export type ChecklistStatus = "MISSING" | "PENDING" | "VERIFIED" | "REJECTED";
export type ChecklistSummary = {
  requiredTotal: number;
  uploadedRequired: number;
  verifiedRequired: number;
  missingRequired: number;
  allRequiredUploaded: boolean;
};
export type FinalRequestDraft = {
  /** At most 64 characters; by default "UNKNOWN". */
  source?: string;
  /** At most 500 characters. */
  note?: string;
};
export type FinalRequestAnswer = {
  created: boolean;
  request: FinalRequest;
  session: SessionSummary;
};
export type ApplicationNote = {
  /** At most 1000 characters. */
  note?: string;
};
export type AppliedResult = {
  created: boolean;
  application: Application;
};
export type Application = {
  id: string;
  jobId: string;
  status: ApplicationStatus;
  note: string | null;
  /** A time in ISO 8601. */
  createdAt: string;
  /** A time in ISO 8601. */
  updatedAt: string;
  job: AppliedJob;
};
export type ApplicationStatus = "SUBMITTED" | "IN_REVIEW" | "INTERVIEW" | "OFFERED" | "HIRED" | "REJECTED";
export type AppliedJob = {
  id: string;
  title: string;
  employmentType: EmploymentType;
  visaSponsorship: boolean;
  location: JobLocation;
  employer: Employer;
};
export type ApplicationPage = {
  items: Array<Application>;
  pageInfo: PageInfo;
};
export type OwnJourney = {
  application: Application;
  journey: Array<JourneyEvent>;
};
export type JourneyEvent = {
  id: string;
  status: ApplicationStatus;
  title: string;
  description: string;
  actorType: ActorType | null;
  actorId: string | null;
  /** A time in ISO 8601. */
  createdAt: string;
};
export type OfferReason = {
  /** At most 500 characters. */
  reason?: string;
};
export type OfferAnswer = {
  updated: boolean;
  decision: OfferDecision;
  application: Application;
  journeyEvent: JourneyEvent;
};
export type OfferDecision = "ACCEPT" | "DECLINE";
export type ApplicationCasePage = {
  items: Array<ApplicationCase>;
  pageInfo: PageInfo;
};
export type ApplicationCase = {
  application: Application;
  applicant: Applicant;
  lastEvent: JourneyEvent | null;
};
export type Applicant = {
  id: string;
  fullName: string | null;
  email: string | null;
};
export type Journey = {
  application: Application;
  applicant: Applicant;
  journey: Array<JourneyEvent>;
};
export type StatusChange = {
  status: ApplicationStatus;
  /** At most 500 characters. */
  reason?: string;
  /** The acting administrator's address when absent; at most 180 characters. */
  updatedBy?: string;
};
export type StatusChangeResult = {
  updated: boolean;
  application: Application;
  applicant: Applicant;
  journeyEvent: JourneyEvent | null;
};
export type ApplicationUpload = {
  /** Any case; 1 to 64 characters. */
  documentType: string;
  /** 1 to 180 characters. */
  fileName: string;
  /** A PDF, JPEG or PNG. */
  contentType: string;
  /** 1 to 10485760. */
  contentLength: number;
  /** SHA-256 of the file in hex. */
  checksumSha256: string;
};
export type ApplicationUploadAnswer = {
  applicationId: string;
  upload: UploadLink;
};
export type ApplicationFile = {
  /** Any case; 1 to 64 characters. */
  documentType: string;
  /** 1 to 180 characters. */
  fileName: string;
  /** A PDF, JPEG or PNG. */
  contentType: string;
  /** 1 to 10485760. */
  contentLength: number;
  /** SHA-256 of the file in hex. */
  checksumSha256: string;
  /** As given with the upload link; 1 to 1024 characters. */
  objectKey: string;
};
export type ApplicationDocumentAnswer = {
  applicationId: string;
  document: ApplicationDocument;
};
export type ApplicationDocument = {
  id: string;
  applicationId: string;
  userId: string;
  documentType: string;
  fileName: string;
  contentType: string;
  contentLength: number;
  checksumSha256: string;
  reviewStatus: DocumentReviewStatus;
  reviewReason: string | null;
  /** A time in ISO 8601. */
  reviewedAt: string | null;
  reviewedBy: string | null;
  /** A time in ISO 8601. */
  createdAt: string;
  /** A time in ISO 8601. */
  updatedAt: string;
};
export type DocumentReviewStatus = "PENDING" | "VALID" | "INVALID";
export type OwnDocuments = {
  application: Application;
  items: Array<ApplicationDocument>;
  total: number;
};
export type ApplicationDocuments = {
  application: Application;
  applicant: Applicant;
  items: Array<ApplicationDocument>;
  total: number;
};
export type DocumentReview = {
  reviewStatus: DocumentReviewStatus;
  /** At most 500 characters. */
  reviewReason?: string;
  /** The acting administrator's address when absent; at most 180 characters. */
  reviewedBy?: string;
};
export type DocumentReviewResult = {
  updated: boolean;
  application: Application;
  applicant: Applicant;
  document: ApplicationDocument;
};
export type ApplicationPreview = {
  documentId: string;
  applicationId: string;
  url: string;
  method: string;
  /** A time in ISO 8601. */
  expiresAt: string;
};
export type OrganizationDraft = {
  /** 2 to 180 characters. */
  name: string;
  orgType: OrganizationType;
  countryCode: string;
};
export type OrganizationType = "TSK" | "LPK" | "EMPLOYER";
export type Organization = {
  id: string;
  name: string;
  orgType: OrganizationType;
  countryCode: string;
};
export type VerificationSubmission = {
  /** 1 to 128 characters. */
  registrationNumber: string;
  /** 2 to 180 characters. */
  legalName: string;
  /** At most 20 items. */
  supportingObjectKeys?: Array<string> | null;
};
export type OrganizationVerification = {
  id: string;
  orgId: string;
  status: OrganizationStatus;
  reasonCodes: Array<string>;
  /** A time in ISO 8601. */
  lastCheckedAt: string;
};
export type OrganizationStatus = "PENDING" | "VERIFIED" | "MISMATCH" | "NOT_FOUND" | "REJECTED";
export type OrganizationCasePage = {
  items: Array<OrganizationCase>;
  pageInfo: PageInfo;
};
export type OrganizationCase = {
  organization: Organization;
  verification: OrganizationVerification | null;
  owner: PersonSummary | null;
};
export type OrganizationDecision = {
  status: OrganizationStatus;
  /** At most 20 items. */
  reasonCodes?: Array<string> | null;
};
export type UserPage = {
  items: Array<User>;
  pageInfo: PageInfo;
};
export type NewUser = {
  /** 2 to 200 characters. */
  fullName: string;
  /** 3 to 320 characters. */
  email: string;
  /** 8 to 1024 characters. */
  password: string;
  /** Only `super_admin` when absent; at least 1 items. */
  roles?: Array<string>;
};
export type UserAnswer = {
  user: User;
};
export type UserChange = {
  /** 2 to 200 characters. */
  fullName?: string;
  /** Ends the user's sessions; 8 to 1024 characters. */
  password?: string;
  /** Replaces the whole set; at least 1 items. */
  roles?: Array<string>;
};
export type Overview = {
  pendingKyc: number;
  manualReviewKyc: number;
  verifiedToday: number;
  rejectedToday: number;
  pendingOrganizationVerification: number;
  activeJobs: number;
  publishedFeedPosts: number;
  activeApplications: number;
  submittedApplications: number;
  inReviewApplications: number;
  interviewApplications: number;
  offeredApplications: number;
  hiredApplications: number;
  rejectedApplications: number;
  /** A time in ISO 8601. */
  lastUpdatedAt: string;
};
export type ActivityType = "ALL" | "KYC" | "APPLICATION" | "JOB" | "FEED" | "ORG" | "AUTH";
export type ActivityTimeline = {
  count: number;
  filters: ActivityFilters;
  pageInfo: PageInfo;
  items: Array<ActivityEvent>;
};
export type ActivityFilters = {
  type: ActivityType;
  actorId: string | null;
  /** A time in ISO 8601. */
  from: string | null;
  /** A time in ISO 8601. */
  to: string | null;
};
export type ActivityEvent = {
  id: string;
  type: ActivityType;
  action: string;
  entityType: string;
  entityId: string;
  actorType: ActorType;
  actorId: string | null;
  statusFrom: string | null;
  statusTo: string;
  title: string;
  description: string;
  /** A time in ISO 8601. */
  createdAt: string;
  applicant?: PersonSummary;
  job?: ActivityJob;
};
export type ActivityJob = {
  id: string;
  title: string;
};
export type ActorFilter = "ALL" | "USER" | "ADMIN" | "SYSTEM";
export type AuditTimeline = {
  count: number;
  filters: AuditFilters;
  pageInfo: PageInfo;
  items: Array<ActivityEvent>;
};
export type AuditFilters = {
  type: ActivityType;
  actorType: ActorFilter;
  actorId: string | null;
  entityType: string | null;
  entityId: string | null;
  action: string | null;
  /** A time in ISO 8601. */
  from: string | null;
  /** A time in ISO 8601. */
  to: string | null;
};
export type CaseAction = {
  /** `REQUEST_EVIDENCE`, `ESCALATE`, `RESOLVE_VALID`, `RESOLVE_INVALID` or `BLACKLIST_ENTITY`. */
  action?: string;
  /** Wins over `action`. */
  decision?: "VERIFIED" | "REJECTED" | "MANUAL_REVIEW";
  /** Who acts when absent; at most 128 characters. */
  reviewedBy?: string;
  /** At most 2000 characters. */
  reason?: string;
  /** Used when `reason` is absent. */
  note?: string;
};
export type Health = {
  status: string;
  service: string;
  version: string;
};
export type Readiness = {
  status: ReadyState;
  checks: Array<ReadyCheck>;
};
export type ReadyState = "ready" | "not_ready";
export type ReadyCheck = {
  name: string;
  ok: boolean;
  latencyMs: number;
};
export type Metrics = {
  uptimeSec: number;
  totalRequests: number;
  totalErrors: number;
  byStatus: Record<string, number>;
  routes: Array<RouteMetrics>;
};
export type RouteMetrics = {
  method: string;
  route: string;
  count: number;
  avgDurationMs: number;
  minDurationMs: number;
  maxDurationMs: number;
  errorCodes: Record<string, number>;
};

/** The operations of the API, each in its group. They reject with SenpaiError. */
export interface Operations {
  /** Accounts, sessions and one-time codes. */
  readonly auth: {
    /** Create an account and sign in. Sends a one-time code to the address; see `auth.verifyEmail`.
     * @throws SenpaiError invalid_name, invalid_email, invalid_password, email_exists, role_assignment_failed */
    register(input: {
      /** 2 to 200 characters. */
      fullName: string;
      /** 3 to 320 characters. */
      email: string;
      /** 8 to 1024 characters. */
      password: string;
    }): Promise<AuthSession>;
    /** Send a new one-time code by e-mail. The former code stops working. Too soon after the last one it is refused;
     * the message and `retryAfterSec` say how long to wait.
     * @throws SenpaiError invalid_email, user_not_found, verification_code_throttled */
    resendVerification(input: {
      /** 3 to 320 characters. */
      email: string;
    }): Promise<Challenge>;
    /** Confirm an e-mail address with its code.
     * @throws SenpaiError invalid_email, verification_code_invalid, verification_code_expired,
     * verification_code_locked */
    verifyEmail(input: {
      /** 3 to 320 characters. */
      email: string;
      code: string;
    }): Promise<Verification>;
    /** Sign in with e-mail and password.
     * @throws SenpaiError invalid_credentials */
    login(input: {
      password: string;
      /** The e-mail address; wins over `email`. */
      identifier?: string;
      email?: string;
    }): Promise<AuthSession>;
    /** Exchange a refresh token for a new one. A refresh token works once. Reusing one later ends every session that
     * came from it.
     * @throws SenpaiError invalid_refresh_token */
    refresh(input: {
      refreshToken: string;
    }): Promise<AuthSession>;
    /** End the session of a refresh token. Unknown tokens are fine. */
    logout(input: {
      refreshToken: string;
    }): Promise<null>;
    /** The signed-in user. For a user. */
    me(input?: Record<string, never>): Promise<CurrentUser>;
  };
  /** Identity checks: documents, submission, review and decision. */
  readonly kyc: {
    /** Start an identity check. For a user.
     * @throws SenpaiError invalid_provider */
    start(input?: {
      /** At most 64 characters; by default "manual". */
      provider?: string;
    }): Promise<KycEnvelope>;
    /** The latest identity check. For a user. */
    status(input?: Record<string, never>): Promise<KycEnvelope>;
    /** Get a link to upload one file to. Send the bytes to `upload.uploadUrl` with `upload.method` and
     * `upload.headers` verbatim, then register them with `kyc.addDocument`. For a user.
     * @throws SenpaiError invalid_document_type, invalid_file_name, invalid_content_type, invalid_content_length,
     * invalid_checksum_sha256, kyc_session_not_found, kyc_session_locked, upload_quota_exceeded, storage_unavailable */
    uploadUrl(input: {
      /** Any case; 1 to 64 characters. */
      documentType: string;
      /** 1 to 180 characters. */
      fileName: string;
      /** A media type this server accepts; see the error. */
      contentType: string;
      /** In bytes; 10 MiB at most, unless configured otherwise; at least 1. */
      contentLength: number;
      /** SHA-256 of the file in hex. */
      checksumSha256: string;
      /** The latest session when absent. */
      sessionId?: string;
    }): Promise<KycUpload>;
    /** Register an uploaded file as a document. For a user.
     * @throws SenpaiError invalid_document_type, invalid_object_key, invalid_checksum_sha256, invalid_metadata,
     * kyc_session_not_found, kyc_session_locked, duplicate_document, document_not_uploaded, document_mismatch,
     * document_limit_reached, storage_unavailable */
    addDocument(input: {
      /** Any case; 1 to 64 characters. */
      documentType: string;
      /** As given with the upload link; 1 to 1024 characters. */
      objectKey: string;
      /** SHA-256 of the file in hex. */
      checksumSha256: string;
      /** The latest session when absent. */
      sessionId?: string;
      metadata?: Record<string, unknown> | null;
    }): Promise<KycDocumentAnswer>;
    /** Hand an identity check to review. Repeating it changes nothing. A body is not read. For a user.
     * @throws SenpaiError kyc_session_not_found, kyc_session_locked, kyc_session_incomplete */
    submit(input: {
      /** Id of an identity check. */
      sessionId: string;
    }): Promise<KycEnvelope>;
    /** Attach data of the identity provider. For a user.
     * @throws SenpaiError invalid_provider_ref, invalid_metadata, invalid_provider_metadata, kyc_session_not_found */
    providerMetadata(input: {
      /** Id of an identity check. */
      sessionId: string;
      /** At most 128 characters. */
      providerRef?: string;
      metadata?: Record<string, unknown>;
    }): Promise<KycEnvelope>;
    /** Status events of a check. For a user.
     * @throws SenpaiError kyc_session_not_found */
    history(input?: {
      /** The latest session when absent. */
      sessionId?: string;
    }): Promise<KycHistory>;
    /** Identity checks that wait for a decision. For an administrator.
     * @throws SenpaiError invalid_status_filter, invalid_cursor, invalid_limit, admin_api_disabled */
    reviewQueue(input?: {
      /** `DEFAULT` is what waits for a decision; `ALL`, or one status; by default "DEFAULT". */
      status?: string;
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 100; by default 25. */
      limit?: number;
    }): Promise<ReviewQueue>;
    /** Get a temporary link to look at a document. For an administrator.
     * @throws SenpaiError invalid_object_key, invalid_expires_sec, document_not_found, document_mismatch,
     * storage_unavailable, admin_api_disabled */
    previewDocument(input: {
      /** Id of a document. */
      documentId: string;
      /** How long the link works; the server may allow less than this range; 60 to 3600. */
      expiresSec?: number;
    }): Promise<PreviewLink>;
    /** Decide on an identity check. For an administrator.
     * @throws SenpaiError invalid_session_id, invalid_decision, invalid_reviewed_by, invalid_reason,
     * kyc_session_not_found, kyc_session_locked, kyc_session_not_submitted, admin_api_disabled */
    review(input: {
      sessionId: string;
      decision: "VERIFIED" | "REJECTED" | "MANUAL_REVIEW";
      /** Needed with an administration key; else the administrator's address; at most 128 characters. */
      reviewedBy?: string;
      /** At most 2000 characters. */
      reason?: string;
    }): Promise<KycEnvelope>;
  };
  /** The job catalogue, for candidates and administrators. */
  readonly jobs: {
    /** Published jobs.
     * @throws SenpaiError invalid_employment_type, invalid_visa_sponsored, invalid_cursor, invalid_limit */
    list(input?: {
      /** Words in title, description, employer or place; case is ignored. */
      q?: string;
      employmentType?: EmploymentType;
      visaSponsored?: boolean;
      /** Part of the place. */
      location?: string;
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 50; by default 20. */
      limit?: number;
    }): Promise<JobList>;
    /** One published job.
     * @throws SenpaiError job_not_found */
    find(input: {
      /** Id of a job. */
      jobId: string;
    }): Promise<JobAnswer>;
    /** Jobs the user saved, latest first. For a user.
     * @throws SenpaiError invalid_cursor, invalid_limit */
    saved(input?: {
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 50; by default 20. */
      limit?: number;
    }): Promise<JobList>;
    /** Save a job. Saving it again changes nothing. For a user.
     * @throws SenpaiError invalid_job_id, job_not_found */
    save(input: {
      jobId: string;
    }): Promise<JobSavedAnswer>;
    /** Forget a saved job. For a user.
     * @throws SenpaiError job_not_found */
    unsave(input: {
      /** Id of a job. */
      jobId: string;
    }): Promise<JobUnsavedAnswer>;
    /** Jobs in every state, oldest first. For an administrator.
     * @throws SenpaiError invalid_cursor, invalid_limit, admin_api_disabled */
    adminList(input?: {
      /** Words in title, description, employer or place; case is ignored. */
      q?: string;
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 50; by default 20. */
      limit?: number;
    }): Promise<AdminJobList>;
    /** Create a job. For an administrator.
     * @throws SenpaiError invalid_job_title, invalid_employment_type, invalid_visa_sponsorship,
     * invalid_job_description, invalid_job_requirements, invalid_job_requirement, invalid_job_location,
     * invalid_country_code, invalid_job_employer, invalid_employer_logo_url, invalid_lifecycle,
     * invalid_lifecycle_status, invalid_lifecycle_date, job_not_found, admin_api_disabled */
    create(input: {
      /** 2 to 160 characters. */
      title: string;
      employmentType: EmploymentType;
      visaSponsorship: boolean;
      /** 8 to 5000 characters. */
      description: string;
      /** 1 to 20 items. */
      requirements: Array<string>;
      location: JobLocationDraft;
      employer: EmployerDraft;
      lifecycle?: LifecycleDraft;
    }): Promise<AdminJobAnswer>;
    /** Publish, unpublish, schedule or delete many jobs; each succeeds or fails on its own. For an administrator.
     * @throws SenpaiError invalid_bulk_action, invalid_job_ids, admin_api_disabled */
    bulk(input: {
      action: BulkAction;
      /** 1 to 100 items. */
      jobIds: Array<string>;
      /** Shown as the date of publication; now when absent; a time in ISO 8601. */
      publishedAt?: string | null;
      /** When it becomes public; needed for SCHEDULED; a time in ISO 8601. */
      scheduledAt?: string | null;
    }): Promise<JobBulkAnswer>;
    /** Publish a job. For an administrator.
     * @throws SenpaiError invalid_lifecycle_date, job_not_found, admin_api_disabled */
    publish(input: {
      /** Id of a job. */
      jobId: string;
      /** Shown as the date of publication; now when absent; a time in ISO 8601. */
      publishedAt?: string | null;
    }): Promise<AdminJobAnswer>;
    /** Make a job a draft again. For an administrator.
     * @throws SenpaiError job_not_found, admin_api_disabled */
    unpublish(input: {
      /** Id of a job. */
      jobId: string;
    }): Promise<AdminJobAnswer>;
    /** Publish a job at a given time. For an administrator.
     * @throws SenpaiError invalid_lifecycle_date, job_not_found, admin_api_disabled */
    schedule(input: {
      /** Id of a job. */
      jobId: string;
      /** When it becomes public; a time in ISO 8601. */
      scheduledAt: string;
    }): Promise<AdminJobAnswer>;
    /** Change what is given of a job. Place and employer are replaced as a whole. For an administrator.
     * @throws SenpaiError invalid_job_title, invalid_employment_type, invalid_visa_sponsorship,
     * invalid_job_description, invalid_job_requirements, invalid_job_requirement, invalid_job_location,
     * invalid_country_code, invalid_job_employer, invalid_employer_logo_url, invalid_lifecycle,
     * invalid_lifecycle_status, invalid_lifecycle_date, job_not_found, admin_api_disabled */
    update(input: {
      /** Id of a job. */
      jobId: string;
      /** 2 to 160 characters. */
      title?: string;
      employmentType?: EmploymentType;
      visaSponsorship?: boolean;
      /** 8 to 5000 characters. */
      description?: string;
      /** 1 to 20 items. */
      requirements?: Array<string>;
      location?: JobLocationDraft;
      employer?: EmployerDraft;
      lifecycle?: LifecycleDraft;
    }): Promise<AdminJobAnswer>;
    /** Delete a job. For an administrator.
     * @throws SenpaiError job_not_found, admin_api_disabled */
    delete(input: {
      /** Id of a job. */
      jobId: string;
    }): Promise<JobRemovedAnswer>;
  };
  /** Articles for candidates. */
  readonly feed: {
    /** Published articles, newest first.
     * @throws SenpaiError invalid_cursor, invalid_limit */
    list(input?: {
      /** Words in title, excerpt, author or category; case is ignored. */
      q?: string;
      /** Any case. */
      category?: string;
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 50; by default 20. */
      limit?: number;
    }): Promise<PostList>;
    /** Articles the user saved, latest first. For a user.
     * @throws SenpaiError invalid_cursor, invalid_limit */
    saved(input?: {
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 50; by default 20. */
      limit?: number;
    }): Promise<PostList>;
    /** Save an article. Saving it again changes nothing. For a user.
     * @throws SenpaiError invalid_post_id, post_not_found */
    save(input: {
      postId: string;
    }): Promise<PostSavedAnswer>;
    /** Forget a saved article. For a user.
     * @throws SenpaiError post_not_found */
    unsave(input: {
      /** Id of an article. */
      postId: string;
    }): Promise<PostUnsavedAnswer>;
    /** Articles in every state, newest first. For an administrator.
     * @throws SenpaiError invalid_cursor, invalid_limit, admin_api_disabled */
    adminList(input?: {
      /** Words in title, excerpt, author or category; case is ignored. */
      q?: string;
      /** Any case. */
      category?: string;
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 50; by default 20. */
      limit?: number;
    }): Promise<AdminPostList>;
    /** Create an article. For an administrator.
     * @throws SenpaiError invalid_title, invalid_excerpt, invalid_category, invalid_author, invalid_image_url,
     * invalid_lifecycle, invalid_lifecycle_status, invalid_lifecycle_date, admin_api_disabled */
    create(input: {
      /** 2 to 180 characters. */
      title: string;
      /** 2 to 600 characters. */
      excerpt: string;
      /** Any case; 1 to 64 characters. */
      category: string;
      /** 2 to 120 characters. */
      author: string;
      /** At most 2048 characters. */
      imageUrl?: string | null;
      /** Used where `lifecycle` has no date of its own; a time in ISO 8601. */
      publishedAt?: string | null;
      lifecycle?: LifecycleDraft;
    }): Promise<AdminPostAnswer>;
    /** Publish, unpublish, schedule or delete many articles; each succeeds or fails on its own. For an administrator.
     * @throws SenpaiError invalid_bulk_action, invalid_post_ids, admin_api_disabled */
    bulk(input: {
      action: BulkAction;
      /** 1 to 100 items. */
      postIds: Array<string>;
      /** Shown as the date of publication; now when absent; a time in ISO 8601. */
      publishedAt?: string | null;
      /** When it becomes public; needed for SCHEDULED; a time in ISO 8601. */
      scheduledAt?: string | null;
    }): Promise<PostBulkAnswer>;
    /** Publish an article. For an administrator.
     * @throws SenpaiError invalid_lifecycle_date, post_not_found, admin_api_disabled */
    publish(input: {
      /** Id of an article. */
      postId: string;
      /** Shown as the date of publication; now when absent; a time in ISO 8601. */
      publishedAt?: string | null;
    }): Promise<AdminPostAnswer>;
    /** Make an article a draft again. For an administrator.
     * @throws SenpaiError post_not_found, admin_api_disabled */
    unpublish(input: {
      /** Id of an article. */
      postId: string;
    }): Promise<AdminPostAnswer>;
    /** Publish an article at a given time. For an administrator.
     * @throws SenpaiError invalid_lifecycle_date, post_not_found, admin_api_disabled */
    schedule(input: {
      /** Id of an article. */
      postId: string;
      /** When it becomes public; a time in ISO 8601. */
      scheduledAt: string;
    }): Promise<AdminPostAnswer>;
    /** Change what is given of an article. For an administrator.
     * @throws SenpaiError invalid_title, invalid_excerpt, invalid_category, invalid_author, invalid_image_url,
     * invalid_published_at, invalid_lifecycle, invalid_lifecycle_status, invalid_lifecycle_date, post_not_found,
     * admin_api_disabled */
    update(input: {
      /** Id of an article. */
      postId: string;
      /** 2 to 180 characters. */
      title?: string;
      /** 2 to 600 characters. */
      excerpt?: string;
      /** Any case; 1 to 64 characters. */
      category?: string;
      /** 2 to 120 characters. */
      author?: string;
      /** At most 2048 characters. */
      imageUrl?: string | null;
      /** Used where `lifecycle` has no date of its own; a time in ISO 8601. */
      publishedAt?: string | null;
      lifecycle?: LifecycleDraft;
    }): Promise<AdminPostAnswer>;
    /** Delete an article. For an administrator.
     * @throws SenpaiError post_not_found, admin_api_disabled */
    delete(input: {
      /** Id of an article. */
      postId: string;
    }): Promise<PostRemovedAnswer>;
  };
  /** A person's own view of account and identity check. */
  readonly profile: {
    /** Own profile. For a user.
     * @throws SenpaiError user_not_found */
    get(input?: Record<string, never>): Promise<ProfileAnswer>;
    /** Change name or picture. For a user.
     * @throws SenpaiError invalid_full_name, invalid_avatar_url, invalid_profile_update, user_not_found */
    update(input?: {
      /** 2 to 120 characters. */
      fullName?: string;
      /** Null takes the picture away; at most 500 characters. */
      avatarUrl?: string | null;
    }): Promise<ProfileAnswer>;
    /** Own profile, under its former path. For a user.
     * @throws SenpaiError user_not_found */
    getLegacy(input?: Record<string, never>): Promise<ProfileAnswer>;
    /** Which documents are there and which are missing. For a user. */
    checklist(input?: Record<string, never>): Promise<ChecklistAnswer>;
    /** Ask for the final check of the latest session, once. 201 for a new request, 200 with the one that is there.
     * For a user.
     * @throws SenpaiError invalid_source, invalid_note, verification_session_required, kyc_session_not_submitted,
     * verification_documents_missing */
    requestFinalCheck(input?: {
      /** At most 64 characters; by default "UNKNOWN". */
      source?: string;
      /** At most 500 characters. */
      note?: string;
    }): Promise<FinalRequestAnswer>;
  };
  /** Applications for jobs, with journey, documents and offers. */
  readonly applications: {
    /** Apply for a job; repeating it gives the application that is there. One application per person and job, for
     * ever: 201 for a new one, 200 with the one that is there, whose note stays. For a user.
     * @throws SenpaiError invalid_note, job_not_found, user_not_found */
    apply(input: {
      /** Id of a job. */
      jobId: string;
      /** At most 1000 characters. */
      note?: string;
    }): Promise<AppliedResult>;
    /** Own applications. Latest change first. For a user.
     * @throws SenpaiError invalid_application_status, invalid_cursor, invalid_limit */
    listOwn(input?: {
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 50; by default 20. */
      limit?: number;
      status?: ApplicationStatus;
    }): Promise<ApplicationPage>;
    /** What has happened to an own application. For a user.
     * @throws SenpaiError application_not_found */
    ownJourney(input: {
      /** Id of an application. */
      applicationId: string;
    }): Promise<OwnJourney>;
    /** Accept an offer. For a user.
     * @throws SenpaiError invalid_reason, application_not_found, offer_not_available */
    acceptOffer(input: {
      /** Id of an application. */
      applicationId: string;
      /** At most 500 characters. */
      reason?: string;
    }): Promise<OfferAnswer>;
    /** Decline an offer. For a user.
     * @throws SenpaiError invalid_reason, application_not_found, offer_not_available */
    declineOffer(input: {
      /** Id of an application. */
      applicationId: string;
      /** At most 500 characters. */
      reason?: string;
    }): Promise<OfferAnswer>;
    /** Applications with applicant and last event. Latest change first. For an administrator.
     * @throws SenpaiError invalid_application_status, invalid_job_id, invalid_org_id, invalid_cursor, invalid_limit,
     * admin_api_disabled */
    list(input?: {
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 50; by default 20. */
      limit?: number;
      status?: ApplicationStatus;
      /** Exactly this job. */
      jobId?: string;
      /** Exactly this employer, by the id in the job. */
      orgId?: string;
      /** Words in job title, employer, or name and address of the applicant. */
      q?: string;
    }): Promise<ApplicationCasePage>;
    /** One application. For an administrator.
     * @throws SenpaiError application_not_found, admin_api_disabled */
    find(input: {
      /** Id of an application. */
      applicationId: string;
    }): Promise<ApplicationCase>;
    /** What has happened to an application. For an administrator.
     * @throws SenpaiError application_not_found, admin_api_disabled */
    journey(input: {
      /** Id of an application. */
      applicationId: string;
    }): Promise<Journey>;
    /** Move an application to another status. Asking for the status it has changes nothing. An offer is answered by
     * the candidate. For an administrator.
     * @throws SenpaiError invalid_application_status, invalid_reason, invalid_updated_by, application_not_found,
     * offer_decision_required, invalid_application_transition, admin_api_disabled */
    changeStatus(input: {
      /** Id of an application. */
      applicationId: string;
      status: ApplicationStatus;
      /** At most 500 characters. */
      reason?: string;
      /** The acting administrator's address when absent; at most 180 characters. */
      updatedBy?: string;
    }): Promise<StatusChangeResult>;
    /** Get a link to upload one file to. Send the bytes to `upload.uploadUrl` with `upload.method` and
     * `upload.headers` verbatim, then register them with `applications.addDocument`. For a user.
     * @throws SenpaiError invalid_document_type, invalid_file_name, invalid_content_type, invalid_content_length,
     * invalid_checksum_sha256, application_not_found, upload_quota_exceeded, storage_unavailable */
    uploadUrl(input: {
      /** Id of an application. */
      applicationId: string;
      /** Any case; 1 to 64 characters. */
      documentType: string;
      /** 1 to 180 characters. */
      fileName: string;
      /** A PDF, JPEG or PNG. */
      contentType: string;
      /** 1 to 10485760. */
      contentLength: number;
      /** SHA-256 of the file in hex. */
      checksumSha256: string;
    }): Promise<ApplicationUploadAnswer>;
    /** Register an uploaded file as a document. For a user.
     * @throws SenpaiError invalid_document_type, invalid_file_name, invalid_content_type, invalid_content_length,
     * invalid_object_key, invalid_checksum_sha256, invalid_object_key_ownership, application_not_found,
     * duplicate_application_document, document_limit_reached, document_not_uploaded, document_mismatch,
     * storage_unavailable */
    addDocument(input: {
      /** Id of an application. */
      applicationId: string;
      /** Any case; 1 to 64 characters. */
      documentType: string;
      /** 1 to 180 characters. */
      fileName: string;
      /** A PDF, JPEG or PNG. */
      contentType: string;
      /** 1 to 10485760. */
      contentLength: number;
      /** SHA-256 of the file in hex. */
      checksumSha256: string;
      /** As given with the upload link; 1 to 1024 characters. */
      objectKey: string;
    }): Promise<ApplicationDocumentAnswer>;
    /** Documents of an own application. For a user.
     * @throws SenpaiError application_not_found */
    ownDocuments(input: {
      /** Id of an application. */
      applicationId: string;
    }): Promise<OwnDocuments>;
    /** Documents of an application. For an administrator.
     * @throws SenpaiError application_not_found, admin_api_disabled */
    documents(input: {
      /** Id of an application. */
      applicationId: string;
    }): Promise<ApplicationDocuments>;
    /** Say whether a document is valid. The same again changes nothing. For an administrator.
     * @throws SenpaiError invalid_review_status, invalid_review_reason, invalid_updated_by, application_not_found,
     * application_document_not_found, admin_api_disabled */
    reviewDocument(input: {
      /** Id of an application. */
      applicationId: string;
      /** Id of a document. */
      documentId: string;
      reviewStatus: DocumentReviewStatus;
      /** At most 500 characters. */
      reviewReason?: string;
      /** The acting administrator's address when absent; at most 180 characters. */
      reviewedBy?: string;
    }): Promise<DocumentReviewResult>;
    /** Get a temporary link to look at a document. For an administrator.
     * @throws SenpaiError invalid_expires_sec, application_document_not_found, document_mismatch,
     * storage_unavailable, admin_api_disabled */
    previewDocument(input: {
      /** Id of a document. */
      documentId: string;
      /** How long the link works; the server may allow less than this range; 60 to 3600. */
      expiresSec?: number;
    }): Promise<ApplicationPreview>;
  };
  /** Companies and institutions, and whether they are what they say they are. */
  readonly organizations: {
    /** Create an organization. For a user.
     * @throws SenpaiError invalid_org_name, invalid_org_type, invalid_country_code */
    create(input: {
      /** 2 to 180 characters. */
      name: string;
      orgType: OrganizationType;
      countryCode: string;
    }): Promise<Organization>;
    /** Ask for the verification of an organization. Asking again with new data makes it PENDING, whatever it was. For
     * a user.
     * @throws SenpaiError invalid_registration_number, invalid_legal_name, invalid_supporting_object_keys,
     * invalid_supporting_object_key, org_not_found */
    submitVerification(input: {
      /** Id of an organization. */
      orgId: string;
      /** 1 to 128 characters. */
      registrationNumber: string;
      /** 2 to 180 characters. */
      legalName: string;
      /** At most 20 items. */
      supportingObjectKeys?: Array<string> | null;
    }): Promise<OrganizationVerification>;
    /** How the verification of an organization stands. For a user.
     * @throws SenpaiError org_not_found, org_verification_not_found */
    verificationStatus(input: {
      /** Id of an organization. */
      orgId: string;
    }): Promise<OrganizationVerification>;
    /** Organizations with owner and verification, newest first. For an administrator.
     * @throws SenpaiError invalid_org_type, invalid_verification_status, invalid_cursor, invalid_limit,
     * admin_api_disabled */
    list(input?: {
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 100; by default 20. */
      limit?: number;
      orgType?: OrganizationType;
      verificationStatus?: OrganizationStatus;
    }): Promise<OrganizationCasePage>;
    /** Decide on the verification of an organization. For an administrator.
     * @throws SenpaiError invalid_verification_status, invalid_reason_codes, invalid_reason_code, org_not_found,
     * org_verification_not_found, org_verification_changed, admin_api_disabled */
    decideVerification(input: {
      /** Id of an organization. */
      orgId: string;
      status: OrganizationStatus;
      /** At most 20 items. */
      reasonCodes?: Array<string> | null;
    }): Promise<OrganizationVerification>;
  };
  /** People, counters and history for administrators. */
  readonly admin: {
    /** All users, newest first. For an administrator.
     * @throws SenpaiError invalid_cursor, invalid_limit, admin_api_disabled */
    users(input?: {
      /** Words in name or address; case is ignored. */
      q?: string;
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 100; by default 25. */
      limit?: number;
    }): Promise<UserPage>;
    /** Create a user with roles. For an administrator.
     * @throws SenpaiError invalid_name, invalid_email, invalid_password, invalid_roles, email_exists,
     * admin_api_disabled */
    createUser(input: {
      /** 2 to 200 characters. */
      fullName: string;
      /** 3 to 320 characters. */
      email: string;
      /** 8 to 1024 characters. */
      password: string;
      /** Only `super_admin` when absent; at least 1 items. */
      roles?: Array<string>;
    }): Promise<UserAnswer>;
    /** One user. For an administrator.
     * @throws SenpaiError user_not_found, admin_api_disabled */
    user(input: {
      /** Id of a user. */
      userId: string;
    }): Promise<UserAnswer>;
    /** Change name, password or roles of a user. For an administrator.
     * @throws SenpaiError invalid_roles, invalid_request, invalid_name, invalid_password, user_not_found,
     * admin_api_disabled */
    updateUser(input: {
      /** Id of a user. */
      userId: string;
      /** 2 to 200 characters. */
      fullName?: string;
      /** Ends the user's sessions; 8 to 1024 characters. */
      password?: string;
      /** Replaces the whole set; at least 1 items. */
      roles?: Array<string>;
    }): Promise<UserAnswer>;
    /** Profile of a user. For an administrator.
     * @throws SenpaiError user_not_found, admin_api_disabled */
    userProfile(input: {
      /** Id of a user. */
      userId: string;
    }): Promise<ProfileAnswer>;
    /** Status events of a user's identity check. For an administrator.
     * @throws SenpaiError user_not_found, kyc_session_not_found, admin_api_disabled */
    userKycHistory(input: {
      /** Id of a user. */
      userId: string;
      /** The latest session when absent. */
      sessionId?: string;
    }): Promise<KycHistory>;
    /** Counters of the dashboard. For an administrator.
     * @throws SenpaiError admin_api_disabled */
    overview(input?: Record<string, never>): Promise<Overview>;
    /** Status changes of identity checks and applications, newest first. For an administrator.
     * @throws SenpaiError invalid_activity_type, invalid_date_filter, invalid_cursor, invalid_limit,
     * admin_api_disabled */
    activity(input?: {
      /** By default "ALL". */
      type?: ActivityType;
      /** Exactly this person or name. */
      actorId?: string;
      /** Inclusive, as is `to`; a time in ISO 8601. */
      from?: string;
      /** A time in ISO 8601. */
      to?: string;
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 100; by default 25. */
      limit?: number;
    }): Promise<ActivityTimeline>;
    /** The same events with more filters. For an administrator.
     * @throws SenpaiError invalid_activity_type, invalid_actor_type, invalid_date_filter, invalid_cursor,
     * invalid_limit, admin_api_disabled */
    auditEvents(input?: {
      /** By default "ALL". */
      type?: ActivityType;
      /** Exactly this person or name. */
      actorId?: string;
      /** Inclusive, as is `to`; a time in ISO 8601. */
      from?: string;
      /** A time in ISO 8601. */
      to?: string;
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 100; by default 25. */
      limit?: number;
      /** By default "ALL". */
      actorType?: ActorFilter;
      /** Any case. */
      entityType?: string;
      /** Exactly this id. */
      entityId?: string;
      /** Any case. */
      action?: string;
    }): Promise<AuditTimeline>;
    /** The review queue under its former name. For an administrator.
     * @throws SenpaiError invalid_status_filter, invalid_cursor, invalid_limit, admin_api_disabled */
    cases(input?: {
      /** `DEFAULT` is what waits for a decision; `ALL`, or one status; by default "DEFAULT". */
      status?: string;
      /** `nextCursor` of the page before; by default "0". */
      cursor?: string;
      /** 1 to 100; by default 25. */
      limit?: number;
    }): Promise<ReviewQueue>;
    /** Decide on an identity check in its former words. For an administrator.
     * @throws SenpaiError unsupported_case_action, invalid_session_id, invalid_decision, invalid_reviewed_by,
     * invalid_reason, kyc_session_not_found, kyc_session_locked, kyc_session_not_submitted, admin_api_disabled */
    caseAction(input: {
      /** Id of an identity check. */
      caseId: string;
      /** `REQUEST_EVIDENCE`, `ESCALATE`, `RESOLVE_VALID`, `RESOLVE_INVALID` or `BLACKLIST_ENTITY`. */
      action?: string;
      /** Wins over `action`. */
      decision?: "VERIFIED" | "REJECTED" | "MANUAL_REVIEW";
      /** Who acts when absent; at most 128 characters. */
      reviewedBy?: string;
      /** At most 2000 characters. */
      reason?: string;
      /** Used when `reason` is absent. */
      note?: string;
    }): Promise<KycEnvelope>;
  };
  /** The state and the documentation of the server. */
  readonly host: {
    /** Tell that the process is alive. */
    health(input?: Record<string, never>): Promise<Health>;
    /** Tell whether requests can be served now. The parts that are looked at are in `checks`; the answer is kept for
     * two seconds. */
    ready(input?: Record<string, never>): Promise<Readiness>;
    /** Counters since the start of the process.
     * @throws SenpaiError not_found */
    metrics(input?: Record<string, never>): Promise<Metrics>;
    /** This document. */
    openapi(input?: Record<string, never>): Promise<Record<string, unknown>>;
  };
}
