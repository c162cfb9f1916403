#include "smoke.hpp"

#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <senpai/webhook.hpp>

#include "http_client.hpp"
#include "sample_photo.hpp"
#include "sha256.hpp"

namespace senpai::server {
namespace {

using Json = nlohmann::json;
using Headers = std::map<std::string, std::string>;

constexpr const char* password = "smoke-Kirei-42";
constexpr std::size_t max_answer_bytes = 64 * 1024 * 1024;

struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Skipped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Reply {
  int status = 0;
  std::string raw{};
  Json body{};
  std::string content_type{};

  /// A text inside the body, for example `/user/id`.
  std::string text(const char* path) const {
    const Json::json_pointer pointer(path);
    if (!body.contains(pointer) || !body.at(pointer).is_string())
      throw Failed(std::string("the answer has no text at ") + path);
    return body.at(pointer).get<std::string>();
  }
};

std::string random_hex(int words) {
  std::random_device source;
  std::string out;
  char digits[9];
  for (int i = 0; i < words; ++i) {
    std::snprintf(digits, sizeof digits, "%08x", source());
    out += digits;
  }
  return out;
}

Reply send(const std::string& url, const std::string& method, const Headers& headers, const std::string& body) {
  static const auto http = http_client();
  const auto answer = http->send({.method = method,
                                  .url = url,
                                  .headers = {headers.begin(), headers.end()},
                                  .body = body,
                                  .timeout = std::chrono::seconds(30),
                                  .max_body_bytes = max_answer_bytes});
  if (answer.status == 0) {
    // The query of a link is as good as a password.
    const std::string where = method + " " + url.substr(0, url.find('?'));
    throw Failed(where + " got no answer (" + answer.failure + "); an address looks like http://localhost:4000");
  }
  const auto* type = answer.header("content-type");
  return {.status = answer.status,
          .raw = answer.body,
          .body = Json::parse(answer.body, nullptr, false),
          .content_type = type ? *type : ""};
}

Reply expect(Reply reply, int status, const std::string& what) {
  if (reply.status == status) return reply;
  std::string said = "HTTP " + std::to_string(reply.status);
  if (reply.body.is_object() && reply.body.contains("error"))
    said += " " + reply.text("/error/code") + ": " + reply.text("/error/message");
  throw Failed(what + " was answered with " + said + " instead of HTTP " + std::to_string(status));
}

void expect(bool truth, const std::string& otherwise) {
  if (!truth) throw Failed(otherwise);
}

struct UploadedDocument {
  std::string id{};
  std::string bytes{};
};

class Smoke {
 public:
  explicit Smoke(const SmokeOptions& options) : options_(options) {}

  int run() {
    std::cout << "Playing the main job against " << options_.base_url << "\n";
    try {
      be_alive();
      become_a_member();
      hand_in_documents();
      hear_from_the_vendor();
      be_reviewed();
      look_around();
    } catch (const Failed&) {
      std::cout << "The smoke run failed at the last step above; the rest was not tried." << std::endl;
      return 1;
    }
    if (skipped_.empty()) {
      std::cout << "The whole main job passed." << std::endl;
      return 0;
    }
    std::cout << "Everything that could be tried passed. Skipped:";
    for (const auto& name : skipped_) std::cout << "\n  - " << name;
    std::cout << std::endl;
    return 2;
  }

 private:
  /// Runs one step; it returns what happened, or throws Skipped or Failed.
  template <class F>
  void step(const std::string& name, F&& play) {
    try {
      const std::string happened = play();
      std::cout << "ok       " << name << ": " << happened << std::endl;
    } catch (const Skipped& reason) {
      skipped_.push_back(name);
      std::cout << "skipped  " << name << ": " << reason.what() << std::endl;
    } catch (const std::exception& reason) {
      std::cout << "FAILED   " << name << ": " << reason.what() << std::endl;
      throw Failed(reason.what());
    }
  }

  Reply call(const std::string& method, const std::string& path, const Json& body, Headers headers) const {
    std::string text = body.is_null() ? "" : body.dump();
    if (!body.is_null()) headers.emplace("Content-Type", "application/json");
    return send(options_.base_url + path, method, headers, text);
  }
  Reply get(const std::string& path) const { return call("GET", path, nullptr, mine()); }
  Reply post(const std::string& path, const Json& body) const { return call("POST", path, body, mine()); }

