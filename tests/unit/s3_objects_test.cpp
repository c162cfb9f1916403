// What the S3 storage makes of answers; the service here is a script.

#include <doctest/doctest.h>

#include <condition_variable>
#include <mutex>
#include <senpai/error.hpp>
#include <senpai/objects.hpp>
#include <thread>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::milliseconds;

namespace {

/// Answers from a list; the last answer is repeated.
class Script final : public HttpClient {
 public:
  explicit Script(std::vector<HttpResponse> answers) : answers_(std::move(answers)) {}
  HttpResponse send(const HttpRequest& request) override {
    requests.push_back(request);
    HttpResponse answer = answers_.at(std::min(requests.size(), answers_.size()) - 1);
    if (answer.status == 200 && request.on_body) {
      request.on_body(std::string_view(answer.body).substr(0, 1));
      request.on_body(std::string_view(answer.body).substr(1));
      answer.body.clear();
    }
    return answer;
  }
  /// `HEAD PUT HEAD`
  std::string methods() const {
    std::string text;
    for (const auto& request : requests) text += (text.empty() ? "" : " ") + request.method;
    return text;
  }
  std::vector<HttpRequest> requests;

 private:
  std::vector<HttpResponse> answers_;
};

struct Played {
  std::shared_ptr<Script> script;
  std::shared_ptr<RecordingObserver> observer = std::make_shared<RecordingObserver>();
  std::shared_ptr<S3Objects> objects{};
};

/// A storage whose service gives these answers.
Played play(std::vector<HttpResponse> answers, const std::function<void(S3ObjectsOptions&)>& adjust = {}) {
  Played played{.script = std::make_shared<Script>(std::move(answers))};
  S3ObjectsOptions options{.endpoint = "https://s3.example.com", .region = "us-east-1", .bucket = "documents",
                           .access_key_id = "AKID", .secret_access_key = "secret-key", .http = played.script,
                           .observer = played.observer, .timeout = milliseconds(250)};
  if (adjust) adjust(options);
  played.objects = s3_objects(options);
  return played;
}

HttpResponse found(const std::string& checksum = "") {
  HttpResponse answer{.status = 200, .headers = {{"Content-Length", "3"}, {"Content-Type", "image/jpeg"}}};
  if (!checksum.empty()) answer.headers.emplace_back("x-amz-checksum-sha256", checksum);
  return answer;
}

/// The error of a use of the storage, if any.
template <class F>
std::optional<Error> refusal(F work) {
  try {
    work();
  } catch (const Error& e) {
    return e;
  }
  return std::nullopt;
}

std::string said(const std::optional<Error>& error) { return error ? error->what() : ""; }
bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string base64_of_abc = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

}  // namespace

TEST_CASE("s3: a checksum that the service keeps is taken, and nothing is read") {
  const auto p = play({found(base64_of_abc)});
  const auto info = p.objects->inspect("k");
  REQUIRE(info);
  CHECK(info->checksum_sha256 == sha256_hex("abc"));
  CHECK(info->size == 3);
  CHECK(info->content_type == "image/jpeg");
  CHECK(p.script->methods() == "HEAD");
}

TEST_CASE("s3: without a checksum of the whole object its bytes are read") {
  for (const auto& kept : {std::string(), base64_of_abc + "-2", std::string("rubbish"), std::string("YWJj")}) {
    CAPTURE(kept);
    const auto p = play({found(kept), {.status = 200, .body = "abc"}});
    const auto info = p.objects->inspect("k");
    REQUIRE(info);
    CHECK(info->checksum_sha256 == sha256_hex("abc"));
    CHECK(p.script->methods() == "HEAD GET");
  }
}

TEST_CASE("s3: a reading that breaks off starts afresh") {
  const auto p = play({found(), {.failure = "no answer"}, {.status = 200, .body = "abc"}});
  CHECK(p.objects->inspect("k")->checksum_sha256 == sha256_hex("abc"));
  CHECK(p.script->methods() == "HEAD GET GET");
}

TEST_CASE("s3: an object that is not there is absent, also if it goes while it is looked at") {
  CHECK_FALSE(play({{.status = 404}}).objects->inspect("k"));
  CHECK_FALSE(play({found(), {.status = 404}}).objects->inspect("k"));
}

