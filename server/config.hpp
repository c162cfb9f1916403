#pragma once
// The settings of the server: one table that reads the environment, explains itself and fills docs/OPERATIONS.md.

#include <functional>
#include <optional>
#include <senpai/audit.hpp>
#include <senpai/auth.hpp>
#include <senpai/backends.hpp>
#include <senpai/kyc.hpp>
#include <senpai/ports/observer.hpp>
#include <senpai/queue.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace senpai::server {

enum class StoreKind { memory, sqlite, postgres };
enum class ObjectsKind { memory, filesystem, s3 };
enum class EmailProvider { log, resend };

/// Where the value in force came from.
enum class Source {
  environment,
  file,      ///< NAME_FILE
  standard,  ///< The default of the table.
  fallback,  ///< A value was set, could not be used, and the default took its place.
};

/// The value of one setting as an operator may see it.
struct ShownSetting {
  std::string_view name{};
  std::string value{};  ///< Secrets are masked.
  Source source = Source::standard;
  std::string_view read_from{};  ///< The other name it was read from, empty otherwise.
};

struct ObjectsConfig {
  ObjectsKind kind = ObjectsKind::memory;
  std::string bucket{};
  std::string base_url{};
  std::string directory{};
  std::string region{};
  std::string endpoint{};
  std::string public_endpoint{};
  std::string access_key_id{};
  Secret secret_access_key{};
  Secret session_token{};
  std::string ca_file{};
  std::chrono::seconds timeout{};
  bool force_path_style = true;
  int minio_port = 9000;
};

struct EmailConfig {
  EmailProvider provider = EmailProvider::log;
  bool log_codes = true;
  Secret resend_api_key{};
  std::string resend_base_url{};
  std::string from{};
};

/// Everything that was decided by the environment. The defaults are those of the table in settings.cpp.
struct Config {
  bool production = false;
  LogLevel log_level = LogLevel::info;

  std::string host{};  ///< Empty: all interfaces.
  int port = 0;
  std::string public_url{};
  int http_threads = 0;
  std::chrono::seconds idle_timeout{};
  std::chrono::seconds head_timeout{};
  std::chrono::seconds body_timeout{};
  std::chrono::seconds shutdown_timeout{};

  StoreKind store = StoreKind::memory;
  bool store_was_set = false;  ///< Else nothing is kept, because nobody said where.
  std::string database_url{};
  std::string database_path{};  ///< Of the SQLite file.
  bool sqlite_durable = true;
  int sqlite_readers = 0;
  std::chrono::milliseconds sqlite_timeout{};
  PostgresOptions postgres{};

  AuthOptions auth{};
  KycOptions kyc{};
  WebhookOptions webhook{};
  AuditOptions audit{};
  WorkerOptions worker{};
  int worker_threads = 0;
  BootstrapAdmin admin{};  ///< Nobody is created while e-mail or password is empty.
  EmailConfig email{};
  ObjectsConfig objects{};

  std::vector<std::string> warnings{};
  std::vector<ShownSetting> shown{};
};

/// A setting that cannot be used; the message is one line that names it and says what would be valid.
class ConfigError final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using Lookup = std::function<std::optional<std::string>(std::string_view)>;

/// @throws ConfigError.
Config read_config(const Lookup&);

/// Warnings for names of the environment that are no settings and nearly the name of one.
std::vector<std::string> misspelt_settings(const std::vector<std::string>& names);

/// What is in force, for the command `config`: secrets masked, with the source of each value, warnings at the end.
std::string describe(const Config&);

/// The table of all settings as it stands in docs/OPERATIONS.md.
std::string settings_markdown();

std::string_view to_text(StoreKind);
std::string_view to_text(ObjectsKind);

}  // namespace senpai::server
