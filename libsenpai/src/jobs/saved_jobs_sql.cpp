// Jobs that candidates have saved.

#include <algorithm>

#include "jobs/jobs_store.hpp"
#include "sql/saved.hpp"
#include "sql/walk.hpp"
#include "sql/where.hpp"

namespace senpai::sql {
namespace {

// The unique pair decides who was first.
constexpr Query save_job{"jobs.save", R"(
  INSERT INTO user_saved_jobs (id, user_id, job_id, created_at)
  SELECT $1, $2, id, $4 FROM jobs
   WHERE id = $3 AND deleted_at IS NULL
     AND (lifecycle_status = 'PUBLISHED' OR (lifecycle_status = 'SCHEDULED' AND scheduled_publish_at <= $4))
  ON CONFLICT (user_id, job_id) DO NOTHING)"};

constexpr Query unsave_job{"jobs.unsave", R"(
  DELETE FROM user_saved_jobs WHERE user_id = $1 AND job_id = $2
     AND EXISTS (SELECT 1 FROM jobs WHERE id = $2 AND deleted_at IS NULL))"};

constexpr Query count_saved{"jobs.count_saved", R"(
  SELECT COUNT(*) FROM user_saved_jobs s JOIN jobs j ON j.id = s.job_id
   WHERE s.user_id = $1 AND j.deleted_at IS NULL)"};

}  // namespace

std::optional<bool> SqlJobStore::save(const std::string& row_id, const UserId& user, const JobId& job, Timestamp now) {
  return save_public(db_, save_job, {row_id, user, job, now}, now, [&] { return lifecycle(job); });
}

std::optional<bool> SqlJobStore::unsave(const UserId& user, const JobId& job) {
  if (db_.run_alone(unsave_job, {user, job}) == 1) return true;
  if (!lifecycle(job)) return std::nullopt;
  return false;
}

Page<JobSummary> SqlJobStore::list_saved(const UserId& user, const PageWindow& window) {
  const Snapshot snapshot(db_);
  Page<JobSummary> page{{}, window, db_.number(count_saved, {user})};
  const Walk walk = shortest_walk(window, page.total);
  if (walk.take == 0) return page;

  Statement statement("jobs.list_saved", R"(
    SELECT j.id, j.title, j.employment_type, j.visa_sponsorship, j.location_json ->> 'countryCode',
           j.location_json ->> 'city', j.location_json ->> 'displayLabel', j.employer_json ->> 'id',
           j.employer_json ->> 'name', j.employer_json ->> 'logoUrl', j.employer_json ->> 'isVerifiedEmployer',
           j.lifecycle_status, j.published_at, j.scheduled_publish_at, 1
      FROM user_saved_jobs s JOIN jobs j ON j.id = s.job_id)");
  statement.add("WHERE j.deleted_at IS NULL AND s.user_id = ?", user);
  statement.add(walk.backwards ? Literal("ORDER BY s.created_at, s.sequence")
                               : Literal("ORDER BY s.created_at DESC, s.sequence DESC"));
  statement.add("LIMIT ?", walk.take).add("OFFSET ?", walk.skip);
  statement.run(db_, [&](const Row& row) {
    Columns column(row);
    page.items.push_back(read_job_summary(column));
  });
  if (walk.backwards) std::reverse(page.items.begin(), page.items.end());
  return page;
}

}  // namespace senpai::sql