TEST_CASE("s3: passing trouble is tried again, lasting trouble is 503 and is logged without secrets") {
  for (const int status : {0, 429, 500, 502, 503, 504}) {
    CAPTURE(status);
    const auto passing = play({{.status = status}, found(base64_of_abc)});
    CHECK(passing.objects->inspect("k"));
    const auto lasting = play({{.status = status, .body = "<Error><Code>SlowDown</Code><Key>k</Key></Error>"}});
    const auto error = refusal([&] { lasting.objects->remove("k"); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::unavailable);
    CHECK(std::string(error->code()) == "storage_unavailable");
    CHECK(error->retry_after());
    CHECK(lasting.script->requests.size() >= 2);
    CHECK(lasting.script->requests.size() < 10);
    const auto event = lasting.observer->last("storage.failed");
    CHECK(event["operation"] == "delete_object");
    CHECK(event["statusCode"] == status);
    if (status != 0) CHECK(event["error"] == "SlowDown");
    CHECK_FALSE(contains(event.dump(), "Signature"));
    CHECK_FALSE(contains(event.dump(), "secret-key"));
  }
}

TEST_CASE("s3: a refusal is not tried again") {
  for (const int status : {301, 307, 400, 403}) {
    CAPTURE(status);
    const auto p = play({{.status = status}});
    CHECK(refusal([&] { p.objects->inspect("k"); }));
    CHECK(refusal([&] { p.objects->remove("k"); }));
    CHECK(refusal([&] { p.objects->check(); }));
    CHECK(p.script->methods() == "HEAD DELETE HEAD");
  }
}

TEST_CASE("s3: the bucket is made where it is missing, and Amazon is told its region") {
  const auto there = play({{.status = 200}});
  CHECK_FALSE(there.objects->ensure_bucket());
  CHECK(there.script->methods() == "HEAD");
  const auto missing = play({{.status = 404}, {.status = 200}});
  CHECK(missing.objects->ensure_bucket());
  CHECK(missing.script->methods() == "HEAD PUT HEAD");
  CHECK(missing.script->requests[1].body == "");
  CHECK(missing.script->requests[1].url.starts_with("https://s3.example.com/documents?"));
  const auto amazon = play({{.status = 404}, {.status = 200}}, [](S3ObjectsOptions& o) {
    o.endpoint = "https://s3.ap-northeast-1.amazonaws.com";
    o.region = "ap-northeast-1";
    o.path_style = false;
  });
  CHECK(amazon.objects->ensure_bucket());
  CHECK(contains(amazon.script->requests[1].body, "<LocationConstraint>ap-northeast-1</LocationConstraint>"));
  CHECK(amazon.script->requests[1].url.starts_with("https://documents.s3.ap-northeast-1.amazonaws.com/?"));
}

TEST_CASE("s3: a bucket that another server made meanwhile is fine, and somebody else's is not") {
  const HttpResponse taken{.status = 409, .body = "<Error><Code>BucketAlreadyExists</Code></Error>"};
  CHECK_FALSE(play({{.status = 404}, taken, {.status = 200}}).objects->ensure_bucket());
  const auto foreign = play({{.status = 404}, taken, {.status = 403}});
  const auto why = said(refusal([&] { foreign.objects->ensure_bucket(); }));
  CHECK(contains(why, "BucketAlreadyExists"));
  CHECK(contains(why, "OBJECT_STORAGE_BUCKET"));
}

TEST_CASE("s3: an operator is told what to look at") {
  const auto why = [](const HttpResponse& answer) {
    const auto p = play({answer});
    return said(refusal([&] { p.objects->ensure_bucket(); }));
  };
  CHECK(contains(why({.status = 403}), "clock"));
  CHECK(contains(why({.status = 301, .headers = {{"X-Amz-Bucket-Region", "eu-west-1"}}}), "eu-west-1"));
  CHECK(contains(why({.status = 400}), "OBJECT_STORAGE_REGION"));
  CHECK(contains(why({.failure = "no answer: Connection"}), "OBJECT_STORAGE_ENDPOINT"));
  CHECK(contains(why({.status = 500}), "HTTP 500"));
}

TEST_CASE("s3: a hanging service holds no more threads than allowed") {
  struct Hanging final : HttpClient {
    HttpResponse send(const HttpRequest&) override {
      std::unique_lock lock(mutex);
      ++waiting;
      changed.notify_all();
      changed.wait(lock, [&] { return released; });
      return {.status = 404};
    }
    std::mutex mutex;
    std::condition_variable changed;
    int waiting = 0;
    bool released = false;
  };
  const auto hanging = std::make_shared<Hanging>();
  const auto objects = s3_objects({.endpoint = "http://localhost", .access_key_id = "a", .secret_access_key = "b",
                                   .http = hanging, .max_calls = 1});
  std::jthread holder([&] { objects->inspect("k"); });
  {
    std::unique_lock lock(hanging->mutex);
    hanging->changed.wait(lock, [&] { return hanging->waiting == 1; });
  }
  CHECK(refusal([&] { objects->inspect("other"); }));
  {
    const std::lock_guard lock(hanging->mutex);
    CHECK(hanging->waiting == 1);
    hanging->released = true;
  }
  hanging->changed.notify_all();
  holder.join();
  CHECK_FALSE(objects->inspect("other"));
}

TEST_CASE("s3: trouble with the storage is 503 on the routes that need it, and on no other") {
  const auto script = std::make_shared<Script>(std::vector<HttpResponse>{{.failure = "no answer"}});
  World world([&](Options& options) {
    options.objects = s3_objects({.endpoint = "http://localhost:9000", .access_key_id = "a", .secret_access_key = "b",
                                  .http = script, .timeout = milliseconds(50)});
    options.kyc.verify_uploads = true;
  });
  const auto user = world.register_user();
  const auto session = world.start_kyc(user);
  const Json asked{{"documentType", "PASSPORT"}, {"fileName", "a.jpg"}, {"contentType", "image/jpeg"},
                   {"contentLength", 3}, {"checksumSha256", sha256_hex("abc")}};
  const auto link = world.post("/identity/kyc/upload-url", asked, World::as(user));
  CHECK(link.status == 201);
  const Json document{{"documentType", "PASSPORT"}, {"objectKey", link.body["upload"]["objectKey"]},
                      {"checksumSha256", sha256_hex("abc")}};
  const auto refused = world.post("/identity/kyc/documents", document, World::as(user));
  CHECK(refused.status == 503);
  CHECK(refused.code() == "storage_unavailable");
  CHECK(refused.response.header("Retry-After") == "5");
  const auto ready = world.get("/ready");
  CHECK(ready.status == 503);
  for (const auto& check : ready.body["checks"]) CHECK((check["name"] == "storage") == (check["ok"] == false));
  for (const char* path : {"/health", "/jobs", "/feed/posts"}) CHECK(world.get(path).status == 200);
  CHECK(world.get("/identity/kyc/status", World::as(user)).status == 200);
  CHECK(world.post("/auth/login", {{"identifier", user.email}, {"password", user.password}}).status == 200);
}
