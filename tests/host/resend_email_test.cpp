// Mail through Resend, against a fake that behaves as its published API does.

#include <httplib.h>

#include <condition_variable>
#include <map>
#include <set>
#include <thread>

#include "resend_email.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr const char* api_key = "re_secret_of_this_test";

/// Checks the bearer, answers a repeated Idempotency-Key as before without a second mail, and refuses in its words.
class FakeResend {
 public:
  enum class Mood { normal, down, limited, odd, slow };

  FakeResend() {
    server_.Post("/emails", [this](const httplib::Request& request, httplib::Response& response) {
      answer(request, response);
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~FakeResend() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    released_.notify_all();
    server_.stop();
    thread_.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  void be(Mood mood) {
    const std::lock_guard lock(mutex_);
    mood_ = mood;
  }
  /// Mails that really went out, and all requests with their headers.
  std::vector<Json> mails() const {
    const std::lock_guard lock(mutex_);
    return mails_;
  }
  std::vector<httplib::Headers> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  static void refuse(httplib::Response& response, int status, const char* name, const std::string& message) {
    response.status = status;
    response.set_content(Json{{"statusCode", status}, {"name", name}, {"message", message}}.dump(), "application/json");
  }

  void answer(const httplib::Request& request, httplib::Response& response) {
    std::unique_lock lock(mutex_);
    requests_.push_back(request.headers);
    if (!request.has_header("Authorization")) return refuse(response, 401, "missing_api_key", "Missing API key");
    const std::string bearer = request.get_header_value("Authorization");
    // Echoing what was sent is the worst that a provider can do.
    if (bearer != std::string("Bearer ") + api_key)
      return refuse(response, 403, "invalid_api_key", "API key is invalid: " + bearer + " " + request.body);
    const std::string key = request.get_header_value("Idempotency-Key");
    if (key.empty() || key.size() > 256) return refuse(response, 400, "invalid_idempotency_key", "Bad key");
    const Json body = Json::parse(request.body, nullptr, false);
    for (const char* member : {"from", "to", "subject", "html", "text"})
      if (!body.is_object() || !body.contains(member)) return refuse(response, 422, "validation_error", member);
    if (mood_ == Mood::down) return refuse(response, 500, "internal_server_error", "Try again");
    if (mood_ == Mood::limited) return refuse(response, 429, "rate_limit_exceeded", "Too many requests");
    if (mood_ == Mood::odd) return response.set_content("<html>welcome</html>", "text/html");
    auto& known = answers_[key];
    if (known.first.empty()) {
      mails_.push_back(body);
      known = {"mail-" + std::to_string(mails_.size()), request.body};
    } else if (known.second != request.body) {
      return refuse(response, 409, "invalid_idempotent_request", "Same key, other payload");
    }
    response.set_content(Json{{"id", known.first}}.dump(), "application/json");
    if (mood_ == Mood::slow) released_.wait_for(lock, seconds(3), [this] { return ending_; });
  }

  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
  mutable std::mutex mutex_;
  std::condition_variable released_;
  bool ending_ = false;
  Mood mood_ = Mood::normal;
  std::vector<Json> mails_;
  std::vector<httplib::Headers> requests_;
  std::map<std::string, std::pair<std::string, std::string>> answers_;  ///< By key: id and body.
};

/// A world that mails through the fake.
struct Post {
  explicit Post(const std::string& key = api_key, milliseconds timeout = seconds(5)) {
    world.restart([&](Options& options) {
      options.send_email = server::resend_email_sender(
          {.base_url = fake.url(), .api_key = key, .from = "Senpai <no-reply@example.test>", .timeout = timeout},
          *world.observer);
    });
  }
  /// Lets the worker try once, as long after the last try as it wants.
  void work() {
    world.now += std::chrono::minutes(1);
    world.platform->worker().run_once();
  }
  Json failure() { return world.observer->last("auth.email_verification.delivery_failed"); }

  FakeResend fake;
  World world;
};

}  // namespace

TEST_CASE("resend: a mail carries key, sender, receiver and code, and is logged with the provider's id") {
  Post post;
  const auto user = post.world.register_user("Rina <b>Hartono");
  post.work();
  const auto mails = post.fake.mails();
  REQUIRE(mails.size() == 1);
  CHECK(mails[0]["from"] == "Senpai <no-reply@example.test>");
  CHECK(mails[0]["to"] == Json::array({user.email}));
  for (const char* part : {"text", "html"}) {
    CHECK(mails[0][part].get<std::string>().find(user.code) != std::string::npos);
    CHECK(mails[0][part].get<std::string>().find("10 minutes") != std::string::npos);
  }
  CHECK(mails[0]["html"].get<std::string>().find("<b>Hartono") == std::string::npos);
  const auto headers = post.fake.requests().at(0);
  CHECK(headers.find("User-Agent")->second.starts_with("senpai/"));
  CHECK(headers.find("Idempotency-Key")->second.size() == 36);
  const Json logged = post.world.observer->last("auth.email_verification.sent");
  CHECK(logged == Json({{"provider", "resend"}, {"to", user.email}, {"emailId", "mail-1"}}));
  post.work();
  CHECK(post.fake.requests().size() == 1);
}

TEST_CASE("resend: a refusal is logged with its status, without key and code, and registration does not suffer") {
  Post post("re_wrong_key");
  const auto user = post.world.register_user();
  post.work();
  CHECK(post.fake.mails().empty());
  const Json logged = post.failure();
  CHECK(keys(logged) == "errorText provider statusCode to");
  CHECK(logged["statusCode"] == 403);
  const std::string text = logged["errorText"];
  CHECK(text.find("API key is invalid") != std::string::npos);
  CHECK(text.find("re_wrong_key") == std::string::npos);
  CHECK(text.find(user.code) == std::string::npos);
}

TEST_CASE("resend: trouble of every kind is tried again with the same key until the mail is out once") {
  using Mood = FakeResend::Mood;
  Post post;
  post.world.register_user();
  for (const auto& [mood, status] :
       {std::pair{Mood::down, 500}, std::pair{Mood::limited, 429}, std::pair{Mood::odd, 200}}) {
    post.fake.be(mood);
    post.work();
    CHECK(post.failure()["statusCode"] == status);
  }
  CHECK(post.fake.mails().empty());
  post.fake.be(Mood::normal);
  post.work();
  CHECK(post.fake.mails().size() == 1);
  std::set<std::string> sent_keys;
  for (const auto& headers : post.fake.requests()) sent_keys.insert(headers.find("Idempotency-Key")->second);
  CHECK(post.fake.requests().size() == 4);
  CHECK(sent_keys.size() == 1);
}

TEST_CASE("resend: a mail that went out before the answer was lost is not sent a second time") {
  Post post(api_key, milliseconds(300));
  post.world.register_user();
  post.fake.be(FakeResend::Mood::slow);
  post.work();
  CHECK(post.failure()["statusCode"].is_null());
  CHECK(post.failure()["errorText"].get<std::string>().find("no answer") != std::string::npos);
  post.fake.be(FakeResend::Mood::normal);
  post.work();
  CHECK(post.fake.mails().size() == 1);
  CHECK(post.fake.requests().size() == 2);
  CHECK(post.world.observer->last("auth.email_verification.sent")["emailId"] == "mail-1");
}

TEST_CASE("resend: a provider that cannot be reached is no answer, and an unusable address says so") {
  World world;
  const Email mail{.to = "a@example.test", .subject = "s", .text = "t", .html = "h", .idempotency_key = "k"};
  for (const char* url : {"http://127.0.0.1:1", "nonsense"}) {
    CAPTURE(url);
    const auto send = server::resend_email_sender({.base_url = url, .api_key = "k", .timeout = milliseconds(300)},
                                                  *world.observer);
    CHECK_THROWS(send(mail));
    CHECK(world.observer->last("auth.email_verification.delivery_failed")["statusCode"].is_null());
  }
}
