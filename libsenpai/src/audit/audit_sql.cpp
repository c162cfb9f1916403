#include "audit/audit_store.hpp"

namespace senpai::sql {
namespace {

constexpr Query append_event{"audit.append", R"(
  INSERT INTO audit_events (id, actor_type, actor_id, actor_name, action, entity_type, entity_id, from_state, to_state,
                            request_id, details_json, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))"};

constexpr Query find_unsealed{"audit.unsealed", R"(
  SELECT id, actor_type, actor_id, actor_name, action, entity_type, entity_id, from_state, to_state, request_id,
         details_json, created_at, number, chain
    FROM audit_events WHERE number IS NULL
   ORDER BY sequence LIMIT $1)"};

// PostgreSQL has many writers: whoever is about to continue the chain waits until the former one has committed. Any
// number will do.
constexpr Query lock_chain{"audit.lock_chain", "SELECT pg_advisory_xact_lock(7391846205519)"};

constexpr Query find_last{"audit.last_sealed", R"(
  SELECT id, actor_type, actor_id, actor_name, action, entity_type, entity_id, from_state, to_state, request_id,
         details_json, created_at, number, chain
    FROM audit_events WHERE number IS NOT NULL
   ORDER BY number DESC LIMIT 1)"};

constexpr Query find_sealed{"audit.sealed_from", R"(
  SELECT id, actor_type, actor_id, actor_name, action, entity_type, entity_id, from_state, to_state, request_id,
         details_json, created_at, number, chain
    FROM audit_events WHERE number >= $1
   ORDER BY number LIMIT $2)"};

constexpr Query seal_row{"audit.seal", R"(
  UPDATE audit_events SET number = $2, chain = $3 WHERE id = $1 AND number IS NULL)"};

constexpr Query count_open{"audit.count_unsealed", "SELECT COUNT(*) FROM audit_events WHERE number IS NULL"};

std::optional<std::string_view> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

AuditRow read_row(const Row& row) {
  AuditRow r;
  Columns column(row);
  column(r.id), column(r.actor_type), column(r.actor_id), column(r.actor_name), column(r.action);
  column(r.entity_type), column(r.entity_id), column(r.from_state), column(r.to_state), column(r.request_id);
  column(r.details), column(r.at), column(r.number);
  r.chain = column.take<std::optional<std::string>>().value_or("");
  return r;
}

}  // namespace

void SqlAuditStore::append(const std::string& row_id, const AuditEntry& e) {
  db_.send(append_event, {row_id, e.actor.type, unless_empty(e.actor.user.text()), e.actor.name, e.action,
                          e.entity_type, e.entity_id, e.from_state, e.to_state, unless_empty(e.actor.request_id),
                          e.details, e.at});
}

std::vector<AuditRow> SqlAuditStore::unsealed(int limit) { return db_.all(find_unsealed, {limit}, read_row); }

std::optional<AuditRow> SqlAuditStore::last_sealed() {
  if (db_.dialect() == Dialect::postgres) db_.send(lock_chain, {});
  return db_.one(find_last, {}, read_row);
}

std::vector<AuditRow> SqlAuditStore::sealed_from(std::int64_t number, int limit) {
  return db_.all(find_sealed, {number, limit}, read_row);
}

bool SqlAuditStore::seal(std::string_view id, std::int64_t number, std::string_view chain) {
  return db_.run(seal_row, {id, number, chain}) == 1;
}

std::int64_t SqlAuditStore::count_unsealed() {
  return db_.number(count_open, {});
}

}  // namespace senpai::sql
