#pragma once
// A whole platform for one test: its own store, a clock the test turns, mails and links it can read.

#include <doctest/doctest.h>

#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <senpai/senpai.hpp>

namespace senpai::test {

using Json = nlohmann::json;

/// A folder that goes when the test ends.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// An empty, migrated store of the kind named by SENPAI_TEST_STORE: `memory` (default), `file` or `postgres`.
std::shared_ptr<Storage> fresh_storage(const TemporaryFolder&, std::shared_ptr<Observer> = nullptr);

/// What came back, with the body parsed.
struct Answer {
  int status = 0;
  Json body;
  std::string text;
  api::Response response;

  /// `error.code`, empty on success.
  std::string code() const {
    return body.is_object() && body.contains("error") ? body["error"]["code"].get<std::string>() : "";
  }
};

struct Credentials {
  std::string user_id;
  std::string email;
  std::string password;
  std::string access_token;
  std::string refresh_token;
  std::string code;  ///< One-time e-mail code of the registration.
};

/// Keeps what the library reports.
class RecordingObserver final : public Observer {
 public:
  void log(LogLevel, std::string_view event, std::initializer_list<LogField> fields) noexcept override;
  void measure(std::string_view name, std::string_view label, std::int64_t microseconds) noexcept override;
  /// The last event of a name as JSON, null if there was none.
  Json last(const std::string& event) const;
  int count(const std::string& event) const;
  /// Names of the statements since the last call, without those that begin and end transactions.
  std::vector<std::string> take_statements();

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, Json>> events_;
  std::vector<std::string> statements_;
};

constexpr const char* admin_key = "test-admin-key";
constexpr const char* webhook_secret = "vector-webhook-secret";
constexpr const char* token_secret = "contract-vector-secret";

class World {
 public:
  /// `adjust` may change the options before the platform starts. Hashing is cheap and codes are exposed.
  explicit World(const std::function<void(Options&)>& adjust = {});

  TemporaryFolder folder;
  Timestamp now;  ///< What the platform takes for the present; change it at will (from one thread).
  std::vector<Email> mails;
  std::shared_ptr<RecordingObserver> observer = std::make_shared<RecordingObserver>();
  std::shared_ptr<Storage> storage;
  std::unique_ptr<Platform> platform;
  std::unique_ptr<api::Api> api;

  /// A new platform on the same store, with changed options: what a restart of the process does.
  void restart(const std::function<void(Options&)>& adjust = {});

  using Headers = std::vector<std::pair<std::string, std::string>>;
  /// One request through the endpoint. `body` is sent as it is.
  Answer raw(const std::string& method, const std::string& target, const std::string& body, const Headers& = {});
  /// The same with a JSON body; null sends none.
  Answer call(const std::string& method, const std::string& target, const Json& body = nullptr, const Headers& = {});
  Answer get(const std::string& target, const Headers& headers = {}) { return call("GET", target, nullptr, headers); }
  Answer post(const std::string& target, const Json& body = nullptr, const Headers& headers = {}) {
    return call("POST", target, body, headers);
  }

  static Headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }
  static Headers as(const Credentials& c) { return bearer(c.access_token); }
  static Headers admin() { return {{"x-admin-api-key", admin_key}}; }

  /// Registers a user with a new address.
  Credentials register_user(const std::string& name = "Rina Hartono");
  /// Registers one and gives roles.
  Credentials register_with_roles(const std::vector<std::string>& roles);
  /// A session that was started; its id.
  std::string start_kyc(const Credentials&);
  /// Registers a document with a checksum made from `seed`; the answer of the registration.
  Answer add_document(const Credentials&, const std::string& session, const std::string& type = "PASSPORT",
                      const std::string& seed = "a");
  /// A session with one document, submitted; its id.
  std::string submitted_kyc(const Credentials&);

  /// Rows of the audit trail about an action, oldest first, sealed or not.
  std::vector<AuditRow> audit_rows(const std::string& action);

  /// Headers of a correctly signed vendor delivery at the present time.
  Headers webhook_headers(const std::string& key, const std::string& body) const;
};

/// The member names of an object, ascending, joined by blanks: `"code message"`. Tells the exact shape of an answer.
std::string keys(const Json& object);

/// 64 hexadecimal digits made from a seed.
std::string checksum(const std::string& seed);
/// SHA-256 of bytes, as hexadecimal digits.
std::string sha256_hex(const std::string& bytes);

/// Runs `work(i)` in `count` threads that start together.
void at_once(int count, const std::function<void(int)>& work);

}  // namespace senpai::test
