#pragma once
// The store of the audit trail on a connection.

#include <senpai/ports/storage.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

class SqlAuditStore final : public AuditStore {
 public:
  explicit SqlAuditStore(Connection& db) : db_(db) {}
  void append(const std::string& row_id, const AuditEntry&) override;
  std::vector<AuditRow> unsealed(int limit) override;
  std::optional<AuditRow> last_sealed() override;
  std::vector<AuditRow> sealed_from(std::int64_t number, int limit) override;
  bool seal(std::string_view row_id, std::int64_t number, std::string_view chain) override;
  std::int64_t count_unsealed() override;

 private:
  Connection& db_;
};

}  // namespace senpai::sql
