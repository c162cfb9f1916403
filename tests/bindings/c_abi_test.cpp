// The C interface: JSON in, JSON out, and nothing a caller does makes it throw, leak or end the process.

#include <doctest/doctest.h>
#include <senpai.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "openapi.hpp"
#include "support.hpp"

using namespace senpai;
using test::Json;

namespace {

/// The answer as a program reads it; it must be JSON whatever was asked.
Json take(char* answer) {
  REQUIRE(answer != nullptr);
  const Json parsed = Json::parse(answer, nullptr, false);
  senpai_free(answer);
  REQUIRE(parsed.is_object());
  REQUIRE(parsed.size() == 1);
  return parsed;
}

std::string code(Json answer) { return answer.contains("error") ? answer["error"]["code"].get<std::string>() : ""; }

Json standard_config() {
  return {{"auth",
           {{"tokenSecret", test::token_secret},
            {"adminApiKey", test::admin_key},
            {"exposeCode", true},
            {"hashCost", {{"memoryKib", 64}, {"iterations", 1}, {"parallelism", 1}}}}},
          {"kycWebhook", {{"secrets", {test::webhook_secret}}}}};
}

class Opened {
 public:
  explicit Opened(const Json& config = standard_config()) : platform(senpai_open(config.dump().c_str(), nullptr)) {
    REQUIRE(platform != nullptr);
    CHECK(take(senpai_migrate(platform))["result"]["applied"].size() > 10);
  }
  ~Opened() { senpai_close(platform); }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;

  Json call(const char* operation, const Json& input = nullptr, const std::string& credential = {}) const {
    return take(senpai_call(platform, operation, credential.empty() ? nullptr : credential.c_str(),
                            input.is_null() ? nullptr : input.dump().c_str()));
  }
  Json register_user(const std::string& email = "ayu@example.test") const {
    const Json answer = call("auth.register",
                             {{"fullName", "Ayu Lestari"}, {"email", email}, {"password", "Kirei-na-hana-42"}});
    REQUIRE(code(answer) == "");
    return answer["result"];
  }

  senpai_platform* const platform;
};

struct Mails {
  std::vector<Json> sent;
  bool accept = true;
  static int receive(void* self, const char* mail) {
    auto& mails = *static_cast<Mails*>(self);
    mails.sent.push_back(Json::parse(mail));
    return mails.accept ? 0 : 1;
  }
};

/// One HTTP request through senpai_handle().
struct Exchange {
  Exchange(senpai_platform* platform, const char* method, const std::string& target, const std::string& body = {},
           const std::vector<senpai_header>& headers = {}) {
    const senpai_request request{method,      target.c_str(), headers.data(), headers.size(),
                                 body.data(), body.size(),    "203.0.113.9"};
    answer = senpai_handle(platform, &request);
    REQUIRE(answer != nullptr);
    // What comes through C is as documented as what comes over a socket.
    CHECK(test::exchange_offence(method, target, answer->status, this->body()) == "");
  }
  ~Exchange() { senpai_response_free(answer); }
  std::string body() const { return {answer->body, answer->body_size}; }
  std::string header(const std::string& name) const {
    for (std::size_t i = 0; i < answer->header_count; ++i)
      if (answer->headers[i].name == name) return answer->headers[i].value;
    return {};
  }
  senpai_response* answer;
};

}  // namespace

TEST_CASE("c: the versions are those of the library") {
  CHECK(senpai_abi_version() == SENPAI_ABI_VERSION);
  CHECK(std::string(senpai_version()) == version);
}

TEST_CASE("c: a person is registered and checked and decided upon by operation names alone") {
  const Opened p;
  Json account = p.register_user();
  const std::string token = account["accessToken"];
  Json started = p.call("kyc.start", {{"provider", "manual"}}, token);
  const std::string session = started["result"]["session"]["id"], user = account["user"]["id"];
  CHECK(code(p.call("kyc.submit", {{"sessionId", session}}, token)) == "kyc_session_incomplete");
  Json document = p.call("kyc.addDocument",
                               {{"documentType", "PASSPORT"},
                                {"objectKey", "kyc/" + user + "/" + session + "/a.jpg"},
                                {"checksumSha256", test::checksum("a")}},
                               token);
  CHECK(code(document) == "");
  CHECK(p.call("kyc.submit", {{"sessionId", session}}, token)["result"]["session"]["status"] == "SUBMITTED");
  const Json decision{{"sessionId", session}, {"decision", "VERIFIED"}, {"reviewedBy", "ops@example.test"}};
  Json decided = p.call("kyc.review", decision, std::string("key:") + test::admin_key);
  CHECK(decided["result"]["session"]["status"] == "VERIFIED");
  CHECK(p.call("kyc.status", nullptr, token)["result"]["status"] == "VERIFIED");
}

