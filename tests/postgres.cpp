#include "postgres.hpp"

#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <senpai/error.hpp>
#include <stdexcept>
#include <thread>

namespace senpai::test {
namespace {

std::string server_url() {
  const char* url = std::getenv("SENPAI_TEST_POSTGRES");
  if (!url || !*url)
    throw std::runtime_error("there is no PostgreSQL; run this beside one: tests/services/with_postgres COMMAND");
  return url;
}

std::string url_of(const std::string& database) {
  const std::string url = server_url();
  return url.substr(0, url.rfind('/') + 1) + database;
}

constexpr const char* template_name = "senpai_template";

/// The migrated database that others are cloned from, which takes a tenth of the time of migrating each. Whoever needs
/// it first makes it.
void ensure_template() {
  static std::once_flag once;
  std::call_once(once, [] {
    PostgresSession server(server_url());
    server.run("SELECT pg_advisory_lock(4711)");
    if (!server.run(std::string("SELECT 1 FROM pg_database WHERE datname = '") + template_name + "'").empty()) return;
    server.run("DROP DATABASE IF EXISTS senpai_template_new");
    server.run("CREATE DATABASE senpai_template_new TEMPLATE template0");
    open_postgres({.url = url_of("senpai_template_new"), .connections = 1})->migrate();
    server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'senpai_template_new'");
    server.run(std::string("ALTER DATABASE senpai_template_new RENAME TO ") + template_name);
  });
}

}  // namespace

bool has_postgres() {
  const char* url = std::getenv("SENPAI_TEST_POSTGRES");
  if (url && *url) return true;
  if (std::getenv("SENPAI_REQUIRE_POSTGRES")) server_url();
  return false;
}

PostgresSession::PostgresSession(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
  auto* connection = static_cast<PGconn*>(connection_);
  if (PQstatus(connection) == CONNECTION_OK) {
    PQsetNoticeReceiver(connection, [](void*, const PGresult*) {}, nullptr);
    return;
  }
  const std::string why = PQerrorMessage(connection);
  PQfinish(connection);
  throw std::runtime_error(why);
}

PostgresSession::~PostgresSession() { PQfinish(static_cast<PGconn*>(connection_)); }

PostgresSession::Rows PostgresSession::run(const std::string& sql) {
  PGresult* result = PQexec(static_cast<PGconn*>(connection_), sql.c_str());
  const auto status = PQresultStatus(result);
  Rows rows;
  for (int r = 0; r < PQntuples(result); ++r) {
    rows.emplace_back();
    for (int c = 0; c < PQnfields(result); ++c) rows.back().emplace_back(PQgetvalue(result, r, c));
  }
  const std::string why = PQresultErrorMessage(result);
  PQclear(result);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) throw std::runtime_error(why + " in: " + sql);
  return rows;
}

std::string PostgresSession::text(const std::string& sql) {
  const auto rows = run(sql);
  return rows.empty() ? "" : rows.front().front();
}

PostgresDatabase::PostgresDatabase(Content content) {
  static std::atomic<int> number{0};
  name_ = "senpai_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
  url_ = url_of(name_);
  if (content == Content::migrated) ensure_template();
  PostgresSession(server_url())
      .run("CREATE DATABASE " + name_ + " TEMPLATE " + (content == Content::migrated ? template_name : "template0"));
}

PostgresDatabase::~PostgresDatabase() {
  try {
    PostgresSession(server_url()).run("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  } catch (const std::exception&) {  // The whole server goes in the end.
  }
}

PrivatePostgres::PrivatePostgres() {
  const char* starter = std::getenv("SENPAI_WITH_POSTGRES");
  if (!starter) throw std::runtime_error("there is no PostgreSQL; run this with tests/services/with_postgres COMMAND");
  const std::string ready = (folder_.path() / "ready").string();
  const std::string script = "printf '%s %s\\n' \"$SENPAI_TEST_POSTGRES\" \"$SENPAI_TEST_POSTGRES_CONTROL\" >" + ready +
                             ".new && mv " + ready + ".new " + ready + " && exec sleep 600";
  // A commit has to survive the crash.
  const char* const arguments[] = {"env", "SENPAI_POSTGRES_DURABLE=1", starter, "sh", "-c", script.c_str(), nullptr};
  if (::posix_spawnp(&process_, "env", nullptr, nullptr, const_cast<char* const*>(arguments), environ) != 0)
    throw std::runtime_error("cannot start with_postgres");
  for (int i = 0; i < 6000; ++i) {
    std::ifstream file(ready);
    if (file >> url_ >> control_) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("the private PostgreSQL did not start");
}

PrivatePostgres::~PrivatePostgres() {
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
}

void PrivatePostgres::control(const std::string& verb) {
  if (std::system((control_ + " " + verb + " >/dev/null 2>&1").c_str()) != 0)
    throw std::runtime_error("PostgreSQL could not be told to " + verb);
}

PostgresOptions PostgresDatabase::options() const {
  const char* pooler = std::getenv("SENPAI_TEST_POOLER");
  if (!pooler || !*pooler) return {.url = url_, .connections = 8};
  const auto host = url_.find('@') + 1;
  return {.url = url_.substr(0, host) + pooler + "/" + name_, .connections = 8, .prepared_statements = false};
}

std::shared_ptr<Storage> fresh_postgres(std::shared_ptr<Observer> observer) {
  struct Owner {
    PostgresDatabase database{PostgresDatabase::Content::migrated};
    std::shared_ptr<Storage> storage{};
  };
  const auto owner = std::make_shared<Owner>();
  PostgresOptions options = owner->database.options();
  options.observer = std::move(observer);
  owner->storage = open_postgres(options);
  return {owner, owner->storage.get()};
}

}  // namespace senpai::test
