// The real server on a real PostgreSQL: commands, several processes, and a database that is killed under load.

#include <atomic>
#include <csignal>
#include <map>
#include <set>

#include "host/server_process.hpp"
#include "host/wire.hpp"
#include "postgres.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

bool skipped() {
  if (has_postgres()) return false;
  MESSAGE("not run, because there is no PostgreSQL");
  return true;
}

Environment environment_on(const std::string& url, const TemporaryFolder& folder) {
  auto environment = environment_in(folder.path());
  environment["AUTH_STORE"] = "postgres";
  environment["DATABASE_URL"] = url;
  return environment;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Waits until `/ready` answers so.
bool becomes(int port, int status) {
  for (const auto until = steady_clock::now() + seconds(30); steady_clock::now() < until;) {
    if (fetch(port, "GET", "/ready").status == status) return true;
    std::this_thread::sleep_for(milliseconds(20));
  }
  return false;
}

std::string sign_up(int port, const std::string& name) {
  const Json account{{"fullName", name}, {"email", name + "@example.test"}, {"password", "Kirei-na-hana-42"}};
  const auto answer = fetch(port, "POST", "/auth/register", {}, account.dump(), seconds(30));
  REQUIRE(answer.status == 201);
  return answer.json()["accessToken"];
}

/// Threads that found organizations, each with a name of its own, until the end of the scope.
class Founders {
 public:
  Founders(int port, std::string token) : port_(port), token_(std::move(token)) {
    for (int i = 0; i < 6; ++i)
      threads_.emplace_back([this, i](std::stop_token stop) {
        for (int n = 0; !stop.stop_requested(); ++n) found(std::to_string(i) + "-" + std::to_string(n));
      });
  }
  void stop() { threads_.clear(); }
  std::size_t count() {
    const std::lock_guard lock(mutex_);
    return acknowledged_.size();
  }
  const std::set<std::string>& acknowledged() const { return acknowledged_; }
  /// How often each answer came.
  const std::map<std::string, int>& answers() const { return answers_; }

 private:
  void found(const std::string& name) {
    const Json body{{"name", name}, {"orgType", "LPK"}, {"countryCode", "ID"}};
    const auto answer = fetch(port_, "POST", "/organizations", {{"Authorization", "Bearer " + token_}}, body.dump(),
                              seconds(30));
    const std::lock_guard lock(mutex_);
    ++answers_[std::to_string(answer.status) + " " + answer.code()];
    if (answer.status == 201) acknowledged_.insert(name);
  }

  const int port_;
  const std::string token_;
  std::mutex mutex_;
  std::set<std::string> acknowledged_;
  std::map<std::string, int> answers_;
  std::vector<std::jthread> threads_;
};

}  // namespace

TEST_CASE("server: on PostgreSQL it refuses an old schema and migrates it and says what it would do and did") {
  if (skipped()) return;
  const TemporaryFolder folder;
  const PostgresDatabase database(PostgresDatabase::Content::empty);
  auto environment = environment_on(database.url(), folder);
  const std::string address = "http://127.0.0.1:" + std::to_string(free_port());
  environment["API_PORT"] = address.substr(address.rfind(':') + 1);
  environment["API_PUBLIC_URL"] = address;
  environment["BOOTSTRAP_ADMIN_EMAIL"] = "admin@example.com";
  environment["BOOTSTRAP_ADMIN_PASSWORD"] = "Kirei-na-hana-42";
  const auto refused = run_server({"serve"}, environment);
  CHECK(refused.exit_code == 1);
  CHECK(contains(refused.errors, "run: senpai-server migrate"));
  const auto plan = run_server({"migrate", "--plan"}, environment);
  CHECK(plan.exit_code == 0);
  CHECK(contains(plan.output, "to be applied             001_auth_tables.sql\n"));
  CHECK(run_server({"migrate", "--plan"}, environment).output == plan.output);
  const auto migrated = run_server({"migrate"}, environment);
  CHECK(migrated.exit_code == 0);
  CHECK(contains(migrated.output, "applied 024_indexes.sql\n"));
  CHECK(contains(run_server({"migrate"}, environment).output, "The schema is up to date already."));
  CHECK(run_server({"migrate", "--plan"}, environment).output == "The schema is up to date.\n");
  const auto status = run_server({"migrate", "--status"}, environment);
  CHECK(contains(status.output, "Z  001_auth_tables.sql\n"));
  CHECK(contains(status.output, "Z  024_indexes.sql\n"));
  CHECK(run_server({"migrate", "--what"}, environment).exit_code == 1);

  ServerProcess server({"serve"}, environment);
  const int port = server.port();
  REQUIRE(port != 0);
  CHECK(fetch(port, "GET", "/ready").status == 200);
  const auto smoke = run_server({"smoke", address}, environment);
  CAPTURE(smoke.output);
  CHECK(smoke.exit_code == 0);
  server.signal(SIGTERM);
  CHECK(server.wait() == 0);
}

