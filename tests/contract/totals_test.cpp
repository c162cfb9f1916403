// Totals that PostgreSQL keeps by triggers, whoever writes and however many rows at once.

#include "contract/totals.hpp"

#include <algorithm>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

bool skipped() {
  if (has_postgres()) return false;
  MESSAGE("not run, because there is no PostgreSQL");
  return true;
}

// FROM to TO is a range of numbers, ONE-OF a list of words: a choice of one.
const std::vector<std::string> changes = {
    R"(INSERT INTO users (id, full_name, email, password_hash)
       SELECT uuid_of(n), 'P', 'p' || n, 'h' FROM generate_series(FROM, TO) n ON CONFLICT DO NOTHING)",
    "UPDATE users SET full_name = full_name || '.' WHERE email IN (SELECT 'p' || n FROM generate_series(FROM, TO) n)",
    "DELETE FROM users WHERE id = uuid_of(FROM)",
    R"(INSERT INTO jobs (id, title, employment_type, description, location_json, employer_json, lifecycle_status)
       SELECT 'j' || n, 't', (ARRAY['FULL_TIME', 'PART_TIME', 'CONTRACT'])[1 + n % 3], 'd', '{"displayLabel": "x"}',
              jsonb_build_object('id', 'e' || n % 4, 'name', 'E'), 'ONE-OF DRAFT PUBLISHED'
         FROM generate_series(FROM, TO) n
       ON CONFLICT (id) DO UPDATE SET lifecycle_status = excluded.lifecycle_status, deleted_at = NULL)",
    "UPDATE jobs SET lifecycle_status = 'ONE-OF DRAFT PUBLISHED' WHERE sequence % 20 BETWEEN FROM AND TO",
    R"(UPDATE jobs SET lifecycle_status = 'SCHEDULED', scheduled_publish_at =
         '2030-01-31 23:59:59Z'::timestamptz + sequence % 3 * interval '1 second'
        WHERE sequence % 20 BETWEEN FROM AND TO)",
    "UPDATE jobs SET visa_sponsorship = NOT visa_sponsorship WHERE sequence % 20 BETWEEN FROM AND TO",
    "UPDATE jobs SET title = title || 'x', updated_at = now() WHERE sequence % 20 BETWEEN FROM AND TO",
    "UPDATE jobs SET deleted_at = now() WHERE sequence % 20 BETWEEN FROM AND TO",
    "UPDATE jobs SET deleted_at = NULL, employment_type = 'CONTRACT' WHERE sequence % 20 BETWEEN FROM AND TO",
    R"(UPDATE jobs SET employer_json = jsonb_set(employer_json, '{id}', '"ONE-OF e0 e1 e9"')
        WHERE sequence % 20 BETWEEN FROM AND TO)",
    "DELETE FROM jobs WHERE id IN (SELECT 'j' || n FROM generate_series(FROM, TO) n)",
    R"(WITH gone AS (DELETE FROM jobs WHERE id = 'jFROM' RETURNING *)
       INSERT INTO jobs (id, title, employment_type, description, location_json, employer_json)
       SELECT id || 'b' || sequence, title, 'PART_TIME', description, location_json, employer_json FROM gone)",
    R"(INSERT INTO feed_posts (id, title, excerpt, category, author, published_at, lifecycle_status)
       SELECT 'p' || n, 't', 'e', 'C' || n % 3, 'a', now(), 'ONE-OF DRAFT PUBLISHED' FROM generate_series(FROM, TO) n
       ON CONFLICT (id) DO UPDATE SET category = 'C9', deleted_at = NULL)",
    R"(UPDATE feed_posts SET lifecycle_status = 'SCHEDULED', scheduled_publish_at =
         '2030-03-01Z'::timestamptz - sequence % 2 * interval '1 second' WHERE sequence % 20 BETWEEN FROM AND TO)",
    "UPDATE feed_posts SET category = 'ONE-OF C0 C1', author = 'b' WHERE sequence % 20 BETWEEN FROM AND TO",
    "UPDATE feed_posts SET deleted_at = now() WHERE sequence % 20 BETWEEN FROM AND TO",
    "DELETE FROM feed_posts WHERE id IN (SELECT 'p' || n FROM generate_series(FROM, TO) n)",
    R"(INSERT INTO job_applications (id, user_id, job_id, status)
       SELECT gen_random_uuid(), u.id, j.id, 'ONE-OF SUBMITTED HIRED' FROM users u, jobs j
        WHERE u.sequence % 20 BETWEEN FROM AND TO AND j.sequence % 20 BETWEEN FROM AND TO ON CONFLICT DO NOTHING)",
    R"(UPDATE job_applications SET status = 'ONE-OF IN_REVIEW INTERVIEW REJECTED'
        WHERE sequence % 20 BETWEEN FROM AND TO)",
    "UPDATE job_applications SET search_job = 'x' || sequence WHERE sequence % 20 BETWEEN FROM AND TO",
    "DELETE FROM job_applications WHERE sequence % 20 BETWEEN FROM AND TO",
    R"(INSERT INTO job_application_journey_events (id, application_id, status, title, description, created_at,
                                                   actor_type, actor_id)
       SELECT gen_random_uuid(), id, status, 't', 'd', '2026-05-01 14:00Z'::timestamptz + sequence * interval '1 hour',
              NULLIF('ONE-OF USER ADMIN NONE', 'NONE'), CASE WHEN sequence % 2 = 0 THEN 'a' || sequence % 5 END
         FROM job_applications WHERE sequence % 20 BETWEEN FROM AND TO)",
    "DELETE FROM job_application_journey_events WHERE sequence % 20 BETWEEN FROM AND TO",
    R"(INSERT INTO kyc_sessions (id, user_id, status)
       SELECT gen_random_uuid(), id, 'ONE-OF CREATED SUBMITTED' FROM users WHERE sequence % 20 BETWEEN FROM AND TO)",
    R"(UPDATE kyc_sessions SET status = 'ONE-OF MANUAL_REVIEW VERIFIED', provider = 'x'
        WHERE sequence % 20 BETWEEN FROM AND TO)",
    R"(UPDATE kyc_sessions SET provider_metadata_json = '{"a": 1}' WHERE sequence % 20 BETWEEN FROM AND TO)",
    "DELETE FROM kyc_sessions WHERE sequence % 20 BETWEEN FROM AND TO",
    R"(INSERT INTO kyc_status_events (id, kyc_session_id, to_status, actor_type, actor_id, created_at)
       SELECT gen_random_uuid(), id, status, 'ONE-OF USER SYSTEM', 'a' || sequence % 3,
              '2026-05-01 22:00Z'::timestamptz + sequence * interval '1 hour'
         FROM kyc_sessions WHERE sequence % 20 BETWEEN FROM AND TO)",
    R"(INSERT INTO organizations (id, owner_user_id, name, org_type, country_code)
       SELECT uuid_of(CAST(sequence AS int)), id, 'o', (ARRAY['TSK', 'LPK'])[1 + sequence % 2], 'JP'
         FROM users WHERE sequence % 20 BETWEEN FROM AND TO ON CONFLICT DO NOTHING)",
    "UPDATE organizations SET org_type = 'ONE-OF TSK EMPLOYER', name = name || '.' WHERE id >= uuid_of(FROM)",
    R"(INSERT INTO organization_verifications (id, org_id, status, registration_number, legal_name)
       SELECT gen_random_uuid(), id, 'PENDING', 'r', 'l' FROM organizations WHERE id <= uuid_of(TO)
       ON CONFLICT (org_id) DO UPDATE SET status = 'ONE-OF PENDING MISMATCH')",
    "UPDATE organization_verifications SET status = 'ONE-OF VERIFIED REJECTED' WHERE org_id >= uuid_of(FROM)",
    "DELETE FROM organization_verifications WHERE org_id >= uuid_of(FROM)",
    "DELETE FROM organizations WHERE id = uuid_of(FROM)",
};

