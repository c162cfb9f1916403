#pragma once
// The store of organizations on a connection.

#include <senpai/ports/organizations_store.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

class SqlOrganizationStore final : public OrganizationStore {
 public:
  explicit SqlOrganizationStore(Connection& db) : db_(db) {}
  void insert(const Organization&) override;
  std::optional<Organization> find(const OrganizationId&) override;
  std::optional<OrganizationVerification> verification(const OrganizationId&) override;
  std::optional<OrganizationVerification> lock_verification(const OrganizationId&) override;
  OrganizationVerification submit(const SubmittedVerification&, Timestamp now) override;
  bool decide(const OrganizationVerification& seen, OrganizationStatus, const std::vector<std::string>& reason_codes,
              Timestamp now) override;
  Page<OrganizationCase> list(const OrganizationFilter&) override;

 private:
  Connection& db_;
};

}  // namespace senpai::sql