TEST_CASE("server: a database that cannot be reached is told in one line without the password") {
  const TemporaryFolder folder;
  const auto environment = environment_on("postgresql://u:hidden-word@127.0.0.1:1/x", folder);
  for (const char* command : {"serve", "migrate", "seed"}) {
    const auto run = run_server({command}, environment);
    CHECK(run.exit_code == 1);
    CHECK(contains(run.errors, "cannot reach the PostgreSQL database"));
    CHECK(contains(run.errors, "Connection refused Is the server running"));
    CHECK_FALSE(contains(run.errors + run.output, "hidden-word"));
  }
}

TEST_CASE("server: a command whose database fails on the way says why, in lines for people") {
  if (skipped()) return;
  const TemporaryFolder folder;
  const PostgresDatabase database(PostgresDatabase::Content::migrated);
  auto environment = environment_on(database.url(), folder);
  environment["DB_LOCK_TIMEOUT_MS"] = "50";
  PostgresSession other(database.url());
  other.run("BEGIN; LOCK TABLE audit_events");
  const auto run = run_server({"audit", "verify"}, environment);
  CHECK(run.exit_code == 1);
  CHECK(run.errors.starts_with("senpai-server: database.trouble, error: "));
  CHECK(contains(run.errors, "lock timeout"));
  CHECK(contains(run.errors, "\nsenpai-server: The service cannot reach its database right now."));
  CHECK_FALSE(contains(run.errors, "{"));
}

TEST_SUITE("race") {
  TEST_CASE("server: of four processes that migrate one PostgreSQL at once each file is applied by one") {
    if (skipped()) return;
    const TemporaryFolder folder;
    const PostgresDatabase database(PostgresDatabase::Content::empty);
    const auto environment = environment_on(database.url(), folder);
    std::vector<Finished> runs(4);
    at_once(4, [&](int i) { runs[static_cast<std::size_t>(i)] = run_server({"migrate"}, environment); });
    std::map<std::string, int> applied;
    for (const auto& run : runs) {
      CAPTURE(run.errors);
      CHECK(run.exit_code == 0);
      std::istringstream lines(run.output);
      for (std::string line; std::getline(lines, line);)
        if (line.starts_with("applied ")) ++applied[line];
    }
    CHECK(applied.size() == database.open()->migrations().size());
    for (const auto& migration : applied) {
      CAPTURE(migration.first);
      CHECK(migration.second == 1);
    }
  }
}

TEST_CASE("server: PostgreSQL killed and restarted under load loses nothing acknowledged and does nothing twice") {
  if (skipped()) return;
  const TemporaryFolder folder;
  PrivatePostgres postgres;
  PostgresSession(postgres.url()).run("CREATE DATABASE live");
  const std::string url = postgres.url().substr(0, postgres.url().rfind('/')) + "/live";
  const auto environment = environment_on(url, folder);
  REQUIRE(run_server({"migrate"}, environment).exit_code == 0);
  ServerProcess server({"serve"}, environment);
  const int port = server.port();
  REQUIRE(port != 0);
  Founders founders(port, sign_up(port, "founder"));
  for (int round = 0; round < 3; ++round) {
    CAPTURE(round);
    const auto before = founders.count();
    for (int i = 0; i < 3000 && founders.count() < before + 50; ++i) std::this_thread::sleep_for(milliseconds(10));
    CHECK(founders.count() >= before + 50);
    postgres.control("crash");
    CHECK(becomes(port, 503));
    CHECK(fetch(port, "GET", "/jobs").code() == "service_unavailable");
    CHECK(fetch(port, "GET", "/health").status == 200);
    postgres.control("start");
    CHECK(becomes(port, 200));
  }
  founders.stop();
  CHECK_FALSE(server.wait(milliseconds(0)));

  int answered = 0, refused = 0;
  for (const auto& counted : founders.answers()) {
    const std::string& answer = counted.first;
    CAPTURE(answer);
    CHECK((answer == "201 " || answer == "503 service_unavailable"));
    (answer == "201 " ? answered : refused) += counted.second;
  }
  MESSAGE(answered, " acknowledged, ", refused, " refused");
  CHECK(refused > 0);
  std::map<std::string, int> kept;
  for (const auto& row : PostgresSession(url).run("SELECT name FROM organizations")) ++kept[row.front()];
  int lost = 0, doubled = 0;
  for (const auto& name : founders.acknowledged()) lost += kept.count(name) == 0;
  for (const auto& [name, times] : kept) doubled += times > 1;
  CHECK(lost == 0);
  CHECK(doubled == 0);
  const auto total = PostgresSession(url).number("SELECT SUM(total) FROM organization_totals");
  CHECK(total == static_cast<long long>(kept.size()));
  server.signal(SIGTERM);
  CHECK(server.wait() == 0);
}
