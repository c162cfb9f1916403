#include "host/cluster.hpp"

#include <algorithm>
#include <cstdlib>

namespace senpai::test {
namespace {

std::string text_of(const Json& body) { return body.is_null() ? std::string() : body.dump(); }

}  // namespace

Cluster::Cluster(const Environment& settings) : environment_(shared_environment_in(folder_.path())) {
  for (const auto& [name, value] : settings) environment_[name] = value;
  REQUIRE(run_server({"migrate"}, environment_).exit_code == 0);
  const char* wanted = std::getenv("SENPAI_TEST_SERVERS");
  const int servers = wanted ? std::atoi(wanted) : 2;
  for (int i = 0; i < servers; ++i)
    servers_.push_back(std::make_unique<ServerProcess>(std::vector<std::string>{"serve"}, environment_));
  for (const auto& server : servers_) {
    ports_.push_back(server->port());
    REQUIRE(ports_.back() > 0);
  }
}

WireAnswer Cluster::call(const std::string& method, const std::string& target, const Json& body,
                         const World::Headers& headers) {
  return fetch(ports_.front(), method, target, headers, text_of(body));
}

std::vector<WireAnswer> Cluster::at_once(int count, const std::function<Call(int)>& request) {
  std::vector<WireAnswer> answers(static_cast<std::size_t>(count));
  std::vector<std::unique_ptr<Wire>> wires;
  std::vector<std::string> texts;
  // Connections stand and requests are written before the start, so that they arrive together.
  for (int i = 0; i < count; ++i) {
    wires.push_back(std::make_unique<Wire>(ports_[static_cast<std::size_t>(i) % ports_.size()]));
    const Call c = request(i);
    texts.push_back(request_text(c.method, c.target, c.headers, text_of(c.body)));
  }
  test::at_once(count, [&](int i) {
    const auto at = static_cast<std::size_t>(i);
    wires[at]->send(texts[at]);
    answers[at] = wires[at]->answer(true, milliseconds(20000));
  });
  return answers;
}

Credentials Cluster::register_user() {
  static int number = 0;
  Credentials c;
  c.email = "process" + std::to_string(++number) + "@example.test";
  c.password = "Kirei-na-hana-42";
  const auto answer =
      post("/auth/register", {{"fullName", "Rina Hartono"}, {"email", c.email}, {"password", c.password}});
  REQUIRE(answer.status == 201);
  const Json body = answer.json();
  c.user_id = body["user"]["id"];
  c.access_token = body["accessToken"];
  c.refresh_token = body["refreshToken"];
  c.code = body["emailVerification"]["developmentCode"];
  return c;
}

std::string Cluster::start_check(const Credentials& c, bool submit) {
  const auto as = World::as(c);
  const std::string photo = "photo of " + c.email;
  const std::string id = post("/identity/kyc/sessions", Json::object(), as).json()["session"]["id"];
  Json file{{"sessionId", id},
            {"documentType", "PASSPORT"},
            {"fileName", "passport.jpg"},
            {"contentType", "image/jpeg"},
            {"contentLength", photo.size()},
            {"checksumSha256", sha256_hex(photo)}};
  const Json link = post("/identity/kyc/upload-url", file, as).json()["upload"];
  World::Headers headers;
  for (const auto& [name, value] : link["headers"].items()) headers.emplace_back(name, value);
  const std::string url = link["uploadUrl"];
  const std::string path = url.substr(url.find("/objects/"));
  REQUIRE(fetch(ports_.front(), "PUT", path, headers, photo).status / 100 == 2);
  file["objectKey"] = link["objectKey"];
  REQUIRE(post("/identity/kyc/documents", file, as).status == 201);
  if (submit) REQUIRE(post("/identity/kyc/sessions/" + id + "/submit", nullptr, as).status == 200);
  return id;
}

std::string Cluster::apply(const Credentials& c, const std::string& job) {
  const auto answer = post("/jobs/" + job + "/applications", nullptr, World::as(c));
  REQUIRE(answer.status == 201);
  return answer.json()["application"]["id"];
}

int count(const std::vector<WireAnswer>& answers, int status, const std::string& code) {
  return static_cast<int>(std::count_if(answers.begin(), answers.end(), [&](const WireAnswer& answer) {
    return answer.status == status && (code.empty() || answer.code() == code);
  }));
}

}  // namespace senpai::test
