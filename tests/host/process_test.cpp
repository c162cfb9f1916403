// The commands of senpai-server as an operator meets them, and its life from start to stop.

#include <algorithm>
#include <csignal>
#include <senpai/version.hpp>

#include "host/server_process.hpp"
#include "host/wire.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

/// One line on standard error, exit code 1.
void check_one_line(const Finished& run, const std::vector<std::string>& parts) {
  CAPTURE(run.errors);
  CHECK(run.exit_code == 1);
  CHECK(run.errors.starts_with("senpai-server: "));
  CHECK(std::count(run.errors.begin(), run.errors.end(), '\n') == 1);
  CHECK(run.errors.ends_with("\n"));
  for (const auto& part : parts) CHECK(run.errors.find(part) != std::string::npos);
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Json event(const std::string& log, const std::string& name) {
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    const auto json = Json::parse(line, nullptr, false);
    if (json.is_object() && json.value("event", "") == name) return json;
  }
  return nullptr;
}

/// A folder with a migrated database, and the environment of it.
struct Site {
  Site() : environment(environment_in(folder.path())) { REQUIRE(run_server({"migrate"}, environment).exit_code == 0); }
  TemporaryFolder folder;
  Environment environment;
};

}  // namespace

TEST_CASE("server: help and version are told, and unknown commands and arguments are one line") {
  const auto help = run_server({"--help"});
  CHECK(help.output.find("migrate [--plan|--status]  ") != std::string::npos);
  CHECK(help.exit_code == 0);
  for (const char* command : {"serve", "migrate", "seed", "smoke", "config", "--version"})
    CHECK(contains(help.output, command));
  CHECK(run_server({}).exit_code == 1);
  const auto told = run_server({"--version"});
  CHECK(told.exit_code == 0);
  CHECK(told.output == "senpai-server " + std::string(version) + "\n");
  for (const char* command : {"serve", "migrate", "seed", "smoke", "health", "config"}) {
    const auto one = run_server({command, "--help"});
    CHECK(one.exit_code == 0);
    CHECK(contains(one.output, std::string("senpai-server ") + command));
  }
  check_one_line(run_server({"dance"}), {"dance", "--help"});
  check_one_line(run_server({"serve", "now"}), {"serve --help"});
  check_one_line(run_server({"config", "all"}), {"config [--markdown]"});
  check_one_line(run_server({"smoke", "--fast"}), {"--fast", "http://localhost:4000"});
  check_one_line(run_server({"health", "localhost:4000"}), {"localhost:4000", "http://localhost:4000"});
}

TEST_CASE("server: a database that is not there is told, and made by migrate alone") {
  const TemporaryFolder folder;
  const auto environment = environment_in(folder.path());
  const std::string file = (folder.path() / "senpai.db").string();
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"serve"}, {"audit", "verify"}, {"migrate", "--plan"}, {"seed"}}) {
    CAPTURE(command.front());
    check_one_line(run_server(command, environment), {file, "senpai-server migrate"});
    CHECK_FALSE(std::filesystem::exists(file));
  }
  // As under sudo or cron, where the environment is missing.
  check_one_line(run_server({"migrate"}), {"AUTH_STORE is not set"});
  check_one_line(run_server({"audit", "verify"}), {"AUTH_STORE is not set"});
  CHECK(run_server({"migrate"}, environment).exit_code == 0);
  CHECK(run_server({"audit", "verify"}, environment).exit_code == 0);
}

TEST_CASE("server: a value that cannot be used stops the start with one line that names it") {
  const TemporaryFolder folder;
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"API_PORT", "abc"}, {"API_PORT", "70000"}, {"AUTH_STORE", "oracle"}, {"DATABASE_URL", "postgres://x"},
           {"AUTH_ACCESS_TOKEN_TTL_SEC", "0"}, {"AUTH_DEFAULT_ROLE_CODE", "king"}, {"OBJECT_STORAGE_PROVIDER", "tape"},
           {"AUTH_EMAIL_VERIFICATION_STATIC_CODE", "12"}, {"OBJECT_STORAGE_DIR", ""}}) {
    CAPTURE(name);
    auto environment = environment_in(folder.path());
    environment[name] = value;
    for (const char* command : {"serve", "config"}) check_one_line(run_server({command}, environment), {name});
  }
  auto production = environment_in(folder.path());
  production["NODE_ENV"] = "production";
  production.erase("AUTH_TOKEN_SECRET");
  check_one_line(run_server({"serve"}, production), {"AUTH_TOKEN_SECRET"});
}

TEST_CASE("server: config shows what is in force and where from, and no secret") {
  const TemporaryFolder folder;
  auto environment = environment_in(folder.path());
  environment["LOG_LEVEL"] = "loud";
  const auto run = run_server({"config"}, environment);
  CHECK(run.exit_code == 0);
  CHECK(contains(run.output, "senpai.db"));
  CHECK(contains(run.output, "LOG_LEVEL"));
  CHECK(contains(run.output, "environment"));
  CHECK(contains(run.output, "default"));
  CHECK(contains(run.output, "fallback"));
  for (const char* secret : {process_admin_key, process_webhook_secret, "token secret"})
    CHECK_FALSE(contains(run.output + run.errors, secret));
}

