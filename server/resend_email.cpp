#include "resend_email.hpp"

#include <httplib.h>
#include <nlohmann/json.hpp>
#include <senpai/version.hpp>

namespace senpai::server {
namespace {

using Json = nlohmann::json;

constexpr std::size_t max_error_bytes = 300;

struct Outcome {
  int status = 0;  ///< 0 when there was no answer.
  std::string email_id{};
  std::string error{};  ///< Empty when the mail was taken.
};

std::string request_body(const ResendOptions& options, const Email& email) {
  const Json body{{"from", options.from},
                  {"to", Json::array({email.to})},
                  {"subject", email.subject},
                  {"html", email.html},
                  {"text", email.text}};
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string without(const Secret& secret, std::string text) {
  const auto& hidden = secret.reveal();
  if (hidden.empty()) return text;
  for (auto at = text.find(hidden); at != std::string::npos; at = text.find(hidden, at + 3))
    text.replace(at, hidden.size(), "***");
  return text;
}

Outcome post(const ResendOptions& options, const Email& email) {
  const auto& base = options.base_url;
  const auto path_at = std::min(base.find('/', base.find("://") + 3), base.size());
  httplib::Client client(base.substr(0, path_at));
  if (!client.is_valid()) return {.error = "the address of the mail provider cannot be used"};
  client.set_connection_timeout(options.timeout / 2);
  client.set_read_timeout(options.timeout);
  client.set_write_timeout(options.timeout);
  client.enable_server_certificate_verification(true);
  const httplib::Headers headers{{"Authorization", "Bearer " + options.api_key.reveal()},
                                 {"Idempotency-Key", email.idempotency_key},
                                 {"User-Agent", std::string("senpai/") + version}};
  const auto answer =
      client.Post(base.substr(path_at) + "/emails", headers, request_body(options, email), "application/json");
  if (!answer) return {.error = "no answer: " + httplib::to_string(answer.error())};
  const Json body = Json::parse(answer->body, nullptr, false);
  const bool has_id = body.is_object() && body.contains("id") && body["id"].is_string();
  if (answer->status >= 200 && answer->status < 300 && has_id)
    return {.status = answer->status, .email_id = body["id"].get<std::string>()};
  return {.status = answer->status, .error = answer->body.empty() ? "an empty answer" : answer->body};
}

}  // namespace

EmailSender log_email_sender(Observer& observer, bool show_codes) {
  return [&observer, show_codes](const Email& email) {
    const std::string_view code = show_codes ? std::string_view(email.code.reveal()) : "***";
    const std::string subject = show_codes ? email.subject : without(email.code, email.subject);
    observer.log(LogLevel::info, "auth.email_verification.logged",
                 {{"provider", "log"}, {"to", email.to}, {"subject", subject}, {"code", code}});
  };
}

EmailSender resend_email_sender(ResendOptions options, Observer& observer) {
  return [options = std::move(options), &observer](const Email& email) {
    const Outcome outcome = post(options, email);
    if (outcome.error.empty()) {
      observer.log(LogLevel::info, "auth.email_verification.sent",
                   {{"provider", "resend"}, {"to", email.to}, {"emailId", outcome.email_id}});
      return;
    }
    // The other side may echo what it was sent.
    const std::string error =
        without(email.code, without(options.api_key, outcome.error)).substr(0, max_error_bytes);
    const LogField::Value status =
        outcome.status == 0 ? LogField::Value(nullptr) : LogField::Value(std::int64_t{outcome.status});
    observer.log(LogLevel::error, "auth.email_verification.delivery_failed",
                 {{"provider", "resend"}, {"to", email.to}, {"statusCode", status}, {"errorText", error}});
    throw std::runtime_error("the mail provider did not take the mail: " + error);
  };
}

}  // namespace senpai::server
