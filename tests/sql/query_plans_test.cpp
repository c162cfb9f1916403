// How the database finds what the hot requests ask for: along indexes, without reading or sorting a whole table. The
// statements are those of real requests; each is explained on its own connection, with its own values.

#include "sql/sql_storage.hpp"

#include <cstring>
#include <map>
#include <regex>
#include <set>

#include "bench/data.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

/// One line of a plan; a line tells how part of the line with the number `parent` is done.
struct Step {
  std::int64_t number = 0;
  std::int64_t parent = 0;
  std::string text{};
};
using Plan = std::vector<Step>;

std::string text_of(const Plan& plan) {
  std::string text;
  for (const auto& step : plan) text += step.text + "\n";
  return text;
}

/// Plans by the name of their statement, of the statements that run while they are wanted.
struct Plans {
  bool wanted = false;
  std::multimap<std::string, Plan> by_name{};
  std::string texts{};  ///< Of the same statements.
};

class ExplainingConnection final : public sql::Connection {
 public:
  ExplainingConnection(sql::Connection& db, Plans& plans) : db_(db), plans_(plans) {}

  sql::Dialect dialect() const override { return db_.dialect(); }
  std::int64_t execute(const char* name, std::string_view text, std::span<const sql::Value> values,
                       const sql::OnRow& on_row) override {
    if (!plans_.wanted) return db_.execute(name, text, values, on_row);
    Plan plan;
    db_.execute("explain", "EXPLAIN QUERY PLAN " + std::string(text), values, [&](const sql::Row& row) {
      plan.push_back({row.get<std::int64_t>(0), row.get<std::int64_t>(1), row.get<std::string>(3)});
    });
    plans_.by_name.emplace(name, std::move(plan));
    plans_.texts.append(text).append("\n");
    return db_.execute(name, text, values, on_row);
  }
  void script(std::string_view text) override { db_.script(text); }
  bool begin_snapshot() override { return db_.begin_snapshot(); }
  void end_snapshot() noexcept override { db_.end_snapshot(); }

 private:
  sql::Connection& db_;
  Plans& plans_;
};

/// A database that explains what it is asked.
class ExplainingDatabase final : public sql::Database {
 public:
  ExplainingDatabase(std::unique_ptr<sql::Database> database, Plans& plans)
      : database_(std::move(database)), plans_(plans) {}
  void read(const Work& work) override { database_->read(explained(work)); }
  void transaction(const Work& work) override { database_->transaction(explained(work)); }
  void session(const Work& work) override { database_->session(explained(work)); }

 private:
  Work explained(const Work& work) {
    return [this, &work](sql::Connection& db) {
      ExplainingConnection explaining(db, plans_);
      work(explaining);
    };
  }

  std::unique_ptr<sql::Database> database_;
  Plans& plans_;
};

/// A filled store behind an API.
struct Explained {
  Explained() { bench::fill(*storage, {60, 60, 90, 90, 120, 60}, world.now); }

  Plans plans;
  std::shared_ptr<Storage> storage = migrated(
      std::make_shared<sql::SqlStorage>(std::make_unique<ExplainingDatabase>(sql::sqlite_database({}), plans),
                                        sql::sqlite_migrations()));
  World world{[this](Options& options) { options.storage = storage; }};

  static std::shared_ptr<Storage> migrated(std::shared_ptr<Storage> storage) {
    storage->migrate();
    return storage;
  }

  /// What one request asked.
  Plans asked_by(const std::string& method, const std::string& target, const Json& body,
                 const World::Headers& headers) {
    plans = {.wanted = true};
    const auto answer = world.call(method, target, body, headers);
    CHECK_MESSAGE(answer.status < 300, answer.text);
    return std::exchange(plans, {});
  }
  std::multimap<std::string, Plan> of(const std::string& method, const std::string& target, const Json& body,
                                      const World::Headers& headers) {
    return asked_by(method, target, body, headers).by_name;
  }
  std::multimap<std::string, Plan> of(const std::string& target, const World::Headers& headers) {
    return of("GET", target, nullptr, headers);
  }
};

