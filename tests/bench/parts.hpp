#pragma once
// What the measurements have in common.

#include <nlohmann/json.hpp>

#include "load.hpp"
#include "processes.hpp"

namespace bench {

using Json = nlohmann::json;

constexpr int rounds = 5;
constexpr int connections = 8;

struct Settings {
  std::chrono::milliseconds time{1500};  ///< Per measurement.
};

double median(std::vector<double> values);

/// CPU time of the whole machine, in steps of 10 ms. A server that has another one at work, such as a database, is
/// measured with it.
std::chrono::duration<double, std::micro> machine_cpu();

/// Load on a server and what it cost.
struct Sample {
  LoadResult load;
  double cpu_us = 0;      ///< Of the server, per request.
  double serving_us = 0;  ///< Of the whole machine but for the load, per request.
};

/// Expects that every answer has the status `expected`.
Sample sample(const Process&, int port, std::chrono::milliseconds time, int expected,
              const std::function<std::string(int connection, int number)>& next);

struct Person {
  std::string id;
  std::string token;
  std::string kyc_session;
};

Person make_person(int port, const std::string& email);

/// One request. @throws std::runtime_error for another status.
Json call(Client&, const std::string& method, const std::string& path, const Json& body,
          const std::vector<std::string>& headers, int expected);

/// Deliveries of the vendor's webhook, each with a key of its own.
std::function<std::string(int connection, int number)> webhook_requests(const Person&);

}  // namespace bench