/// Chooses what is left open in a change. Every third one changes one row, or few.
class Chooser {
 public:
  std::string complete(std::string change) {
    const int from = number(0, 19);
    return complete(std::move(change), from, number(0, 2) == 0 ? from : number(from, 19));
  }
  std::string complete(std::string change, int from, int to) {
    replace(change, "FROM AND TO", std::to_string(from) + " AND " + std::to_string(to));
    replace(change, "(FROM, TO)", "(" + std::to_string(from) + ", " + std::to_string(to) + ")");
    replace(change, "(FROM)", "(" + std::to_string(from) + ")");
    replace(change, "(TO)", "(" + std::to_string(to) + ")");
    replace(change, "'jFROM'", "'j" + std::to_string(from) + "'");
    const auto list = change.find("ONE-OF ");
    if (list == std::string::npos) return change;
    const auto end = change.find_first_of("'\"", list);
    std::istringstream words(change.substr(list + 7, end - list - 7));
    const std::vector<std::string> choices{std::istream_iterator<std::string>(words), {}};
    return change.replace(list, end - list, choices[static_cast<std::size_t>(number(0, int(choices.size()) - 1))]);
  }
  /// Half of them insert, so that there is always something to change.
  const std::string& change() {
    while (true) {
      const auto& change = changes[static_cast<std::size_t>(number(0, int(changes.size()) - 1))];
      if (number(0, 1) == 0 || change.starts_with("INSERT")) return change;
    }
  }
  int number(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }

