#pragma once
// Identity checks: sessions, documents, submission, vendor data, review and decision.

#include <senpai/vocabulary.hpp>
#include <senpai/webhook.hpp>

namespace [[gnu::visibility("default")]] senpai {

struct Runtime;

constexpr int max_provider_length = 64;
constexpr int max_document_type_length = 64;
constexpr int max_file_name_length = 180;
constexpr int max_object_key_length = 1024;
constexpr int max_provider_ref_length = 128;
constexpr int max_reviewer_length = 128;
constexpr int max_reason_length = 2000;
/// Of one document, of all that the owner adds to a session, and of all that the vendor does; as JSON text.
constexpr std::size_t max_metadata_bytes = 65536;
constexpr int max_documents_per_session = 100;
constexpr std::size_t max_documents_metadata_bytes = 262144;  ///< Of all documents of a session, as JSON text.
/// Member of a session's metadata that only the platform writes, never owner or vendor: ProfileService's final request.
constexpr std::string_view final_request_member = "finalVerification";

/// State of one check. The last two are final.
enum class KycStatus { created, submitted, manual_review, verified, rejected };
constexpr auto wire_names(KycStatus) {
  return std::array{WireName{KycStatus::created, "CREATED"}, WireName{KycStatus::submitted, "SUBMITTED"},
                    WireName{KycStatus::manual_review, "MANUAL_REVIEW"}, WireName{KycStatus::verified, "VERIFIED"},
                    WireName{KycStatus::rejected, "REJECTED"}};
}
constexpr bool is_final(KycStatus s) { return s == KycStatus::verified || s == KycStatus::rejected; }

/// What clients show of a person's identity check.
enum class TrustStatus { not_started, in_progress, manual_review, verified, rejected };
constexpr auto wire_names(TrustStatus) {
  return std::array{WireName{TrustStatus::not_started, "NOT_STARTED"},
                    WireName{TrustStatus::in_progress, "IN_PROGRESS"},
                    WireName{TrustStatus::manual_review, "MANUAL_REVIEW"}, WireName{TrustStatus::verified, "VERIFIED"},
                    WireName{TrustStatus::rejected, "REJECTED"}};
}
TrustStatus trust_status(std::optional<KycStatus>);

/// Limits of identity checks and their documents. `upload_link_ttl`, `verify_uploads` and `upload_quota_bytes` hold for
/// files of applications, too.
struct KycOptions {
  std::chrono::seconds preview_default{120};  ///< 60 s .. 3600 s
  std::chrono::seconds preview_max{300};      ///< preview_default .. 3600 s
  std::chrono::seconds upload_link_ttl{900};  ///< 60 s .. 3600 s
  std::int64_t max_file_bytes = 10485760;     ///< At least 1.
  /// At least one.
  std::vector<std::string> allowed_content_types{"image/jpeg", "image/png", "application/pdf"};
  /// Accept a document only if its object is stored as declared. Off for storage that keeps no bytes.
  bool verify_uploads = false;
  /// Bytes a user may have declared for uploads that are not yet abandoned and purged. Counts with verify_uploads only.
  std::int64_t upload_quota_bytes = 209715200;
};

/// One identity check of one user, from its start to the decision.
struct KycSession {
  KycSessionId id{};
  UserId user_id{};
  KycStatus status = KycStatus::created;
  std::string provider = "manual";
  std::optional<std::string> provider_ref{};
  JsonText provider_metadata{};  ///< Merged view: system over vendor over owner.
  std::optional<Timestamp> submitted_at{};
  std::optional<std::string> reviewed_by{};
  std::optional<Timestamp> reviewed_at{};
  Timestamp created_at{};
  Timestamp updated_at{};
};

/// A document registered for a check. Its bytes are in the object storage.
struct KycDocument {
  KycDocumentId id{};
  KycSessionId session_id{};
  std::string document_type{};              ///< Upper case.
  std::optional<std::string> object_key{};  ///< Absent only in rows older than object storage.
  std::string file_url{};
  std::string checksum_sha256{};  ///< 64 lower-case hex digits.
  JsonText metadata{};
  std::optional<Timestamp> verified_at{};
  Timestamp created_at{};
};

/// One change of the state of a check: who made it, and why.
struct KycStatusEvent {
  KycEventId id{};
  KycSessionId session_id{};
  std::optional<KycStatus> from{};
  KycStatus to = KycStatus::created;
  ActorType actor_type = ActorType::system;
  std::optional<std::string> actor_id{};
  std::optional<std::string> reason{};
  Timestamp created_at{};
};

/// A check and all its changes of state.
struct KycHistory {
  std::optional<KycSession> session{};
  std::vector<KycStatusEvent> events{};  ///< Oldest first.
};

/// A file somebody wants to upload, as declared.
struct UploadDeclaration {
  std::string session_id{};       ///< Blank: the caller's latest session.
  std::string document_type{};    ///< 1..64, free text, any case.
  std::string file_name{};        ///< 1..180
  std::string content_type{};     ///< One of KycOptions::allowed_content_types, any case.
  Number content_length{};        ///< 1..KycOptions::max_file_bytes
  std::string checksum_sha256{};  ///< 64 hex digits, any case.
};

/// Where to upload one file to.
struct UploadLink {
  std::string object_key{};  ///< To be named when the file is registered as a document.
  std::string url{};
  std::string method{};
  std::vector<std::pair<std::string, std::string>> headers{};  ///< To be sent with the upload, verbatim.
  Timestamp expires_at{};
};

/// A link for a file of an identity check.
struct UploadTicket : UploadLink {
  KycSession session{};
};

/// An uploaded file that is to become a document of a check.
struct DocumentDeclaration {
  std::string session_id{};       ///< Blank: the caller's latest session.
  std::string document_type{};    ///< 1..64, free text, any case.
  std::string object_key{};       ///< As given with the upload link.
  std::string checksum_sha256{};  ///< 64 hex digits, any case.
  /// At most max_metadata_bytes, and max_documents_metadata_bytes with those of the session's other documents. Absent
  /// or null: none.
  Patch<JsonText> metadata{};
};

/// A document, and the check as it is with it.
struct RegisteredDocument {
  KycSession session{};
  KycDocument document{};
};

/// What an app learned from the vendor of the check.
struct ProviderData {
  std::string provider_ref{};  ///< At most 128 characters; blank: keep the present one.
  /// With all that the owner sent before at most max_metadata_bytes. May be absent, but not null.
  Patch<JsonText> metadata{};
};

/// A vendor's callback. `payload` is the parsed body: absent for an empty one or null, unusable if not an object.
struct ProviderEvent {
  SignedRequest request{};
  Patch<JsonText> payload{};
  std::string session_id{};    ///< An unknown one is taken and changes nothing.
  std::string provider_ref{};  ///< At most 128 characters; blank: keep the present one.
  /// Absent or null: `payload`. With all that the vendor sent before at most max_metadata_bytes.
  Patch<JsonText> metadata{};
  std::string source_ip{};  ///< For the log.
};

/// What a vendor's delivery has done.
struct ProviderEventResult {
  std::string idempotency_key{};
  bool duplicate = false;
  std::optional<KycSession> session{};  ///< The session that changed, if one did.
};

/// Which checks the review queue shows.
struct ReviewFilter {
  std::vector<KycStatus> statuses{};  ///< Empty: all.
};

/// A page of the review queue, as asked for.
struct ReviewQuery {
  std::string status{};  ///< Blank or `DEFAULT`: waiting for review; `ALL`; or one status; any case.
  PageQuery page{};      ///< Limit 25, 1..100, fractions cut.
};

/// A person as a line of a list shows one.
struct PersonSummary {
  UserId id{};
  std::string full_name{};
  std::string email{};
};

/// A check with everything a reviewer decides by.
struct ReviewCase {
  KycSession session{};
  std::optional<PersonSummary> user{};
  std::vector<KycDocument> documents{};  ///< Oldest first.
  std::vector<KycStatusEvent> events{};  ///< Oldest first.
  std::vector<std::string> risk_flags{};
};

/// A page of the review queue.
struct ReviewQueue {
  ReviewFilter filter{};
  Page<ReviewCase> page{};
};

/// What a reviewer decides.
struct Decision {
  Patch<KycStatus> status{};  ///< manual_review, verified or rejected.
  std::string reviewed_by{};  ///< 1..128; empty: the acting administrator's e-mail address. An API key has to say it.
  std::string reason{};       ///< At most 2000 characters; blank: none.
};

/// A link to look at a document of an identity check.
struct PreviewLink {
  KycDocumentId document_id{};
  KycSessionId session_id{};
  std::string object_key{};
  std::string url{};
  std::string method{};
  Timestamp expires_at{};
};

/// Every method may be called from any thread. Errors are senpai::Error with the codes of the published contract.
class KycService {
 public:
  explicit KycService(Runtime& runtime) : runtime_(runtime) {}

