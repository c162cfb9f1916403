#include <map>

#include "kyc/kyc_store.hpp"
#include "sql/walk.hpp"
#include "sql/where.hpp"

namespace senpai::sql {
namespace {

KycSession read_session(Columns& column) {
  KycSession s;
  column(s.id), column(s.user_id), column(s.status), column(s.provider), column(s.provider_ref);
  column(s.provider_metadata), column(s.submitted_at), column(s.reviewed_by), column(s.reviewed_at);
  column(s.created_at), column(s.updated_at);
  return s;
}

KycSession read_session_row(const Row& row) {
  Columns column(row);
  return read_session(column);
}

KycDocument read_document(const Row& row) {
  KycDocument d;
  Columns column(row);
  column(d.id), column(d.session_id), column(d.document_type), column(d.object_key), column(d.file_url);
  column(d.checksum_sha256), column(d.metadata), column(d.verified_at), column(d.created_at);
  return d;
}

KycStatusEvent read_event(const Row& row) {
  KycStatusEvent e;
  Columns column(row);
  column(e.id), column(e.session_id), column(e.from), column(e.to), column(e.actor_type), column(e.actor_id);
  column(e.reason), column(e.created_at);
  return e;
}

constexpr Query insert_kyc_session{"kyc.insert_session", R"(
  INSERT INTO kyc_sessions (id, user_id, status, provider, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $5))"};

constexpr Query find_kyc_session{"kyc.find_session", R"(
  SELECT id, user_id, status, provider, provider_ref, provider_metadata_json, submitted_at, reviewed_by, reviewed_at,
         created_at, updated_at
    FROM kyc_sessions WHERE id = $1)"};

constexpr Query latest_kyc_session{"kyc.latest_session", R"(
  SELECT id, user_id, status, provider, provider_ref, provider_metadata_json, submitted_at, reviewed_by, reviewed_at,
         created_at, updated_at
    FROM kyc_sessions WHERE user_id = $1
   ORDER BY created_at DESC, sequence DESC LIMIT 1)"};

constexpr Query submit_session{"kyc.submit", R"(
  UPDATE kyc_sessions SET status = 'SUBMITTED', submitted_at = COALESCE(submitted_at, $2), updated_at = $2
   WHERE id = $1 AND status = 'CREATED')"};

constexpr Query review_session{"kyc.review", R"(
  UPDATE kyc_sessions SET status = $3, reviewed_by = $4, reviewed_at = $5, updated_at = $5
   WHERE id = $1 AND status = $2)"};

constexpr Query update_metadata{"kyc.update_provider_metadata", R"(
  UPDATE kyc_sessions
     SET provider_ref = $2, provider_metadata_json = $3, owner_metadata_json = $4, vendor_metadata_json = $5,
         system_metadata_json = $6, vendor_ref = $7, updated_at = $8
   WHERE id = $1)"};

constexpr Query insert_identity_document{"kyc.insert_document", R"(
  INSERT INTO identity_documents (id, kyc_session_id, document_type, file_url, checksum_sha256, metadata_json,
                                  created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (kyc_session_id, checksum_sha256) DO NOTHING)"};

constexpr Query find_checksum{"kyc.has_document", R"(
  SELECT 1 FROM identity_documents WHERE kyc_session_id = $1 AND checksum_sha256 = $2)"};

constexpr Query count_session_documents{"kyc.count_documents", R"(
  SELECT COUNT(*) FROM identity_documents WHERE kyc_session_id = $1)"};

constexpr Query session_documents{"kyc.documents", R"(
  SELECT id, kyc_session_id, document_type, metadata_json ->> 'objectKey', file_url, checksum_sha256, metadata_json,
         verified_at, created_at
    FROM identity_documents WHERE kyc_session_id = $1
   ORDER BY created_at, sequence)"};

constexpr Query find_identity_document{"kyc.find_document", R"(
  SELECT id, kyc_session_id, document_type, metadata_json ->> 'objectKey', file_url, checksum_sha256, metadata_json,
         verified_at, created_at
    FROM identity_documents WHERE id = $1)"};

constexpr Query insert_status_event{"kyc.insert_event", R"(
  INSERT INTO kyc_status_events (id, kyc_session_id, from_status, to_status, actor_type, actor_id, reason, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8))"};

constexpr Query session_events{"kyc.events", R"(
  SELECT id, kyc_session_id, from_status, to_status, actor_type, actor_id, reason, created_at
    FROM kyc_status_events WHERE kyc_session_id = $1
   ORDER BY created_at, sequence)"};

/// Appends `AND status IN (…)`; nothing when all are wanted.
void add_statuses(Statement& statement, const std::vector<KycStatus>& statuses) {
  if (statuses.empty()) return;
  statement.add("AND status IN (?", statuses.front());
  for (std::size_t i = 1; i < statuses.size(); ++i) statement.add(", ?", statuses[i]);
  statement.add(")");
}

/// Appends the keys of one page of the queue, as a query of `id` and `queued_at`. Each state is a range of an index in
/// the order of the queue; the ranges are merged, so that nothing is sorted and a page reads little more than itself.
/// PostgreSQL merges no ranges that have a condition; there each range gives no more rows than the page can need.
void add_page(Statement& statement, const ReviewFilter& filter, const Walk& walk, Dialect dialect) {
  constexpr Literal keys("SELECT id, COALESCE(submitted_at, created_at) AS queued_at FROM kyc_sessions");
  const Literal order =
      walk.backwards ? Literal("ORDER BY queued_at, id") : Literal("ORDER BY queued_at DESC, id DESC");
  if (filter.statuses.empty()) statement.add(keys);
  for (std::size_t i = 0; i < filter.statuses.size(); ++i) {
    if (i > 0) statement.add("UNION ALL");
    if (dialect == Dialect::postgres) statement.add("SELECT * FROM (");
    statement.add(keys).add("WHERE status = ?", filter.statuses[i]);
    if (dialect == Dialect::postgres) statement.add(order).add("LIMIT ?) x", walk.skip + walk.take);
  }
  statement.add(order).add("LIMIT ?", walk.take).add("OFFSET ?", walk.skip);
}

std::int64_t count_queue(Connection& db, const ReviewFilter& filter) {
  Statement statement("kyc.review_queue_total", "SELECT COALESCE(SUM(total), 0) FROM kyc_totals WHERE TRUE");
  add_statuses(statement, filter.statuses);
  return statement.number(db);
}

}  // namespace

void SqlKycStore::insert_session(const KycSession& s) {
  db_.send(insert_kyc_session, {s.id, s.user_id, s.status, s.provider, s.created_at});
}

std::optional<KycSession> SqlKycStore::find_session(const KycSessionId& id) {
  return db_.one(find_kyc_session, {id}, read_session_row);
}

std::optional<KycSession> SqlKycStore::latest_session(const UserId& user) {
  return db_.one(latest_kyc_session, {user}, read_session_row);
}

bool SqlKycStore::submit(const KycSessionId& id, Timestamp now) { return db_.run(submit_session, {id, now}) == 1; }

bool SqlKycStore::review(const KycSessionId& id, KycStatus from, KycStatus to, std::string_view reviewer,
                         Timestamp now) {
  return db_.run(review_session, {id, from, to, reviewer, now}) == 1;
}

std::optional<ProviderMetadata> SqlKycStore::lock_provider_metadata(const KycSessionId& id) {
  Statement statement("kyc.lock_provider_metadata", R"(
    SELECT id, user_id, status, provider, provider_ref, provider_metadata_json, submitted_at, reviewed_by, reviewed_at,
           created_at, updated_at, owner_metadata_json, vendor_metadata_json, system_metadata_json, vendor_ref
      FROM kyc_sessions)");
  statement.add("WHERE id = ?", id);
  // SQLite has one writer at a time, and that is the caller.
  if (db_.dialect() == Dialect::postgres) statement.add("FOR NO KEY UPDATE");
  std::optional<ProviderMetadata> found;
  statement.run(db_, [&](const Row& row) {
    Columns column(row);
    auto& m = found.emplace(ProviderMetadata{.session = read_session(column)});
    column(m.owner), column(m.vendor), column(m.system), column(m.vendor_ref);
  });
  return found;
}

void SqlKycStore::update_provider_metadata(const ProviderMetadata& m) {
  const KycSession& s = m.session;
  db_.send(update_metadata, {s.id, s.provider_ref, s.provider_metadata, m.owner, m.vendor, m.system, m.vendor_ref,
                             s.updated_at});
}

bool SqlKycStore::insert_document(const KycDocument& d) {
  return db_.run(insert_identity_document, {d.id, d.session_id, d.document_type, d.file_url, d.checksum_sha256,
                                            d.metadata, d.created_at}) == 1;
}

bool SqlKycStore::has_document(const KycSessionId& session, std::string_view checksum) {
  return db_.run(find_checksum, {session, checksum}) > 0;
}

std::int64_t SqlKycStore::count_documents(const KycSessionId& session) {
  return db_.number(count_session_documents, {session});
}

std::vector<KycDocument> SqlKycStore::documents(const KycSessionId& session) {
  return db_.all(session_documents, {session}, read_document);
}

std::optional<KycDocument> SqlKycStore::find_document(const KycDocumentId& id) {
  return db_.one(find_identity_document, {id}, read_document);
}

void SqlKycStore::insert_event(const KycStatusEvent& e) {
  db_.send(insert_status_event, {e.id, e.session_id, e.from, e.to, e.actor_type, e.actor_id, e.reason, e.created_at});
}

std::vector<KycStatusEvent> SqlKycStore::events(const KycSessionId& session) {
  return db_.all(session_events, {session}, read_event);
}

Page<ReviewCase> SqlKycStore::review_queue(const ReviewFilter& filter, const PageWindow& window) {
  const Snapshot snapshot(db_);
  Page<ReviewCase> page{{}, window, count_queue(db_, filter)};
  const Walk walk = shortest_walk(window, page.total);
  if (walk.take == 0) return page;

  Statement sessions("kyc.review_queue", R"(
    SELECT s.id, s.user_id, s.status, s.provider, s.provider_ref, s.provider_metadata_json, s.submitted_at,
           s.reviewed_by, s.reviewed_at, s.created_at, s.updated_at, u.full_name, u.email
      FROM ()");
  add_page(sessions, filter, walk, db_.dialect());
  sessions.add(R"() p
      JOIN kyc_sessions s ON s.id = p.id
      LEFT JOIN users u ON u.id = s.user_id
     ORDER BY p.queued_at DESC, p.id DESC)");
  sessions.run(db_, [&](const Row& row) {
    Columns column(row);
    ReviewCase item;
    item.session = read_session(column);
    const auto name = column.take<std::optional<std::string>>();
    const auto email = column.take<std::optional<std::string>>();
    if (email) item.user = PersonSummary{item.session.user_id, name.value_or(""), *email};
    page.items.push_back(std::move(item));
  });
  if (page.items.empty()) return page;  // What was counted has been decided since.

  std::map<std::string_view, ReviewCase*> cases;
  std::vector<std::string_view> ids;
  for (auto& item : page.items) ids.push_back(cases.emplace(item.session.id.text(), &item).first->first);

  Statement documents("kyc.review_queue_documents", R"(
    SELECT id, kyc_session_id, document_type, metadata_json ->> 'objectKey', file_url, checksum_sha256, metadata_json,
           verified_at, created_at
      FROM identity_documents WHERE kyc_session_id IN)");
  documents.add_list(ids).add("ORDER BY created_at, sequence").run(db_, [&](const Row& row) {
    auto document = read_document(row);
    ReviewCase& item = *cases.at(document.session_id.text());
    item.documents.push_back(std::move(document));
  });

  Statement events("kyc.review_queue_events", R"(
    SELECT id, kyc_session_id, from_status, to_status, actor_type, actor_id, reason, created_at
      FROM kyc_status_events WHERE kyc_session_id IN)");
  events.add_list(ids).add("ORDER BY created_at, sequence").run(db_, [&](const Row& row) {
    auto event = read_event(row);
    ReviewCase& item = *cases.at(event.session_id.text());
    item.events.push_back(std::move(event));
  });
  return page;
}

}  // namespace senpai::sql
