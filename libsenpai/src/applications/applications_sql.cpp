#include "applications/applications_store.hpp"
#include "sql/search.hpp"
#include "sql/walk.hpp"

namespace senpai::sql {
namespace {

Application read_application(Columns& column) {
  Application a;
  column(a.id), column(a.user_id), column(a.status), column(a.note), column(a.created_at), column(a.updated_at);
  column(a.job.id), column(a.job.title), column(a.job.employment_type), column(a.job.visa_sponsorship);
  column(a.job.location.country_code), column(a.job.location.city), column(a.job.location.display_label);
  column(a.job.employer.id), column(a.job.employer.name), column(a.job.employer.logo_url);
  column(a.job.employer.is_verified);
  return a;
}

JourneyEvent read_event(Columns& column) {
  JourneyEvent e;
  column(e.id), column(e.application_id), column(e.from), column(e.status), column(e.title), column(e.description);
  column(e.actor_type), column(e.actor_id), column(e.created_at);
  return e;
}

constexpr int first_event_column = 19;

ApplicationCase read_case(const Row& row) {
  ApplicationCase c;
  Columns column(row);
  c.application = read_application(column);
  c.applicant.id = c.application.user_id;
  column(c.applicant.full_name), column(c.applicant.email);
  if (!row.is_null(first_event_column)) c.last_event = read_event(column);
  return c;
}

/// Everything about an application in one row; the conditions are appended.
constexpr Literal select_case = R"(
  SELECT a.id, a.user_id, a.status, a.note, a.created_at, a.updated_at,
         j.id, j.title, j.employment_type, j.visa_sponsorship, j.location_json ->> 'countryCode',
         j.location_json ->> 'city', j.location_json ->> 'displayLabel', j.employer_json ->> 'id',
         j.employer_json ->> 'name', j.employer_json ->> 'logoUrl', j.employer_json ->> 'isVerifiedEmployer',
         u.full_name, u.email,
         e.id, e.application_id, e.from_status, e.status, e.title, e.description, e.actor_type, e.actor_id, e.created_at
    FROM job_applications a
    JOIN jobs j ON j.id = a.job_id AND j.deleted_at IS NULL
    LEFT JOIN users u ON u.id = a.user_id
    LEFT JOIN job_application_journey_events e ON e.id =
         (SELECT x.id FROM job_application_journey_events x WHERE x.application_id = a.id
           ORDER BY x.created_at DESC, x.sequence DESC LIMIT 1))";

/// The same without applicant and history.
constexpr Literal select_application = R"(
  SELECT a.id, a.user_id, a.status, a.note, a.created_at, a.updated_at,
         j.id, j.title, j.employment_type, j.visa_sponsorship, j.location_json ->> 'countryCode',
         j.location_json ->> 'city', j.location_json ->> 'displayLabel', j.employer_json ->> 'id',
         j.employer_json ->> 'name', j.employer_json ->> 'logoUrl', j.employer_json ->> 'isVerifiedEmployer'
    FROM job_applications a
    JOIN jobs j ON j.id = a.job_id AND j.deleted_at IS NULL)";

constexpr Query insert_application{"applications.insert", R"(
  INSERT INTO job_applications (id, user_id, job_id, status, note, employer_id, search_job, search_applicant,
                                created_at, updated_at)
  VALUES ($1, $2, $3, 'SUBMITTED', $4, $5, $6, $7, $8, $8)
  ON CONFLICT (user_id, job_id) DO NOTHING)"};

constexpr Query change_application_status{"applications.change_status", R"(
  UPDATE job_applications SET status = $3, updated_at = $4 WHERE id = $1 AND status = $2)"};

constexpr Query insert_journey_event{"applications.insert_event", R"(
  INSERT INTO job_application_journey_events
    (id, application_id, from_status, status, title, description, actor_type, actor_id, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};

constexpr Query find_journey{"applications.events", R"(
  SELECT id, application_id, from_status, status, title, description, actor_type, actor_id, created_at
    FROM job_application_journey_events WHERE application_id = $1
   ORDER BY created_at, sequence)"};

// PostgreSQL has many writers, SQLite one at a time, which is the caller.
constexpr Query lock_application{"applications.lock",
                                 "SELECT 1 FROM job_applications WHERE id = $1 FOR NO KEY UPDATE"};

// Who takes a new name must not miss the application that is about to carry the former.
constexpr Query lock_applicant_label{"applications.lock_applicant",
                                     "SELECT pg_advisory_xact_lock(hashtextextended($1, 7391846205523))"};

constexpr Query update_label{"applications.relabel", "UPDATE job_applications SET search_job = $2 WHERE id = $1"};

constexpr Query update_job_label{"applications.relabel_job", R"(
  UPDATE job_applications SET search_job = $2 WHERE job_id = $1)"};

constexpr Query update_applicant_label{"applications.relabel_applicant", R"(
  UPDATE job_applications SET search_applicant = $2 WHERE user_id = $1)"};

/// The rows that match: those the index of letters offers, if it can, else along an index of the order.
void add_matching(Statement& statement, const ApplicationFilter& filter, const SearchPatterns& search) {
  if (search.candidates.empty()) statement.add("FROM job_applications m WHERE m.job_deleted_at IS NULL");
  else
    statement.add(R"(FROM application_search f CROSS JOIN job_applications m
                    WHERE m.sequence = f.rowid AND f.search_text LIKE ? AND m.job_deleted_at IS NULL)",
                  search.candidates);
  if (!search.all.empty()) statement.add(R"(AND m.search_text LIKE ? ESCAPE '\')", search.all);
  if (filter.status) statement.add("AND m.status = ?", *filter.status);
  if (filter.job_id) statement.add("AND m.job_id = ?", *filter.job_id);
  if (filter.employer_id) statement.add("AND m.employer_id = ?", *filter.employer_id);
}

