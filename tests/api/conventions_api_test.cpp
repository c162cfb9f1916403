// What holds for every route: paths, methods, headers, the error envelope, the order of processing, health.

#include <algorithm>
#include <regex>
#include <set>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::regex uuid_v4("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

std::string verdict(const Answer& answer) {
  return std::to_string(answer.status) + (answer.code().empty() ? "" : " " + answer.code());
}

std::vector<std::string> values_of(const Answer& answer, const std::string& lower_name) {
  std::vector<std::string> values;
  for (const auto& [name, value] : answer.response.headers) {
    std::string lower = name;
    for (char& c : lower) c = static_cast<char>(std::tolower(c));
    if (lower == lower_name) values.push_back(value);
  }
  return values;
}

void check_header(const Answer& answer, const std::string& lower_name, const std::string& expected) {
  CAPTURE(lower_name);
  CHECK(values_of(answer, lower_name) == std::vector<std::string>{expected});
}

/// The headers of every answer, each exactly once.
void check_common_headers(const Answer& answer) {
  const auto ids = values_of(answer, "x-request-id");
  REQUIRE(ids.size() == 1);
  CHECK(std::regex_match(ids[0], uuid_v4));
  check_header(answer, "access-control-allow-origin", "*");
  check_header(answer, "access-control-allow-headers",
               "Content-Type, Authorization, x-admin-api-key, x-kyc-webhook-secret, x-kyc-webhook-signature, "
               "x-kyc-webhook-timestamp, x-idempotency-key");
  check_header(answer, "access-control-allow-methods", "GET, POST, PATCH, DELETE, OPTIONS");
  check_header(answer, "access-control-expose-headers", "x-request-id");
  CHECK(values_of(answer, "access-control-allow-credentials").empty());
  CHECK(values_of(answer, "vary").empty());
}

}  // namespace

// --------------------------------------------------------------------------------------------------------------- paths

TEST_CASE("paths: every route is reachable with and without /v1, with equal answers and one label") {
  World world;
  const auto c = world.register_user();
  for (const auto& row : api::endpoints()) {
    const bool of_host = row.path == "/metrics" || row.path == "/docs";  // Only a host has them.
    if (row.method != "GET" || row.path.find('{') != std::string_view::npos || of_host) continue;
    CAPTURE(row.path);
    const std::string path(row.path);
    const auto headers = path.starts_with("/admin/") ? World::admin() : World::as(c);
    const auto bare = world.get(path, headers);
    const auto prefixed = world.get("/v1" + path, headers);
    CHECK(bare.status == 200);
    CHECK(prefixed.status == 200);
    if (path != "/ready") CHECK(bare.text == prefixed.text);
    CHECK(bare.response.route == path);
    CHECK(prefixed.response.route == path);
  }
  CHECK(world.post("/v1/auth/login", {{"email", c.email}, {"password", c.password}}).status == 200);
  CHECK(world.get("/v1/jobs/job_tokyo_senior_welder_001").body == world.get("/jobs/job_tokyo_senior_welder_001").body);
}

TEST_CASE("paths: /v1 is taken off once and only as a whole segment") {
  World world;
  for (const std::string path :
       {"/v1/v1/health", "/v1health", "/V1/health", "/v2/health", "/v1", "/v1/", "/", "/v1//health"}) {
    CAPTURE(path);
    CHECK(verdict(world.get(path)) == "404 not_found");
  }
}

TEST_CASE("paths: they are case sensitive, without trailing slashes or empty segments") {
  World world;
  const auto c = world.register_user();
  for (const std::string path : {"/Health", "/HEALTH", "/health/", "//health", "/jobs/", "/v1/jobs/", "/jobs//",
                                 "//jobs", "/users//me/profile", "/users/me/profile/", "/feed", "/feed/posts/"}) {
    CAPTURE(path);
    CHECK(verdict(world.get(path, World::as(c))) == "404 not_found");
  }
}

TEST_CASE("paths: an empty segment never stands for a parameter, so such a path is unknown before authentication") {
  World world;
  CHECK(verdict(world.get("/jobs/")) == "404 not_found");
  CHECK(verdict(world.post("/admin/kyc/documents//preview-url")) == "404 not_found");
  CHECK(verdict(world.post("/identity/kyc/sessions//submit")) == "404 not_found");
  CHECK(verdict(world.post("/identity/kyc/sessions//provider-metadata")) == "404 not_found");
}

