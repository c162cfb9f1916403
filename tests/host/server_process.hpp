#pragma once
// The real senpai-server as a child process.

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "support.hpp"

namespace senpai::test {

using Environment = std::map<std::string, std::string>;

class ServerProcess {
 public:
  /// Starts `senpai-server ARGUMENTS` with this environment and no other variable.
  explicit ServerProcess(std::vector<std::string> arguments, const Environment& = {});
  /// Kills it if it still runs.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  /// The port it says it listens on; 0 when it ended before.
  int port();
  void signal(int number);
  /// Its exit code, 128 + n after signal n, nothing when it still runs after that time.
  std::optional<int> wait(std::chrono::milliseconds patience = std::chrono::seconds(20));
  /// kill -9 and wait.
  void kill();

  std::string output() const;
  std::string errors() const;

 private:
  TemporaryFolder folder_;
  pid_t pid_ = -1;
  std::optional<int> exit_code_;
};

/// One run to its end.
struct Finished {
  int exit_code = -1;
  std::string output;
  std::string errors;
};
Finished run_server(std::vector<std::string> arguments, const Environment& = {});

/// A complete environment on a database file and a folder of documents, on a free port of this machine.
Environment environment_in(const std::filesystem::path& folder);

/// The same for servers that share their database, which is of the kind SENPAI_TEST_STORE names. Memory cannot be
/// shared, so it stands for a file.
Environment shared_environment_in(const std::filesystem::path& folder);

constexpr const char* process_admin_key = "admin key of the process tests";
constexpr const char* process_webhook_secret = "webhook secret of the process tests";

/// A port that was free a moment ago.
int free_port();

}  // namespace senpai::test