/// What a hot statement has to use.
struct Hot {
  const char* target;
  const char* statement;
  const char* index;
};

const Hot hot[] = {
    {"/jobs?", "jobs.list_visible", "idx_jobs_order"},
    {"/jobs?cursor=60&", "jobs.list_visible", "idx_jobs_order"},
    {"/jobs?employmentType=CONTRACT&", "jobs.list_visible", "idx_jobs_type_order"},
    {"/jobs?visaSponsored=true&", "jobs.list_visible", "idx_jobs_visa_order"},
    {"/jobs?", "jobs.count_visible", "idx_jobs_due"},
    {"/feed/posts?", "feed.list_visible", "idx_feed_posts_published"},
    {"/feed/posts?", "feed.list_visible", "idx_feed_posts_scheduled"},
    {"/feed/posts?cursor=60&", "feed.list_visible", "idx_feed_posts_published"},
    {"/feed/posts?category=VISA&", "feed.list_visible", "idx_feed_posts_category_published"},
    {"/feed/posts?category=VISA&", "feed.list_visible", "idx_feed_posts_category_scheduled"},
    {"/feed/posts?", "feed.count_visible", "idx_feed_posts_scheduled"},
    {"/feed/posts?category=VISA&", "feed.count_visible", "scheduled_publish_at>"},
    {"/admin/jobs?", "jobs.list_all", "idx_jobs_order"},
    {"/admin/feed/posts?", "feed.list_all", "idx_feed_posts_order"},
    {"/admin/feed/posts?category=VISA&", "feed.list_all", "idx_feed_posts_category_order"},
    {"/admin/users?", "admin.list_users", "idx_users_created_at"},
    {"/admin/organizations?", "organizations.list", "idx_organizations_created_at"},
    {"/admin/organizations?orgType=LPK&", "organizations.list", "idx_organizations_type_created_at"},
    {"/admin/organizations?verificationStatus=PENDING&", "organizations.list", "idx_organizations_status_created_at"},
    {"/admin/applications?", "applications.list", "idx_job_applications_order"},
    {"/admin/applications?status=SUBMITTED&", "applications.list", "idx_job_applications_status_order"},
    {"/admin/applications?jobId={job}&", "applications.list", "idx_job_applications_job_order"},
    {"/admin/applications?orgId={employer}&", "applications.list", "idx_job_applications_employer_order"},
    {"/admin/kyc/review-queue?", "kyc.review_queue", "idx_kyc_sessions_queue"},
    {"/admin/kyc/review-queue?", "kyc.review_queue_documents", "kyc_session_id=?"},
    {"/admin/kyc/review-queue?", "kyc.review_queue_events", "idx_kyc_status_events_session_created_at"},
    {"/admin/kyc/review-queue?status=ALL&", "kyc.review_queue", "idx_kyc_sessions_submission_order"},
    {"/admin/kyc/review-queue?status=VERIFIED&", "kyc.review_queue", "idx_kyc_sessions_queue"},
    {"/admin/activity-events?", "activity.timeline", "idx_kyc_status_events_created_at"},
    {"/admin/activity-events?", "activity.timeline", "idx_job_application_journey_created_at"},
    {"/admin/activity-events?actorId=reviewer@example.test&", "activity.timeline",
     "idx_kyc_status_events_actor_id_created_at"},
    {"/admin/activity-events?actorId=reviewer@example.test&", "activity.timeline",
     "idx_job_application_journey_actor_id_created_at"},
    {"/admin/audit/events?actorType=USER&", "activity.timeline", "idx_kyc_status_events_actor_type_created_at"},
    {"/admin/audit/events?actorType=USER&", "activity.timeline",
     "idx_job_application_journey_actor_type_created_at"},
    {"/admin/activity-events?from=2029-12-01T05:00:00Z&", "activity.total", "idx_kyc_status_events_created_at"},
    {"/admin/overview/summary?", "admin.overview", "idx_kyc_status_events_to_status_created_at"},
};