TEST_CASE("paths: dot segments are resolved before routing, also when they are escaped") {
  World world;
  for (const std::string path :
       {"/x/../health", "/./health", "/x/./../health", "/../health", "/../../health", "/a/b/../../health",
        "/x/%2e%2e/health", "/x/%2E%2E/health", "/x/.%2e/health", "/x/%2e./health", "/%2e/health", "/v1/x/../health",
        "/v1/../health", "/x/../v1/health"}) {
    CAPTURE(path);
    CHECK(verdict(world.get(path)) == "200");
  }
  for (const std::string path : {"/health/..", "/health/.", "/health/../", "/health/...", "/x/..health", "/.health"}) {
    CAPTURE(path);
    CHECK(verdict(world.get(path)) == "404 not_found");
  }
}

TEST_CASE("paths: query and fragment take no part in routing") {
  World world;
  for (const std::string path :
       {"/health?", "/health?x=/../y", "/health?a=b?c", "/health#top", "/health?x#y", "/health#?x", "/health?x=//"}) {
    CAPTURE(path);
    CHECK(verdict(world.get(path)) == "200");
  }
  CHECK(verdict(world.get("?x=/health")) == "404 not_found");
}

TEST_CASE("paths: the absolute form of a target works by its path") {
  World world;
  for (const std::string target : {"http://host/health", "https://host:8443/health?x=1", "http://host/v1/health",
                                   "http://user:pw@host/x/../health"}) {
    CAPTURE(target);
    CHECK(verdict(world.get(target)) == "200");
  }
  for (const std::string target : {"http://host", "http://host/", "http://host?/health", "http://", "http:///"}) {
    CAPTURE(target);
    CHECK(verdict(world.get(target)) == "404 not_found");
  }
}

TEST_CASE("paths: whatever the target is, there is an answer") {
  World world;
  for (const std::string& target : {std::string("//"),
                                    std::string("///"),
                                    std::string(""),
                                    std::string("*"),
                                    std::string("health"),
                                    std::string("%"),
                                    std::string("/%"),
                                    std::string("/%zz"),
                                    std::string("/jobs/%"),
                                    std::string("/\xff\xfe"),
                                    std::string("/\0", 2),
                                    std::string("://"),
                                    std::string("?"),
                                    std::string("#"),
                                    std::string(" "),
                                    std::string("/jobs\\..\\x"),
                                    std::string("/..\\health"),
                                    std::string("//host/health"),
                                    "/" + std::string(100000, 'a'),
                                    std::string(100000, '/'),
                                    "/jobs/" + std::string(100000, '%'),
                                    std::string("mailto:x")}) {
    CAPTURE(target.substr(0, 40));
    const auto answer = world.get(target);
    CHECK(answer.status == 404);
    check_common_headers(answer);
    CHECK(keys(answer.body) == "error");
  }
}

TEST_CASE("paths: parameters are percent-decoded once and never split a path") {
  World world;
  CHECK(world.get("/jobs/job_tokyo%5Fsenior_welder_001").status == 200);
  CHECK(verdict(world.get("/jobs/job_tokyo%255Fsenior_welder_001")) == "404 job_not_found");
  CHECK(verdict(world.get("/jobs/a%2Fb")) == "404 job_not_found");
  CHECK(verdict(world.get("/jobs/%00")) == "404 job_not_found");
  CHECK(verdict(world.get("/jobs/%ff")) == "404 job_not_found");
  CHECK(verdict(world.get("/jobs/job_tokyo_senior_welder_001%00")) == "404 job_not_found");
  CHECK(verdict(world.get("/jobs/" + std::string(5000, 'a'))) == "404 job_not_found");
}

TEST_CASE("paths: an unknown admin path is 404 before authentication") {
  World world;
  CHECK(verdict(world.get("/admin/nothing")) == "404 not_found");
  CHECK(verdict(world.get("/admin")) == "404 not_found");
  CHECK(verdict(world.get("/admin/kyc/review-queue")) == "401 missing_admin_api_key");
  // A known path with another method is as unknown.
  CHECK(verdict(world.post("/admin/kyc/review-queue")) == "404 not_found");
  CHECK(verdict(world.get("/admin/kyc/review")) == "404 not_found");
}

// ------------------------------------------------------------------------------------------------------------- methods