  Headers mine() const {
    if (access_token_.empty()) return {};
    return {{"Authorization", "Bearer " + access_token_}};
  }

  void be_alive() {
    step("health", [&] {
      const auto reply = expect(get("/health"), 200, "GET /health");
      return "the server runs version " + reply.text("/version");
    });
    step("ready", [&] {
      const auto reply = get("/ready");
      expect(reply.body.is_object(), "GET /ready was not answered with JSON");
      for (const auto& check : reply.body.value("checks", Json::array()))
        expect(check.value("ok", false), "the check '" + check.value("name", "?") + "' fails");
      expect(reply, 200, "GET /ready");
      return std::string("the store and the object storage answer");
    });
  }

  void become_a_member() {
    email_ = "smoke-" + random_hex(2) + "@example.com";
    std::string code;
    step("register", [&] {
      const Json body{{"fullName", "Rina Hartono"}, {"email", email_}, {"password", password}};
      const auto reply = expect(post("/auth/register", body), 201, "the registration");
      user_id_ = reply.text("/user/id");
      access_token_ = reply.text("/accessToken");
      if (reply.body.contains("/emailVerification/developmentCode"_json_pointer))
        code = reply.text("/emailVerification/developmentCode");
      return "a candidate opened the account " + email_;
    });
    step("confirm e-mail", [&] {
      if (code.empty()) throw Skipped("the server keeps the code to itself (AUTH_EMAIL_VERIFICATION_EXPOSE_CODE)");
      const Json body{{"email", email_}, {"code", code}};
      const auto reply = expect(post("/auth/email-verification/verify", body), 200, "the code");
      expect(reply.body.value("verified", false), "the address is still not verified");
      return "the code from the mail confirmed the address";
    });
    step("login", [&] {
      const Json body{{"identifier", email_}, {"password", password}};
      take_session(expect(post("/auth/login", body), 200, "the login"));
      return std::string("the candidate signed in with the password");
    });
    step("refresh", [&] {
      const Json old{{"refreshToken", refresh_token_}};
      take_session(expect(post("/auth/refresh", old), 200, "the refresh"));
      expect(post("/auth/refresh", old), 401, "using the old refresh token again");
      return std::string("new tokens came, and the old refresh token is refused");
    });
    step("me", [&] {
      const auto reply = expect(get("/auth/me"), 200, "GET /auth/me");
      expect(reply.text("/user/email") == email_, "somebody else's account came back");
      const bool verified = reply.body.at("user").value("emailVerified", false);
      return std::string("the server knows the candidate; the address is ") + (verified ? "confirmed" : "unconfirmed");
    });
  }

  void take_session(const Reply& reply) {
    access_token_ = reply.text("/accessToken");
    refresh_token_ = reply.text("/refreshToken");
  }

  void hand_in_documents() {
    step("start identity check", [&] {
      const auto reply = expect(post("/identity/kyc/sessions", {{"provider", "smoke-vendor"}}), 201, "starting");
      kyc_id_ = reply.text("/session/id");
      return "session " + kyc_id_ + " is " + reply.text("/session/status");
    });
    passport_ = hand_in("PASSPORT", "passport.jpg");
    hand_in("SELFIE", "selfie.jpg");
    step("submit", [&] {
      const auto path = "/identity/kyc/sessions/" + kyc_id_ + "/submit";
      const auto reply = expect(post(path, nullptr), 200, "the submission");
      expect(reply.text("/session/status") == "SUBMITTED", "the session is " + reply.text("/session/status"));
      return std::string("the session waits for review");
    });
  }

