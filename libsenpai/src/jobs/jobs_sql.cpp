#include "sql/stores.hpp"
#include "sql/where.hpp"

namespace senpai::sql {
namespace {

JobSummary read_summary(Columns& column) {
  JobSummary job;
  column(job.id), column(job.title), column(job.employment_type), column(job.visa_sponsorship);
  column(job.location.country_code), column(job.location.city), column(job.location.display_label);
  column(job.employer.id), column(job.employer.name), column(job.employer.logo_url), column(job.employer.is_verified);
  column(job.lifecycle.status), column(job.lifecycle.published_at), column(job.lifecycle.scheduled_at);
  column(job.saved);
  return job;
}

constexpr Query find_job{"jobs.find", R"(
  SELECT j.id, j.title, j.employment_type, j.visa_sponsorship, j.location_json ->> 'countryCode',
         j.location_json ->> 'city', j.location_json ->> 'displayLabel', j.employer_json ->> 'id',
         j.employer_json ->> 'name', j.employer_json ->> 'logoUrl', j.employer_json ->> 'isVerifiedEmployer',
         j.lifecycle_status, j.published_at, j.scheduled_publish_at, CASE WHEN s.id IS NULL THEN 0 ELSE 1 END,
         j.description, j.location_json ->> 'latitude', j.location_json ->> 'longitude', j.requirements_json
    FROM jobs j
    LEFT JOIN user_saved_jobs s ON s.job_id = j.id AND s.user_id = $2
   WHERE j.id = $1)"};

/// Filters of the list beside visibility.
void add_filters(Statement& statement, const JobFilter& filter, const std::string& search, const std::string& location) {
  if (filter.employment_type) statement.add("AND employment_type = ?", *filter.employment_type);
  if (filter.visa_sponsorship) statement.add("AND visa_sponsorship = ?", *filter.visa_sponsorship);
  if (!filter.search.empty()) statement.add(R"(AND search_text LIKE ? ESCAPE '\')", search);
  if (!filter.location.empty()) statement.add(R"(AND search_location LIKE ? ESCAPE '\')", location);
}

/// Visible jobs that match: from kept totals, unless text has to be searched. Scheduled jobs become visible by the
/// clock alone, so those are counted.
std::int64_t count_visible(Connection& db, const JobFilter& filter, const std::string& search,
                           const std::string& location) {
  const bool searching = !filter.search.empty() || !filter.location.empty();
  Statement statement("jobs.count_visible", "SELECT");
  if (searching) {
    statement.add("(SELECT COUNT(*) FROM jobs WHERE lifecycle_status = 'PUBLISHED'");
    add_filters(statement, filter, search, location);
  } else {
    statement.add("(SELECT COALESCE(SUM(total), 0) FROM job_totals WHERE lifecycle_status = 'PUBLISHED'");
    add_filters(statement, filter, search, location);
  }
  statement.add(") + (SELECT COUNT(*) FROM jobs WHERE lifecycle_status = 'SCHEDULED' AND scheduled_publish_at <= ?",
                filter.now);
  add_filters(statement, filter, search, location);
  statement.add(")");
  std::int64_t total = 0;
  statement.run(db, [&](const Row& row) { total = row.get<std::int64_t>(0); });
  return total;
}

}  // namespace

Page<JobSummary> SqlJobStore::list_visible(const JobFilter& filter) {
  const std::string search = contains_pattern(filter.search);
  const std::string location = contains_pattern(filter.location);
  Page<JobSummary> page{{}, filter.window, count_visible(db_, filter, search, location)};
  if (filter.window.offset >= page.total) return page;

  // `saved` is joined only for a viewer; an anonymous list does not touch the table.
  Statement statement("jobs.list_visible", R"(
    SELECT j.id, j.title, j.employment_type, j.visa_sponsorship, j.location_json ->> 'countryCode',
           j.location_json ->> 'city', j.location_json ->> 'displayLabel', j.employer_json ->> 'id',
           j.employer_json ->> 'name', j.employer_json ->> 'logoUrl', j.employer_json ->> 'isVerifiedEmployer',
           j.lifecycle_status, j.published_at, j.scheduled_publish_at,)");
  if (filter.viewer)
    statement.add("EXISTS (SELECT 1 FROM user_saved_jobs s WHERE s.job_id = j.id AND s.user_id = ?)", *filter.viewer);
  else statement.add("0");
  statement.add(R"(
      FROM jobs j
     WHERE lifecycle_status <> 'DRAFT' AND (lifecycle_status = 'PUBLISHED' OR scheduled_publish_at <= ?))", filter.now);
  add_filters(statement, filter, search, location);
  statement.add("ORDER BY j.created_at, j.sequence LIMIT ?", filter.window.limit);
  statement.add("OFFSET ?", filter.window.offset);
  statement.run(db_, [&](const Row& row) {
    Columns column(row);
    page.items.push_back(read_summary(column));
  });
  return page;
}

std::optional<Job> SqlJobStore::find(const JobId& id, const std::optional<UserId>& viewer) {
  return db_.one(find_job, {id, viewer}, [](const Row& row) {
    Job job;
    Columns column(row);
    job.summary = read_summary(column);
    column(job.description), column(job.latitude), column(job.longitude), column(job.requirements);
    return job;
  });
}

}  // namespace senpai::sql