TEST_CASE("methods: OPTIONS is 204 without body on every target, known, unknown or odd") {
  World world;
  for (const std::string target : {"/health", "/nothing", "*", "//", "", "/admin/kyc/review", "/v1/jobs", "/%"}) {
    CAPTURE(target);
    const auto answer = world.call("OPTIONS", target);
    CHECK(answer.status == 204);
    CHECK(answer.text.empty());
    CHECK(values_of(answer, "content-type").empty());
    check_common_headers(answer);
  }
  CHECK(world.raw("OPTIONS", "/auth/register", "{ garbage").status == 204);
}

TEST_CASE("methods: only the route of uploads also allows PUT") {
  World world;
  const auto answer = world.call("OPTIONS", "/objects/some-token");
  CHECK(answer.status == 204);
  REQUIRE(values_of(answer, "access-control-allow-methods").size() == 1);
  CHECK(values_of(answer, "access-control-allow-methods")[0].find("PUT") != std::string::npos);
  check_header(world.call("OPTIONS", "/jobs?x=/objects/"), "access-control-allow-methods",
               "GET, POST, PATCH, DELETE, OPTIONS");
}

TEST_CASE("methods: HEAD answers as GET does") {
  World world;
  const auto head = world.call("HEAD", "/health");
  CHECK(head.status == 200);
  CHECK(head.text == world.get("/health").text);
  check_header(head, "content-type", "application/json");
  CHECK(world.call("HEAD", "/jobs/unknown").status == 404);
  CHECK(world.call("HEAD", "/auth/login").status == 404);
  CHECK(world.call("HEAD", "/auth/me").status == 401);
}

TEST_CASE("methods: any other method on a known path is 404 not_found, never 405") {
  World world;
  for (const std::string method :
       {"PUT", "POST", "PATCH", "DELETE", "TRACE", "CONNECT", "get", "Get", "PURGE", "", "G E T"}) {
    CAPTURE(method);
    CHECK(verdict(world.raw(method, "/health", "")) == "404 not_found");
  }
  CHECK(verdict(world.get("/auth/login")) == "404 not_found");
  CHECK(verdict(world.call("DELETE", "/jobs/job_tokyo_senior_welder_001")) == "404 not_found");
}

// ------------------------------------------------------------------------------------------------------------- headers

TEST_CASE("headers: every answer carries the common headers, whatever its status") {
  World world;
  const auto c = world.register_user();
  const std::vector<Answer> answers{
      world.get("/health"),
      world.get("/nothing"),
      world.get("/auth/me"),
      world.get("/admin/kyc/review-queue", World::as(c)),
      world.raw("POST", "/auth/register", "{"),
      world.post("/auth/register", {{"fullName", "A B"}, {"email", c.email}, {"password", "12345678"}}),
      world.post("/auth/email-verification/resend", {{"email", c.email}}),
      world.post("/auth/logout"),
      world.call("OPTIONS", "/x"),
      world.get("/users/me/profile", World::as(c)),
  };
  std::set<int> statuses;
  std::set<std::string> ids;
  for (const auto& answer : answers) {
    CAPTURE(answer.status);
    check_common_headers(answer);
    statuses.insert(answer.status);
    ids.insert(values_of(answer, "x-request-id")[0]);
    if (answer.status == 204) {
      CHECK(answer.text.empty());
      CHECK(values_of(answer, "content-type").empty());
    } else {
      check_header(answer, "content-type", "application/json");
    }
  }
  CHECK(statuses == std::set<int>{200, 204, 400, 401, 403, 404, 409, 429});
  CHECK(ids.size() == answers.size());
}

TEST_CASE("headers: an incoming x-request-id is never echoed") {
  World world;
  const std::string mine = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";
  const auto answer = world.get("/health", {{"x-request-id", mine}, {"X-Request-Id", mine}});
  check_common_headers(answer);
  CHECK(values_of(answer, "x-request-id")[0] != mine);
}

// ------------------------------------------------------------------------------------------------------------ envelope