 private:
  static void replace(std::string& text, std::string_view what, const std::string& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
      text.replace(at, what.size(), by);
  }
  std::mt19937 random_{20261126};
};

/// How many rows of totals a statement wrote.
long long written(PostgresSession& db, const std::string& statement) {
  const auto rows = [&] {
    return db.number("SELECT SUM(n_tup_ins + n_tup_upd) FROM pg_stat_xact_user_tables WHERE relname LIKE '%_totals'");
  };
  db.run("BEGIN");
  const auto before = rows();
  db.run(statement);
  const auto after = rows();
  db.run("COMMIT");
  return after - before;
}

}  // namespace

TEST_CASE("totals: after any mixture of statements they are what counting says") {
  if (skipped()) return;
  const PostgresDatabase database(PostgresDatabase::Content::migrated);
  PostgresSession db(database.url());
  db.run(R"(CREATE FUNCTION uuid_of(n integer) RETURNS uuid LANGUAGE sql
              AS $$SELECT CAST('00000000-0000-4000-8000-' || lpad(CAST(n AS text), 12, '0') AS uuid)$$)");
  Chooser chooser;
  for (const auto& change : changes)
    if (change.starts_with("INSERT")) db.run(chooser.complete(change, 0, 19));
  for (int i = 0; i < 150; ++i) {
    const std::string change = chooser.complete(chooser.change());
    CAPTURE(i);
    CAPTURE(change);
    if (chooser.number(0, 9) == 0) db.run("BEGIN; " + change + "; SAVEPOINT s; " + change + "; ROLLBACK TO s; COMMIT");
    else db.run(change);
    REQUIRE(wrong_totals(db) == "");
  }
}

TEST_CASE("totals: a statement writes each of them once however many rows it changes") {
  if (skipped()) return;
  const PostgresDatabase database(PostgresDatabase::Content::migrated);
  PostgresSession db(database.url());
  CHECK(written(db, R"(INSERT INTO users (id, full_name, email, password_hash)
                       SELECT gen_random_uuid(), 'P', 'p' || n, 'h' FROM generate_series(1, 300) n)") == 1);
  CHECK(written(db, R"(INSERT INTO jobs (id, title, employment_type, description, location_json, employer_json)
                       SELECT 'n' || n, 't', (ARRAY['FULL_TIME', 'CONTRACT'])[1 + n % 2], 'd', '{}', '{"id": "e"}'
                         FROM generate_series(1, 300) n)") == 2);
  CHECK(written(db, R"(INSERT INTO feed_posts (id, title, excerpt, category, author)
                       SELECT 'p' || n, 't', 'e', 'C', 'a' FROM generate_series(1, 300) n)") == 1);
  CHECK(written(db, "UPDATE feed_posts SET category = 'D' WHERE category = 'C'") == 2);
  CHECK(written(db, R"(INSERT INTO job_applications (id, user_id, job_id, status)
                       SELECT gen_random_uuid(), id, 'n1', 'SUBMITTED' FROM users)") == 3);
  CHECK(written(db, "UPDATE job_applications SET status = 'HIRED'") == 6);
  CHECK(written(db, R"(INSERT INTO job_application_journey_events (id, application_id, status, title, description)
                       SELECT gen_random_uuid(), id, status, 't', 'd' FROM job_applications)") == 2);
  CHECK(written(db, "UPDATE jobs SET employer_json = '{\"id\": \"f\"}' WHERE id LIKE 'n%'") == 2);
  CHECK(written(db, "UPDATE jobs SET title = 'other' WHERE id LIKE 'n%'") == 0);
  CHECK(written(db, "UPDATE jobs SET deleted_at = now() WHERE id LIKE 'n%'") == 2 + 3);
  CHECK(written(db, R"(INSERT INTO kyc_sessions (id, user_id, status) SELECT id, id, 'CREATED' FROM users)") == 1);
  CHECK(written(db, R"(INSERT INTO kyc_status_events (id, kyc_session_id, to_status, actor_type, actor_id)
                       SELECT id, id, 'CREATED', 'USER', 'a' FROM users)") == 3);
  CHECK(written(db, R"(INSERT INTO organizations (id, owner_user_id, name, org_type, country_code)
                       SELECT id, id, 'o', 'TSK', 'JP' FROM users)") == 1);
  CHECK(written(db, R"(INSERT INTO organization_verifications (id, org_id, status, registration_number, legal_name)
                       SELECT id, id, 'PENDING', 'r', 'l' FROM organizations)") == 2);
  CHECK(written(db, "DELETE FROM organization_verifications") == 2);
  CHECK(written(db, "DELETE FROM jobs WHERE id LIKE 'n%'") == 2);  // Of the journey; the rest was not counted any more.
  CHECK(wrong_totals(db) == "");
}
