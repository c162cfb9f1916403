#pragma once
// Companies and institutions, and whether they are what they say they are.

#include <senpai/kyc.hpp>

namespace [[gnu::visibility("default")]] senpai {

struct Runtime;

struct OrganizationTag { static constexpr bool uuid = true; };
struct OrganizationVerificationTag { static constexpr bool uuid = true; };
using OrganizationId = Id<OrganizationTag>;
using OrganizationVerificationId = Id<OrganizationVerificationTag>;

// Text limits count UTF-16 code units after trimming.
constexpr int max_organization_name_length = 180;
constexpr int max_registration_number_length = 128;
constexpr int max_reason_code_length = 64;
constexpr std::size_t max_supporting_objects = 20;
constexpr std::size_t max_reason_codes = 20;

/// What an organization does: supports workers in Japan, trains candidates, or employs them.
enum class OrganizationType { tsk, lpk, employer };
constexpr auto wire_names(OrganizationType) {
  return std::array{WireName{OrganizationType::tsk, "TSK"}, WireName{OrganizationType::lpk, "LPK"},
                    WireName{OrganizationType::employer, "EMPLOYER"}};
}

/// What came of verifying an organization.
enum class OrganizationStatus { pending, verified, mismatch, not_found, rejected };
constexpr auto wire_names(OrganizationStatus) {
  return std::array{WireName{OrganizationStatus::pending, "PENDING"},
                    WireName{OrganizationStatus::verified, "VERIFIED"},
                    WireName{OrganizationStatus::mismatch, "MISMATCH"},
                    WireName{OrganizationStatus::not_found, "NOT_FOUND"},
                    WireName{OrganizationStatus::rejected, "REJECTED"}};
}

/// A company or institution, as its owner describes it.
struct Organization {
  OrganizationId id{};
  UserId owner{};
  std::string name{};
  OrganizationType type = OrganizationType::employer;
  std::string country_code{};  ///< Two upper-case letters.
  Timestamp created_at{};
};

/// At most one per organization; its id never changes. What was submitted is stored and never shown again.
struct OrganizationVerification {
  OrganizationVerificationId id{};
  OrganizationId organization_id{};
  OrganizationStatus status = OrganizationStatus::pending;
  std::vector<std::string> reason_codes{};
  Timestamp last_checked_at{};
  std::int64_t submission = 1;  ///< Counts submissions, so that a decision reaches only the data it was made on.
};

/// A new organization.
struct OrganizationDraft {
  std::string name{};  ///< 2..180
  Patch<OrganizationType> type{};
  std::string country_code{};  ///< Two letters, any case.
};

/// What an organization is verified by.
struct VerificationSubmission {
  std::string registration_number{};  ///< 1..128
  std::string legal_name{};           ///< 2..180
  /// At most 20, each 1..1024, without a slash in front and without `..`; null: none.
  Patch<std::vector<std::string>> supporting_object_keys{};
};

/// What an administrator decides about an organization.
struct OrganizationDecision {
  Patch<OrganizationStatus> status{};
  Patch<std::vector<std::string>> reason_codes{};  ///< At most 20, each 1..64; null: none.
};

/// Which organizations, as asked for.
struct OrganizationQuery {
  std::string type{};                 ///< Wire name in any case; blank: all.
  std::string verification_status{};  ///< Wire name in any case; blank: all, also those without a verification.
  PageQuery page{};                   ///< Limit 20, 1..100, whole numbers.
};

/// An organization as administrators see it.
struct OrganizationCase {
  Organization organization{};
  std::optional<OrganizationVerification> verification{};
  std::optional<PersonSummary> owner{};
};

/// Every method may be called from any thread.
class OrganizationService {
 public:
  explicit OrganizationService(Runtime& runtime) : runtime_(runtime) {}

  /// Anybody may create any number; names need not be unique and no role is granted.
  /// @throws invalid_org_name, invalid_org_type, invalid_country_code, reference_not_found when there is no such user.
  Organization create(const Actor& owner, const OrganizationDraft&);

  /// Asks for verification, or asks again with new data: the status is PENDING then, whatever it was.
  /// @throws org_not_found, invalid_registration_number, invalid_legal_name, invalid_supporting_object_keys,
  ///         invalid_supporting_object_key.
  OrganizationVerification submit(const Actor& owner, const OrganizationId&, const VerificationSubmission&);

  /// What came of the latest submission. @throws org_not_found, org_verification_not_found.
  OrganizationVerification verification(const UserId& owner, const OrganizationId&);

  // For administrators.

  /// Newest first. @throws invalid_cursor, invalid_limit, invalid_org_type, invalid_verification_status.
  Page<OrganizationCase> list(const OrganizationQuery&);

  /// Any status may follow any other; reason codes are replaced.
  /// @throws invalid_verification_status, invalid_reason_codes, invalid_reason_code, org_not_found,
  ///         org_verification_not_found, org_verification_changed when new data arrived meanwhile.
  OrganizationVerification decide(const Actor& admin, const OrganizationId&, const OrganizationDecision&);

 private:
  Runtime& runtime_;
};

}  // namespace senpai
