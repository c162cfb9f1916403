#include "http_client.hpp"

#include <httplib.h>

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

namespace senpai::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Ends exchanges whose time is up. httplib has time-outs for each read only, so a peer that sends a byte now and then
/// would hold a thread for ever.
class DeadlineWatch {
  struct Entry {
    httplib::Client* client;
    steady_clock::time_point at;
    bool fired = false;
    bool ending = false;
  };

 public:
  /// Watches one exchange until the end of the scope.
  class Guard {
   public:
    Guard(DeadlineWatch& watch, httplib::Client& client, steady_clock::time_point at) : watch_(watch) {
      const std::lock_guard lock(watch_.mutex_);
      entry_ = watch_.entries_.insert(watch_.entries_.end(), {&client, at});
      ++watch_.added_;
      watch_.changed_.notify_one();
    }
    ~Guard() {
      std::unique_lock lock(watch_.mutex_);
      watch_.ended_.wait(lock, [&] { return !entry_->ending; });
      watch_.entries_.erase(entry_);
    }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    bool fired() const {
      const std::lock_guard lock(watch_.mutex_);
      return entry_->fired;
    }

   private:
    DeadlineWatch& watch_;
    std::list<Entry>::iterator entry_;
  };

 private:
  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
      auto next = entries_.end();
      for (auto entry = entries_.begin(); entry != entries_.end(); ++entry)
        if (!entry->fired && (next == entries_.end() || entry->at < next->at)) next = entry;
      const auto one_more = [this, before = added_] { return added_ != before; };
      if (next == entries_.end()) {
        changed_.wait(lock, stop, one_more);
      } else if (const auto at = next->at; steady_clock::now() < at) {
        changed_.wait_until(lock, stop, at, one_more);
      } else {
        next->fired = next->ending = true;
        lock.unlock();
        next->client->stop();  // It may wait for a connection that is being made.
        lock.lock();
        next->ending = false;
        ended_.notify_all();
      }
    }
  }

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::condition_variable ended_;
  std::list<Entry> entries_;
  std::uint64_t added_ = 0;
  std::jthread thread_{[this](const std::stop_token& stop) { run(stop); }};  // Last: it uses the others.
};

class PooledHttpClient final : public HttpClient {
 public:
  explicit PooledHttpClient(HttpClientOptions options) : options_(std::move(options)) {}

  HttpResponse send(const HttpRequest& request) override {
    const auto [origin, path] = split_url(request.url);
    auto client = take(origin, request.timeout);
    if (!client->is_valid()) return {.failure = "the address cannot be used"};
    HttpResponse response;
    bool too_long = false;
    httplib::Request message = message_of(request, origin, path);
    message.response_handler = [&](const httplib::Response& head) {
      response.status = head.status;
      return true;
    };
    message.content_receiver = [&](const char* bytes, std::size_t size, std::uint64_t, std::uint64_t) {
      if (request.on_body && response.status == 200) return request.on_body({bytes, size}), true;
      too_long = response.body.size() + size > request.max_body_bytes;
      if (!too_long) response.body.append(bytes, size);
      return !too_long;
    };
    const auto result = [&] {
      const DeadlineWatch::Guard guard(watch_, *client, steady_clock::now() + request.timeout);
      auto outcome = client->send(message);
      return guard.fired() ? std::nullopt : std::optional(std::move(outcome));
    }();
    if (!result) return {.failure = "no answer in time"};
    if (too_long) return {.failure = "the answer is too long"};
    const httplib::Result& answer = *result;
    if (!answer) return {.failure = "no answer: " + httplib::to_string(answer.error())};
    response.status = answer->status;
    for (const auto& [name, value] : answer->headers) response.headers.emplace_back(name, value);
    give_back(origin, std::move(client));
    return response;
  }

 private:
  struct Idle {
    std::string origin;
    std::unique_ptr<httplib::Client> client;
    steady_clock::time_point since;
  };

  static httplib::Request message_of(const HttpRequest& request, const std::string& origin, const std::string& path) {
    httplib::Request message;
    message.method = request.method;
    message.path = path;
    for (const auto& [name, value] : request.headers) message.headers.emplace(name, value);
    // httplib leaves the brackets of an IPv6 address away.
    message.set_header("Host", origin.substr(origin.find("://") + 3));
    message.set_header("Accept-Encoding", "identity");
    message.body = request.body;
    return message;
  }

  /// An open connection if there is one, else a client that will make one.
  std::unique_ptr<httplib::Client> take(const std::string& origin, milliseconds timeout) {
    std::unique_ptr<httplib::Client> client;
    {
      const std::lock_guard lock(mutex_);
      const auto oldest = steady_clock::now() - options_.idle_timeout;
      idle_.remove_if([&](const Idle& idle) { return idle.since < oldest; });
      const auto found = std::find_if(idle_.begin(), idle_.end(), [&](const Idle& i) { return i.origin == origin; });
      if (found != idle_.end()) {
        client = std::move(found->client);
        idle_.erase(found);
      }
    }
    if (!client) client = open(origin);
    client->set_connection_timeout(std::min(options_.connect_timeout, timeout));
    client->set_read_timeout(timeout);
    client->set_write_timeout(timeout);
    return client;
  }

  std::unique_ptr<httplib::Client> open(const std::string& origin) const {
    auto client = std::make_unique<httplib::Client>(origin);
    if (!client->is_valid()) return client;
    client->set_keep_alive(true);
    client->set_tcp_nodelay(true);
    client->set_url_encode(false);
    client->set_decompress(false);
    client->enable_server_certificate_verification(true);
    if (!options_.ca_file.empty()) client->set_ca_cert_path(options_.ca_file);
    return client;
  }

  void give_back(const std::string& origin, std::unique_ptr<httplib::Client> client) {
    const std::lock_guard lock(mutex_);
    idle_.push_front({origin, std::move(client), steady_clock::now()});
    if (idle_.size() > options_.idle_connections) idle_.pop_back();
  }

  const HttpClientOptions options_;
  DeadlineWatch watch_;
  std::mutex mutex_;
  std::list<Idle> idle_;
};

}  // namespace

std::shared_ptr<HttpClient> http_client(HttpClientOptions options) {
  return std::make_shared<PooledHttpClient>(std::move(options));
}

std::pair<std::string, std::string> split_url(const std::string& url) {
  const auto scheme = url.find("://");
  const auto slash = scheme == std::string::npos ? scheme : url.find('/', scheme + 3);
  if (slash == std::string::npos) return {url, "/"};
  return {url.substr(0, slash), url.substr(slash)};
}

}  // namespace senpai::server
