// Mail through Resend.

#include <set>

#include "host/fake_resend.hpp"
#include "resend_email.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr const char* api_key = FakeResend::api_key;

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
