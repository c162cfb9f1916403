// What nobody should pass to the C interface, passed to it.

#include <doctest/doctest.h>
#include <senpai.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <senpai/api.hpp>
#include <string>
#include <vector>

#include "support.hpp"

using namespace senpai;
using test::Json;

namespace {

constexpr const char* config = R"({"auth":{"tokenSecret":"contract-vector-secret",
  "hashCost":{"memoryKib":64,"iterations":1,"parallelism":1}}})";

std::string code(char* answer) {
  REQUIRE(answer != nullptr);
  const Json parsed = Json::parse(answer, nullptr, false);
  senpai_free(answer);
  REQUIRE(parsed.is_object());
  return parsed.contains("error") ? parsed["error"]["code"].get<std::string>() : "";
}

std::string open_code(const char* json) {
  char* error = nullptr;
  senpai_platform* platform = senpai_open(json, &error);
  CHECK(platform == nullptr);
  senpai_close(platform);
  return code(error);
}

struct Opened {
  Opened() : platform(senpai_open(config, nullptr)) {
    REQUIRE(platform != nullptr);
    senpai_free(senpai_migrate(platform));
  }
  ~Opened() { senpai_close(platform); }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  senpai_platform* const platform;
};

std::vector<std::string> hostile_texts() {
  return {"",
          " ",
          "null",
          "[]",
          "\"text\"",
          "1",
          "{",
          "{}{}",
          "{\"jobId\":",
          "{\"jobId\":\"\xff\xfe\"}",
          "\xc0\xaf",
          "\xef\xbb\xbf{}",
          "{\"jobId\":\"\\u0000\",\"email\":\"\\ud800\"}",
          "{\"limit\":1e400,\"cursor\":-0.0}",
          "{\"limit\":" + std::string(5000, '9') + "}",
          std::string(100000, '['),
          std::string(100000, '{'),
          "{\"a\":" + std::string(100000, '[') + std::string(100000, ']') + "}",
          "{\"email\":\"" + std::string(2 << 20, 'a') + "\"}",
          "{\"fullName\":\"" + std::string(900000, 'a') + "\"}"};
}

}  // namespace

TEST_CASE("c: NULL is an error or nothing wherever it stands") {
  CHECK(open_code(nullptr) == "invalid_option");
  CHECK(senpai_open(nullptr, nullptr) == nullptr);
  CHECK(code(senpai_call(nullptr, "jobs.list", nullptr, nullptr)) == "no_platform");
  CHECK(code(senpai_migrate(nullptr)) == "no_platform");
  CHECK(code(senpai_work(nullptr, 0)) == "no_platform");
  senpai_on_log(nullptr, nullptr, nullptr);
  senpai_on_mail(nullptr, nullptr, nullptr);
  senpai_free(nullptr);
  senpai_close(nullptr);
  senpai_response_free(nullptr);
  const Opened p;
  CHECK(code(senpai_call(p.platform, nullptr, nullptr, nullptr)) == "unknown_operation");
  for (auto* platform : {p.platform, static_cast<senpai_platform*>(nullptr)}) {
    const senpai_request empty{};
    for (const senpai_request* request : {static_cast<const senpai_request*>(nullptr), &empty}) {
      senpai_response* response = senpai_handle(platform, request);
      REQUIRE(response != nullptr);
      CHECK(response->status >= 400);
      senpai_response_free(response);
    }
  }
  const senpai_header nameless[] = {{nullptr, nullptr}, {"Authorization", nullptr}};
  const senpai_request request{"GET", "/jobs", nameless, 2, nullptr, 5, nullptr};
  senpai_response* response = senpai_handle(p.platform, &request);
  CHECK(response->status == 200);
  senpai_response_free(response);
}

