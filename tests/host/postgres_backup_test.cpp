// The lines of docs/OPERATIONS.md that copy a PostgreSQL database, run as they stand there.

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "contract/original_database.hpp"
#include "host/server_process.hpp"
#include "host/wire.hpp"
#include "postgres.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

/// The documented line that begins with this program.
std::string documented(const std::string& program) {
  std::ifstream file(SENPAI_SOURCE_DIR "/docs/OPERATIONS.md");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(program + " --")) return line;
  FAIL("docs/OPERATIONS.md has no line for ", program);
  return "";
}

/// The part of a URL between two marks.
std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const auto begin = text.find(before) + before.size();
  return text.substr(begin, text.find(after, begin) - begin);
}

void run_line(const TemporaryFolder& folder, const std::string& variables, const std::string& line) {
  const std::string command = "cd " + folder.path().string() + " && " + variables + " sh -c '" + line + "' >out 2>&1";
  const int status = std::system(command.c_str());
  std::ostringstream said;
  said << std::ifstream(folder.path() / "out").rdbuf();
  CAPTURE(line);
  CAPTURE(said.str());
  REQUIRE(status == 0);
}

/// Everything in a database, by name: rows, sequences, and what belongs to them.
std::map<std::string, std::string> everything(PostgresSession& db) {
  std::map<std::string, std::string> found;
  for (const auto& row : db.run("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"))
    found["table " + row[0]] = db.text("SELECT COUNT(*) || ' ' || COALESCE(md5(string_agg(t, ' ' ORDER BY t)), '')"
                                       " FROM (SELECT CAST(x AS text) COLLATE \"C\" AS t FROM " + row[0] + " x) y");
  for (const auto& row : db.run("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"))
    found["sequence " + row[0]] = db.text("SELECT last_value || ' ' || is_called FROM " + row[0]);
  const std::pair<const char*, const char*> others[] = {
      {"index ", "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"},
      {"trigger ", "SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger"
                   " WHERE NOT tgisinternal"},
      {"constraint ", "SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint"
                      " WHERE connamespace = 'public'::regnamespace"},
      {"function ", "SELECT p.oid::regprocedure, pg_get_functiondef(p.oid) FROM pg_proc p"
                    " WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'"},
      {"collation ", "SELECT collname, collcollate FROM pg_collation WHERE collnamespace = 'public'::regnamespace"}};
  for (const auto& [kind, query] : others)
    for (const auto& row : db.run(query)) {
      found[kind + row[0]] = row[1];
      std::erase_if(found[kind + row[0]], [](char c) { return c == '(' || c == ')'; });  // Nested anew by a restore.
    }
  return found;
}

}  // namespace

TEST_CASE("backup: a PostgreSQL database is dumped and restored by the documented lines with everything in it") {
  if (!has_postgres()) return;
  const TemporaryFolder folder;
  const PostgresDatabase old_database(PostgresDatabase::Content::empty);
  PostgresSession old_session(old_database.url());
  old_session.run(original_tables);
  old_session.run(original_rows);
  auto environment = environment_in(folder.path());
  const int port = free_port();
  const std::string address = "http://127.0.0.1:" + std::to_string(port);
  environment["AUTH_STORE"] = "postgres";
  environment["DATABASE_URL"] = old_database.url();
  environment["API_PORT"] = std::to_string(port);
  environment["API_PUBLIC_URL"] = address;
  REQUIRE(run_server({"migrate"}, environment).exit_code == 0);
  REQUIRE(run_server({"seed"}, environment).exit_code == 0);
  {
    ServerProcess server({"serve"}, environment);
    REQUIRE(server.port() == port);
    REQUIRE(run_server({"smoke", address}, environment).exit_code == 0);
    server.signal(SIGTERM);
    REQUIRE(server.wait() == 0);
  }
  const auto verified = run_server({"audit", "verify"}, environment);
  REQUIRE(verified.exit_code == 0);

  PrivatePostgres cluster;
  run_line(folder, "DATABASE_URL=" + old_database.url(), documented("pg_dump"));
  const std::string there = "PGHOST=127.0.0.1 PGUSER=senpai PGPORT=" + between(cluster.url(), "127.0.0.1:", "/");
  for (const char* program : {"createdb", "pg_restore", "psql"}) run_line(folder, there, documented(program));

  environment["DATABASE_URL"] = cluster.url().substr(0, cluster.url().rfind('/')) + "/senpai";
  PostgresSession new_session(environment["DATABASE_URL"]);
  const auto before = everything(old_session), after = everything(new_session);
  std::string empty;
  for (const auto& [name, content] : before) {
    CAPTURE(name);
    const auto found = after.find(name);
    REQUIRE(found != after.end());
    CHECK(found->second == content);
    if (content == "0 ") empty += " " + name;
  }
  CHECK(after.size() == before.size());
  MESSAGE(before.size(), " things compared; without rows:", empty);
  CHECK(std::count(empty.begin(), empty.end(), ' ') <= 5 * 2);

  CHECK(run_server({"migrate", "--plan"}, environment).output == "The schema is up to date.\n");
  CHECK(run_server({"audit", "verify"}, environment).output == verified.output);
  ServerProcess server({"serve"}, environment);
  REQUIRE(server.port() == port);
  CHECK(run_server({"health"}, environment).exit_code == 0);
  const auto smoke = run_server({"smoke", address}, environment);
  CAPTURE(smoke.output);
  CHECK(smoke.exit_code == 0);
}