TEST_CASE("c: an empty token or key is refused and never becomes nobody") {
  const Opened p;
  for (const char* lost : {"", " ", "\r\n", "key:", "key: "}) {
    CAPTURE(lost);
    const Json answer = take(senpai_call(p.platform, "jobs.list", lost, nullptr));
    REQUIRE(code(answer) == "empty_credential");
    CHECK(answer["error"]["kind"] == "invalid_argument");
  }
  CHECK(code(take(senpai_call(p.platform, "jobs.list", nullptr, nullptr))) == "");
}

TEST_CASE("c: a body that the host could not read is refused where one is wanted and in the order of errors") {
  const Opened p;
  const auto ask = [&](const char* method, const char* target, const std::string& token = {}) {
    const std::string bearer = "Bearer " + token;
    const senpai_header header{"Authorization", bearer.c_str()};
    const senpai_request request{method, target, &header, token.empty() ? 0U : 1U, nullptr, 20000000, nullptr};
    senpai_response* answer = senpai_handle(p.platform, &request);
    REQUIRE(answer != nullptr);
    bool shared = false;
    for (std::size_t i = 0; i < answer->header_count; ++i)
      shared = shared || answer->headers[i].name == std::string("Access-Control-Allow-Origin");
    CHECK(shared);
    const std::string body(answer->body, answer->body_size);
    CHECK(test::exchange_offence(method, target, answer->status, body) == "");
    const std::string said = std::to_string(answer->status) + " " + code(Json::parse(body));
    senpai_response_free(answer);
    return said;
  };
  CHECK(ask("POST", "/auth/login") == "400 invalid_request_body");
  CHECK(ask("POST", "/identity/kyc/sessions") == "401 missing_access_token");
  CHECK(ask("POST", "/identity/kyc/sessions", p.register_user()["accessToken"]) == "400 invalid_request_body");
  CHECK(ask("POST", "/nowhere") == "404 not_found");
  CHECK(ask("GET", "/jobs") == "200 ");
}

TEST_CASE("c: query members come as JSON values and path parameters by their names") {
  const Opened p;
  CHECK(p.call("jobs.list", {{"limit", 2}})["result"]["items"].size() == 2);
  CHECK(p.call("jobs.list", {{"limit", "2"}, {"q", nullptr}})["result"]["items"].size() == 2);
  Json all = p.call("jobs.list"), with = p.call("jobs.list", {{"visaSponsored", true}}),
             without = p.call("jobs.list", {{"visaSponsored", false}});
  CHECK(without["result"]["pageInfo"]["total"].get<int>() + with["result"]["pageInfo"]["total"].get<int>() ==
        all["result"]["pageInfo"]["total"].get<int>());
  CHECK(with["result"]["pageInfo"]["total"] != all["result"]["pageInfo"]["total"]);
  const std::string id = all["result"]["items"][0]["id"];
  CHECK(p.call("jobs.find", {{"jobId", id}})["result"]["job"]["id"] == id);
  CHECK(code(p.call("jobs.find")) == "missing_parameter");
  CHECK(code(p.call("jobs.find", {{"jobId", Json::array()}})) == "missing_parameter");
  CHECK(code(p.call("jobs.find", {{"jobId", "../../x"}})) == "job_not_found");
  CHECK(code(p.call("jobs.list", {{"limit", 1000}})) == "invalid_limit");
}

TEST_CASE("c: an operation without an answer has the result null") {
  const Opened p;
  Json account = p.register_user();
  Json answer = p.call("auth.logout", {{"refreshToken", account["refreshToken"]}});
  CHECK(answer == Json{{"result", nullptr}});
}