  /// Starts a new check; earlier sessions stay as they are and the new one is the latest.
  /// @param provider  at most 64 characters, any case; blank means `manual`.
  /// @throws invalid_provider, reference_not_found when there is no such user.
  KycSession start(const Actor& owner, std::string_view provider = {});

  /// The user's latest session, by creation.
  std::optional<KycSession> latest(const UserId&);

  /// A link to upload one file to. Nothing but the declaration is stored until the file arrives.
  /// @throws kyc_session_not_found, kyc_session_locked, invalid_document_type, invalid_file_name, invalid_content_type,
  ///         invalid_content_length, invalid_checksum_sha256, storage_unavailable, and with
  ///         KycOptions::verify_uploads upload_quota_exceeded.
  UploadTicket upload_url(const Actor& owner, const UploadDeclaration&);

  /// Registers an uploaded file as a document of a session.
  /// @throws kyc_session_not_found, kyc_session_locked, invalid_document_type, invalid_object_key,
  ///         invalid_checksum_sha256, invalid_metadata, duplicate_document, document_limit_reached, and with
  ///         KycOptions::verify_uploads document_not_uploaded, document_mismatch, storage_unavailable.
  RegisteredDocument add_document(const Actor& owner, const DocumentDeclaration&);

  /// Hands the session to review; repeating it changes nothing.
  /// @throws kyc_session_not_found, kyc_session_locked, kyc_session_incomplete.
  KycSession submit(const Actor& owner, const KycSessionId&);

