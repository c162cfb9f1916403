#pragma once
// A mail service that behaves as Resend's published API does.

#include <httplib.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "support.hpp"

namespace senpai::test {

/// Checks the bearer, answers a repeated Idempotency-Key as before without a second mail, and refuses in its words.
class FakeResend {
 public:
  static constexpr const char* api_key = "re_secret_of_this_test";
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
    if (mood_ == Mood::slow) released_.wait_for(lock, std::chrono::seconds(3), [this] { return ending_; });
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

}  // namespace senpai::test