TEST_CASE("server: migrate brings a file up to date, says what it did, and may be repeated and raced") {
  const TemporaryFolder folder;
  const auto environment = environment_in(folder.path());
  const auto first = run_server({"migrate"}, environment);
  CHECK(first.exit_code == 0);
  CHECK(contains(first.output, "001_auth_tables.sql"));
  const auto second = run_server({"migrate"}, environment);
  CHECK(second.exit_code == 0);
  CHECK_FALSE(contains(second.output, "001_auth_tables.sql"));
  const TemporaryFolder raced;
  std::vector<int> codes(4);
  at_once(4, [&](int i) {
    codes[static_cast<std::size_t>(i)] = run_server({"migrate"}, environment_in(raced.path())).exit_code;
  });
  CHECK(codes == std::vector<int>(4, 0));
  CHECK(run_server({"migrate"}, {{"AUTH_STORE", "memory"}}).exit_code == 0);  // Nothing to do.
}

TEST_CASE("server: serve on a schema that is behind names the command to run, and exits 1") {
  const TemporaryFolder folder;
  check_one_line(run_server({"serve"}, environment_in(folder.path())), {"senpai-server migrate"});
  check_one_line(run_server({"seed"}, environment_in(folder.path())), {"senpai-server migrate"});
}

TEST_CASE("server: a taken port is one line and exit 1, also when a second server takes it") {
  const Site site;
  ServerProcess first({"serve"}, site.environment);
  const int port = first.port();
  REQUIRE(port > 0);
  auto environment = site.environment;
  environment["API_PORT"] = std::to_string(port);
  check_one_line(run_server({"serve"}, environment), {std::to_string(port)});
  CHECK(fetch(port, "GET", "/health").status == 200);
}

TEST_CASE("server: the memory store serves at once, with the samples, and forgets everything at the end") {
  const Environment environment{{"API_HOST", "127.0.0.1"}, {"API_PORT", "0"}};
  for (int round = 0; round < 2; ++round) {
    ServerProcess server({"serve"}, environment);
    const int port = server.port();
    REQUIRE(port > 0);
    CHECK(fetch(port, "GET", "/jobs").json()["items"].size() == 4);
    CHECK(fetch(port, "GET", "/ready").status == 200);
    const std::string body = R"({"fullName":"Rina","email":"rina@example.test","password":"Kirei-na-hana-42"})";
    CHECK(fetch(port, "POST", "/auth/register", {}, body).status == 201);
    server.signal(SIGTERM);
    CHECK(server.wait(seconds(5)) == 0);
  }
}

TEST_CASE("server: health asks whether a server can work and does not wait for ever") {
  Site site;
  const int port = free_port();
  site.environment["API_PORT"] = std::to_string(port);
  site.environment["API_SHUTDOWN_TIMEOUT_SEC"] = "60";
  const auto health = [&] { return run_server({"health"}, site.environment); };
  CHECK(health().exit_code == 1);
  CHECK(contains(health().output, "no answer from http://127.0.0.1:" + std::to_string(port) + "/ready"));
  ServerProcess server({"serve"}, site.environment);
  REQUIRE(server.port() == port);
  CHECK(health().exit_code == 0);
  CHECK(health().output == "ready\n");
  site.environment.erase("API_HOST");
  CHECK(health().exit_code == 0);
  const std::string url = "http://localhost:" + std::to_string(port);
  CHECK(run_server({"health", url + "/ready"}).exit_code == 0);
  const auto other = run_server({"health", url + "/nowhere"});
  CHECK(other.exit_code == 1);
  CHECK(contains(other.output, "not ready (HTTP 404)"));
  // One that lives but answers no more.
  server.signal(SIGSTOP);
  const auto begin = steady_clock::now();
  const auto silent = health();
  server.signal(SIGCONT);
  CHECK(silent.exit_code == 1);
  CHECK(contains(silent.output, "no answer"));
  CHECK(steady_clock::now() - begin < seconds(10));
}

TEST_CASE("server: smoke plays the whole main job against a running server") {
  Site site;
  const int port = free_port();
  const std::string url = "http://127.0.0.1:" + std::to_string(port);
  site.environment["API_PORT"] = std::to_string(port);
  site.environment["API_PUBLIC_URL"] = url;
  site.environment["BOOTSTRAP_ADMIN_EMAIL"] = "admin@example.test";
  site.environment["BOOTSTRAP_ADMIN_PASSWORD"] = "Kirei-na-hana-42";
  ServerProcess server({"serve"}, site.environment);
  REQUIRE(server.port() == port);
  const auto whole = run_server({"smoke", url}, site.environment);
  CAPTURE(whole.output + whole.errors);
  CHECK(whole.exit_code == 0);
  auto poor = site.environment;
  for (const char* name : {"BOOTSTRAP_ADMIN_EMAIL", "BOOTSTRAP_ADMIN_PASSWORD", "ADMIN_API_KEY"}) poor.erase(name);
  CHECK(run_server({"smoke", url}, poor).exit_code == 2);
  server.kill();
  CHECK(run_server({"smoke", url}, site.environment).exit_code == 1);
}