  UploadedDocument hand_in(const std::string& type, const std::string& file_name) {
    UploadedDocument document{.bytes = sample_photo_with(type + " " + random_hex(4))};
    const std::string checksum = sha256_hex(document.bytes);
    Reply ticket;
    step("upload link for " + type, [&] {
      const Json body{{"sessionId", kyc_id_},           {"documentType", type},
                      {"fileName", file_name},          {"contentType", "image/jpeg"},
                      {"contentLength", document.bytes.size()}, {"checksumSha256", checksum}};
      ticket = expect(post("/identity/kyc/upload-url", body), 201, "asking for a link");
      return "a link for " + ticket.text("/upload/objectKey");
    });
    step("upload of " + type, [&] {
      const auto url = ticket.text("/upload/uploadUrl");
      keeps_bytes_ = url.find("mockPresigned=1") == std::string::npos;
      if (!keeps_bytes_) throw Skipped("the object storage 'memory' hands out links only; no bytes were stored");
      Headers headers;
      for (const auto& [name, value] : ticket.body.at("upload").at("headers").items())
        headers.emplace(name, value.get<std::string>());
      const auto reply = send(url, ticket.text("/upload/method"), headers, document.bytes);
      if (reply.status != 204) expect(reply, 200, "the upload");
      return std::to_string(document.bytes.size()) + " bytes of a JPEG photo are stored";
    });
    step("document " + type, [&] {
      const Json body{{"sessionId", kyc_id_},
                      {"documentType", type},
                      {"objectKey", ticket.text("/upload/objectKey")},
                      {"checksumSha256", checksum},
                      {"metadata", {{"capturedBy", "smoke"}}}};
      const auto reply = expect(post("/identity/kyc/documents", body), 201, "registering the document");
      document.id = reply.text("/document/id");
      return "registered as " + document.id;
    });
    return document;
  }

  void hear_from_the_vendor() {
    const std::string key = "smoke-" + random_hex(4);
    const std::string reference = "vendor-" + random_hex(2);
    const Json metadata{{"note", "確認中"}, {"score", 0.98}};
    const std::string body = Json{{"sessionId", kyc_id_}, {"providerRef", reference}, {"metadata", metadata}}.dump();
    step("vendor's webhook", [&] {
      const auto reply = expect(deliver(key, body), 202, "the delivery");
      expect(reply.body.value("updated", false), "the session was not updated");
      expect(reply.text("/session/providerRef") == reference, "the vendor's reference was not stored");
      return std::string("the signed delivery was verified and stored");
    });
    step("webhook again", [&] {
      const auto reply = expect(deliver(key, body), 202, "the second delivery");
      expect(reply.body.value("duplicate", false), "the second delivery was not recognised");
      return std::string("the same delivery was recognised as a duplicate and changed nothing");
    });
  }

  Reply deliver(const std::string& key, const std::string& body) const {
    if (options_.webhook_secret.empty()) throw Skipped("KYC_PROVIDER_WEBHOOK_SECRET is not set here");
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const Headers headers{{"x-kyc-webhook-secret", options_.webhook_secret.reveal()},
                          {"x-idempotency-key", key},
                          {"x-kyc-webhook-timestamp", std::to_string(now.time_since_epoch().count())},
                          {"x-kyc-webhook-signature", sign_webhook(options_.webhook_secret, key, now, body)},
                          {"Content-Type", "application/json"}};
    return send(options_.base_url + "/identity/kyc/provider-webhook", "POST", headers, body);
  }

  void be_reviewed() {
    step("administrator", [&] { return become_administrator(); });
    step("review queue", [&] {
      require_administrator();
      const auto reply = expect(call("GET", "/admin/kyc/review-queue?limit=100", nullptr, admin_), 200, "the queue");
      for (const auto& item : reply.body.at("items"))
        if (item.at("session").at("id") == kyc_id_)
          return "the case waits there with " + std::to_string(item.at("documents").size()) + " documents";
      throw Failed("the submitted case is not in the review queue");
    });
    step("preview", [&] {
      require_administrator();
      const auto path = "/admin/kyc/documents/" + passport_.id + "/preview-url";
      const auto link = expect(call("POST", path, Json::object(), admin_), 200, "asking for a preview");
      if (!keeps_bytes_) throw Skipped("the object storage 'memory' stored no bytes that could come back");
      const auto file = expect(send(link.text("/url"), link.text("/method"), {}, ""), 200, "opening the link");
      expect(file.raw == passport_.bytes, "other bytes came back than were uploaded");
      return "the link returns the same " + std::to_string(file.raw.size()) + " bytes as " + file.content_type;
    });
    step("decision", [&] {
      require_administrator();
      Json body{{"sessionId", kyc_id_}, {"decision", "VERIFIED"}, {"reason", "smoke run"}};
      if (!admin_.contains("Authorization")) body["reviewedBy"] = "smoke";
      const auto reply = expect(call("POST", "/admin/kyc/review", body, admin_), 200, "the decision");
      expected_status_ = "VERIFIED";
      return "the administrator decided " + reply.text("/session/status");
    });
  }

