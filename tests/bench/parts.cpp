#include "parts.hpp"

#include <algorithm>
#include <senpai/senpai.hpp>
#include <stdexcept>

namespace bench {

using std::chrono::milliseconds;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

Sample sample(const Process& process, int port, milliseconds time, int expected,
              const std::function<std::string(int, int)>& next) {
  const auto before = process.cpu();
  Sample s{run_load(port, connections, time, expected, next), 0};
  const auto used = std::chrono::duration<double, std::micro>(process.cpu() - before).count();
  s.cpu_us = used / static_cast<double>(std::max<std::int64_t>(1, s.load.requests));
  return s;
}

Json call(Client& client, const std::string& method, const std::string& path, const Json& body,
          const std::vector<std::string>& headers, int expected) {
  const Reply reply = client.send(make_request(method, path, headers, body.is_null() ? "" : body.dump()));
  if (reply.status != expected)
    throw std::runtime_error(method + " " + path + " answered " + std::to_string(reply.status) + ": " + reply.body);
  return Json::parse(reply.body, nullptr, false);
}

Person make_person(int port, const std::string& email) {
  Client client(port);
  Person p;
  const Json session =
      call(client, "POST", "/auth/register",
           {{"fullName", "Bench Person"}, {"email", email}, {"password", "Kirei-na-hana-42"}}, {}, 201);
  p.id = session["user"]["id"];
  p.token = session["accessToken"];
  p.kyc_session = call(client, "POST", "/identity/kyc/sessions", Json::object(),
                       {"Authorization: Bearer " + p.token}, 201)["session"]["id"];
  return p;
}

std::function<std::string(int, int)> webhook_requests(const Person& person) {
  return [person](int connection, int number) {
    const std::string body = R"({"sessionId":")" + person.kyc_session +
                             R"(","providerRef":"ref","metadata":{"note":")" + std::to_string(number) + "\"}}";
    const std::string key = "bench-" + std::to_string(connection) + "-" + std::to_string(number);
    const auto now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
    return make_request("POST", "/identity/kyc/provider-webhook",
                        {std::string("x-kyc-webhook-secret: ") + webhook_secret, "x-idempotency-key: " + key,
                         "x-kyc-webhook-timestamp: " + std::to_string(now.time_since_epoch().count()),
                         "x-kyc-webhook-signature: " + senpai::sign_webhook(webhook_secret, key, now, body)},
                        body);
  };
}

}  // namespace bench
