#pragma once
// The store of jobs on a connection.

#include <senpai/ports/content_store.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

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
