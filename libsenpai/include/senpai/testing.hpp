#pragma once
// For test authors: the whole backend in memory, with a clock you turn, mails and one-time codes you read, signed
// webhooks you forge, and the HTTP API without a socket. Starting one is quick, so each test may have its own.
//
//   senpai::testing::Sandbox sandbox;
//   auto account = sandbox->auth().register_user({.full_name = "Ayu", .email = "ayu@example.com", .password = "…"});
//   sandbox->auth().verify_email("ayu@example.com", sandbox.code_for("ayu@example.com"));
//   sandbox.advance(std::chrono::hours(1));
//   CHECK(sandbox.request("GET", "/auth/me", "", account.access_token).status == 401);
//
// Link senpai::sqlite. Not for production: hashing is cheap and the secrets are known.

#include <atomic>
#include <mutex>
#include <senpai/senpai.hpp>

namespace [[gnu::visibility("default")]] senpai {
namespace testing {

constexpr const char* admin_key = "testing-admin-key";
constexpr const char* webhook_secret = "testing-webhook-secret";

/// A platform with everything around it. Methods may be called from any thread.
class Sandbox {
 public:
  /// @param adjust  may change the options before the platform starts, for example to bring a store of your own, which
  ///                is migrated then; the clock and the mailbox stay ours.
  explicit Sandbox(const std::function<void(Options&)>& adjust = {}) : platform_(options(adjust)), api_(platform_) {
    platform_.migrate();
  }
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  Platform& platform() { return platform_; }
  Platform* operator->() { return &platform_; }
  api::Api& api() { return api_; }

  // ------------------------------------------------------------------------------------------------------------ time

  /// Starts at 2030-01-01T00:00:00Z and moves only when told to; background work is done when mails are asked for.
  Timestamp now() const { return Timestamp(std::chrono::milliseconds(now_.load())); }
  void set_time(Timestamp time) { now_ = time.time_since_epoch().count(); }
  void advance(std::chrono::milliseconds time) { now_ += time.count(); }

  // ------------------------------------------------------------------------------------------------------------ HTTP

  using Headers = std::vector<std::pair<std::string, std::string>>;

  /// One request to the HTTP API. @param token  of who is signed in, empty for nobody.
  api::Response request(std::string method, std::string target, std::string body = {}, const Secret& token = {},
                        Headers headers = {}) {
    if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token.reveal());
    return api_.handle({.method = std::move(method),
                        .target = std::move(target),
                        .headers = std::move(headers),
                        .body = std::move(body),
                        .remote_address = "127.0.0.1"});
  }
  /// The same by an administrator.
  api::Response admin_request(std::string method, std::string target, std::string body = {}) {
    return request(std::move(method), std::move(target), std::move(body), {}, {{"x-admin-api-key", admin_key}});
  }
  /// A delivery of the identity provider with a valid signature. @param key  its idempotency key.
  api::Response webhook(const std::string& key, const std::string& body) {
    return request("POST", "/identity/kyc/provider-webhook", body, {}, webhook_headers(key, body));
  }
  /// The headers of such a delivery, to be spoiled.
  Headers webhook_headers(const std::string& key, const std::string& body) const {
    return {{"x-kyc-webhook-secret", webhook_secret},
            {"x-idempotency-key", key},
            {"x-kyc-webhook-timestamp", std::to_string(now().time_since_epoch().count())},
            {"x-kyc-webhook-signature", sign_webhook(webhook_secret, key, now(), body)}};
  }

  // ------------------------------------------------------------------------------------------------------------ mail

  /// Does background work that is due and returns every mail sent so far, oldest first.
  std::vector<Email> mails() {
    while (platform_.worker().run_once()) continue;
    const std::lock_guard lock(mutex_);
    return mails_;
  }
  /// The one-time code last mailed to an address; empty if there was none.
  std::string code_for(std::string_view address) {
    std::string code;
    for (const auto& mail : mails())
      if (mail.to == address) code = mail.code.reveal();
    return code;
  }

 private:
  Options options(const std::function<void(Options&)>& adjust) {
    Options options{.auth = {.token_secret = "testing-token-secret-0123456789",
                             .admin_api_key = admin_key,
                             .hash_cost = {.memory_kib = 8, .iterations = 1, .parallelism = 1}},
                    .kyc_webhook = {.secrets = {webhook_secret}}};
    if (adjust) adjust(options);
    if (!options.storage) options.storage = open_sqlite({});
    options.clock = [this] { return now(); };
    options.send_email = [this](const Email& mail) {
      const std::lock_guard lock(mutex_);
      mails_.push_back(mail);
    };
    return options;
  }

  std::atomic<std::int64_t> now_{1893456000000};
  std::mutex mutex_;
  std::vector<Email> mails_;
  Platform platform_;
  api::Api api_;
};

}  // namespace testing
}  // namespace senpai