TEST_CASE("errors: the envelope has a code and one sentence, and nothing beside it") {
  World world;
  const auto c = world.register_user();
  for (const auto& answer :
       {world.get("/nothing"), world.get("/auth/me"), world.post("/auth/register"),
        world.raw("POST", "/auth/login", "{"), world.post("/auth/login"), world.get("/jobs/unknown"),
        world.get("/jobs?limit=0"), world.post("/auth/email-verification/resend", {{"email", c.email}})}) {
    CAPTURE(answer.text);
    CHECK(keys(answer.body) == "error");
    const Json& error = answer.body["error"];
    std::set<std::string> allowed{"code", "message", "requestId", "retryAfterSec"};
    for (const auto& [name, value] : error.items()) CHECK(allowed.contains(name));
    CHECK(std::regex_match(error["code"].get<std::string>(), std::regex("[a-z][a-z0-9]*(_[a-z0-9]+)*")));
    CHECK(error["message"].get<std::string>().size() > 10);
    CHECK(error["message"].get<std::string>().find('\n') == std::string::npos);
    if (error.contains("requestId")) CHECK(error["requestId"] == values_of(answer, "x-request-id")[0]);
    CHECK(answer.response.error_code == answer.code());
  }
}

TEST_CASE("errors: what is unexpected is 500 internal_error and tells nothing of its cause") {
  bool broken = false;
  World world([&](Options& o) {
    o.clock = [&broken, clock = o.clock] {
      if (broken) throw std::runtime_error("disk 7 is on fire");
      return clock();
    };
  });
  const auto c = world.register_user();
  broken = true;
  for (const auto& answer : {world.post("/auth/login", {{"email", c.email}, {"password", c.password}}),
                             world.get("/auth/me", World::as(c)), world.get("/jobs")}) {
    CHECK(verdict(answer) == "500 internal_error");
    CHECK(answer.text.find("fire") == std::string::npos);
    CHECK(answer.response.failure.find("fire") != std::string::npos);
    check_common_headers(answer);
  }
}

TEST_CASE("errors: handling a request never throws, not even when the source of ids does") {
  World world([](Options& o) { o.new_id = []() -> std::string { throw std::runtime_error("no entropy"); }; });
  CHECK_NOTHROW(world.get("/health"));
  CHECK_NOTHROW(world.get("/nothing"));
}

// --------------------------------------------------------------------------------------------------------------- order

TEST_CASE("order: a bad body without a token is 401, and on open routes it is 400") {
  World world;
  const std::vector<std::string> bodies{"{", "null", "\xff", std::string(3000000, 'x')};
  for (const auto& body : bodies) {
    CAPTURE(body.substr(0, 10));
    CHECK(verdict(world.raw("POST", "/identity/kyc/sessions", body)) == "401 missing_access_token");
    CHECK(verdict(world.raw("PATCH", "/users/me/profile", body)) == "401 missing_access_token");
    CHECK(verdict(world.raw("POST", "/admin/kyc/review", body)) == "401 missing_admin_api_key");
    CHECK(verdict(world.raw("POST", "/auth/login", body)) == "400 invalid_request_body");
  }
  CHECK(verdict(world.raw("POST", "/identity/kyc/provider-webhook", "{")) == "400 invalid_request_body");
}

TEST_CASE("order: a body that nobody wants is never read") {
  World world;
  const auto c = world.register_user();
  const auto ask = [&](const std::string& method, const std::string& target, const World::Headers& headers) {
    bool read = false;
    api::Request request;
    request.method = method;
    request.target = target;
    request.headers = headers;
    request.read_body = [&](char*, std::size_t) -> std::size_t {
      read = true;
      return 0;
    };
    const auto response = world.api->handle(request);
    return std::to_string(response.status) + (read ? " read" : " unread");
  };
  CHECK(ask("POST", "/nothing", {}) == "404 unread");
  CHECK(ask("POST", "/identity/kyc/sessions", {}) == "401 unread");
  CHECK(ask("POST", "/admin/kyc/review", {{"x-admin-api-key", "wrong"}}) == "403 unread");
  CHECK(ask("GET", "/auth/me", World::as(c)) == "200 unread");
  CHECK(ask("POST", "/identity/kyc/sessions/x/submit", World::as(c)) == "404 unread");
  CHECK(ask("POST", "/auth/logout", {}) == "204 read");
}

TEST_CASE("order: an oversized body is given up at the limit and needs no declared length") {
  World world;
  std::size_t handed_out = 0;
  api::Request request;
  request.method = "POST";
  request.target = "/auth/register";
  request.read_body = [&](char* buffer, std::size_t size) {
    std::fill_n(buffer, size, ' ');
    handed_out += size;
    return size;
  };
  CHECK(world.api->handle(request).error_code == "invalid_request_body");
  CHECK(handed_out <= api::max_body_bytes + 65536);
  handed_out = 0;
  request.headers = {{"Content-Length", "1048577"}};
  CHECK(world.api->handle(request).error_code == "invalid_request_body");
  CHECK(handed_out == 0);
}

