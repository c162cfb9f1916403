// The host on real sockets: targets, methods, headers of every answer, metrics.

#include <set>

#include "host/wire.hpp"

using namespace senpai;
using namespace senpai::test;
using namespace std::string_literals;

namespace {

int status_of(int port, const std::string& target) { return fetch(port, "GET", target).status; }

Json route(const Json& metrics, const std::string& method, const std::string& pattern) {
  for (const auto& entry : metrics["routes"])
    if (entry["method"] == method && entry["route"] == pattern) return entry;
  return nullptr;
}

}  // namespace

TEST_CASE("host: hostile and unusual targets are answered, and never crash it") {
  World world;
  LocalHost host(world);
  const std::vector<std::pair<std::string, int>> targets{
      {"/health", 200}, {"/v1/health", 200}, {"/health?x=1&y", 200}, {"/health?", 200}, {"/health#part", 200},
      {"/x/../health", 200}, {"/%2e%2e/health", 200}, {"/../../../health", 200}, {"/./health", 200},
      {"http://host.test/health", 200}, {"http://host.test:99/v1/health?a=b", 200}, {"/health?%zz=%", 200},
      {"/health?\xff\xfe", 200},
      {"//", 404}, {"///", 404}, {"/", 404}, {"*", 404}, {"/v1", 404}, {"/v1/", 404}, {"/v1/v1/health", 404},
      {"/v1health", 404}, {"/health/", 404}, {"//health", 404}, {"/HEALTH", 404}, {"/jobs//applications", 404},
      {"health", 404}, {"?", 404}, {"#", 404}, {"http://", 404}, {"http://host.test", 404}, {"://", 404},
      {"/%", 404}, {"/%zz", 404}, {"/%00", 404}, {"/health%00", 404}, {"/jobs/%00", 404}, {"/jobs/%ff%fe", 404},
      {"/\xff\xfe\x80", 404}, {"/jobs/\xe7\xa2\xba", 404}, {"/jobs/%E7%A2%BA", 404}, {"/jobs/..%2f..%2fetc", 404},
      {"/jobs/" + std::string(8000, 'a'), 404}, {"/" + std::string(8000, '/'), 404},
      {"/" + std::string(4000, '%'), 404}, {"/health?" + std::string(8000, '&'), 200},
      {"/objects/..%2f..%2f..%2fetc%2fpasswd", 404}, {"/jobs?limit=999999999999999999999", 400},
      {"/jobs?limit=1e400", 400}, {"/jobs?limit=%ff", 400}, {"/jobs?cursor=-1", 400}, {"/jobs?cursor=NaN", 400},
      {"/jobs?search=%00", 200}, {"/jobs?search=%25", 200}, {"/jobs?limit=1&limit=x", 200}};
  for (const auto& [target, expected] : targets) {
    CAPTURE(target.substr(0, 80));
    const auto answer = fetch(host.port(), "GET", target);
    CHECK(answer.status == expected);
    check_common_headers(answer);
  }
  CHECK(fetch(host.port(), "OPTIONS", "*").status == 204);
  CHECK(fetch(host.port(), "OPTIONS", "//").status == 204);
  CHECK(status_of(host.port(), "/health") == 200);
}

TEST_CASE("host: a known path with another method, and unknown methods, are 404 not_found") {
  World world;
  LocalHost host(world);
  for (const char* method : {"PUT", "TRACE", "CONNECT", "PROPFIND", "FOO", "get", "DELETE", "PATCH", "POST", "X-Y!#"}) {
    CAPTURE(method);
    const auto answer = fetch(host.port(), method, "/health");
    CHECK(answer.status == 404);
    CHECK(answer.code() == "not_found");
    check_common_headers(answer);
  }
  CHECK(fetch(host.port(), "CONNECT", "example.test:443").status == 404);
  CHECK(fetch(host.port(), std::string(3000, 'M'), "/health").status == 404);
  CHECK(fetch(host.port(), "HEAD", "/nowhere").status == 404);
  CHECK(fetch(host.port(), "HEAD", "/auth/login").status == 404);
}