TEST_CASE("c: errors carry kind and code and message and nothing else") {
  const Opened p;
  Json missing = p.call("auth.me");
  CHECK(test::keys(missing["error"]) == "code kind message");
  CHECK(missing["error"]["kind"] == "unauthenticated");
  CHECK(missing["error"]["code"] == "missing_access_token");
  CHECK(p.call("auth.me", nullptr, "no-token")["error"]["code"] == "invalid_access_token");
  CHECK(p.call("kyc.reviewQueue", nullptr, "key:wrong")["error"]["code"] == "invalid_admin_api_key");
  CHECK(p.call("kyc.reviewQueue")["error"]["code"] == "missing_admin_api_key");
  p.register_user();
  Json taken = p.call("auth.register",
                            {{"fullName", "Ayu"}, {"email", "ayu@example.test"}, {"password", "Kirei-na-hana-42"}});
  CHECK(taken["error"]["kind"] == "conflict");
  CHECK(taken["error"]["code"] == "email_exists");
  Json throttled = p.call("auth.resendVerification", {{"email", "ayu@example.test"}});
  CHECK(throttled["error"]["kind"] == "rate_limited");
  CHECK(throttled["error"]["retryAfterSec"].get<int>() > 0);
}

TEST_CASE("c: what needs a whole request is refused by name and done by senpai_handle") {
  const Opened p;
  for (const char* operation : {"kyc.providerWebhook", "objects.upload", "objects.download"})
    CHECK(code(p.call(operation, {{"token", "x"}})) == "request_required");
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const std::string body = "{}", stamp = std::to_string(now.time_since_epoch().count());
  const std::string signature = sign_webhook(test::webhook_secret, "key-1", now, body);
  const std::vector<senpai_header> headers{{"X-Kyc-Webhook-Secret", test::webhook_secret},
                                           {"X-Idempotency-Key", "key-1"},
                                           {"X-Kyc-Webhook-Timestamp", stamp.c_str()},
                                           {"X-Kyc-Webhook-Signature", signature.c_str()}};
  const Exchange delivered(p.platform, "POST", "/v1/identity/kyc/provider-webhook", body, headers);
  CHECK(delivered.answer->status == 202);
  const Exchange forged(p.platform, "POST", "/v1/identity/kyc/provider-webhook", "{} ", headers);
  CHECK(Json::parse(forged.body())["error"]["code"] == "invalid_webhook_signature");
}

TEST_CASE("c: the API is mounted by senpai_handle with status and headers and body") {
  const Opened p;
  const Exchange jobs(p.platform, "GET", "/jobs?limit=1");
  CHECK(jobs.answer->status == 200);
  CHECK(jobs.header("Content-Type") == "application/json");
  CHECK(jobs.header("x-request-id").size() == 36);
  CHECK(Json::parse(jobs.body())["items"].size() == 1);
  const Exchange nothing(p.platform, "GET", "/nowhere");
  CHECK(nothing.answer->status == 404);
  const Exchange preflight(p.platform, "OPTIONS", "/jobs");
  CHECK(preflight.answer->status == 204);
  CHECK(preflight.answer->body_size == 0);
}

TEST_CASE("c: a file goes up by its link and comes down by another") {
  const test::TemporaryFolder folder;
  Json config = standard_config();
  config["objects"] = {{"directory", (folder.path() / "objects").string()}, {"publicUrl", "http://host.test"}};
  config["sqlite"] = {{"path", (folder.path() / "senpai.db").string()}, {"durable", false}};
  const Opened p(config);
  const std::string token = p.register_user()["accessToken"], bytes = std::string("\xff\xd8\x00\xff photo", 11);
  const std::string session = p.call("kyc.start", nullptr, token)["result"]["session"]["id"];
  Json upload = p.call("kyc.uploadUrl",
                             {{"documentType", "PASSPORT"}, {"fileName", "p.jpg"}, {"contentType", "image/jpeg"},
                              {"contentLength", bytes.size()}, {"checksumSha256", test::sha256_hex(bytes)}},
                             token)["result"]["upload"];
  const Json declaration{{"documentType", "PASSPORT"}, {"objectKey", upload["objectKey"]},
                         {"checksumSha256", test::sha256_hex(bytes)}};
  CHECK(code(p.call("kyc.addDocument", declaration, token)) == "document_not_uploaded");
  const std::size_t host = std::string("http://host.test").size();
  const auto path = [&](const Json& url) { return url.get<std::string>().substr(host); };
  const Exchange put(p.platform, "PUT", path(upload["uploadUrl"]), bytes, {{"Content-Type", "image/jpeg"}});
  CHECK(put.answer->status == 204);
  const std::string document = p.call("kyc.addDocument", declaration, token)["result"]["document"]["id"];
  Json link = p.call("kyc.previewDocument", {{"documentId", document}}, std::string("key:") + test::admin_key);
  const Exchange got(p.platform, "GET", path(link["result"]["url"]));
  CHECK(got.answer->status == 200);
  CHECK(got.body() == bytes);
  CHECK(got.header("Content-Type") == "image/jpeg");
}