/// Sorting what belongs to one entry or one page is no matter.
const std::set<std::string> may_sort{"kyc.review_queue_documents", "kyc.review_queue_events"};

/// What is wrong with a plan: a table that is read as a whole, or sorted. A page that was chosen before, in a subquery
/// with a name, may be both.
std::string offences(const std::string& statement, const Plan& plan) {
  static const std::regex chosen_first(R"((MATERIALIZE|CO-ROUTINE) (\w+))");
  static const std::regex whole_table(R"(SCAN (\w+)( USING (COVERING )?INDEX .*| VIRTUAL TABLE INDEX .*)?)");
  std::set<std::string> pages;
  std::set<std::int64_t> of_pages;  // Parts of the statement that read a chosen page first.
  std::string found;
  std::smatch match;
  for (const auto& step : plan)
    if (std::regex_match(step.text, match, chosen_first)) pages.insert(match[2]);
  for (const auto& step : plan)
    if (step.text.starts_with("LIST SUBQUERY")) of_pages.insert(step.parent);  // Chosen by `id IN (…)`.
  for (const auto& step : plan) {
    if (!std::regex_match(step.text, match, whole_table)) continue;
    const std::string name = match[1];
    if (pages.contains(name)) of_pages.insert(step.parent);
    else if (!match[2].matched && !name.ends_with("_totals") && name != "CONSTANT") found += step.text + "\n";
  }
  for (const auto& step : plan)
    // The right part of an order sorts only rows that are equal in the left.
    if (step.text.starts_with("USE TEMP B-TREE FOR ORDER") && !of_pages.contains(step.parent) &&
        !may_sort.contains(statement))
      found += step.text + "\n";
  return found;
}

}  // namespace

TEST_CASE("plans: hot statements use the indexes made for them and neither read nor sort whole tables") {
  Explained explained;
  const auto some = explained.world.get("/admin/applications?limit=1", World::admin()).body["items"][0]["application"];
  for (const auto& line : hot) {
    std::string target = std::string(line.target) + "limit=20";
    if (target.starts_with("/admin/overview")) target = "/admin/overview/summary";
    const std::pair<const char*, std::string> ids[] = {{"{job}", some["jobId"]},
                                                       {"{employer}", some["job"]["employer"]["id"]}};
    for (const auto& [name, id] : ids)
      if (const auto at = target.find(name); at != std::string::npos) target.replace(at, std::strlen(name), id);
    CAPTURE(target);
    std::string of_statement;
    for (const auto& [name, plan] : explained.of(target, World::admin())) {
      const std::string plan_text = text_of(plan);
      CAPTURE(name);
      CAPTURE(plan_text);
      CHECK(offences(name, plan) == "");
      if (name == line.statement) of_statement += plan_text;
    }
    CAPTURE(line.statement);
    CHECK_MESSAGE(of_statement.find(line.index) != std::string::npos, of_statement);
  }
}

TEST_CASE("plans: what a person sees of their own is found by the person") {
  Explained explained;
  const auto person = explained.world.register_user();
  const auto headers = World::as(person);
  const auto jobs = explained.world.get("/jobs?limit=3");
  for (const auto& job : jobs.body["items"]) {
    REQUIRE(explained.world.post("/users/me/saved-jobs", {{"jobId", job["id"]}}, headers).status < 300);
    REQUIRE(explained.world.post("/jobs/" + std::string(job["id"]) + "/applications", Json::object(), headers).status ==
            201);
  }
  explained.world.start_kyc(person);
  for (const char* target : {"/auth/me", "/jobs", "/users/me/saved-jobs", "/users/me/applications",
                             "/users/me/applications?status=SUBMITTED", "/users/me/profile",
                             "/identity/kyc/history"})
    for (const auto& [name, plan] : explained.of(target, headers)) {
      const std::string plan_text = text_of(plan);
      CAPTURE(target);
      CAPTURE(name);
      CAPTURE(plan_text);
      // What one person has may be sorted.
      CHECK(plan_text.find("SEARCH") != std::string::npos);
      CHECK_FALSE(std::regex_search(plan_text, std::regex("SCAN (\\w+)\n")));
      if (name.ends_with("_own")) CHECK(plan_text.find("(user_id=?") != std::string::npos);
    }
}

