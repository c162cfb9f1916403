#include "sql/stores.hpp"

namespace senpai::sql {
namespace {

constexpr Query append_event{"audit.append", R"(
  INSERT INTO audit_events (id, actor_type, actor_id, actor_name, action, entity_type, entity_id, from_state, to_state,
                            request_id, details_json, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))"};

std::optional<std::string_view> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

}  // namespace

void SqlAuditStore::append(const std::string& row_id, const AuditEntry& e) {
  db_.run(append_event, {row_id, e.actor.type, unless_empty(e.actor.user.text()), e.actor.name, e.action, e.entity_type,
                         e.entity_id, e.from_state, e.to_state, unless_empty(e.actor.request_id), e.details, e.at});
}

}  // namespace senpai::sql
