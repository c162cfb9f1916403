#pragma once
// Servers under measurement, each in a process of its own so that its CPU time can be told from the client's.

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace bench {

constexpr const char* token_secret = "bench-token-secret-0123456789abcdef";
constexpr const char* admin_key = "bench-admin-key";
constexpr const char* webhook_secret = "bench-webhook-secret-0123456789abcdef";

class Process {
 public:
  Process(const std::string& program, const std::vector<std::string>& arguments,
          const std::vector<std::pair<std::string, std::string>>& environment, const std::filesystem::path& log);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// User and system time of all its threads.
  std::chrono::nanoseconds cpu() const;
  /// Resident memory in KiB.
  long rss_kib() const;
  int wait();

 private:
  pid_t pid_;
  bool running_ = true;
};

int free_port();
/// The folder that is removed when the benchmark ends.
std::filesystem::path scratch();

/// senpai-server with documents in a folder.
struct Server {
  /// On a SQLite file. @param name  of its log and its folder of documents.
  explicit Server(const std::filesystem::path& database = scratch() / "bench.db", const std::string& name = "server");
  /// On a database by its URL.
  struct Url {
    std::string text;
  };
  Server(const Url&, const std::string& name);
  int port;
  std::chrono::steady_clock::time_point started;
  Process process;
  std::chrono::microseconds to_first_answer{};  ///< From exec to the end of the first answer.
};

/// A plain cpp-httplib server that returns `body_size` bytes, with the settings a careful user would choose.
struct BareServer {
  /// @param statement  Arguments of run_statement(), which it then runs before each answer.
  explicit BareServer(std::size_t body_size, const std::vector<std::string>& statement = {});
  int port;
  Process process;
};
/// What the child process of a BareServer runs.
int run_bare_server(int port, std::size_t body_size, const std::vector<std::string>& statement);

}  // namespace bench