TEST_CASE("c: no operation minds hostile input") {
  const Opened p;
  const auto texts = hostile_texts();
  for (const auto& endpoint : api::endpoints()) {
    const std::string name(endpoint.name);
    CAPTURE(name);
    const bool reads_much = name == "auth.register" || name == "jobs.list";
    for (const auto& text : texts) {
      if (text.size() > 10000 && !reads_much) continue;
      const std::string found = code(senpai_call(p.platform, name.c_str(), nullptr, text.c_str()));
      CHECK(found != "internal_error");
    }
  }
  for (const auto& text : texts) {
    CHECK(code(senpai_call(p.platform, text.c_str(), nullptr, nullptr)) == "unknown_operation");
    const std::string as_token = code(senpai_call(p.platform, "auth.me", text.c_str(), nullptr));
    const bool blank = text.find_first_not_of(' ') == std::string::npos;
    CHECK(as_token == (blank ? "empty_credential" : "invalid_access_token"));
    const std::string as_key = code(senpai_call(p.platform, "kyc.reviewQueue", ("key:" + text).c_str(), nullptr));
    CHECK(as_key == (blank ? "empty_credential" : "admin_api_disabled"));
    const senpai_header headers[] = {{text.c_str(), text.c_str()}, {"Authorization", text.c_str()}};
    const senpai_request request{text.c_str(), text.c_str(), headers, 2, text.data(), text.size(), text.c_str()};
    senpai_response* response = senpai_handle(p.platform, &request);
    CHECK(response->status == 404);
    senpai_response_free(response);
  }
}

TEST_CASE("c: an unusable configuration is named and opens nothing") {
  for (const auto& text : hostile_texts()) CHECK(open_code(text.c_str()) == "invalid_option");
  const auto message = [](const char* json) {
    char* error = nullptr;
    CHECK(senpai_open(json, &error) == nullptr);
    const std::string text = Json::parse(error)["error"]["message"];
    senpai_free(error);
    return text;
  };
  CHECK(message("{}") == "auth.tokenSecret must be given.");
  CHECK(message(R"({"auth":{"tokenSecret":1}})") == "auth.tokenSecret must be a string.");
  CHECK(message(R"({"auth":{"tokenSecret":"x","codeTtl":5}})") == "auth.codeTtl is not a known option.");
  CHECK(message(R"({"auth":{"tokenSecret":"x","codeTtlSec":1.5}})") == "auth.codeTtlSec must be a whole number.");
  CHECK(message(R"({"auth":{"tokenSecret":"x","codeTtlSec":0}})") ==
        "auth.code_ttl must be positive and at most ten years");
  CHECK(message(R"({"auth":{"tokenSecret":"x"},"sqlite":{"readers":0}})") ==
        "sqlite.readers must be between 1 and 256");
  CHECK(message(R"({"auth":{"tokenSecret":"x"},"kycWebhook":{"secrets":"y"}})") ==
        "kycWebhook.secrets must be a list of strings.");
  CHECK(message(R"({"auth":[]})") == "auth must be a JSON object.");
  CHECK(message(R"({"auth":{"tokenSecret":"x","hashCost":{"memoryKib":-1}}})") ==
        "auth.hashCost.memoryKib must be a number that is not out of range.");
  CHECK(message(R"({"auth":{"tokenSecret":"x"},"sqlite":{"path":"/nowhere/at/all/senpai.db"}})").find("/nowhere") !=
        std::string::npos);
}

TEST_SUITE("race") {
  TEST_CASE("c: one platform serves many threads that call and work and log at once") {
    const Opened p;
    std::atomic<int> logged{0}, mailed{0}, wrong{0};
    senpai_on_log(p.platform, [](void* n, int, const char*, const char*) { ++*static_cast<std::atomic<int>*>(n); },
                  &logged);
    senpai_on_mail(p.platform, [](void* n, const char*) { return ++*static_cast<std::atomic<int>*>(n), 0; }, &mailed);
    test::at_once(8, [&](int thread) {
      for (int i = 0; i < 10; ++i) {
        const std::string email = std::to_string(thread) + "-" + std::to_string(i) + "@example.test";
        const std::string input =
            R"({"fullName":"Ayu Lestari","password":"Kirei-na-hana-42","email":")" + email + "\"}";
        wrong += !code(senpai_call(p.platform, "auth.register", nullptr, input.c_str())).empty();
        wrong += !code(senpai_call(p.platform, "jobs.list", nullptr, nullptr)).empty();
        wrong += !code(senpai_work(p.platform, 5)).empty();
        const senpai_request request{"GET", "/feed/posts", nullptr, 0, nullptr, 0, nullptr};
        senpai_response* response = senpai_handle(p.platform, &request);
        wrong += response->status != 200;
        senpai_response_free(response);
      }
    });
    senpai_free(senpai_work(p.platform, 60000));
    CHECK(wrong == 0);
    CHECK(mailed == 80);
  }
}