TEST_CASE("host: HEAD has the head of GET with its length, and no body") {
  World world;
  LocalHost host(world);
  for (const char* target : {"/health", "/jobs", "/feed/posts?limit=1", "/v1/jobs/job_osaka_cnc_operator_002"}) {
    CAPTURE(target);
    Wire wire(host.port());
    wire.send(request_text("HEAD", target));
    const auto head = wire.answer(false);
    CHECK(head.status == 200);
    check_common_headers(head);
    wire.send(request_text("GET", target));
    const auto get = wire.answer();
    CHECK(get.status == 200);
    CHECK(head.header("content-length") == get.header("content-length"));
    CHECK(head.header("content-length") == std::to_string(get.body.size()));
  }
  Wire refused(host.port());
  refused.send(request_text("HEAD", "/auth/me") + request_text("GET", "/health"));
  CHECK(refused.answer(false).status == 401);
  CHECK(refused.answer().status == 200);
}

TEST_CASE("host: every kind of answer carries the CORS headers and an id of its own, whatever id came in") {
  World world([](Options& options) { options.kyc_webhook.secrets.clear(); });
  LocalHost host(world);
  const auto user = world.register_user();
  std::set<std::string> seen;
  const auto check = [&](int expected, const std::string& method, const std::string& target,
                         World::Headers headers = {}, const std::string& body = "") {
    CAPTURE(target);
    headers.emplace_back("x-request-id", "11111111-1111-4111-8111-111111111111");
    headers.emplace_back("Origin", "https://admin.example.test");
    const auto answer = fetch(host.port(), method, target, headers, body);
    CHECK(answer.status == expected);
    check_common_headers(answer);
    CHECK(answer.header("x-request-id") != "11111111-1111-4111-8111-111111111111");
    CHECK(seen.insert(answer.header("x-request-id")).second);
    for (const char* absent : {"access-control-allow-credentials", "vary", "server"}) CHECK_FALSE(answer.has(absent));
  };
  check(200, "GET", "/auth/me", World::as(user));
  check(201, "POST", "/identity/kyc/sessions", World::as(user), "{}");
  check(204, "POST", "/auth/logout", {}, R"({"refreshToken":"unknown"})");
  check(204, "OPTIONS", "/anything/at/all");
  check(400, "POST", "/auth/register", {}, "{");
  check(400, "POST", "/auth/register", {}, "{}");
  check(401, "GET", "/auth/me");
  check(403, "GET", "/admin/kyc/review-queue", {{"x-admin-api-key", "wrong"}});
  check(404, "GET", "/nowhere");
  check(404, "GET", "/jobs/none");
  check(409, "POST", "/auth/register", {},
        R"({"fullName":"Twice","email":")" + user.email + R"(","password":"Kirei-na-hana-42"})");
  check(503, "POST", "/identity/kyc/provider-webhook", {}, "{}");
}

TEST_CASE("host: PUT is among the CORS methods of the route for files only") {
  World world;
  LocalHost host(world);
  const auto methods = [&](const std::string& method, const std::string& target) {
    return fetch(host.port(), method, target).header("access-control-allow-methods");
  };
  const std::string without = "GET, POST, PATCH, DELETE, OPTIONS";
  CHECK(methods("OPTIONS", "/objects/abc").find("PUT") != std::string::npos);
  CHECK(methods("OPTIONS", "/v1/objects/abc").find("PUT") != std::string::npos);
  CHECK(methods("PUT", "/objects/abc").find("PUT") != std::string::npos);
  CHECK(methods("OPTIONS", "/jobs") == without);
  CHECK(methods("OPTIONS", "/jobs?next=/objects/abc") == without);
  CHECK(methods("PUT", "/jobs") == without);
  CHECK(methods("GET", "/jobs") == without);
}

