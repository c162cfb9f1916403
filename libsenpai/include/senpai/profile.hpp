#pragma once
// A user's own view of account and identity check. Owns no table.

#include <senpai/auth.hpp>
#include <senpai/kyc.hpp>

namespace [[gnu::visibility("default")]] senpai {

constexpr int max_profile_name_length = 120;
constexpr int max_avatar_url_length = 500;
constexpr int max_final_request_source_length = 64;
constexpr int max_final_request_note_length = 500;

/// How far a person is trusted, in one word of the profile.
enum class TrustLabel { unverified, building_trust, under_review, trusted, action_required };
constexpr auto wire_names(TrustLabel) {
  return std::array{WireName{TrustLabel::unverified, "UNVERIFIED"},
                    WireName{TrustLabel::building_trust, "BUILDING_TRUST"},
                    WireName{TrustLabel::under_review, "UNDER_REVIEW"}, WireName{TrustLabel::trusted, "TRUSTED"},
                    WireName{TrustLabel::action_required, "ACTION_REQUIRED"}};
}

/// A candidate's request for the final check, kept in the session's system metadata.
struct FinalRequest {
  std::string id{};
  std::optional<std::string> session_id{};
  std::string status{};
  std::string source{};
  std::optional<std::string> note{};
  std::string requested_at{};
  std::optional<std::int64_t> documents_count{};
};

/// Asking for the final check.
struct FinalRequestDraft {
  std::string source{};  ///< Where it was asked for, at most 64 characters; blank: `UNKNOWN`.
  std::string note{};    ///< At most 500 characters; blank: none.
};

/// What request_final_check() found or made.
struct FinalRequestResult {
  bool created = false;  ///< False when there was one for this session before.
  FinalRequest request{};
  KycSession session{};
};

/// An account with the state of its identity check.
struct Profile {
  User user{};
  int completion_percent = 0;
  TrustLabel trust_label = TrustLabel::unverified;
  TrustStatus trust_status = TrustStatus::not_started;
  std::optional<KycSession> session{};  ///< The latest.
  int documents_uploaded = 0;
  int required_documents = 0;
  int required_documents_uploaded = 0;
  std::optional<FinalRequest> final_request{};
};

/// What a person changes about the own account; what is absent stays as it is.
struct ProfileUpdate {
  Patch<std::string> full_name{};   ///< 2..120, in one line.
  Patch<std::string> avatar_url{};  ///< http or https, at most 500; null or blank clears it.
};

/// State of one kind of document.
enum class ChecklistStatus { missing, pending, verified, rejected };
constexpr auto wire_names(ChecklistStatus) {
  return std::array{WireName{ChecklistStatus::missing, "MISSING"}, WireName{ChecklistStatus::pending, "PENDING"},
                    WireName{ChecklistStatus::verified, "VERIFIED"}, WireName{ChecklistStatus::rejected, "REJECTED"}};
}

/// One kind of document that an identity check needs or has.
struct ChecklistItem {
  std::string document_type{};
  ChecklistStatus status = ChecklistStatus::missing;
  bool required = false;
  std::optional<KycDocument> document{};  ///< The newest of this type.
};

/// Which documents the latest check has and needs.
struct Checklist {
  std::optional<KycSession> session{};
  std::vector<ChecklistItem> items{};  ///< Required types first, then others by name.
};

/// Every method may be called from any thread.
class ProfileService {
 public:
  explicit ProfileService(Runtime& runtime) : runtime_(runtime) {}

  /// @throws user_not_found.
  Profile get(const UserId&);
  /// The same of somebody whose account was read just now.
  Profile get(const User&);
  /// @throws invalid_full_name, invalid_avatar_url, invalid_profile_update, user_not_found.
  Profile update(const Actor& owner, const ProfileUpdate&);
  /// The documents of the latest session. A user without one, or unknown, has everything missing.
  Checklist checklist(const UserId&);

  /// Asks for the final check of the latest session, once; repeating it gives the request that is there.
  /// @throws verification_session_required, kyc_session_not_submitted, verification_documents_missing, invalid_source,
  ///         invalid_note.
  FinalRequestResult request_final_check(const Actor& owner, const FinalRequestDraft& = {});

 private:
  Runtime& runtime_;
};

}  // namespace senpai
