#include "applications/applications_store.hpp"

namespace senpai::sql {
namespace {

ApplicationDocument read_document(const Row& row) {
  ApplicationDocument d;
  Columns column(row);
  column(d.id), column(d.application_id), column(d.user_id), column(d.document_type), column(d.file_name);
  column(d.content_type), column(d.content_length), column(d.object_key), column(d.file_url);
  column(d.checksum_sha256), column(d.review_status), column(d.review_reason), column(d.reviewed_at);
  column(d.reviewed_by), column(d.created_at), column(d.updated_at);
  return d;
}

// Two unique constraints guard the table; either makes this a duplicate.
constexpr Query insert_document{"application_documents.insert", R"(
  INSERT INTO job_application_documents
    (id, application_id, user_id, document_type, file_name, content_type, content_length, object_key, file_url,
     checksum_sha256, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
  ON CONFLICT DO NOTHING)"};

constexpr Query find_taken{"application_documents.is_taken", R"(
  SELECT 1 FROM job_application_documents WHERE application_id = $1 AND checksum_sha256 = $2
  UNION ALL
  SELECT 1 FROM job_application_documents WHERE object_key = $3)"};

constexpr Query count_documents{"application_documents.count", R"(
  SELECT COUNT(*) FROM job_application_documents WHERE application_id = $1)"};

constexpr Query list_documents{"application_documents.list", R"(
  SELECT id, application_id, user_id, document_type, file_name, content_type, content_length, object_key, file_url,
         checksum_sha256, review_status, review_reason, reviewed_at, reviewed_by, created_at, updated_at
    FROM job_application_documents WHERE application_id = $1
   ORDER BY created_at DESC, sequence DESC)"};

constexpr Query find_document{"application_documents.find", R"(
  SELECT d.id, d.application_id, d.user_id, d.document_type, d.file_name, d.content_type, d.content_length,
         d.object_key, d.file_url, d.checksum_sha256, d.review_status, d.review_reason, d.reviewed_at, d.reviewed_by,
         d.created_at, d.updated_at
    FROM job_application_documents d
    JOIN job_applications a ON a.id = d.application_id
    JOIN jobs j ON j.id = a.job_id AND j.deleted_at IS NULL
   WHERE d.id = $1)"};

constexpr Query review_document{"application_documents.review", R"(
  UPDATE job_application_documents
     SET review_status = $5, review_reason = $6, reviewed_by = $7, reviewed_at = $8, updated_at = $8
   WHERE id = $1 AND review_status = $2 AND review_reason IS NOT DISTINCT FROM $3
     AND reviewed_by IS NOT DISTINCT FROM $4)"};

}  // namespace

bool SqlApplicationDocumentStore::insert(const ApplicationDocument& d) {
  return db_.run(insert_document, {d.id, d.application_id, d.user_id, d.document_type, d.file_name, d.content_type,
                                   d.content_length, d.object_key, d.file_url, d.checksum_sha256, d.created_at}) == 1;
}

bool SqlApplicationDocumentStore::is_taken(const ApplicationId& application, std::string_view checksum,
                                           std::string_view object_key) {
  return db_.run(find_taken, {application, checksum, object_key}) > 0;
}

std::int64_t SqlApplicationDocumentStore::count(const ApplicationId& application) {
  return db_.number(count_documents, {application});
}

std::vector<ApplicationDocument> SqlApplicationDocumentStore::list(const ApplicationId& application) {
  return db_.all(list_documents, {application}, read_document);
}

std::optional<ApplicationDocument> SqlApplicationDocumentStore::find(const ApplicationDocumentId& id) {
  return db_.one(find_document, {id}, read_document);
}

bool SqlApplicationDocumentStore::review(const ApplicationDocument& seen, const ApplicationDocument& reviewed) {
  return db_.run(review_document, {seen.id, seen.review_status, seen.review_reason, seen.reviewed_by,
                                   reviewed.review_status, reviewed.review_reason, reviewed.reviewed_by,
                                   reviewed.reviewed_at}) == 1;
}

}  // namespace senpai::sql
