#include "http_host.hpp"

#include <httplib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <latch>
#include <mutex>
#include <new>
#include <thread>

#include "connection.hpp"
#include "telemetry.hpp"

namespace senpai::server {
namespace {

constexpr int listen_backlog = 1024;
constexpr std::chrono::milliseconds accept_pause{50};

/// A descriptor that can be made readable for everybody who polls it, for a while or for good.
class Beacon {
 public:
  Beacon() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Beacon() { ::close(fd_); }
  Beacon(const Beacon&) = delete;
  Beacon& operator=(const Beacon&) = delete;
  int fd() const { return fd_; }
  void light() const { (void)::eventfd_write(fd_, 1); }
  void light_for_good() {
    for_good_ = true;
    light();
  }
  void extinguish() const {
    eventfd_t ignored;
    (void)::eventfd_read(fd_, &ignored);
    if (for_good_) light();
  }

 private:
  int fd_;
  std::atomic<bool> for_good_{false};
};

/// httplib's threads, plus the knowledge that somebody waits for one: then idle connections give theirs up.
class Workers {
 public:
  Workers(int threads, const Beacon& crowded)
      : pool_(static_cast<std::size_t>(threads)), free_(threads), crowded_(crowded) {}

  void enqueue(std::function<void()> task) {
    pool_.enqueue([this, task = std::move(task)] {
      task();
      add(1);
    });
    add(-1);
  }
  /// Returns when every task is done.
  void shutdown() { pool_.shutdown(); }

 private:
  /// The count and the beacon change as one: else who finds nobody waiting could put out what somebody lit meanwhile.
  void add(int threads) {
    const std::lock_guard lock(mutex_);
    free_ += threads;
    if (free_ < 0) crowded_.light();
    else crowded_.extinguish();
  }

