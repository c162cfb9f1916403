#include "documents/uploads_store.hpp"

namespace senpai::sql {
namespace {

constexpr Query insert_upload{"uploads.insert", R"(
  INSERT INTO uploads (object_key, user_id, content_type, content_length, checksum_sha256, state, expires_at,
                       created_at)
  VALUES ($1, $2, $3, $4, $5, 'PENDING', $6, $7))"};

constexpr Query find_upload{"uploads.find", R"(
  SELECT object_key, user_id, content_type, content_length, checksum_sha256, state, expires_at, created_at
    FROM uploads WHERE object_key = $1)"};

constexpr Query register_upload{"uploads.mark_registered", R"(
  UPDATE uploads SET state = 'REGISTERED' WHERE object_key = $1 AND state <> 'ABANDONED')"};

// PostgreSQL has many writers: whoever is about to declare more waits until the former one has committed.
constexpr Query lock_uploads{"uploads.lock", "SELECT pg_advisory_xact_lock(hashtextextended($1, 7391846205520))"};

constexpr Query sum_declared{"uploads.declared_bytes", R"(
  SELECT COALESCE(SUM(content_length), 0) FROM uploads WHERE user_id = $1)"};

// The condition outside is looked at again after waiting for somebody who registers at the same moment.
constexpr Query abandon_uploads{"uploads.abandon", R"(
  UPDATE uploads SET state = 'ABANDONED'
   WHERE object_key IN (SELECT object_key FROM uploads WHERE state <> 'REGISTERED' AND expires_at < $1 LIMIT $2)
     AND state <> 'REGISTERED'
  RETURNING object_key)"};

// The files of a deleted job's applications are given up.
constexpr Query every_document{"uploads.each_document", R"(
  SELECT metadata_json ->> 'objectKey', checksum_sha256
    FROM identity_documents WHERE metadata_json ->> 'objectKey' IS NOT NULL
  UNION ALL
  SELECT d.object_key, d.checksum_sha256
    FROM job_application_documents d
    JOIN job_applications a ON a.id = d.application_id
    JOIN jobs j ON j.id = a.job_id AND j.deleted_at IS NULL)"};

constexpr Query forget_upload{"uploads.forget", "DELETE FROM uploads WHERE object_key = $1 AND state = 'ABANDONED'"};

}  // namespace

void SqlUploadStore::insert(const UploadRow& u) {
  db_.send(insert_upload, {u.object_key, u.user_id, u.content_type, u.content_length, u.checksum_sha256, u.expires_at,
                          u.created_at});
}

std::optional<UploadRow> SqlUploadStore::find(std::string_view key) {
  return db_.one(find_upload, {key}, [](const Row& row) {
    UploadRow u;
    Columns column(row);
    column(u.object_key), column(u.user_id), column(u.content_type), column(u.content_length);
    column(u.checksum_sha256), column(u.state), column(u.expires_at), column(u.created_at);
    return u;
  });
}

bool SqlUploadStore::mark_registered(std::string_view key) { return db_.run(register_upload, {key}) == 1; }

std::int64_t SqlUploadStore::declared_bytes(const UserId& user) {
  if (db_.dialect() == Dialect::postgres) db_.send(lock_uploads, {user});
  return db_.number(sum_declared, {user});
}

std::vector<std::string> SqlUploadStore::abandon(Timestamp expired_before, int limit) {
  return db_.all(abandon_uploads, {expired_before, limit}, [](const Row& row) { return row.get<std::string>(0); });
}

void SqlUploadStore::each_document(const std::function<void(std::string_view, std::string_view)>& on_document) {
  db_.run(every_document, {}, [&](const Row& row) { on_document(row.text(0), row.text(1)); });
}

void SqlUploadStore::forget(std::string_view key) { db_.run(forget_upload, {key}); }

}  // namespace senpai::sql