TEST_CASE("host: a browser may send the headers of an upload link to the route for files only") {
  World world;
  LocalHost host(world);
  const auto allowed = [&](const std::string& method, const std::string& target) {
    return fetch(host.port(), method, target).header("access-control-allow-headers");
  };
  const std::string checksum_header = ", x-amz-meta-checksum-sha256";
  CHECK(allowed("OPTIONS", "/objects/abc").ends_with(checksum_header));
  CHECK(allowed("OPTIONS", "/objects/abc").starts_with("Content-Type, "));
  CHECK(allowed("PUT", "/objects/abc").ends_with(checksum_header));
  CHECK(allowed("OPTIONS", "/jobs").find(checksum_header) == std::string::npos);
  CHECK(allowed("GET", "/jobs").find(checksum_header) == std::string::npos);
}

TEST_CASE("docs: the page and its files come from this server and may reach no other") {
  World world;
  LocalHost host(world);
  const auto page = fetch(host.port(), "GET", "/docs");
  REQUIRE(page.status == 200);
  CHECK(page.header("content-type") == "text/html; charset=utf-8");
  CHECK(page.body.find("src=\"docs/swagger-ui-bundle.js\"") != std::string::npos);
  CHECK(page.body.find("//") == std::string::npos);
  CHECK(page.header("content-security-policy").find("default-src 'none'") == 0);
  CHECK(page.header("content-security-policy").find("connect-src 'self'") != std::string::npos);
  CHECK(page.header("content-security-policy").find("http") == std::string::npos);
  CHECK(page.header("x-content-type-options") == "nosniff");
  CHECK(fetch(host.port(), "GET", "/v1/docs").body == page.body);

  const auto script = fetch(host.port(), "GET", "/docs/swagger-ui-bundle.js");
  CHECK(script.header("content-type") == "text/javascript; charset=utf-8");
  CHECK(script.body.size() > 1000000);
  CHECK(fetch(host.port(), "GET", "/docs/swagger-ui.css").header("content-type") == "text/css; charset=utf-8");
  CHECK(fetch(host.port(), "GET", "/docs/start.js").body.find("url: \"openapi.json\"") != std::string::npos);
  CHECK(fetch(host.port(), "GET", "/docs/LICENSE").body.find("Apache License") != std::string::npos);
  CHECK(fetch(host.port(), "GET", "/docs/passwords").status == 404);
  CHECK(fetch(host.port(), "GET", "/docs/..%2fLICENSE").status == 404);

  const auto tag = script.header("etag");
  REQUIRE(tag != "");
  Wire wire(host.port());
  wire.send(request_text("GET", "/docs/swagger-ui-bundle.js", {{"If-None-Match", tag}}));
  const auto known = wire.answer(false);
  CHECK(known.status == 304);
  CHECK_FALSE(known.has("content-length"));
  wire.send(request_text("GET", "/health"));
  CHECK(wire.answer().status == 200);
}

TEST_CASE("host: an internal error says nothing about its cause, and the connection goes on") {
  class Broken final : public Storage {
   public:
    void read(const Work&) override { throw std::runtime_error("secret detail"); }
    void write(const Work&) override { throw std::runtime_error("secret detail"); }
    std::vector<std::string> migrate() override { return {}; }
    std::vector<MigrationState> migrations() override { throw std::runtime_error("secret detail"); }
  };
  World world([](Options& options) { options.storage = std::make_shared<Broken>(); });
  LocalHost host(world);
  Wire wire(host.port());
  wire.send(request_text("GET", "/jobs"));
  const auto answer = wire.answer();
  CHECK(answer.status == 500);
  CHECK(answer.code() == "internal_error");
  CHECK(answer.body.find("secret") == std::string::npos);
  check_common_headers(answer);
  wire.send(request_text("GET", "/ready"));
  const auto ready = wire.answer();
  CHECK(ready.status == 503);
  CHECK(ready.json()["status"] == "not_ready");
  wire.send(request_text("GET", "/health"));
  CHECK(wire.answer().json()["status"] == "ok");
}

