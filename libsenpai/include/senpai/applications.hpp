#pragma once
// Applications for jobs: the candidate's side with journey, documents and offers, and the administrators' side.

#include <senpai/jobs.hpp>
#include <senpai/kyc.hpp>

namespace [[gnu::visibility("default")]] senpai {

struct Runtime;

// Text limits count UTF-16 code units after trimming.
constexpr int max_application_note_length = 1000;
constexpr int max_application_reason_length = 500;
constexpr int max_updated_by_length = 180;
constexpr std::int64_t max_application_file_bytes = 10485760;
constexpr int max_documents_per_application = 100;
constexpr std::array<std::string_view, 3> application_content_types{"application/pdf", "image/jpeg", "image/png"};

/// Where an application stands. The last two are final.
enum class ApplicationStatus { submitted, in_review, interview, offered, hired, rejected };
constexpr auto wire_names(ApplicationStatus) {
  using S = ApplicationStatus;
  return std::array{WireName{S::submitted, "SUBMITTED"}, WireName{S::in_review, "IN_REVIEW"},
                    WireName{S::interview, "INTERVIEW"}, WireName{S::offered, "OFFERED"},
                    WireName{S::hired, "HIRED"},         WireName{S::rejected, "REJECTED"}};
}

/// Whether an administrator may move an application so; staying where it is is no move. An offer is answered by the
/// candidate alone.
bool may_move(ApplicationStatus from, ApplicationStatus to);

/// What a candidate answers to an offer.
enum class OfferDecision { accept, decline };
constexpr auto wire_names(OfferDecision) {
  return std::array{WireName{OfferDecision::accept, "ACCEPT"}, WireName{OfferDecision::decline, "DECLINE"}};
}

/// What a reviewer thinks of a document.
enum class DocumentReviewStatus { pending, valid, invalid };
constexpr auto wire_names(DocumentReviewStatus) {
  return std::array{WireName{DocumentReviewStatus::pending, "PENDING"}, WireName{DocumentReviewStatus::valid, "VALID"},
                    WireName{DocumentReviewStatus::invalid, "INVALID"}};
}

/// What an application shows of its job, as the job is now.
struct AppliedJob {
  JobId id{};
  std::string title{};
  EmploymentType employment_type = EmploymentType::full_time;
  bool visa_sponsorship = false;
  JobLocation location{};
  Employer employer{};
};

/// One per user and job, for ever.
struct Application {
  ApplicationId id{};
  UserId user_id{};
  ApplicationStatus status = ApplicationStatus::submitted;
  std::optional<std::string> note{};  ///< Of the first request; later ones are ignored.
  Timestamp created_at{};
  Timestamp updated_at{};  ///< Of the last change of status.
  AppliedJob job{};
};

/// Who applies.
struct Applicant {
  UserId id{};
  std::optional<std::string> full_name{};
  std::optional<std::string> email{};
};

/// One step. Titles and descriptions are ours, short, and name nobody; a reason stands in the description verbatim.
struct JourneyEvent {
  JourneyEventId id{};
  ApplicationId application_id{};
  std::optional<ApplicationStatus> from{};  ///< Absent for the first step.
  ApplicationStatus status = ApplicationStatus::submitted;
  std::string title{};
  std::string description{};
  std::optional<ActorType> actor_type{};  ///< Absent only in rows of the original service's first versions.
  std::optional<std::string> actor_id{};  ///< User id, or the name an administrator goes by; not for candidates.
  Timestamp created_at{};
};

/// A file attached to an application. Its bytes are in the object storage.
struct ApplicationDocument {
  ApplicationDocumentId id{};
  ApplicationId application_id{};
  UserId user_id{};
  std::string document_type{};  ///< Upper case.
  std::string file_name{};
  std::string content_type{};
  std::int64_t content_length = 0;
  std::string object_key{};
  std::string file_url{};
  std::string checksum_sha256{};  ///< 64 lower-case hex digits.
  DocumentReviewStatus review_status = DocumentReviewStatus::pending;
  std::optional<std::string> review_reason{};
  std::optional<Timestamp> reviewed_at{};
  std::optional<std::string> reviewed_by{};  ///< Not for candidates.
  Timestamp created_at{};
  Timestamp updated_at{};
};

/// An application as administrators see it.
struct ApplicationCase {
  Application application{};
  Applicant applicant{};
  std::optional<JourneyEvent> last_event{};
};

/// What applying led to.
struct AppliedResult {
  bool created = false;  ///< False when this user had applied before.
  Application application{};
};

/// An application with all its steps.
struct Journey {
  Application application{};
  Applicant applicant{};
  std::vector<JourneyEvent> events{};  ///< Oldest first.
};

/// An application with its documents.
struct ApplicationDocuments {
  Application application{};
  Applicant applicant{};
  std::vector<ApplicationDocument> documents{};  ///< Newest first.
};

/// An offer that was answered.
struct OfferAnswer {
  OfferDecision decision = OfferDecision::accept;
  Application application{};
  JourneyEvent event{};
};

/// Which of one's own applications, as asked for.
struct OwnApplicationQuery {
  std::string status{};  ///< Wire name in any case; blank: all.
  PageQuery page{};      ///< Limit 20, 1..50, whole numbers.
};

/// Which applications, as administrators ask for them.
struct ApplicationQuery {
  std::string status{};       ///< Wire name in any case; blank: all.
  std::string job_id{};       ///< Exact; empty: all.
  std::string employer_id{};  ///< Exact; empty: all.
  std::string search{};       ///< Literal substring of job title, employer, applicant and address; case is ignored.
  PageQuery page{};           ///< Limit 20, 1..50, whole numbers.
};

/// Where an administrator moves an application.
struct StatusChange {
  Patch<ApplicationStatus> status{};
  std::string reason{};      ///< At most 500 characters; blank: none.
  std::string updated_by{};  ///< At most 180 characters; empty: the acting administrator's e-mail address, if any.
};

/// An application after change_status().
struct StatusChangeResult {
  bool updated = false;
  Application application{};
  Applicant applicant{};
  std::optional<JourneyEvent> event{};  ///< Absent when nothing changed.
};

/// A file a candidate wants to upload, as declared.
struct ApplicationUpload {
  std::string document_type{};    ///< 1..64, free text, any case.
  std::string file_name{};        ///< 1..180
  std::string content_type{};     ///< One of application_content_types, any case.
  Number content_length{};        ///< 1..max_application_file_bytes
  std::string checksum_sha256{};  ///< 64 hex digits, any case.
};

/// An upload that is done.
struct ApplicationFile {
  ApplicationUpload upload{};
  std::string object_key{};  ///< As given with the upload link.
};

/// What an administrator thinks of a document.
struct DocumentReview {
  Patch<DocumentReviewStatus> status{};
  std::string reason{};       ///< At most 500 characters; blank: none.
  std::string reviewed_by{};  ///< At most 180 characters; empty: the acting administrator's e-mail address, if any.
};

/// A document after review_document().
struct DocumentReviewResult {
  bool updated = false;
  Application application{};
  Applicant applicant{};
  ApplicationDocument document{};
};

/// A link to look at a document of an application.
struct ApplicationPreview {
  ApplicationDocumentId document_id{};
  ApplicationId application_id{};
  std::string url{};
  std::string method{};
  Timestamp expires_at{};
};

/// Every method may be called from any thread. Errors are senpai::Error with the codes of the published contract.
/// Applications for a deleted job are found by nobody.
class ApplicationService {
 public:
  explicit ApplicationService(Runtime& runtime) : runtime_(runtime) {}