  httplib::ThreadPool pool_;
  std::mutex mutex_;
  int free_;  ///< Less than 0: so many wait.
  const Beacon& crowded_;
};

}  // namespace

class HttpHost::Listener final : public httplib::Server {
 public:
  Listener(api::Api& api, Telemetry& telemetry, HostOptions options)
      : api_(api), telemetry_(telemetry), options_(std::move(options)) {
    // Without it every answer waits for the delayed acknowledgement of the one before, about 40 ms.
    set_tcp_nodelay(true);
    set_socket_options([](int fd) {
      // Not SO_REUSEPORT, httplib's default: a second server on the port has to be told.
      const int on = 1;
      ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
  }
  ~Listener() override {
    if (svr_sock_ != INVALID_SOCKET) ::close(svr_sock_);
  }

  int bind() {
    // `::` takes IPv4 as well, except on machines without IPv6.
    int port = options_.address.empty() ? bind_to("::") : bind_to(options_.address);
    if (port <= 0 && options_.address.empty()) port = bind_to("0.0.0.0");
    if (port <= 0)
      throw Error(ErrorKind::unavailable, "cannot_listen",
                  "cannot listen on " + (options_.address.empty() ? "" : options_.address + " ") + "port " +
                      std::to_string(options_.port) +
                      ": it is in use or not allowed; stop the other program, or change API_PORT or API_HOST");
    check_threads();
    // httplib has a backlog of 5 compiled in, so a burst of clients would wait seconds for their connection.
    ::listen(svr_sock_, listen_backlog);
    return port;
  }

  /// httplib ends the process when one of its threads cannot be made; this says why before.
  void check_threads() const {
    const auto wanted = static_cast<std::size_t>(options_.threads + options_.other_threads);
    std::latch made(1);
    std::vector<std::jthread> threads;
    threads.reserve(wanted);
    try {
      while (threads.size() < wanted) threads.emplace_back([&made] { made.wait(); });
    } catch (const std::exception& error) {
      made.count_down();
      throw Error(ErrorKind::unavailable, "too_few_threads",
                  "cannot make more than " + std::to_string(threads.size()) + " threads for API_THREADS=" +
                      std::to_string(options_.threads) + " (" + error.what() +
                      "); lower it, or let the server have more threads (ulimit -u, TasksMax, pids limit)");
    }
    made.count_down();
  }

  /// The port, or -1.
  int bind_to(const std::string& address) {
    if (options_.port == 0) return bind_to_any_port(address);
    return bind_to_port(address, options_.port) ? options_.port : -1;
  }

  /// Our own loop, because httplib's ends for good at whatever accept() says but "no descriptor is free".
  void accept_until_stopped() {
    Workers workers(options_.threads, wake_);
    while (!stopping_) {
      const int socket = ::accept4(svr_sock_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket >= 0) hand_over(socket, workers);
      else if (!stopping_ && errno != EINTR && errno != ECONNABORTED) wait_for_means(errno);
    }
    workers.shutdown();
  }

  void quit() {
    stopping_ = true;
    wake_.light_for_good();
    ::shutdown(svr_sock_, SHUT_RDWR);  // Ends the accept() that waits.
  }

 private:
  void hand_over(int socket, Workers& workers) {
    try {
      workers.enqueue([this, socket] { converse(socket); });
    } catch (const std::bad_alloc&) {
      ::close(socket);
      wait_for_means(ENOMEM);
    }
  }

  /// Descriptors or memory are short, of this process or of the machine. That passes.
  void wait_for_means(int error) {
    telemetry_.log(LogLevel::warn, "api.accept_failed", {{"error", std::string_view(std::strerror(error))}});
    std::this_thread::sleep_for(accept_pause);
  }

  void converse(int socket) noexcept {
    try {
      Connection connection(socket, wake_.fd(),
                            {options_.idle_timeout, options_.head_timeout, options_.body_timeout});
      const std::string remote = connection.remote_address();
      while (!stopping_ && answer_one(connection, remote)) {
      }
    } catch (const std::exception&) {
      // No memory for its bytes, say, and then none to tell of it. This client goes, the server stays.
    }
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
  }

  /// Answers one request; false when the connection is to end.
  bool answer_one(Connection& connection, const std::string& remote) {
    RequestHead head;
    const auto next = connection.read_head(head);
    if (next == Connection::Next::closed) return false;
    const auto begin = std::chrono::steady_clock::now();
    api::Request request{.method = head.method, .target = head.target, .headers = std::move(head.headers),
                         .remote_address = remote};
    if (next == Connection::Next::malformed) {
      const Error error(ErrorKind::invalid_argument, "invalid_request", "This is not a well-formed HTTP request.");
      finish(connection, request, api::Api::refuse(request, error), true, false, begin);
      connection.close_after_answer();
      return false;
    }
    request.read_body = [&](char* buffer, std::size_t size) { return connection.read_body(buffer, size); };
    request.id = api_.new_request_id();
    telemetry_.request_started(request.id, request.method, path_of(request.target));
    const auto response = api_.handle(request);
    const bool again = head.keep_alive && connection.body_finished() && !stopping_;
    const bool sent = finish(connection, request, response, request.method != "HEAD", again, begin);
    if (sent && !connection.body_finished()) connection.close_after_answer();
    return sent && again;
  }

  bool finish(Connection& connection, const api::Request& request, const api::Response& response, bool with_body,
              bool keep_alive, std::chrono::steady_clock::time_point begin) {
    const bool sent = connection.write(response, with_body, keep_alive);
    const auto took = std::chrono::steady_clock::now() - begin;
    telemetry_.request_finished(response, request.method, path_of(request.target),
                                std::chrono::duration_cast<std::chrono::microseconds>(took));
    return sent;
  }

  static std::string_view path_of(std::string_view target) { return target.substr(0, target.find_first_of("?#")); }

  api::Api& api_;
  Telemetry& telemetry_;
  HostOptions options_;
  Beacon wake_;
  std::atomic<bool> stopping_{false};
};

HttpHost::HttpHost(api::Api& api, Telemetry& telemetry, HostOptions options)
    : listener_(std::make_unique<Listener>(api, telemetry, std::move(options))) {}
HttpHost::~HttpHost() = default;

int HttpHost::bind() { return listener_->bind(); }
void HttpHost::serve() { listener_->accept_until_stopped(); }
void HttpHost::stop() { listener_->quit(); }

}  // namespace senpai::server