TEST_CASE("metrics: counters by status and by route pattern, one bucket for what has no route") {
  World world;
  LocalHost host(world);  // has asked for /health once
  const auto user = world.register_user();
  Wire malformed(host.port());
  malformed.send("nonsense\r\n\r\n");
  CHECK(malformed.answer().status == 400);
  CHECK(malformed.closed());
  // On one connection, where an answer is counted before the next request is read.
  Wire wire(host.port());
  const auto ask = [&](const char* method, const char* target, const World::Headers& headers = {}) {
    wire.send(request_text(method, target, headers));
    return wire.answer();
  };
  for (const char* target :
       {"/jobs/job_osaka_cnc_operator_002", "/v1/jobs/none", "/jobs/other", "/nowhere", "/nowhere/2"})
    ask("GET", target);
  ask("OPTIONS", "/jobs");
  ask("BREW", "/pot");
  ask("get", "/pot");
  ask("GET", "/auth/me", World::as(user));
  const auto answer = ask("GET", "/metrics");
  CHECK(answer.header("content-type") == "application/json");
  const Json metrics = answer.json();
  CHECK(keys(metrics) == "byStatus routes totalErrors totalRequests uptimeSec");
  CHECK(metrics["totalRequests"] == 11);
  CHECK(metrics["totalErrors"] == 0);
  CHECK(metrics["byStatus"] == Json{{"200", 3}, {"204", 1}, {"400", 1}, {"404", 6}});
  CHECK(metrics["uptimeSec"].is_number_integer());
  CHECK(route(metrics, "GET", "/jobs/{jobId}")["count"] == 3);
  CHECK(route(metrics, "GET", "(unmatched)")["count"].get<int>() >= 2);
  CHECK(route(metrics, "GET", "/auth/me")["count"] == 1);
  CHECK(route(metrics, "GET", "/auth/me")["errorCodes"] == Json::object());
  CHECK(route(metrics, "GET", "/jobs/{jobId}")["errorCodes"] == Json{{"job_not_found", 2}});
  CHECK(route(metrics, "GET", "/metrics").is_null());
  int previous = 1000;
  std::int64_t sum = 0;
  for (const auto& entry : metrics["routes"]) {
    CHECK(keys(entry) == "avgDurationMs count errorCodes maxDurationMs method minDurationMs route");
    CHECK(entry["count"].get<int>() <= previous);
    previous = entry["count"];
    sum += previous;
    CHECK(entry["minDurationMs"].get<double>() <= entry["avgDurationMs"].get<double>());
    CHECK(entry["avgDurationMs"].get<double>() <= entry["maxDurationMs"].get<double>());
    const auto text = entry["route"].get<std::string>();
    CHECK((text == "(unmatched)" || text.starts_with('/')));
    CHECK(text.find("job_osaka") == std::string::npos);
  }
  CHECK(sum == 11);
  CHECK(ask("GET", "/v1/metrics").json()["totalRequests"] == 12);
}

TEST_CASE("metrics: refused deliveries of the vendor are counted by their code (gap C8)") {
  World world;
  LocalHost host(world);
  const std::string path = "/identity/kyc/provider-webhook";
  Wire wire(host.port());
  const auto deliver = [&](const World::Headers& headers, const std::string& body = "{}") {
    wire.send(request_text("POST", path, headers, body));
    return wire.answer().status;
  };
  auto forged = world.webhook_headers("k1", "{}");
  forged[0].second = "guessed";
  CHECK(deliver(forged) == 403);
  CHECK(deliver(forged) == 403);
  CHECK(deliver({}) == 401);
  CHECK(deliver(world.webhook_headers("k2", "{}"), "{ }") == 403);
  CHECK(deliver(world.webhook_headers("k3", "{}")) == 202);
  wire.send(request_text("GET", "/metrics"));
  const Json counted = route(wire.answer().json(), "POST", path);
  CHECK(counted["count"] == 5);
  CHECK(counted["errorCodes"] ==
        Json{{"invalid_webhook_secret", 2}, {"missing_webhook_secret", 1}, {"invalid_webhook_signature", 1}});
}
