#include "api/samples.hpp"

namespace senpai::api {
namespace {

constexpr const char* user_id = "3f8a1c52-7b0e-4d0a-9a53-1f6f3f0f7a10";
constexpr const char* session_id = "5d1b7e94-2c63-4f4b-8a0f-6b1f0f3a9c21";
constexpr const char* document_id = "8c0d9f3e-51a7-4a58-9a1e-0d5f7c2b6e32";
constexpr const char* event_id = "a94c2e77-0b3d-4c6f-8f25-3e9d1b7a4c43";
constexpr const char* application_id = "c2e6b1d0-9f48-4e7a-b3c5-7a1d9e0f2b54";
constexpr const char* organization_id = "d7a3f5c8-6e12-4b9d-a8f0-2c4e6b8d0f65";
constexpr const char* reviewer = "siti.rahma@example.com";
constexpr const char* checksum = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

Timestamp at(const char* text) { return *parse_timestamp(text); }

const Timestamp registered = at("2026-03-02T02:15:00.000Z");
const Timestamp submitted = at("2026-03-03T03:30:00.000Z");
const Timestamp reviewed = at("2026-03-04T01:05:00.000Z");
const Timestamp applied = at("2026-03-05T04:45:00.000Z");
const Timestamp link_end = at("2026-03-03T03:45:00.000Z");

PersonSummary rina() {
  return {.id = UserId(user_id), .full_name = "Rina Hartono", .email = "rina.hartono@example.com"};
}

std::string object_key(const char* folder, const char* owner_thing) {
  return std::string(folder) + "/" + user_id + "/" + owner_thing + "/1772508600000-passport-4b0e-paspor-rina.jpg";
}

std::string link_to(const std::string& key) { return "https://files.example.com/senpai/" + key + "?signature=f00d"; }

Lifecycle published() { return {.status = LifecycleStatus::published, .published_at = at("2026-01-04T09:00:00.000Z")}; }

JobLocation fukuoka() { return {.country_code = "JP", .city = "Fukuoka", .display_label = "Fukuoka, JP"}; }

Employer care_home() {
  return {.id = "emp_hakata_care", .name = "Hakata Care Home", .logo_url = {}, .is_verified = true};
}

}  // namespace

template <> Timestamp sample() { return applied; }
template <> bool sample() { return true; }
template <> JobId sample() { return JobId("job_fukuoka_eldercare_assistant_004"); }
template <> PostId sample() { return PostId("post_interview_tips_003"); }

// ---------------------------------------------------------------------------------------------------------------- auth

template <> User sample() {
  return {.id = UserId(user_id), .full_name = "Rina Hartono", .email = "rina.hartono@example.com",
          .email_verified_at = at("2026-03-02T02:20:00.000Z"), .created_at = registered,
          .avatar_url = "https://files.example.com/avatars/rina.jpg", .roles = {"sdm"}};
}

template <> Challenge sample() {
  return {.required = true, .verified = false, .email = "rina.hartono@example.com", .sent = true,
          .expires_in = std::chrono::seconds(600), .resend_available_in = std::chrono::seconds(60)};
}

template <> AuthSession sample() {
  User user = sample<User>();
  user.email_verified_at.reset();
  return {.user = std::move(user), .access_token = "eyJ0eXAiOiJhY2Nlc3MifQ.3vJ9rWq0",
          .refresh_token = "q7Xk2mV9aB4sT1cY", .email_verification = sample<Challenge>()};
}

template <> Verification sample() { return {.email = "rina.hartono@example.com", .already_verified = false}; }

// ------------------------------------------------------------------------------------------------------ identity check

template <> KycSession sample() {
  return {.id = KycSessionId(session_id), .user_id = UserId(user_id), .status = KycStatus::submitted,
          .provider = "manual", .provider_ref = {}, .provider_metadata = {}, .submitted_at = submitted,
          .reviewed_by = {}, .reviewed_at = {}, .created_at = at("2026-03-03T03:20:00.000Z"),
          .updated_at = submitted};
}

template <> std::optional<KycSession> sample() { return sample<KycSession>(); }

template <> KycDocument sample() {
  const std::string key = object_key("kyc", session_id);
  return {.id = KycDocumentId(document_id), .session_id = KycSessionId(session_id), .document_type = "PASSPORT",
          .object_key = key, .file_url = "https://files.example.com/senpai/" + key, .checksum_sha256 = checksum,
          .metadata = JsonText().with("objectKey", key), .verified_at = {},
          .created_at = at("2026-03-03T03:25:00.000Z")};
}

template <> KycStatusEvent sample() {
  return {.id = KycEventId(event_id), .session_id = KycSessionId(session_id), .from = KycStatus::created,
          .to = KycStatus::submitted, .actor_type = ActorType::user, .actor_id = user_id, .reason = {},
          .created_at = submitted};
}

template <> KycHistory sample() {
  return {.session = sample<KycSession>(), .events = {sample<KycStatusEvent>()}};
}

template <> UploadLink sample() {
  const std::string key = object_key("kyc", session_id);
  return {.object_key = key, .url = link_to(key), .method = "PUT",
          .headers = {{"content-type", "image/jpeg"}, {"x-amz-meta-checksum-sha256", checksum}},
          .expires_at = link_end};
}

template <> UploadTicket sample() { return {sample<UploadLink>(), sample<KycSession>()}; }

template <> PreviewLink sample() {
  const std::string key = object_key("kyc", session_id);
  return {.document_id = KycDocumentId(document_id), .session_id = KycSessionId(session_id), .object_key = key,
          .url = link_to(key), .method = "GET", .expires_at = link_end};
}

template <> ProviderEventResult sample() {
  return {.idempotency_key = "evt_2026-03-03_000184", .duplicate = false, .session = sample<KycSession>()};
}

template <> ReviewQueue sample() {
  return {.filter = {.statuses = {KycStatus::submitted, KycStatus::manual_review}},
          .page = {.items = {{.session = sample<KycSession>(), .user = rina(), .documents = {sample<KycDocument>()},
                              .events = {sample<KycStatusEvent>()}, .risk_flags = {"MISSING_OBJECT_KEY"}}},
                   .window = {.offset = 0, .limit = long_list.standard},
                   .total = 1}};
}

// ------------------------------------------------------------------------------------------------------- jobs and feed

template <> JobSummary sample() {
  return {.id = sample<JobId>(), .title = "Eldercare Assistant", .employment_type = EmploymentType::part_time,
          .visa_sponsorship = true, .location = fukuoka(), .employer = care_home(), .lifecycle = published(),
          .saved = true};
}

template <> Job sample() {
  return {.summary = sample<JobSummary>(),
          .description = "Help residents of a small care home with meals, walks and daily life, guided by a nurse.",
          .requirements = {"Patient and friendly", "Japanese at N3 or better"}, .latitude = 33.5902,
          .longitude = 130.4017};
}

template <> FeedPost sample() {
  return {.id = sample<PostId>(), .title = "Five questions you will hear in the interview",
          .excerpt = "Prepare short answers and one question of your own.", .category = "INTERVIEW",
          .author = "Career Desk", .image_url = "https://files.example.com/feed/interview.jpg",
          .lifecycle = published(), .former_published_at = {}, .created_at = at("2026-01-03T09:00:00.000Z"),
          .saved = false};
}

template <> BulkResult sample() {
  return {.action = BulkAction::publish,
          .items = {{.id = sample<JobId>().text(), .lifecycle = published()},
                    {.id = "job_kyoto_gardener_005", .lifecycle = {}, .error_code = "job_not_found",
                     .error_message = "This job does not exist or is not public any more."}}};
}

// -------------------------------------------------------------------------------------------------------- applications

template <> Application sample() {
  return {.id = ApplicationId(application_id), .user_id = UserId(user_id), .status = ApplicationStatus::interview,
          .note = "I finished my care training in Bandung in February.", .created_at = applied,
          .updated_at = at("2026-03-09T02:00:00.000Z"),
          .job = {.id = sample<JobId>(), .title = "Eldercare Assistant", .employment_type = EmploymentType::part_time,
                  .visa_sponsorship = true, .location = fukuoka(), .employer = care_home()}};
}

template <> Applicant sample() {
  return {.id = UserId(user_id), .full_name = "Rina Hartono", .email = "rina.hartono@example.com"};
}

template <> JourneyEvent sample() {
  return {.id = JourneyEventId(event_id), .application_id = ApplicationId(application_id),
          .from = ApplicationStatus::in_review, .status = ApplicationStatus::interview, .title = "Interview",
          .description = "Video call with the head nurse on Monday at 10:00 in Japan.",
          .actor_type = ActorType::admin, .actor_id = reviewer, .created_at = at("2026-03-09T02:00:00.000Z")};
}

template <> ApplicationDocument sample() {
  const std::string key = object_key("applications", application_id);
  return {.id = ApplicationDocumentId(document_id), .application_id = ApplicationId(application_id),
          .user_id = UserId(user_id), .document_type = "CARE_CERTIFICATE", .file_name = "sertifikat-rina.pdf",
          .content_type = "application/pdf", .content_length = 482133, .object_key = key,
          .file_url = "https://files.example.com/senpai/" + key, .checksum_sha256 = checksum,
          .review_status = DocumentReviewStatus::valid, .review_reason = {}, .reviewed_at = reviewed,
          .reviewed_by = reviewer, .created_at = applied, .updated_at = reviewed};
}

template <> ApplicationCase sample() {
  return {.application = sample<Application>(), .applicant = sample<Applicant>(), .last_event = sample<JourneyEvent>()};
}

template <> StatusChangeResult sample() {
  return {.updated = true, .application = sample<Application>(), .applicant = sample<Applicant>(),
          .event = sample<JourneyEvent>()};
}

template <> ApplicationPreview sample() {
  return {.document_id = ApplicationDocumentId(document_id), .application_id = ApplicationId(application_id),
          .url = link_to(object_key("applications", application_id)), .method = "GET", .expires_at = link_end};
}

// ------------------------------------------------------------------------------------------- profile and organizations

template <> FinalRequest sample() {
  return {.id = event_id, .session_id = session_id, .status = "REQUESTED", .source = "MOBILE_PROFILE", .note = {},
          .requested_at = to_text(submitted), .documents_count = 2};
}

template <> Profile sample() {
  return {.user = sample<User>(), .completion_percent = 75, .trust_label = TrustLabel::under_review,
          .trust_status = TrustStatus::in_progress, .session = sample<KycSession>(), .documents_uploaded = 2,
          .required_documents = 2, .required_documents_uploaded = 2, .final_request = sample<FinalRequest>()};
}

template <> Checklist sample() {
  return {.session = sample<KycSession>(),
          .items = {{.document_type = "PASSPORT", .status = ChecklistStatus::pending, .required = true,
                     .document = sample<KycDocument>()},
                    {.document_type = "SELFIE", .status = ChecklistStatus::missing, .required = true, .document = {}}}};
}

template <> Organization sample() {
  return {.id = OrganizationId(organization_id), .owner = UserId(user_id), .name = "LPK Harapan Bandung",
          .type = OrganizationType::lpk, .country_code = "ID", .created_at = registered};
}

template <> OrganizationVerification sample() {
  return {.id = OrganizationVerificationId(event_id), .organization_id = OrganizationId(organization_id),
          .status = OrganizationStatus::mismatch, .reason_codes = {"LEGAL_NAME_DIFFERS"}, .last_checked_at = reviewed};
}

template <> OrganizationCase sample() {
  return {.organization = sample<Organization>(), .verification = sample<OrganizationVerification>(), .owner = rina()};
}

// ------------------------------------------------------------------------------------------------------ administration

template <> Overview sample() {
  return {.pending_kyc = 12, .manual_review_kyc = 3, .verified_today = 7, .rejected_today = 1,
          .pending_organization_verification = 2, .active_jobs = 184, .published_feed_posts = 63,
          .active_applications = 421, .submitted_applications = 160, .in_review_applications = 118,
          .interview_applications = 64, .offered_applications = 19, .hired_applications = 35,
          .rejected_applications = 25, .last_updated_at = applied};
}

template <> Timeline sample() {
  return {.selection = {.type = ActivityType::application},
          .page = {.items = {{.id = event_id, .type = ActivityType::application,
                              .action = "APPLICATION_STATUS_TRANSITION", .entity_id = application_id,
                              .actor_type = ActorType::admin, .actor_id = reviewer, .status_from = "IN_REVIEW",
                              .status_to = "INTERVIEW", .title = "Interview",
                              .description = "Video call with the head nurse on Monday at 10:00 in Japan.",
                              .created_at = at("2026-03-09T02:00:00.000Z"), .applicant = rina(),
                              .job = ActivityJob{.id = sample<JobId>(), .title = "Eldercare Assistant"}}},
                   .window = {.offset = 0, .limit = long_list.standard},
                   .total = 1}};
}

template <> ErrorDetail sample() {
  return {.code = "invalid_limit", .message = "limit must be between 1 and 50.",
          .request_id = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", .retry_after = {}};
}

template <> Metrics sample() {
  return {.uptime = std::chrono::seconds(86400), .total_requests = 51234, .total_errors = 2,
          .by_status = {{"200", 50112}, {"401", 1120}, {"500", 2}},
          .routes = {{.method = "GET", .route = "/auth/me", .count = 20118, .average_ms = 1.27, .min_ms = 0.31,
                      .max_ms = 48.2, .error_codes = {{"invalid_access_token", 1120}}}}};
}

}  // namespace senpai::api
