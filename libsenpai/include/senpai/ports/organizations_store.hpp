#pragma once
// Persistence of organizations; part of ports/storage.hpp.

#include <senpai/organizations.hpp>

namespace [[gnu::visibility("default")]] senpai {

/// A checked OrganizationQuery.
struct OrganizationFilter {
  std::optional<OrganizationType> type{};
  std::optional<OrganizationStatus> status{};  ///< Excludes organizations without a verification.
  PageWindow window{};
};

/// A submission as it is stored.
struct SubmittedVerification {
  OrganizationVerificationId id{};  ///< Used unless the organization has one.
  OrganizationId organization_id{};
  std::string registration_number{};
  std::string legal_name{};
  std::vector<std::string> supporting_object_keys{};
};

/// Keeps organizations and their verifications.
class OrganizationStore {
 public:
  virtual ~OrganizationStore() = default;
  virtual void insert(const Organization&) = 0;
  virtual std::optional<Organization> find(const OrganizationId&) = 0;
  virtual std::optional<OrganizationVerification> verification(const OrganizationId&) = 0;
  /// The same. Others who call this for the organization wait until the transaction ends, also when there is none yet.
  virtual std::optional<OrganizationVerification> lock_verification(const OrganizationId&) = 0;
  /// Stores or overwrites what was submitted: PENDING, without reasons, one submission more.
  virtual OrganizationVerification submit(const SubmittedVerification&, Timestamp now) = 0;
  /// Changes status and reasons only, and only if neither submission nor status is another than `seen`; else false.
  [[nodiscard]] virtual bool decide(const OrganizationVerification& seen, OrganizationStatus,
                                    const std::vector<std::string>& reason_codes, Timestamp now) = 0;
  /// Newest first.
  virtual Page<OrganizationCase> list(const OrganizationFilter&) = 0;
};

}  // namespace senpai