  // For candidates. What is not the owner's own is "not found".

  /// Applies for a public job. Repeating it gives the application that is there.
  /// @param note  at most 1000 characters; blank: none. @throws job_not_found, invalid_note, user_not_found.
  AppliedResult apply(const Actor& owner, const JobId&, std::string_view note = {});

  /// Latest change first. @throws invalid_cursor, invalid_limit, invalid_application_status.
  Page<Application> list_own(const UserId& owner, const OwnApplicationQuery& = {});

  /// @throws application_not_found.
  Journey own_journey(const UserId& owner, const ApplicationId&);

  /// A link to upload one file to. Nothing but the declaration is stored until the file arrives.
  /// @throws application_not_found, invalid_document_type, invalid_file_name, invalid_content_type,
  ///         invalid_content_length, invalid_checksum_sha256, storage_unavailable, and with
  ///         KycOptions::verify_uploads upload_quota_exceeded.
  UploadLink upload_url(const Actor& owner, const ApplicationId&, const ApplicationUpload&);

  /// Registers an uploaded file as a document.
  /// @throws application_not_found, invalid_document_type, invalid_file_name, invalid_content_type,
  ///         invalid_content_length, invalid_object_key, invalid_checksum_sha256, invalid_object_key_ownership,
  ///         duplicate_application_document, document_limit_reached, and with KycOptions::verify_uploads
  ///         document_not_uploaded, document_mismatch, storage_unavailable.
  ApplicationDocument add_document(const Actor& owner, const ApplicationId&, const ApplicationFile&);

  /// @throws application_not_found.
  ApplicationDocuments own_documents(const UserId& owner, const ApplicationId&);

  /// Accepting makes it HIRED, declining REJECTED. @param reason  at most 500 characters; blank: none.
  /// @throws application_not_found, offer_not_available, invalid_reason.
  OfferAnswer answer_offer(const Actor& owner, const ApplicationId&, OfferDecision, std::string_view reason = {});

  // For administrators.

  /// Latest change first. @throws invalid_cursor, invalid_limit, invalid_application_status, invalid_job_id,
  ///         invalid_org_id.
  Page<ApplicationCase> list(const ApplicationQuery& = {});

  /// @throws application_not_found.
  ApplicationCase find(const ApplicationId&);

  /// @throws application_not_found.
  Journey journey(const ApplicationId&);

  /// Moves an application; asking for the status it has changes nothing.
  /// @throws invalid_application_status, invalid_reason, invalid_updated_by, application_not_found,
  ///         offer_decision_required, invalid_application_transition.
  StatusChangeResult change_status(const Actor& admin, const ApplicationId&, const StatusChange&);

  /// @throws application_not_found.
  ApplicationDocuments documents(const ApplicationId&);

  /// Any status may follow any other. Reason and reviewer are replaced; the same again changes nothing.
  /// @throws application_not_found, invalid_review_status, invalid_review_reason, invalid_updated_by,
  ///         application_document_not_found.
  DocumentReviewResult review_document(const Actor& admin, const ApplicationId&, const ApplicationDocumentId&,
                                       const DocumentReview&);

  /// A temporary link to look at a document.
  /// @param expires_sec  60..900, fractions cut; 120 when absent or null.
  /// @throws invalid_expires_sec, application_document_not_found, storage_unavailable, and with
  ///         KycOptions::verify_uploads document_mismatch.
  ApplicationPreview preview(const Actor& admin, const ApplicationDocumentId&, const Patch<double>& expires_sec = {});

 private:
  Runtime& runtime_;
};

}  // namespace senpai
