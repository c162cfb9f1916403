#include "host/server_process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "postgres.hpp"

namespace senpai::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

ServerProcess::ServerProcess(std::vector<std::string> arguments, const Environment& environment) {
  arguments.insert(arguments.begin(), SENPAI_SERVER_BINARY);
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  const auto write_to = [&](int fd, const char* name) {
    posix_spawn_file_actions_addopen(&files, fd, (folder_.path() / name).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  };
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  write_to(STDOUT_FILENO, "out");
  write_to(STDERR_FILENO, "err");
  const int failed = ::posix_spawn(&pid_, SENPAI_SERVER_BINARY, &files, nullptr, pointers(arguments).data(),
                                   pointers(variables).data());
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0) throw std::runtime_error("cannot start " SENPAI_SERVER_BINARY);
}

ServerProcess::~ServerProcess() {
  if (!exit_code_) kill();
}

int ServerProcess::port() {
  const auto until = steady_clock::now() + std::chrono::seconds(20);
  while (steady_clock::now() < until) {
    std::istringstream lines(output());
    for (std::string line; std::getline(lines, line);) {
      const auto json = Json::parse(line, nullptr, false);
      if (json.is_object() && json.value("event", "") == "api.started") return json["port"];
    }
    if (wait(milliseconds(5))) return 0;
  }
  return 0;
}

void ServerProcess::signal(int number) {
  if (!exit_code_) ::kill(pid_, number);
}

std::optional<int> ServerProcess::wait(milliseconds patience) {
  const auto until = steady_clock::now() + patience;
  while (!exit_code_) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_)
      exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    else if (steady_clock::now() >= until)
      return std::nullopt;
    else
      std::this_thread::sleep_for(milliseconds(2));
  }
  return exit_code_;
}

void ServerProcess::kill() {
  signal(SIGKILL);
  wait();
}

std::string ServerProcess::output() const { return text_of(folder_.path() / "out"); }
std::string ServerProcess::errors() const { return text_of(folder_.path() / "err"); }

Finished run_server(std::vector<std::string> arguments, const Environment& environment) {
  ServerProcess process(std::move(arguments), environment);
  const auto code = process.wait(std::chrono::seconds(60));
  return {code.value_or(-1), process.output(), process.errors()};
}

Environment environment_in(const std::filesystem::path& folder) {
  return {{"API_HOST", "127.0.0.1"},
          {"API_PORT", "0"},
          {"API_PUBLIC_URL", "http://127.0.0.1"},
          {"AUTH_STORE", "sqlite"},
          {"DATABASE_URL", "sqlite:" + (folder / "senpai.db").string()},
          {"OBJECT_STORAGE_PROVIDER", "filesystem"},
          {"OBJECT_STORAGE_DIR", (folder / "documents").string()},
          {"AUTH_TOKEN_SECRET", "token secret of the process tests, long enough"},
          {"ADMIN_API_KEY", process_admin_key},
          {"KYC_PROVIDER_WEBHOOK_SECRET", process_webhook_secret}};
}

Environment shared_environment_in(const std::filesystem::path& folder) {
  const char* kind = std::getenv("SENPAI_TEST_STORE");
  const std::string store = kind ? kind : "memory";
  auto environment = environment_in(folder);
  if (store == "postgres" && has_postgres()) {
    static std::vector<std::unique_ptr<PostgresDatabase>> databases;  // Dropped when the test program ends.
    databases.push_back(std::make_unique<PostgresDatabase>(PostgresDatabase::Content::migrated));
    environment["AUTH_STORE"] = "postgres";
    const auto options = databases.back()->options();
    environment["DATABASE_URL"] = options.url.reveal();
    environment["DB_PREPARED_STATEMENTS"] = options.prepared_statements ? "auto" : "off";
    environment["DB_POOL_MAX"] = std::to_string(options.connections);
  }
  return environment;
}

int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(fd, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(fd);
  return ntohs(address.sin_port);
}

}  // namespace senpai::test