TEST_CASE("server: SIGTERM lets a running request finish and exits 0, and so does SIGINT") {
  const Site site;
  for (const int signal : {SIGTERM, SIGINT}) {
    ServerProcess server({"serve"}, site.environment);
    const int port = server.port();
    REQUIRE(port > 0);
    Wire idle(port);
    idle.send(request_text("GET", "/health"));
    REQUIRE(idle.answer().status == 200);
    const std::string body = R"({"identifier":"nobody@example.test","password":"x"})";
    const auto request = request_text("POST", "/auth/login", {}, body);
    Wire running(port);
    running.send(request.substr(0, request.size() - 10));
    std::this_thread::sleep_for(milliseconds(200));
    server.signal(signal);
    CHECK(idle.closed(seconds(3)));
    CHECK_FALSE(server.wait(milliseconds(300)));
    CHECK_FALSE(Wire(port).connected());
    running.send(request.substr(request.size() - 10));
    const auto answer = running.answer();
    CHECK(answer.status == 401);
    CHECK(answer.header("connection") == "close");
    CHECK(server.wait(seconds(5)) == 0);
    CHECK(event(server.output(), "api.shutdown.started")["signal"] == (signal == SIGTERM ? "SIGTERM" : "SIGINT"));
    CHECK_FALSE(event(server.output(), "api.shutdown.completed").is_null());
    CHECK(server.errors() == "");
  }
}

TEST_CASE("server: signals that ask others to reload or reopen do not end it") {
  const Site site;
  ServerProcess server({"serve"}, site.environment);
  const int port = server.port();
  REQUIRE(port > 0);
  for (const int signal : {SIGHUP, SIGUSR1, SIGUSR2}) {
    server.signal(signal);
    CHECK_FALSE(server.wait(milliseconds(100)));
    CHECK(fetch(port, "GET", "/health").status == 200);
  }
  server.signal(SIGTERM);
  CHECK(server.wait(seconds(5)) == 0);
}

TEST_CASE("server: SIGTERM right after the start is obeyed at once") {
  const Site site;
  for (int round = 0; round < 8; ++round) {
    ServerProcess server({"serve"}, site.environment);
    REQUIRE(server.port() > 0);
    const auto begin = steady_clock::now();
    server.signal(SIGTERM);
    CHECK(server.wait(seconds(15)) == 0);
    CHECK(steady_clock::now() - begin < seconds(4));
  }
}

TEST_CASE("server: a request that never ends delays a stop by no more than the time-out, a second signal not at all") {
  Site site;
  site.environment["API_SHUTDOWN_TIMEOUT_SEC"] = "1";
  for (const bool twice : {false, true}) {
    if (twice) site.environment["API_SHUTDOWN_TIMEOUT_SEC"] = "60";
    ServerProcess server({"serve"}, site.environment);
    const int port = server.port();
    REQUIRE(port > 0);
    Wire running(port);
    running.send("POST /auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{");
    std::this_thread::sleep_for(milliseconds(200));
    const auto begin = steady_clock::now();
    server.signal(SIGTERM);
    if (twice) {
      CHECK_FALSE(server.wait(milliseconds(300)));
      server.signal(SIGTERM);
    }
    CHECK(server.wait(seconds(10)) == (twice ? 1 : 0));
    CHECK(steady_clock::now() - begin < seconds(5));
  }
}

TEST_CASE("server: log lines are JSON objects without bodies, queries or tokens") {
  const Site site;
  ServerProcess server({"serve"}, site.environment);
  const int port = server.port();
  REQUIRE(port > 0);
  fetch(port, "GET", "/jobs?search=private-search", {{"Authorization", "Bearer private.token"}});
  fetch(port, "GET", "/\x01\xff\"\\", {});
  fetch(port, "POST", "/auth/login", {}, R"({"identifier":"a@b.c","password":"private-password"})");
  server.signal(SIGTERM);
  REQUIRE(server.wait(seconds(5)) == 0);
  const auto log = server.output();
  CHECK_FALSE(contains(log, "private"));
  std::istringstream lines(log);
  int finished = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto json = Json::parse(line, nullptr, false);
    REQUIRE(json.is_object());
    for (const char* member : {"ts", "level", "service", "event"}) CHECK(json.contains(member));
    if (json["event"] != "http.request.finished") continue;
    ++finished;
    CHECK(json["statusCode"].is_number_integer());
    CHECK(json["durationMs"].is_number_integer());
  }
  CHECK(finished == 3);
}