TEST_CASE("plans: a word of three letters is looked up instead of read for") {
  Explained explained;
  for (const char* target : {"/jobs?q=kintsugi", "/jobs?location=kanazawa", "/feed/posts?q=hanabi",
                             "/admin/users?q=tsukimi", "/admin/applications?q=tsukimi"})
    for (const auto& [name, plan] : explained.of(target, World::admin())) {
      const std::string plan_text = text_of(plan);
      CAPTURE(target);
      CAPTURE(name);
      CAPTURE(plan_text);
      // The index of letters comes first and is asked for the pattern, then each row by its number.
      CHECK(plan_text.find("VIRTUAL TABLE INDEX 0:L0") != std::string::npos);
      CHECK_FALSE(std::regex_search(plan_text, std::regex("SCAN [jpum] ")));
    }
}

TEST_CASE("plans: what an edit or a decision touches is found by an index") {
  Explained explained;
  auto& world = explained.world;
  const auto application = world.get("/admin/applications?status=IN_REVIEW&limit=1", World::admin()).body["items"][0];
  const std::string job = application["application"]["jobId"];
  const std::string session =
      world.get("/admin/kyc/review-queue?limit=1", World::admin()).body["items"][0]["session"]["id"];
  struct Write {
    std::string method;
    std::string target;
    Json body;
  };
  const std::vector<Write> writes{
      {"PATCH", "/admin/users/" + application["applicant"]["id"].get<std::string>(), {{"fullName", "Rina Baru"}}},
      {"PATCH", "/admin/applications/" + application["application"]["id"].get<std::string>() + "/status",
       {{"status", "INTERVIEW"}}},
      {"POST", "/admin/kyc/review", {{"sessionId", session}, {"decision", "VERIFIED"}, {"reviewedBy", "Mika"}}},
      {"PATCH", "/admin/jobs/" + job, {{"title", "Renamed"}}},
      {"DELETE", "/admin/jobs/" + job, nullptr}};
  for (const auto& write : writes)
    for (const auto& [name, plan] : explained.of(write.method, write.target, write.body, World::admin())) {
      const std::string plan_text = text_of(plan);
      CAPTURE(write.target);
      CAPTURE(name);
      CAPTURE(plan_text);
      CHECK_FALSE(std::regex_search(plan_text, std::regex("SCAN \\w+\n")));
    }
}

TEST_CASE("plans: lists of summaries do not read what only the detail shows (gap E10)") {
  Explained explained;
  const auto person = explained.world.register_user();
  const std::string id = explained.world.get("/jobs?limit=1").body["items"][0]["id"];
  REQUIRE(explained.world.post("/users/me/saved-jobs", {{"jobId", id}}, World::as(person)).status == 200);
  REQUIRE(explained.world.post("/jobs/" + id + "/applications", nullptr, World::as(person)).status == 201);
  const auto texts_of = [&](const std::string& target, const World::Headers& headers) {
    const std::string texts = explained.asked_by("GET", target, nullptr, headers).texts;
    CHECK(texts.find("j.title") != std::string::npos);
    return texts;
  };
  for (const char* shown : {"j.description", "j.requirements_json"}) {
    CAPTURE(shown);
    for (const char* target : {"/jobs", "/jobs?q=crew", "/users/me/saved-jobs", "/users/me/applications"})
      CHECK(texts_of(target, World::as(person)).find(shown) == std::string::npos);
    CHECK(texts_of("/admin/applications", World::admin()).find(shown) == std::string::npos);
    CHECK(texts_of("/jobs/" + id, World::as(person)).find(shown) != std::string::npos);
  }
}
