// Jobs as they are read.

#include <algorithm>

#include "jobs/jobs_store.hpp"
#include "sql/months.hpp"
#include "sql/search.hpp"
#include "sql/walk.hpp"

namespace senpai::sql {
namespace {

constexpr Query find_lifecycle{"jobs.lifecycle", R"(
  SELECT lifecycle_status, published_at, scheduled_publish_at FROM jobs WHERE id = $1 AND deleted_at IS NULL)"};

/// Both texts that jobs are searched for.
struct Search {
  explicit Search(const JobFilter& filter)
      : text(filter.search), place(filter.location),
        // The place is part of the text that the index covers.
        candidates(std::max(text.candidates, place.candidates,
                            [](const auto& a, const auto& b) { return a.size() < b.size(); })) {}
  SearchPatterns text;
  SearchPatterns place;
  std::string candidates;

  bool active() const { return !text.all.empty() || !place.all.empty(); }
};

/// The rows to look at: those the index of letters offers, if it can, else all. CROSS JOIN asks it first.
void add_source(Statement& statement, const Search& search) {
  if (search.candidates.empty()) statement.add("FROM jobs j WHERE j.deleted_at IS NULL");
  else
    statement.add(R"(FROM job_search f CROSS JOIN jobs j
                    WHERE j.sequence = f.rowid AND f.search_text LIKE ? AND j.deleted_at IS NULL)", search.candidates);
  if (!search.text.all.empty()) statement.add(R"(AND j.search_text LIKE ? ESCAPE '\')", search.text.all);
  if (!search.place.all.empty())
    statement.add(R"(AND j.search_location LIKE ? ESCAPE '\')", search.place.all);
}

void add_filters(Statement& statement, const JobFilter& filter) {
  if (filter.employment_type) statement.add("AND employment_type = ?", *filter.employment_type);
  if (filter.visa_sponsorship) statement.add("AND visa_sponsorship = ?", *filter.visa_sponsorship);
}

void add_visible(Statement& statement, const JobFilter& filter) {
  statement.add(R"(AND lifecycle_status <> 'DRAFT'
                   AND (lifecycle_status = 'PUBLISHED' OR scheduled_publish_at <= ?))", filter.now);
}

void add_order(Statement& statement, const Walk& walk) {
  statement.add(walk.backwards ? Literal("ORDER BY j.created_at DESC, j.sequence DESC")
                               : Literal("ORDER BY j.created_at, j.sequence"));
}

/// The rows of a page, of all jobs or of those that `visible` shows. PostgreSQL reads and takes apart every row on the
/// way to a page, so for a far one an index alone finds its rows.
void add_page(Statement& statement, const Search& search, const Walk& walk, const JobFilter* visible) {
  constexpr std::int64_t far_away = 100;
  const bool far = walk.skip >= far_away && !search.active();
  if (far) statement.add("FROM (SELECT j.sequence");
  add_source(statement, search);
  if (visible) {
    add_filters(statement, *visible);
    add_visible(statement, *visible);
  }
  add_order(statement, walk);
  statement.add("LIMIT ?", walk.take).add("OFFSET ?", walk.skip);
  if (far) add_order(statement.add(") page JOIN jobs j ON j.sequence = page.sequence"), walk);
}

/// Visible jobs that match: from kept totals, unless text has to be searched.
std::int64_t count_visible(Connection& db, const JobFilter& filter, const Search& search) {
  if (search.active()) {
    Statement statement("jobs.count_found", "SELECT COUNT(*)");
    add_source(statement, search);
    add_filters(statement, filter);
    add_visible(statement, filter);
    return statement.number(db);
  }
  const Timestamp this_month = month_begin(filter.now);
  const std::string month = month_name(filter.now);
  Statement statement("jobs.count_visible", R"(
    SELECT (SELECT COALESCE(SUM(total), 0) FROM job_totals WHERE lifecycle_status = 'PUBLISHED')");
  add_filters(statement, filter);
  statement.add(R"() +
           (SELECT COALESCE(SUM(total), 0) FROM job_totals
             WHERE lifecycle_status = 'SCHEDULED' AND scheduled_month < ?)", month);
  add_filters(statement, filter);
  statement.add(R"() +
           (SELECT COUNT(*) FROM jobs WHERE deleted_at IS NULL AND lifecycle_status = 'SCHEDULED'
               AND scheduled_publish_at >= ?)", this_month).add("AND scheduled_publish_at <= ?", filter.now);
  add_filters(statement, filter);
  statement.add(")");
  return statement.number(db);
}

Job read_job(const Row& row) {
  Job job;
  Columns column(row);
  job.summary = read_job_summary(column);
  column(job.description), column(job.latitude), column(job.longitude), column(job.requirements), column(job.revision);
  return job;
}

}  // namespace

JobSummary read_job_summary(Columns& column) {
  JobSummary job;
  column(job.id), column(job.title), column(job.employment_type), column(job.visa_sponsorship);
  column(job.location.country_code), column(job.location.city), column(job.location.display_label);
  column(job.employer.id), column(job.employer.name), column(job.employer.logo_url), column(job.employer.is_verified);
  column(job.lifecycle.status), column(job.lifecycle.published_at), column(job.lifecycle.scheduled_at);
  column(job.saved);
  return job;
}

Page<JobSummary> SqlJobStore::list_visible(const JobFilter& filter) {
  const Snapshot snapshot(db_);
  const Search search(filter);
  Page<JobSummary> page{{}, filter.window, count_visible(db_, filter, search)};
  const Walk walk = shortest_walk(filter.window, page.total);
  if (walk.take == 0) return page;

  // `saved` is looked up only for a viewer; an anonymous list does not touch the table.
  Statement statement("jobs.list_visible", R"(
    SELECT j.id, j.title, j.employment_type, j.visa_sponsorship, j.location_json ->> 'countryCode',
           j.location_json ->> 'city', j.location_json ->> 'displayLabel', j.employer_json ->> 'id',
           j.employer_json ->> 'name', j.employer_json ->> 'logoUrl', j.employer_json ->> 'isVerifiedEmployer',
           j.lifecycle_status, j.published_at, j.scheduled_publish_at,)");
  if (filter.viewer)
    statement.add("EXISTS (SELECT 1 FROM user_saved_jobs s WHERE s.job_id = j.id AND s.user_id = ?)", *filter.viewer);
  else statement.add("0");
  add_page(statement, search, walk, &filter);
  statement.run(db_, [&](const Row& row) {
    Columns column(row);
    page.items.push_back(read_job_summary(column));
  });
  if (walk.backwards) std::reverse(page.items.begin(), page.items.end());
  return page;
}

Page<Job> SqlJobStore::list_all(const JobFilter& filter) {
  const Snapshot snapshot(db_);
  JobFilter wanted;
  wanted.search = filter.search;
  const Search search(wanted);
  Statement count("jobs.count_all", "SELECT");
  if (search.active()) add_source(count.add("COUNT(*)"), search);
  else count.add("COALESCE(SUM(total), 0) FROM job_totals");
  Page<Job> page{{}, filter.window, count.number(db_)};
  const Walk walk = shortest_walk(filter.window, page.total);
  if (walk.take == 0) return page;

  Statement statement("jobs.list_all", R"(
    SELECT j.id, j.title, j.employment_type, j.visa_sponsorship, j.location_json ->> 'countryCode',
           j.location_json ->> 'city', j.location_json ->> 'displayLabel', j.employer_json ->> 'id',
           j.employer_json ->> 'name', j.employer_json ->> 'logoUrl', j.employer_json ->> 'isVerifiedEmployer',
           j.lifecycle_status, j.published_at, j.scheduled_publish_at, 0,
           j.description, j.location_json ->> 'latitude', j.location_json ->> 'longitude', j.requirements_json,
           j.revision)");
  add_page(statement, search, walk, nullptr);
  statement.run(db_, [&](const Row& row) { page.items.push_back(read_job(row)); });
  if (walk.backwards) std::reverse(page.items.begin(), page.items.end());
  return page;
}

std::optional<Job> SqlJobStore::find(const JobId& id, const std::optional<UserId>& viewer) {
  return db_.one(find_job, {id, viewer}, read_job);
}

std::optional<Lifecycle> SqlJobStore::lifecycle(const JobId& id) {
  return db_.one(find_lifecycle, {id}, [](const Row& row) {
    Lifecycle lifecycle;
    Columns column(row);
    column(lifecycle.status), column(lifecycle.published_at), column(lifecycle.scheduled_at);
    return lifecycle;
  });
}

}  // namespace senpai::sql