  /// Adds data that the owner's app got from the vendor to the session, whatever its state.
  /// Never overrides what the vendor or the system wrote.
  /// @throws kyc_session_not_found, invalid_provider_ref, invalid_metadata, invalid_provider_metadata.
  KycSession attach_provider_data(const Actor& owner, const KycSessionId&, const ProviderData&);

  /// A check of this user and its changes of state; without both when there is none.
  /// @param session_id  blank: the latest. @throws kyc_session_not_found when given and not this user's.
  KycHistory history(const UserId&, std::string_view session_id = {});

  /// Verifies a vendor's delivery and applies it once; key and effect commit together.
  /// @throws for the refusals of verify_webhook() provider_webhook_disabled, missing_webhook_secret,
  ///         invalid_webhook_secret, missing_idempotency_key, invalid_idempotency_key, missing_webhook_timestamp,
  ///         invalid_webhook_timestamp, stale_webhook_timestamp, missing_webhook_signature, and
  ///         invalid_webhook_signature (invalid_argument when malformed, forbidden when wrong); then
  ///         idempotency_key_conflict, invalid_metadata, invalid_provider_ref.
  ProviderEventResult receive_event(const ProviderEvent&);

  // For administrators.

  /// Checks with all that they are decided by, newest submission first.
  /// @throws invalid_status_filter, invalid_cursor, invalid_limit.
  ReviewQueue review_queue(const ReviewQuery&);

  /// Decides on a submitted check. Of contradicting final decisions the first one stands.
  /// @param session_id  as it came; blank is refused.
  /// @throws invalid_session_id, kyc_session_not_found, kyc_session_locked, kyc_session_not_submitted,
  ///         invalid_decision, invalid_reviewed_by, invalid_reason.
  KycSession decide(const Actor& admin, std::string_view session_id, const Decision&);

  /// A temporary link to look at a document.
  /// @param expires_sec  60 to KycOptions::preview_max, fractions cut; preview_default when absent or null.
  /// @throws document_not_found, invalid_object_key when it has no file, invalid_expires_sec, storage_unavailable, and
  ///         with KycOptions::verify_uploads document_mismatch.
  PreviewLink preview(const Actor& admin, const KycDocumentId&, const Patch<double>& expires_sec = {});

 private:
  Runtime& runtime_;
};

}  // namespace senpai
