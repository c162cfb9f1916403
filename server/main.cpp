// The commands of senpai-server. The product is the library.

#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <senpai/api.hpp>
#include <senpai/backends.hpp>
#include <senpai/version.hpp>

#include "backup.hpp"
#include "config.hpp"
#include "http_client.hpp"
#include "open.hpp"
#include "seed.hpp"
#include "serve.hpp"
#include "smoke.hpp"

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

int run_server(const Arguments&) {
  serve(config_of_environment());
  return 0;
}

/// A value of an event, as a person reads it.
struct PrintValue {
  std::ostream& out;
  void operator()(std::nullptr_t) const { out << "none"; }
  void operator()(std::span<const std::string> values) const {
    for (const auto& value : values) out << value << (&value == &values.back() ? "" : ", ");
  }
  void operator()(const auto& value) const { out << value; }
};

/// Tells of trouble, also why, which the sentence of the error that follows leaves out.
class Trouble final : public Observer {
 public:
  void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) noexcept override {
    if (level < LogLevel::warn || event == "database.lost") return;  // The last is in the error.
    std::cerr << "senpai-server: " << event;
    for (const auto& field : fields) {
      std::cerr << ", " << field.name << ": ";
      std::visit(PrintValue{std::cerr}, field.value);
    }
    std::cerr << std::endl;
  }
};

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
    std::visit(PrintValue{std::cout}, fields.begin()->value);
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
  Platform platform = open_platform(config, std::make_shared<Trouble>());
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
  Platform platform = open_platform(config, std::make_shared<Trouble>());
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
     run_server},
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
