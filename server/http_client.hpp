#pragma once
// The library's HttpClient on cpp-httplib; everything this server asks of other services goes through it.

#include <memory>
#include <senpai/ports/http_client.hpp>

namespace senpai::server {

struct HttpClientOptions {
  std::string ca_file{};  ///< Certificates to trust instead of the system's; PEM.
  std::chrono::milliseconds connect_timeout{3000};
  std::chrono::seconds idle_timeout{4};  ///< How long an open connection waits for its next use.
  std::size_t idle_connections = 16;
};

std::shared_ptr<HttpClient> http_client(HttpClientOptions = {});

/// Splits `http://host:port/path` before the path.
std::pair<std::string, std::string> split_url(const std::string& url);

}  // namespace senpai::server
