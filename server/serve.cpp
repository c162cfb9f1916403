#include "serve.hpp"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <functional>
#include <senpai/backends.hpp>
#include <stdexcept>
#include <thread>

#include "docs_page.hpp"
#include "http_host.hpp"
#include "open.hpp"
#include "telemetry.hpp"

namespace senpai::server {
namespace {

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

}  // namespace

void serve(const Config& config) {
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
}

}  // namespace senpai::server
