// The C interface on PostgreSQL.

#include <doctest/doctest.h>
#include <senpai.h>

#include <nlohmann/json.hpp>
#include <string>

#include "postgres.hpp"

using namespace senpai;
using test::Json;

namespace {

bool skipped() {
  if (test::has_postgres()) return false;
  MESSAGE("skipped: there is no PostgreSQL; run this beside one: tests/services/with_postgres COMMAND");
  return true;
}

Json configured(const Json& postgres) {
  return {{"auth",
           {{"tokenSecret", test::token_secret},
            {"hashCost", {{"memoryKib", 64}, {"iterations", 1}, {"parallelism", 1}}}}},
          {"postgres", postgres}};
}

Json take(char* answer) {
  REQUIRE(answer != nullptr);
  Json parsed = Json::parse(answer);
  senpai_free(answer);
  return parsed;
}

/// What opening it is refused with.
Json refusal(const Json& config) {
  char* error = nullptr;
  CHECK(senpai_open(config.dump().c_str(), &error) == nullptr);
  return take(error)["error"];
}

}  // namespace

TEST_CASE("c: two platforms share a PostgreSQL database as any servers do") {
  if (skipped()) return;
  const test::PostgresDatabase database(test::PostgresDatabase::Content::empty);
  Json config = configured({{"url", database.url()}, {"connections", 2}, {"statementTimeoutMs", 20000}});
  senpai_platform* first = senpai_open(config.dump().c_str(), nullptr);
  config["postgres"]["preparedStatements"] = false;  // as behind a pooler
  senpai_platform* second = senpai_open(config.dump().c_str(), nullptr);
  REQUIRE(first != nullptr);
  REQUIRE(second != nullptr);
  CHECK(take(senpai_migrate(first))["result"]["applied"].size() > 10);
  CHECK(take(senpai_migrate(second))["result"]["applied"].empty());
  const Json registered = take(senpai_call(first, "auth.register", nullptr,
      R"({"fullName":"Ayu Lestari","email":"ayu@example.test","password":"Kirei-na-hana-42"})"));
  REQUIRE(registered.contains("result"));
  const std::string token = registered["result"]["accessToken"];
  CHECK(take(senpai_call(second, "auth.me", token.c_str(), nullptr))["result"]["user"]["fullName"] == "Ayu Lestari");
  senpai_close(first);
  senpai_close(second);
  test::PostgresSession session(database.url());
  CHECK(session.number("SELECT COUNT(*) FROM users") == 1);
}

TEST_CASE("c: an unusable PostgreSQL configuration is named and opens nothing") {
  const auto message = [](const Json& postgres) { return refusal(configured(postgres))["message"]; };
  CHECK(message(Json::object()) == "postgres.url must be given.");
  CHECK(message({{"url", "postgres://h/d"}, {"connections", 0}}) == "postgres.connections must be between 1 and 256");
  CHECK(message({{"url", "postgres://h/d"}, {"pool", 3}}) == "postgres.pool is not a known option.");
  CHECK(refusal(configured({{"url", "mysql://h/d"}}))["code"] == "invalid_option");
  Json both = configured({{"url", "postgres://h/d"}});
  both["sqlite"] = Json::object();
  CHECK(refusal(both)["message"] == "Only one of sqlite and postgres can be given.");
  // Nobody listens there.
  const Json refused = refusal(configured({{"url", "postgres://127.0.0.1:1/senpai"}, {"connectTimeoutMs", 2000}}));
  CHECK(refused["kind"] == "unavailable");
  CHECK(refused["code"] == "service_unavailable");
}
