#pragma once
// Several senpai-server processes on one database, and requests that reach them at the same moment.

#include <memory>

#include "host/server_process.hpp"
#include "host/wire.hpp"

namespace senpai::test {

class Cluster {
 public:
  /// As many servers as SENPAI_TEST_SERVERS says, two unless it does, with these settings beside the usual ones.
  explicit Cluster(const Environment& settings = {});

  /// One request to the first server.
  WireAnswer call(const std::string& method, const std::string& target, const Json& body = nullptr,
                  const World::Headers& = {});
  WireAnswer post(const std::string& target, const Json& body = nullptr, const World::Headers& headers = {}) {
    return call("POST", target, body, headers);
  }

  struct Call {
    std::string method;
    std::string target;
    Json body = nullptr;
    World::Headers headers{};
  };
  /// `count` requests at once, the i-th to server i modulo their number.
  std::vector<WireAnswer> at_once(int count, const std::function<Call(int)>& request);

  /// A new account.
  Credentials register_user();
  /// The bearer of the administration key.
  static World::Headers admin() { return {{"x-admin-api-key", process_admin_key}}; }
  /// A session with one document that was really uploaded, submitted if wanted; its id.
  std::string start_check(const Credentials&, bool submit);
  /// The id of a new application.
  std::string apply(const Credentials&, const std::string& job = "job_osaka_cnc_operator_002");

  /// What every server runs with.
  const Environment& environment() const { return environment_; }
  const std::vector<std::unique_ptr<ServerProcess>>& servers() const { return servers_; }

 private:
  TemporaryFolder folder_;
  Environment environment_;
  std::vector<std::unique_ptr<ServerProcess>> servers_;
  std::vector<int> ports_;
};

/// How many answers have this status, and this code unless it is empty.
int count(const std::vector<WireAnswer>&, int status, const std::string& code = "");

}  // namespace senpai::test