TEST_CASE("order: a streamed body of exactly the limit is accepted") {
  World world;
  const std::string json = R"({"fullName":"Rina","email":"a@b.c","password":"12345678"})";
  const std::string body = json + std::string(api::max_body_bytes - json.size(), ' ');
  for (const std::size_t piece : {std::size_t{1000}, std::size_t{1} << 20}) {
    CAPTURE(piece);
    std::size_t sent = 0;
    api::Request request;
    request.method = "POST";
    request.target = "/auth/register";
    request.read_body = [&](char* buffer, std::size_t size) {
      const auto part = std::min({size, piece, body.size() - sent});
      std::copy_n(body.data() + sent, part, buffer);
      sent += part;
      return part;
    };
    const auto response = world.api->handle(request);
    CHECK(sent == api::max_body_bytes);
    CHECK((response.status == 201 || response.error_code == "email_exists"));
  }
}

TEST_CASE("order: an optional token that is bad is 401, an absent one is anonymous") {
  World world;
  const auto c = world.register_user();
  for (const std::string path :
       {"/jobs", "/jobs/job_tokyo_senior_welder_001", "/jobs/unknown", "/feed/posts", "/jobs?limit=0"}) {
    CAPTURE(path);
    CHECK(verdict(world.get(path, World::bearer("rubbish"))) == "401 invalid_access_token");
  }
  CHECK(world.get("/jobs").status == 200);
  CHECK(world.get("/jobs", {{"Authorization", "Basic x"}}).status == 200);
  CHECK(world.get("/jobs", World::as(c)).status == 200);
  world.now += seconds(900);
  CHECK(verdict(world.get("/jobs", World::as(c))) == "401 expired_access_token");
  CHECK(verdict(world.get("/feed/posts", World::as(c))) == "401 expired_access_token");
}

TEST_CASE("order: open routes ignore the token") {
  World world;
  CHECK(world.get("/health", World::bearer("rubbish")).status == 200);
  CHECK(world.get("/ready", World::bearer("rubbish")).status == 200);
}

// -------------------------------------------------------------------------------------------------------------- health

TEST_CASE("health: exactly status, service and version") {
  World world;
  const auto answer = world.get("/health");
  CHECK(answer.status == 200);
  CHECK(keys(answer.body) == "service status version");
  CHECK(answer.body["status"] == "ok");
  CHECK(answer.body["service"] == "api");
  CHECK_FALSE(answer.body["version"].get<std::string>().empty());
}

TEST_CASE("ready: it names its checks and is 200 while all of them pass") {
  World world;
  for (const std::string path : {"/ready", "/v1/ready"}) {
    CAPTURE(path);
    const auto answer = world.get(path);
    CHECK(answer.status == 200);
    CHECK(keys(answer.body) == "checks status");
    CHECK(answer.body["status"] == "ready");
    REQUIRE(answer.body["checks"].size() >= 3);
    std::set<std::string> names;
    for (const auto& check : answer.body["checks"]) {
      CHECK(keys(check) == "latencyMs name ok");
      CHECK(check["ok"] == true);
      CHECK(check["latencyMs"].is_number());
      names.insert(check["name"]);
    }
    CHECK(names.contains("database"));
    CHECK(names.contains("migrations"));
    CHECK(names.contains("storage"));
  }
}

TEST_CASE("ready: a draining server says 503 at once, although the answer is kept for two seconds") {
  World world;
  CHECK(world.get("/ready").status == 200);
  world.api->drain();
  const auto answer = world.get("/ready");
  CHECK(answer.status == 503);
  CHECK(answer.body["status"] == "not_ready");
  CHECK(world.get("/health").status == 200);
}

TEST_CASE("ready: missing migrations make it 503") {
  World world([](Options& o) { o.storage = open_sqlite({}); });
  const auto answer = world.get("/ready");
  CHECK(answer.status == 503);
  for (const auto& check : answer.body["checks"]) CHECK((check["name"] == "migrations") == (check["ok"] == false));
  CHECK(world.get("/health").status == 200);
}

TEST_CASE("metrics: without a host that counts, the route is unknown") {
  World world;
  CHECK(verdict(world.get("/metrics")) == "404 not_found");
}
