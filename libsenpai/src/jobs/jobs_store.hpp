#pragma once
// The store of jobs on a connection.

#include <senpai/ports/content_store.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

/// The statement of find(); the benchmark compares with a database that runs nothing else.
inline constexpr Query find_job{"jobs.find", R"(
  SELECT j.id, j.title, j.employment_type, j.visa_sponsorship, j.location_json ->> 'countryCode',
         j.location_json ->> 'city', j.location_json ->> 'displayLabel', j.employer_json ->> 'id',
         j.employer_json ->> 'name', j.employer_json ->> 'logoUrl', j.employer_json ->> 'isVerifiedEmployer',
         j.lifecycle_status, j.published_at, j.scheduled_publish_at, CASE WHEN s.id IS NULL THEN 0 ELSE 1 END,
         j.description, j.location_json ->> 'latitude', j.location_json ->> 'longitude', j.requirements_json, j.revision
    FROM jobs j
    LEFT JOIN user_saved_jobs s ON s.job_id = j.id AND s.user_id = $2
   WHERE j.id = $1 AND j.deleted_at IS NULL)"};

class SqlJobStore final : public JobStore {
 public:
  explicit SqlJobStore(Connection& db) : db_(db) {}

  // jobs_sql.cpp
  Page<JobSummary> list_visible(const JobFilter&) override;
  Page<Job> list_all(const JobFilter&) override;
  std::optional<Job> find(const JobId&, const std::optional<UserId>& viewer) override;
  std::optional<Lifecycle> lifecycle(const JobId&) override;

  // jobs_admin_sql.cpp
  void insert(const Job&, const JobSearchText&, Timestamp now) override;
  bool update(const Job&, const JobSearchText&, Timestamp now) override;
  bool hide(const JobId&, Timestamp now) override;
  bool destroy(const JobId&, Timestamp now) override;
  void abandon_files(const JobId&) override;

  // saved_jobs_sql.cpp
  std::optional<bool> save(const std::string& row_id, const UserId&, const JobId&, Timestamp now) override;
  std::optional<bool> unsave(const UserId&, const JobId&) override;
  Page<JobSummary> list_saved(const UserId&, const PageWindow&) override;

 private:
  Connection& db_;
};

/// Columns of a summary in the order of the statements that select them.
JobSummary read_job_summary(Columns&);

}  // namespace senpai::sql
