// Jobs as administrators write and delete them.

#include <charconv>

#include "jobs/jobs_store.hpp"

namespace senpai::sql {
namespace {

constexpr Query insert_job{"jobs.insert", R"(
  INSERT INTO jobs (id, title, employment_type, visa_sponsorship, description, requirements_json, location_json,
                    employer_json, lifecycle_status, published_at, scheduled_publish_at, search_text, search_location,
                    created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14))"};

constexpr Query update_job{"jobs.update", R"(
  UPDATE jobs SET title = $3, employment_type = $4, visa_sponsorship = $5, description = $6, requirements_json = $7,
                  location_json = $8, employer_json = $9, lifecycle_status = $10, published_at = $11,
                  scheduled_publish_at = $12, search_text = $13, search_location = $14, updated_at = $15,
                  revision = revision + 1
   WHERE id = $1 AND revision = $2 AND deleted_at IS NULL)"};

constexpr Query hide_job{"jobs.hide", R"(
  UPDATE jobs SET deleted_at = $2, updated_at = $2, revision = revision + 1 WHERE id = $1 AND deleted_at IS NULL)"};

constexpr Query copy_job{"jobs.copy", R"(
  INSERT INTO deleted_jobs (id, title, employment_type, visa_sponsorship, description, requirements_json, location_json,
                            employer_json, lifecycle_status, published_at, scheduled_publish_at, created_at, updated_at,
                            deleted_at)
  SELECT id, title, employment_type, visa_sponsorship, description, requirements_json, location_json, employer_json,
         lifecycle_status, published_at, scheduled_publish_at, created_at, updated_at, deleted_at
    FROM jobs WHERE id = $1)"};

constexpr Query copy_applications{"jobs.copy_applications", R"(
  INSERT INTO deleted_job_applications (id, user_id, job_id, status, note, created_at, updated_at)
  SELECT id, user_id, job_id, status, note, created_at, updated_at FROM job_applications WHERE job_id = $1)"};

constexpr Query copy_events{"jobs.copy_events", R"(
  INSERT INTO deleted_job_application_journey_events (id, application_id, status, title, description, actor_type,
                                                      actor_id, created_at)
  SELECT e.id, e.application_id, e.status, e.title, e.description, e.actor_type, e.actor_id, e.created_at
    FROM job_application_journey_events e JOIN job_applications a ON a.id = e.application_id
   WHERE a.job_id = $1)"};

constexpr Query copy_documents{"jobs.copy_documents", R"(
  INSERT INTO deleted_job_application_documents
    (id, application_id, user_id, document_type, file_name, content_type, content_length, object_key, checksum_sha256,
     file_url, review_status, review_reason, reviewed_by, reviewed_at, created_at, updated_at)
  SELECT d.id, d.application_id, d.user_id, d.document_type, d.file_name, d.content_type, d.content_length,
         d.object_key, d.checksum_sha256, d.file_url, d.review_status, d.review_reason, d.reviewed_by, d.reviewed_at,
         d.created_at, d.updated_at
    FROM job_application_documents d JOIN job_applications a ON a.id = d.application_id
   WHERE a.job_id = $1)"};

// PostgreSQL has many writers: what is being added or changed now must be in the copies, or not happen at all.
constexpr Query lock_applications{"jobs.lock_applications",
                                  "SELECT 1 FROM job_applications WHERE job_id = $1 FOR UPDATE"};

constexpr Query lock_documents{"jobs.lock_documents", R"(
  SELECT 1 FROM job_application_documents WHERE application_id IN (SELECT id FROM job_applications WHERE job_id = $1)
     FOR UPDATE)"};

constexpr Query delete_job{"jobs.delete", "DELETE FROM jobs WHERE id = $1"};

// An upload that the original service gave a link for has no row yet; it gets one here, so that the purge knows of it.
constexpr Query abandon_hidden_files{"jobs.abandon_hidden_files", R"(
  INSERT INTO uploads (object_key, user_id, content_type, content_length, checksum_sha256, state, expires_at,
                       created_at)
  SELECT d.object_key, d.user_id, d.content_type, d.content_length, d.checksum_sha256, 'ABANDONED', d.created_at,
         d.created_at
    FROM job_application_documents d
    JOIN job_applications a ON a.id = d.application_id
    JOIN jobs j ON j.id = a.job_id
   WHERE j.id = $1 AND j.deleted_at IS NOT NULL
  ON CONFLICT (object_key) DO UPDATE SET state = 'ABANDONED')"};

constexpr Query abandon_copied_files{"jobs.abandon_copied_files", R"(
  INSERT INTO uploads (object_key, user_id, content_type, content_length, checksum_sha256, state, expires_at,
                       created_at)
  SELECT d.object_key, d.user_id, d.content_type, d.content_length, d.checksum_sha256, 'ABANDONED', d.created_at,
         d.created_at
    FROM deleted_job_application_documents d
    JOIN deleted_job_applications a ON a.id = d.application_id
   WHERE a.job_id = $1
  ON CONFLICT (object_key) DO UPDATE SET state = 'ABANDONED')"};

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += out.empty() ? '{' : ',';
  json::append_string(out, name);
  out += ':';
  out += value;
}

std::string quoted(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

std::string decimal(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

/// The columns that are JSON, normalised: members sorted, no white space.
struct JsonColumns {
  explicit JsonColumns(const Job& job) {
    const JobSummary& s = job.summary;
    append_member(location, "city", quoted(s.location.city));
    append_member(location, "countryCode", quoted(s.location.country_code));
    append_member(location, "displayLabel", quoted(s.location.display_label));
    append_member(location, "latitude", decimal(job.latitude));
    append_member(location, "longitude", decimal(job.longitude));
    location += '}';
    append_member(employer, "id", quoted(s.employer.id));
    append_member(employer, "isVerifiedEmployer", s.employer.is_verified ? "true" : "false");
    append_member(employer, "logoUrl", s.employer.logo_url ? quoted(*s.employer.logo_url) : "null");
    append_member(employer, "name", quoted(s.employer.name));
    employer += '}';
    requirements = json::write_texts(job.requirements);
  }
  std::string location;
  std::string employer;
  std::string requirements;
};

}  // namespace

void SqlJobStore::insert(const Job& job, const JobSearchText& search, Timestamp now) {
  const JobSummary& s = job.summary;
  const JsonColumns json(job);
  db_.send(insert_job, {s.id, s.title, s.employment_type, s.visa_sponsorship, job.description, json.requirements,
                       json.location, json.employer, s.lifecycle.status, s.lifecycle.published_at,
                       s.lifecycle.scheduled_at, search.all, search.location, now});
}

bool SqlJobStore::update(const Job& job, const JobSearchText& search, Timestamp now) {
  const JobSummary& s = job.summary;
  const JsonColumns json(job);
  return db_.run(update_job, {s.id, job.revision, s.title, s.employment_type, s.visa_sponsorship, job.description,
                              json.requirements, json.location, json.employer, s.lifecycle.status,
                              s.lifecycle.published_at, s.lifecycle.scheduled_at, search.all, search.location,
                              now}) == 1;
}

bool SqlJobStore::hide(const JobId& id, Timestamp now) { return db_.run(hide_job, {id, now}) == 1; }

bool SqlJobStore::destroy(const JobId& id, Timestamp now) {
  if (!hide(id, now)) return false;
  if (db_.dialect() == Dialect::postgres) {
    db_.run(lock_applications, {id});
    db_.run(lock_documents, {id});
  }
  db_.send(copy_job, {id});
  db_.send(copy_applications, {id});
  db_.send(copy_events, {id});
  db_.send(copy_documents, {id});
  db_.send(delete_job, {id});
  return true;
}

void SqlJobStore::abandon_files(const JobId& id) {
  db_.send(abandon_hidden_files, {id});
  db_.send(abandon_copied_files, {id});
}

}  // namespace senpai::sql
