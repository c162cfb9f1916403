#include "raw_sqlite.hpp"

#include <sqlite3.h>
#include <time.h>

#include <nlohmann/json.hpp>
#include <senpai/senpai.hpp>
#include <stdexcept>

#include "auth/auth_store.hpp"
#include "jobs/jobs_store.hpp"

namespace bench {
namespace {

double thread_cpu_us() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

}  // namespace

double cost(int times, const std::function<void()>& work) {
  for (int i = 0; i < times / 10; ++i) work();
  const double begin = thread_cpu_us();
  for (int i = 0; i < times; ++i) work();
  return (thread_cpu_us() - begin) / times;
}

namespace {

class Raw {
 public:
  explicit Raw(const std::filesystem::path& path) {
    if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) throw std::runtime_error("cannot open the database");
    run("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL");
    sqlite3_busy_timeout(db_, 5000);
  }
  ~Raw() { sqlite3_close_v2(db_); }
  void run(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db_));
    return statement;
  }

 private:
  sqlite3* db_ = nullptr;
};

void put(sqlite3_stmt* s, int at, const std::string& text) {
  sqlite3_bind_text(s, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

/// Steps to the end and decodes every column as text, as the library's types do.
std::size_t drain(sqlite3_stmt* s) {
  std::size_t size = 0;
  int result = 0;
  while ((result = sqlite3_step(s)) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count(s); ++i) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(s, i));
      if (text) size += std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(s, i))).size();
    }
  if (result != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(sqlite3_db_handle(s)));
  sqlite3_reset(s);
  return size;
}

constexpr const char* count_jobs_sql = R"(
  SELECT (SELECT COALESCE(SUM(total), 0) FROM job_totals WHERE lifecycle_status = 'PUBLISHED') +
         (SELECT COUNT(*) FROM jobs WHERE lifecycle_status = 'SCHEDULED' AND scheduled_publish_at <= ?1))";

constexpr const char* list_jobs_sql = R"(
  SELECT j.id, j.title, j.employment_type, j.visa_sponsorship, j.location_json ->> 'countryCode',
         j.location_json ->> 'city', j.location_json ->> 'displayLabel', j.employer_json ->> 'id',
         j.employer_json ->> 'name', j.employer_json ->> 'logoUrl', j.employer_json ->> 'isVerifiedEmployer',
         j.lifecycle_status, j.published_at, j.scheduled_publish_at, 0
    FROM jobs j
   WHERE lifecycle_status <> 'DRAFT' AND (lifecycle_status = 'PUBLISHED' OR scheduled_publish_at <= ?1)
   ORDER BY j.created_at, j.sequence LIMIT 20 OFFSET 0)";

double webhook_cost(Raw& db, const std::string& session) {
  auto* remember = db.prepare(R"(
    INSERT INTO webhook_deliveries (idempotency_key, payload_sha256, first_seen_at) VALUES (?1, ?2, ?3)
    ON CONFLICT (idempotency_key) DO UPDATE SET payload_sha256 = ?2 WHERE webhook_deliveries.first_seen_at <= ?4)");
  auto* seen = db.prepare(R"(
    SELECT id, user_id, status, provider, provider_ref, provider_metadata_json, submitted_at, reviewed_by, reviewed_at,
           created_at, updated_at, owner_metadata_json, vendor_metadata_json, system_metadata_json
      FROM kyc_sessions WHERE id = ?1)");
  auto* update = db.prepare(R"(
    UPDATE kyc_sessions SET provider_ref = ?2, provider_metadata_json = ?3, vendor_metadata_json = ?3, updated_at = ?4
     WHERE id = ?1)");
  int number = 0;
  const double us = cost(2000, [&] {
    db.run("BEGIN IMMEDIATE");
    put(remember, 1, "raw-" + std::to_string(++number)), put(remember, 2, std::string(64, 'a'));
    put(remember, 3, "2030-01-01T00:00:00.000Z"), put(remember, 4, "2029-01-01T00:00:00.000Z");
    drain(remember);
    put(seen, 1, session), drain(seen);
    put(update, 1, session), put(update, 2, "ref"), put(update, 3, "{\"note\":\"" + std::to_string(number) + "\"}");
    put(update, 4, "2030-01-01T00:00:00.000Z"), drain(update);
    db.run("COMMIT");
  });
  for (auto* s : {remember, seen, update}) sqlite3_finalize(s);
  return us;
}

/// The statement behind jobs().find(), decoded into the library's own type.
double find_job_cost(Raw& db) {
  auto* s = db.prepare(senpai::sql::find_job.text());
  const auto text = [&](int i) {
    const auto* t = reinterpret_cast<const char*>(sqlite3_column_text(s, i));
    return t ? std::string(t, static_cast<std::size_t>(sqlite3_column_bytes(s, i))) : std::string();
  };
  const std::string id = "job_tokyo_senior_welder_001";
  const int number = sqlite3_bind_parameter_index(s, "$1");  // SQLite counts them as they come.
  const double us = cost(calls, [&] {
    sqlite3_bind_text(s, number, id.data(), static_cast<int>(id.size()), SQLITE_STATIC);
    if (sqlite3_step(s) != SQLITE_ROW) throw std::runtime_error("the sample job is missing");
    senpai::Job job;
    auto& j = job.summary;
    j.id = senpai::JobId(text(0)), j.title = text(1);
    j.employment_type = *senpai::parse_wire<senpai::EmploymentType>(text(2));
    j.visa_sponsorship = sqlite3_column_int(s, 3) != 0;
    j.location = {text(4), text(5), text(6)};
    j.employer = {text(7), text(8), std::nullopt, sqlite3_column_int(s, 10) != 0};
    j.lifecycle.published_at = senpai::parse_timestamp(text(12));
    job.description = text(15);
    job.latitude = sqlite3_column_double(s, 16), job.longitude = sqlite3_column_double(s, 17);
    for (const auto& item : nlohmann::json::parse(text(18))) job.requirements.push_back(item);
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
  });
  sqlite3_finalize(s);
  return us;
}

}  // namespace

RawCosts measure_raw(const std::filesystem::path& database, const std::string& user, const std::string& session) {
  Raw db(database);
  RawCosts costs;
  auto* find_user = db.prepare(senpai::sql::find_user.text());
  costs.find_user = cost(20000, [&] { put(find_user, 1, user), drain(find_user); });
  auto* count = db.prepare(count_jobs_sql);
  auto* list = db.prepare(list_jobs_sql);
  costs.list_jobs = cost(10000, [&] {
    put(count, 1, "2030-01-01T00:00:00.000Z"), drain(count);
    put(list, 1, "2030-01-01T00:00:00.000Z"), drain(list);
  });
  for (auto* s : {find_user, count, list}) sqlite3_finalize(s);
  costs.webhook = webhook_cost(db, session);
  return costs;
}

double measure_raw_find(const std::filesystem::path& database) {
  Raw db(database);
  return find_job_cost(db);
}

}  // namespace bench