TEST_CASE("c: mail is sent by work through the callback and tried again when it was not accepted") {
  const Opened p;
  Mails mails;
  mails.accept = false;
  senpai_on_mail(p.platform, &Mails::receive, &mails);
  Json account = p.register_user();
  CHECK(take(senpai_work(p.platform, 1000))["result"]["jobs"] == 1);
  REQUIRE(mails.sent.size() == 1);
  CHECK(test::keys(mails.sent[0]) == "code html idempotencyKey subject text to");
  CHECK(mails.sent[0]["to"] == "ayu@example.test");
  CHECK(mails.sent[0]["code"] == account["emailVerification"]["developmentCode"]);
  Json idle = take(senpai_work(p.platform, 1000));
  CHECK(idle["result"] == Json{{"jobs", 0}, {"sealed", 0}, {"purged", 0}});
  CHECK(mails.sent.size() == 1);
}

TEST_CASE("c: log events reach the callback until it is taken away") {
  const Opened p;
  struct Log {
    std::vector<std::pair<std::string, Json>> events;
    static void receive(void* self, int level, const char* event, const char* fields) {
      CHECK((level >= 0 && level <= 3));
      static_cast<Log*>(self)->events.emplace_back(event, Json::parse(fields));
    }
  } log;
  Mails refusing;
  refusing.accept = false;
  senpai_on_mail(p.platform, &Mails::receive, &refusing);
  senpai_on_log(p.platform, &Log::receive, &log);
  p.register_user("one@example.test");
  take(senpai_work(p.platform, 1000));
  REQUIRE(log.events.size() == 2);
  CHECK(log.events[1].first == "audit.sealed");
  CHECK(log.events[0].first == "queue.job_failed");
  CHECK(log.events[0].second["kind"] == "auth.verification_email");
  senpai_on_log(p.platform, nullptr, nullptr);
  p.register_user("two@example.test");
  take(senpai_work(p.platform, 1000));
  CHECK(log.events.size() == 2);
}

TEST_CASE("c: whoever forgot to migrate is told so") {
  senpai_platform* platform = senpai_open(standard_config().dump().c_str(), nullptr);
  REQUIRE(platform != nullptr);
  Json refused = take(senpai_call(platform, "jobs.list", nullptr, nullptr));
  CHECK(code(refused) == "service_unavailable");
  CHECK(refused["error"]["message"].get<std::string>().find("migrate") != std::string::npos);
  CHECK(code(take(senpai_call(platform, "auth.register", nullptr,
                              R"({"fullName":"Ayu","email":"ayu@example.test","password":"Kirei-na-hana-42"})"))) ==
        "service_unavailable");
  CHECK(code(take(senpai_work(platform, 0))) == "service_unavailable");
  senpai_close(platform);
}

TEST_CASE("c: two platforms in one process keep apart") {
  const Opened one, two;
  const std::string token = one.register_user()["accessToken"];
  CHECK(code(one.call("auth.me", nullptr, token)) == "");
  CHECK(code(two.call("auth.me", nullptr, token)) == "invalid_access_token");
}

TEST_CASE("c: a database file outlives the platform") {
  const test::TemporaryFolder folder;
  Json config = standard_config();
  config["sqlite"] = {{"path", (folder.path() / "senpai.db").string()}, {"durable", false}};
  { Opened(config).register_user(); }
  char* error = nullptr;
  senpai_platform* platform = senpai_open(config.dump().c_str(), &error);
  REQUIRE(platform != nullptr);
  CHECK(error == nullptr);
  CHECK(take(senpai_migrate(platform))["result"]["applied"].empty());
  CHECK(code(take(senpai_call(platform, "auth.login", nullptr,
                              R"({"identifier":"ayu@example.test","password":"Kirei-na-hana-42"})"))) == "");
  senpai_close(platform);
}