/// From kept totals, unless text is searched or one job is asked for as one of a certain employer.
std::int64_t count_applications(Connection& db, const ApplicationFilter& filter, const SearchPatterns& search) {
  if (!filter.search.empty() || (filter.job_id && filter.employer_id)) {
    Statement counting("applications.list_count", "SELECT COUNT(*)");
    add_matching(counting, filter, search);
    return counting.number(db);
  }
  Statement total("applications.list_total", "SELECT COALESCE(SUM(total), 0) FROM application_totals WHERE");
  if (filter.job_id) total.add("scope = 'JOB' AND name = ?", *filter.job_id);
  else if (filter.employer_id) total.add("scope = 'EMPLOYER' AND name = ?", *filter.employer_id);
  else total.add("scope = 'ALL' AND name = ''");
  if (filter.status) total.add("AND status = ?", *filter.status);
  return total.number(db);
}

}  // namespace

bool SqlApplicationStore::insert(const NewApplication& a) {
  return db_.run(insert_application, {a.id, a.user_id, a.job_id, a.note, a.employer_id, a.search_job,
                                      a.search_applicant, a.created_at}) == 1;
}

std::optional<ApplicationCase> SqlApplicationStore::find(const ApplicationId& id) {
  std::optional<ApplicationCase> found;
  Statement statement("applications.find", select_case);
  statement.add("WHERE a.id = ?", id).run(db_, [&](const Row& row) { found = read_case(row); });
  return found;
}

std::optional<Application> SqlApplicationStore::find_of(const UserId& user, const JobId& job) {
  std::optional<Application> found;
  Statement statement("applications.find_of", select_application);
  statement.add("WHERE a.user_id = ?", user).add("AND a.job_id = ?", job).run(db_, [&](const Row& row) {
    Columns column(row);
    found = read_application(column);
  });
  return found;
}

Page<Application> SqlApplicationStore::list_own(const OwnApplicationFilter& filter) {
  const Snapshot snapshot(db_);
  Statement counting("applications.count_own",
                     "SELECT COUNT(*) FROM job_applications WHERE job_deleted_at IS NULL");
  counting.add("AND user_id = ?", filter.user_id);
  if (filter.status) counting.add("AND status = ?", *filter.status);
  Page<Application> page{{}, filter.window, counting.number(db_)};
  if (filter.window.offset >= page.total) return page;

  Statement statement("applications.list_own", select_application);
  statement.add("WHERE a.user_id = ?", filter.user_id);
  if (filter.status) statement.add("AND a.status = ?", *filter.status);
  statement.add("ORDER BY a.updated_at DESC, a.created_at DESC, a.id DESC LIMIT ?", filter.window.limit);
  statement.add("OFFSET ?", filter.window.offset).run(db_, [&](const Row& row) {
    Columns column(row);
    page.items.push_back(read_application(column));
  });
  return page;
}

Page<ApplicationCase> SqlApplicationStore::list(const ApplicationFilter& filter) {
  const Snapshot snapshot(db_);
  const SearchPatterns search(filter.search);
  Page<ApplicationCase> page{{}, filter.window, count_applications(db_, filter, search)};
  const Walk walk = shortest_walk(filter.window, page.total);
  if (walk.take == 0) return page;

  Statement statement("applications.list", select_case);
  statement.add("WHERE a.id IN (SELECT m.id");
  add_matching(statement, filter, search);
  statement.add(walk.backwards ? Literal("ORDER BY m.updated_at, m.created_at, m.id")
                               : Literal("ORDER BY m.updated_at DESC, m.created_at DESC, m.id DESC"));
  statement.add("LIMIT ?", walk.take).add("OFFSET ?)", walk.skip);
  statement.add("ORDER BY a.updated_at DESC, a.created_at DESC, a.id DESC");
  statement.run(db_, [&](const Row& row) { page.items.push_back(read_case(row)); });
  return page;
}

bool SqlApplicationStore::change_status(const ApplicationId& id, ApplicationStatus from, ApplicationStatus to,
                                        Timestamp now) {
  return db_.run(change_application_status, {id, from, to, now}) == 1;
}

void SqlApplicationStore::insert_event(const JourneyEvent& e) {
  db_.send(insert_journey_event, {e.id, e.application_id, e.from, e.status, e.title, e.description, e.actor_type,
                                 e.actor_id, e.created_at});
}

std::vector<JourneyEvent> SqlApplicationStore::events(const ApplicationId& id) {
  return db_.all(find_journey, {id}, [](const Row& row) {
    Columns column(row);
    return read_event(column);
  });
}

void SqlApplicationStore::lock(const ApplicationId& id) {
  if (db_.dialect() == Dialect::postgres) db_.send(lock_application, {id});
}

void SqlApplicationStore::lock_applicant(const UserId& user) {
  if (db_.dialect() == Dialect::postgres) db_.send(lock_applicant_label, {user});
}

void SqlApplicationStore::relabel(const ApplicationId& id, std::string_view search_job) {
  db_.send(update_label, {id, search_job});
}

void SqlApplicationStore::relabel_job(const JobId& job, std::string_view search_job) {
  db_.send(update_job_label, {job, search_job});
}

void SqlApplicationStore::relabel_applicant(const UserId& user, std::string_view search_applicant) {
  lock_applicant(user);
  db_.send(update_applicant_label, {user, search_applicant});
}

}  // namespace senpai::sql
