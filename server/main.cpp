// The host: environment, signals and the life of the process. The product is the library.

#include <malloc.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <iostream>
#include <senpai/backends.hpp>
#include <senpai/version.hpp>

#include "backup.hpp"
#include "config.hpp"
#include "docs_page.hpp"
#include "http_client.hpp"
#include "http_host.hpp"
#include "resend_email.hpp"
#include "seed.hpp"
#include "smoke.hpp"
#include "telemetry.hpp"

namespace senpai::server {
namespace {

using Arguments = std::vector<std::string>;

Config config_of_environment() {
  Config config = read_config([](std::string_view name) -> std::optional<std::string> {
    const char* value = std::getenv(std::string(name).c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
  });
  std::vector<std::string> names;
  for (char** entry = environ; *entry; ++entry) names.emplace_back(*entry, std::strcspn(*entry, "="));
  for (auto& warning : misspelt_settings(names)) config.warnings.push_back(std::move(warning));
  return config;
}

// ------------------------------------------------------------------------------------------------------------- signals

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

/// Receives SIGINT and SIGTERM in a thread of its own, because a signal handler may do next to nothing. They must be
/// blocked in every thread. A second signal, or too long a stop, ends the process at once.
class SignalWatch {
 public:
  struct Reactions {
    std::chrono::seconds patience{};        ///< How long a stop may take.
    std::function<void(int)> stop{};        ///< On the first signal.
    std::function<void()> lose_patience{};  ///< Before the process ends because the stop took too long.
  };

  explicit SignalWatch(Reactions reactions) : reactions_(std::move(reactions)), thread_([this] { watch(); }) {}
  ~SignalWatch() {
    finished_ = true;
    pthread_kill(thread_.native_handle(), SIGTERM);  // Wakes the thread, should it still wait.
    thread_.join();
  }
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  void watch() {
    const sigset_t signals = stop_signals();
    int signal = 0;
    sigwait(&signals, &signal);
    if (finished_) return;
    reactions_.stop(signal);
    const timespec patience{.tv_sec = reactions_.patience.count(), .tv_nsec = 0};
    const int second = sigtimedwait(&signals, nullptr, &patience);
    if (finished_) return;
    if (second > 0) _exit(1);
    reactions_.lose_patience();
    _exit(0);
  }

  const Reactions reactions_;
  std::atomic<bool> finished_ = false;
  std::thread thread_;
};

// -------------------------------------------------------------------------------------------------------------- wiring

/// A path that was mistyped, or a disk that is not mounted, must not become an empty system: `migrate` alone makes one.
void require_database(const Config& config) {
  if (config.store == StoreKind::sqlite && !std::filesystem::exists(config.database_path))
    throw std::runtime_error("DATABASE_URL: there is no database at " + config.database_path +
                             "; check the path and whether its disk is mounted, or create it: senpai-server migrate");
}

std::shared_ptr<Storage> open_store(const Config& config, std::shared_ptr<Observer> observer,
                                    bool may_create = false) {
  if (config.store == StoreKind::postgres) {
    PostgresOptions options = config.postgres;
    options.observer = std::move(observer);
    return open_postgres(options);
  }
  if (config.store == StoreKind::sqlite) check_no_restore_was_killed(config.database_path);
  if (!may_create) require_database(config);
  return open_sqlite({.path = config.store == StoreKind::sqlite ? config.database_path : "",
                      .durable = config.sqlite_durable,
                      .readers = config.sqlite_readers,
                      .timeout = config.sqlite_timeout,
                      .observer = std::move(observer)});
}

/// A bucket that clients reach at another address than this server does: that of the links.
class SplitObjects final : public S3Objects {
 public:
  SplitObjects(std::shared_ptr<S3Objects> own, std::shared_ptr<S3Objects> links)
      : own_(std::move(own)), links_(std::move(links)) {}
  ObjectLink upload_url(const UploadRequest& request) override { return links_->upload_url(request); }
  ObjectLink download_url(const DownloadRequest& request) override { return links_->download_url(request); }
  std::string file_url(std::string_view key) override { return own_->file_url(key); }
  std::optional<ObjectInfo> inspect(std::string_view key) override { return own_->inspect(key); }
  void remove(std::string_view key) override { own_->remove(key); }
  void check() override { own_->check(); }
  bool ensure_bucket() override { return own_->ensure_bucket(); }

 private:
  const std::shared_ptr<S3Objects> own_, links_;
};

std::shared_ptr<S3Objects> open_s3(const ObjectsConfig& config, std::shared_ptr<Observer> observer) {
  const auto bucket_at = [&](const std::string& endpoint) {
    return s3_objects({.endpoint = endpoint,
                       .region = config.region,
                       .bucket = config.bucket,
                       .path_style = config.force_path_style,
                       .access_key_id = config.access_key_id,
                       .secret_access_key = config.secret_access_key,
                       .session_token = config.session_token,
                       .http = http_client({.ca_file = config.ca_file}),
                       .observer = observer,
                       .timeout = config.timeout});
  };
  auto own = bucket_at(config.endpoint);
  if (config.public_endpoint == config.endpoint) return own;
  return std::make_shared<SplitObjects>(std::move(own), bucket_at(config.public_endpoint));
}

std::shared_ptr<ObjectStorage> open_objects(const Config& config, std::shared_ptr<Observer> observer) {
  if (config.objects.kind == ObjectsKind::memory)
    return memory_objects({.base_url = config.objects.base_url, .bucket = config.objects.bucket});
  if (config.objects.kind == ObjectsKind::s3) return open_s3(config.objects, std::move(observer));
  return file_objects({.directory = config.objects.directory,
                       .public_url = config.public_url,
                       .secret = config.auth.token_secret,
                       .previous_secrets = config.auth.previous_token_secrets,
                       .bucket = config.objects.bucket});
}

EmailSender email_sender(const Config& config, Observer& observer) {
  if (config.email.provider == EmailProvider::log) return log_email_sender(observer, config.email.log_codes);
  return resend_email_sender({.base_url = config.email.resend_base_url,
                              .api_key = config.email.resend_api_key,
                              .from = config.email.from},
                             observer);
}

Platform open_platform(const Config& config, const std::shared_ptr<Telemetry>& telemetry) {
  return Platform({.storage = open_store(config, telemetry),
                   .objects = open_objects(config, telemetry),
                   .observer = telemetry,
                   .send_email = email_sender(config, *telemetry),
                   .auth = config.auth,
                   .kyc = config.kyc,
                   .kyc_webhook = config.webhook,
                   .audit = config.audit});
}

/// Only a store that starts empty is migrated in passing; anything with data in it is migrated on purpose.
void require_schema(const Config& config, Platform& platform) {
  if (config.store == StoreKind::memory) {
    platform.migrate();
    return;
  }
  const auto pending = pending_migrations(*platform.options().storage);
  if (pending.empty()) return;
  throw std::runtime_error("the database lacks " + std::to_string(pending.size()) + " migrations, the next is " +
                           pending.front() + "; run: senpai-server migrate");
}

/// The bucket is made by the server, never by a command that only looks.
void require_bucket(const Platform& platform, Observer& observer) {
  auto* s3 = dynamic_cast<S3Objects*>(platform.options().objects.get());
  if (!s3) return;
  const bool created = s3->ensure_bucket();
  observer.log(LogLevel::info, "storage.bucket.ready", {{"created", created}});
}

/// Blames the setting an administrator's data came from.
std::string setting_of(const Error& error) {
  const std::string_view code = error.code();
  if (code == "invalid_email" || code == "administrator_unproven") return "BOOTSTRAP_ADMIN_EMAIL: ";
  if (code == "invalid_password") return "BOOTSTRAP_ADMIN_PASSWORD: ";
  if (code == "invalid_name") return "BOOTSTRAP_ADMIN_FULL_NAME: ";
  return "";
}

void ensure_administrator(const Config& config, Platform& platform, Observer& observer) {
  if (config.admin.email.empty() || config.admin.password.empty()) {
    observer.log(LogLevel::info, "auth.bootstrap_admin.skipped", {{"reason", "missing_credentials_env"}});
    return;
  }
  try {
    const auto result = platform.auth().ensure_admin(config.admin);
    for (const auto& role : result.unknown_roles)
      observer.log(LogLevel::warn, "auth.bootstrap_admin.unknown_role", {{"role", role}});
    observer.log(LogLevel::info, "auth.bootstrap_admin.ready",
                 {{"email", result.user.email}, {"created", result.created},
                  {"roles", std::span<const std::string>(result.user.roles)}});
  } catch (const Error& error) {
    throw std::runtime_error(setting_of(error) + error.what());
  }
}

// ------------------------------------------------------------------------------------------------------------ commands

void serve_until_stopped(const Config& config, Telemetry& telemetry, Platform& platform) {
  api::Api api(platform, {.metrics = [&telemetry] { return telemetry.metrics(); }, .page = docs_page});
  HttpHost host(api, telemetry,
                {.address = config.host,
                 .port = config.port,
                 .threads = config.http_threads,
                 .other_threads = config.worker_threads + 4,  // Signals, and the deadlines of three HTTP clients.
                 .idle_timeout = config.idle_timeout,
                 .head_timeout = config.head_timeout,
                 .body_timeout = config.body_timeout});
  const int port = host.bind();
  std::string stopped_by = "none";
  const auto stop = [&](int signal) {
    stopped_by = signal == SIGINT ? "SIGINT" : "SIGTERM";
    telemetry.log(LogLevel::info, "api.shutdown.started", {{"signal", stopped_by}});
    api.drain();
    host.stop();
  };
  const auto lose_patience = [&] {
    telemetry.log(LogLevel::warn, "api.shutdown.forced", {{"afterSec", config.shutdown_timeout.count()}});
    telemetry.flush();
  };
  std::vector<std::jthread> workers;
  for (int i = 0; i < config.worker_threads; ++i)
    workers.emplace_back([worker = platform.worker(config.worker)](std::stop_token stop_asked) mutable {
      worker.run(std::move(stop_asked));
    });
  telemetry.log(LogLevel::info, "api.started",
                {{"port", std::int64_t{port}},
                 {"authStore", to_text(config.store)},
                 {"objectStorage", to_text(config.objects.kind)}});
  {
    const SignalWatch watch({.patience = config.shutdown_timeout, .stop = stop, .lose_patience = lose_patience});
    host.serve();
    for (auto& worker : workers) worker.request_stop();
    workers.clear();
  }
  telemetry.log(LogLevel::info, "api.shutdown.completed", {{"signal", stopped_by}});
}

int serve(const Arguments&) {
  const Config config = config_of_environment();
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // Before any thread starts, so that all inherit it.
  // There is nothing to reload or reopen, and a log rotation that asks for it must not end the server.
  for (const int signal : {SIGHUP, SIGUSR1, SIGUSR2}) std::signal(signal, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // A file that may grow no more is a write that fails, not the end.
  const auto telemetry = std::make_shared<Telemetry>(STDOUT_FILENO, config.log_level);
  for (const auto& warning : config.warnings)
    telemetry->log(LogLevel::warn, "config.warning", {{"message", warning}});
  Platform platform = open_platform(config, telemetry);
  require_schema(config, platform);
  require_bucket(platform, *telemetry);
  ensure_administrator(config, platform, *telemetry);
  serve_until_stopped(config, *telemetry, platform);
  return 0;
}

/// Says what a migration is doing, one line each.
class MigrationProgress final : public Observer {
 public:
  void log(LogLevel, std::string_view event, std::initializer_list<LogField> fields) noexcept override {
    const auto begins = event == "migration.applied"    ? "applied "
                        : event == "migration.waiting"  ? "waiting for "
                        : event == "migration.building" ? "building "
                        : event == "search.folded"      ? "rows made findable: "
                                                        : nullptr;
    if (!begins || fields.size() == 0) return;
    std::cout << begins;
    const auto& value = fields.begin()->value;
    if (const auto* text = std::get_if<std::string_view>(&value)) std::cout << *text;
    if (const auto* number = std::get_if<std::int64_t>(&value)) std::cout << *number;
    std::cout << std::endl;
  }
};

int show_migrations(Storage& storage, bool all) {
  int pending = 0;
  for (const auto& migration : storage.migrations()) {
    if (!migration.applied_at) ++pending;
    if (!all && migration.applied_at) continue;
    std::cout << (migration.applied_at ? senpai::to_text(*migration.applied_at) : "to be applied           ") << "  "
              << migration.name << "\n";
  }
  std::cout << (pending == 0 ? "The schema is up to date." : std::to_string(pending) + " to be applied.") << std::endl;
  return 0;
}

/// Under sudo or cron the environment is easily missing, and a memory store has nothing to migrate or to verify.
void refuse_forgotten_store(const Config& config) {
  if (!config.store_was_set)
    throw std::runtime_error("AUTH_STORE is not set, so there is no database; run this with the server's environment");
}

int migrate(const Arguments& arguments) {
  const std::string mode = arguments.empty() ? "" : arguments.front();
  if (!mode.empty() && mode != "--plan" && mode != "--status")
    throw std::runtime_error("usage: senpai-server migrate [--plan | --status]");
  const Config config = config_of_environment();
  if (config.store == StoreKind::memory) {
    refuse_forgotten_store(config);
    std::cout << "AUTH_STORE=memory starts empty and migrates itself; there is nothing to do." << std::endl;
    return 0;
  }
  const auto storage = open_store(config, std::make_shared<MigrationProgress>(), mode.empty());
  if (!mode.empty()) return show_migrations(*storage, mode == "--status");
  const auto applied = storage->migrate();
  std::cout << (applied.empty() ? "The schema is up to date already." : "The schema is up to date.") << std::endl;
  return 0;
}

int seed(const Arguments&) {
  const Config config = config_of_environment();
  if (config.production) throw std::runtime_error("seed adds demonstration data and refuses while NODE_ENV=production");
  if (config.store == StoreKind::memory)
    throw std::runtime_error("AUTH_STORE=memory forgets everything when this command ends; seed a database instead");
  const auto telemetry = std::make_shared<Telemetry>(STDERR_FILENO, LogLevel::warn);
  Platform platform = open_platform(config, telemetry);
  require_schema(config, platform);
  return run_seed(platform);
}

/// The address that a command was given.
std::string address(const std::string& argument) {
  if (argument.starts_with("http://") || argument.starts_with("https://")) return argument;
  throw std::runtime_error("'" + argument + "' is no address; one looks like http://localhost:4000");
}

int smoke(const Arguments& arguments) {
  const Config config = config_of_environment();
  std::string url = arguments.empty() ? "http://localhost:" + std::to_string(config.port) : address(arguments.front());
  while (url.ends_with('/')) url.pop_back();
  SmokeOptions options{.base_url = std::move(url),
                       .admin_email = config.admin.email,
                       .admin_password = config.admin.password,
                       .admin_api_key = config.auth.admin_api_key};
  if (!config.webhook.secrets.empty()) options.webhook_secret = config.webhook.secrets.front();
  return run_smoke(options);
}

/// Where this machine reaches a server with these settings.
std::string local_address(const Config& config) {
  std::string host = config.host;
  if (host.empty() || host == "0.0.0.0" || host == "::") host = "127.0.0.1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return "http://" + host + ":" + std::to_string(config.port);
}

int health(const Arguments& arguments) {
  constexpr std::chrono::seconds patience{8};  // Longer than looking at a database or bucket that hangs.
  const std::string url =
      arguments.empty() ? local_address(config_of_environment()) + "/ready" : address(arguments.front());
  const auto answer = http_client()->send({.method = "GET", .url = url, .timeout = patience});
  if (answer.status == 200) {
    std::cout << "ready" << std::endl;
    return 0;
  }
  if (answer.status == 0) std::cout << "no answer from " << url << " (" << answer.failure << ")" << std::endl;
  else std::cout << "not ready (HTTP " << answer.status << "): " << answer.body << std::endl;
  return 1;
}

std::string describe(const AuditProblem& problem) {
  const std::string number = std::to_string(problem.number);
  if (problem.kind == AuditProblem::Kind::missing) return "missing: there is no row number " + number;
  if (problem.kind == AuditProblem::Kind::cut_off)
    return "cut off: the expected head is not in the chain; rows that were sealed once are gone or were replaced";
  return "altered: row number " + number + " (id " + problem.row_id + ") was changed, or put in later";
}

/// Whoever alters rows leaves some as they were; another key leaves none.
bool all_differ(const AuditReport& report) {
  const auto altered = [](const AuditProblem& problem) { return problem.kind == AuditProblem::Kind::altered; };
  const auto count = static_cast<std::int64_t>(std::ranges::count_if(report.problems, altered));
  return count > 1 && report.problems.front().number == 1 && report.problems.back().number == count;
}

int audit(const Arguments& arguments) {
  const bool with_head = arguments.size() == 3 && arguments[1] == "--expect-head";
  if (arguments.empty() || arguments.front() != "verify" || (arguments.size() != 1 && !with_head))
    throw std::runtime_error("usage: senpai-server audit verify [--expect-head HASH]");
  const Config config = config_of_environment();
  refuse_forgotten_store(config);
  if (config.store == StoreKind::memory) throw std::runtime_error("AUTH_STORE=memory keeps no audit trail to verify");
  const auto telemetry = std::make_shared<Telemetry>(STDERR_FILENO, LogLevel::warn);
  Platform platform = open_platform(config, telemetry);
  require_schema(config, platform);
  const AuditReport report = platform.audit().verify(with_head ? arguments[2] : "");
  for (const auto& problem : report.problems) std::cout << describe(problem) << "\n";
  std::cout << report.sealed << " sealed rows, " << report.unsealed << " not sealed yet\nhead " << report.head << "\n"
            << (report.problems.empty() ? "The audit trail is whole." : "The audit trail has been tampered with.")
            << (all_differ(report) ? "\nOr it was sealed with another AUDIT_KEY (without it: AUTH_TOKEN_SECRET)." : "")
            << std::endl;
  return report.problems.empty() ? 0 : 1;
}

/// What backup and restore deal with, and where to.
struct Copying {
  Site site{};
  std::string directory{};
  bool overwrite = false;
};

Copying copying(const Arguments& arguments, const std::string& command) {
  const std::string usage = "usage: senpai-server " + command + " DIRECTORY [--overwrite]";
  Copying result;
  for (const auto& argument : arguments) {
    if (argument == "--overwrite") result.overwrite = true;
    else if (result.directory.empty() && !argument.starts_with('-')) result.directory = argument;
    else throw std::runtime_error(usage);
  }
  if (result.directory.empty()) throw std::runtime_error(usage);
  const Config config = config_of_environment();
  if (config.store != StoreKind::sqlite)
    throw std::runtime_error(command + " is for AUTH_STORE=sqlite; see docs/OPERATIONS.md for other stores");
  result.site.database = config.database_path;
  if (config.objects.kind == ObjectsKind::filesystem) result.site.documents = config.objects.directory;
  return result;
}

int backup(const Arguments& arguments) {
  const Copying what = copying(arguments, "backup");
  return run_backup(what.site, what.directory, what.overwrite);
}

int restore(const Arguments& arguments) {
  const Copying what = copying(arguments, "restore");
  return run_restore(what.site, what.directory, what.overwrite);
}

int show_config(const Arguments& arguments) {
  const bool markdown = !arguments.empty();
  if (markdown && arguments.front() != "--markdown")
    throw std::runtime_error("usage: senpai-server config [--markdown]");
  std::cout << (markdown ? settings_markdown() : describe(config_of_environment())) << std::flush;
  return 0;
}

int show_openapi(const Arguments&) {
  std::cout << api::openapi() << std::flush;
  return 0;
}

struct Command {
  std::string_view name;
  std::string_view parameter;  ///< The one it takes, if any.
  std::string_view summary;
  std::string_view details;
  int (*run)(const Arguments&);
  std::size_t max_arguments = 1;
};

constexpr Command commands[] = {
    {"serve", "", "Answer requests until SIGINT or SIGTERM.",
     "Logs one JSON object per line on standard output. Refuses to start while the database lacks migrations.\n"
     "A first signal lets running requests finish, for API_SHUTDOWN_TIMEOUT_SEC at most; a second one ends at once.",
     serve},
    {"migrate", "[--plan|--status]", "Bring the database to the schema of this version.",
     "Safe to repeat and to run several times at once. Never takes anything back. PostgreSQL needs a direct URL for\n"
     "it, not one through a pooler. --plan: only say what would be applied. --status: say what was applied, and when.",
     migrate},
    {"seed", "", "Add demonstration data; not in production.",
     "Creates candidates at example.com with identity checks in every state, and says which exist already.", seed},
    {"smoke", "[BASE_URL]", "Play the whole main job against a running server.",
     "BASE_URL is http://localhost and the configured port unless given. Administrator and webhook secret come from\n"
     "the same environment as for serve. Exit code 0: all done, 1: a step failed, 2: something was skipped.",
     smoke},
    {"health", "[URL]", "Ask a running server whether it can work.",
     "For supervisors and containers. URL is /ready at this machine and the configured port unless given. Waits 8 s.\n"
     "Exit code 0: it answered 200, 1: anything else; the line printed says what.",
     health},
    {"audit", "verify",  "Check that nobody changed the audit trail.",
     "Reports each row that was changed, removed or put in since it was sealed, and the head of the chain.\n"
     "Note the head elsewhere: with --expect-head HASH rows cut off at the end are found, too. Exit code 1: tampered.",
     audit, 3},
    {"backup", "DIRECTORY", "Copy database and documents, also while the server runs.",
     "Usage: senpai-server backup DIRECTORY [--overwrite]\n"
     "For AUTH_STORE=sqlite. DIRECTORY appears when the copy is whole and checked; --overwrite replaces a former\n"
     "backup there. `sha256sum -c SHA256SUMS` checks it at any time. The secrets of the server are not in it.\n"
     "Exit code 0: whole, 1: there is no backup, 2: whole, but documents had no file in the server's folder either.",
     backup, 2},
    {"restore", "DIRECTORY", "Put a backup in place, checked, while no server runs.",
     "Usage: senpai-server restore DIRECTORY [--overwrite]\n"
     "Restores to DATABASE_URL and OBJECT_STORAGE_DIR. A backup that was altered or is not whole is refused, and so\n"
     "is replacing what is there, unless --overwrite is given. Exit code 1: nothing was replaced.",
     restore, 2},
    {"config", "[--markdown]", "Show every setting in force, where it came from, and warnings.",
     "Secrets are masked. --markdown prints the table of all settings for the documentation instead.", show_config},
    {"openapi", "", "Print the OpenAPI document of all endpoints.",
     "What the server answers at /openapi.json; docs/openapi.json is this text.", show_openapi},
};

void print_help() {
  std::cout << "senpai-server " << version << ", the trust backend\n\nUsage: senpai-server COMMAND\n\n";
  for (const auto& command : commands) {
    std::string usage = std::string(command.name) + " " + std::string(command.parameter);
    usage.resize(28, ' ');
    std::cout << "  " << usage << command.summary << "\n";
  }
  std::cout << "  --version                   Print the version.\n"
               "\nEvery command answers --help. Settings come from the environment; `senpai-server config` lists them."
            << std::endl;
}

bool asks_for_help(std::string_view argument) { return argument == "--help" || argument == "-h" || argument == "help"; }

int run(const Arguments& arguments) {
  if (arguments.empty() || asks_for_help(arguments.front())) {
    print_help();
    return arguments.empty() ? 1 : 0;
  }
  if (arguments.front() == "--version") {
    std::cout << "senpai-server " << version << std::endl;
    return 0;
  }
  for (const auto& command : commands) {
    if (command.name != arguments.front()) continue;
    const Arguments rest(arguments.begin() + 1, arguments.end());
    if (!rest.empty() && asks_for_help(rest.front())) {
      std::cout << "Usage: senpai-server " << command.name << " " << command.parameter << "\n\n"
                << command.summary << "\n" << command.details << std::endl;
      return 0;
    }
    if (rest.size() > (command.parameter.empty() ? 0U : command.max_arguments))
      throw std::runtime_error("too many arguments; see: senpai-server " + std::string(command.name) + " --help");
    return command.run(rest);
  }
  throw std::runtime_error("there is no command '" + arguments.front() + "'; see: senpai-server --help");
}

}  // namespace
}  // namespace senpai::server

int main(int argc, char** argv) {
  // Argon2 works in 19 MiB. Left alone, glibc raises its threshold with the first such block and keeps all later ones;
  // fixed, every block that large goes back to the system as soon as the hash is done.
  mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
  senpai::tune_sqlite_for_server();
  ::umask(0077);  // Databases, documents and backups are nobody else's business.
  std::signal(SIGPIPE, SIG_IGN);  // A client that went away is an error of its connection only.
  try {
    return senpai::server::run({argv + 1, argv + argc});
  } catch (const senpai::Error& error) {
    std::cerr << "senpai-server: " << error.cause() << std::endl;
    return 1;
  } catch (const std::exception& error) {
    std::cerr << "senpai-server: " << error.what() << std::endl;
    return 1;
  }
}
