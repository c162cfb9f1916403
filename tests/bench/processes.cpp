#include "processes.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <httplib.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "load.hpp"
#include "on_postgres.hpp"

namespace bench {
namespace {

using Environment = std::vector<std::pair<std::string, std::string>>;

Environment server_environment(int port, const std::string& database, const std::string& name) {
  return {{"API_PORT", std::to_string(port)},
          {"AUTH_STORE", database.substr(0, database.find(':')) == "sqlite" ? "sqlite" : "postgres"},
          {"DATABASE_URL", database},
          {"OBJECT_STORAGE_PROVIDER", "filesystem"},
          {"OBJECT_STORAGE_DIR", (scratch() / (name + "-objects")).string()},
          {"AUTH_TOKEN_SECRET", token_secret},
          {"ADMIN_API_KEY", admin_key},
          {"KYC_PROVIDER_WEBHOOK_SECRET", webhook_secret},
          {"KYC_PROVIDER_WEBHOOK_MAX_SKEW_SEC", "100000"}};
}

}  // namespace

std::filesystem::path scratch() {
  struct Folder {
    std::filesystem::path path;
    Folder() {
      std::string pattern = (std::filesystem::temp_directory_path() / "senpai-bench-XXXXXX").string();
      if (!::mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
      path = pattern;
    }
    ~Folder() {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
  };
  static const Folder folder;
  return folder.path;
}

Process::Process(const std::string& program, const std::vector<std::string>& arguments, const Environment& environment,
                 const std::filesystem::path& log) {
  std::vector<std::string> texts{program};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& text : texts) argv.push_back(text.data());
  argv.push_back(nullptr);
  std::vector<std::string> settings;
  for (const auto& [name, value] : environment) settings.push_back(name + "=" + value);
  std::vector<char*> envp;
  for (auto& setting : settings) envp.push_back(setting.data());
  envp.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int failed = ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, argv.data(), envp.data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed) throw std::runtime_error("cannot start " + program);
}

Process::~Process() {
  if (!running_) return;
  ::kill(pid_, SIGTERM);
  wait();
}

int Process::wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  running_ = false;
  return status;
}

std::chrono::nanoseconds Process::cpu() const {
  clockid_t clock{};
  timespec time{};
  if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &time) != 0)
    throw std::runtime_error("a server has ended; see its log in the temporary folder");
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

long Process::rss_kib() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::strtol(line.c_str() + 6, nullptr, 10);
  return 0;
}

int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(fd, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(fd);
  return ntohs(address.sin_port);
}

Server::Server(const std::filesystem::path& database, const std::string& name)
    : Server(Url{"sqlite:" + database.string()}, name) {}

Server::Server(const Url& database, const std::string& name)
    : port([&] {
        const int chosen = free_port();
        Process migrate(SENPAI_SERVER_BINARY, {"migrate"}, server_environment(chosen, database.text, name),
                        scratch() / (name + "-migrate.log"));
        if (migrate.wait() != 0) throw std::runtime_error("senpai-server migrate failed");
        return chosen;
      }()),
      started(std::chrono::steady_clock::now()),
      process(SENPAI_SERVER_BINARY, {"serve"}, server_environment(port, database.text, name),
              scratch() / (name + ".log")) {
  wait_until_answering(port);
  to_first_answer =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
}

BareServer::BareServer(std::size_t body_size, const std::vector<std::string>& statement)
    : port(free_port()),
      process("/proc/self/exe",
              [&] {
                std::vector<std::string> arguments{"--bare-server", std::to_string(port), std::to_string(body_size)};
                arguments.insert(arguments.end(), statement.begin(), statement.end());
                return arguments;
              }(),
              {}, scratch() / "bare.log") {
  wait_until_answering(port);
}

int run_bare_server(int port, std::size_t body_size, const std::vector<std::string>& statement) {
  httplib::Server server;
  const std::string body(body_size, 'x');
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(100'000'000);
  server.new_task_queue = [] { return new httplib::ThreadPool(64); };
  const auto answer = [&](const httplib::Request&, httplib::Response& response) {
    if (!statement.empty()) run_statement(statement);
    response.set_content(body, "application/json");
  };
  server.Get("/health", answer);
  server.Post("/health", answer);
  return server.listen("127.0.0.1", port) ? 0 : 1;
}

}  // namespace bench