  std::string become_administrator() {
    if (!options_.admin_email.empty() && !options_.admin_password.empty()) {
      const Json body{{"identifier", options_.admin_email}, {"password", options_.admin_password.reveal()}};
      const auto reply = expect(call("POST", "/auth/login", body, {}), 200, "the administrator's login");
      admin_ = {{"Authorization", "Bearer " + reply.text("/accessToken")}};
      return options_.admin_email + " signed in";
    }
    if (options_.admin_api_key.empty()) throw Skipped("neither BOOTSTRAP_ADMIN_* nor ADMIN_API_KEY is set here");
    admin_ = {{"x-admin-api-key", options_.admin_api_key.reveal()}};
    return "the administration key is used";
  }

  void require_administrator() const {
    if (admin_.empty()) throw Skipped("there is no administrator");
  }

  void look_around() {
    step("status and history", [&] {
      const auto status = expect(get("/identity/kyc/status"), 200, "the status").text("/session/status");
      expect(status == expected_status_, "the candidate sees " + status + " instead of " + expected_status_);
      std::string path;
      const auto history = expect(get("/identity/kyc/history"), 200, "the history");
      for (const auto& event : history.body.at("events"))
        path += (path.empty() ? "" : " -> ") + event.at("toStatus").get<std::string>();
      expect(path.ends_with(expected_status_), "the history ends elsewhere: " + path);
      return "the candidate sees " + path;
    });
    step("jobs", [&] {
      const auto list = expect(get("/jobs?limit=20"), 200, "the jobs");
      if (list.body.at("items").empty()) return std::string("the catalogue is empty");
      const auto title = expect(get("/jobs/" + list.text("/items/0/id")), 200, "the first job").text("/job/title");
      return std::to_string(list.body.at("items").size()) + " are listed; the first is " + title;
    });
    step("feed", [&] {
      const auto list = expect(get("/feed/posts"), 200, "the feed");
      return std::to_string(list.body.at("items").size()) + " posts are listed";
    });
    step("profile", [&] {
      const auto label = expect(get("/users/me/profile"), 200, "the profile").text("/profile/trustScoreLabel");
      const Json change{{"fullName", "Rina Hartono リナ"}};
      expect(call("PATCH", "/users/me/profile", change, mine()), 200, "the change");
      const auto name = get("/users/me/profile").text("/profile/fullName");
      expect(name == change.at("fullName"), "the new name was not kept");
      return "read (" + label + "), changed to " + name;
    });
    step("checklist", [&] {
      const auto reply = expect(get("/users/me/verification-documents"), 200, "the checklist");
      expect(reply.body.at("summary").value("allRequiredUploaded", false), "required documents are missing");
      return std::string("all required documents are there");
    });
    step("logout", [&] {
      const Json body{{"refreshToken", refresh_token_}};
      expect(post("/auth/logout", body), 204, "the logout");
      expect(post("/auth/refresh", body), 401, "a refresh after the logout");
      return std::string("the session has ended, and its refresh token is refused");
    });
  }

  const SmokeOptions options_;
  std::vector<std::string> skipped_{};
  std::string email_{};
  std::string user_id_{};
  std::string access_token_{};
  std::string refresh_token_{};
  std::string kyc_id_{};
  UploadedDocument passport_{};
  Headers admin_{};
  bool keeps_bytes_ = false;
  std::string expected_status_ = "SUBMITTED";
};

}  // namespace

int run_smoke(const SmokeOptions& options) { return Smoke(options).run(); }

}  // namespace senpai::server
