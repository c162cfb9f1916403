// kill -9 in the middle of everything: what was acknowledged is there afterwards, once. And two servers on one file.

#include <atomic>
#include <csignal>
#include <fstream>

#include "contract/sqlite_file.hpp"
#include "host/server_process.hpp"
#include "host/wire.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

const World::Headers admin_headers{{"x-admin-api-key", process_admin_key}};

World::Headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

std::string path_of_link(const std::string& url) { return url.substr(url.find("/objects/")); }

/// One candidate's way through the main job, and how much of it was acknowledged.
struct Candidate {
  explicit Candidate(std::string unique_name)
      : name(std::move(unique_name)), email(name + "@example.test"), photo(name + std::string(3000, '\1')) {}

  std::string name;
  std::string email;
  std::string photo;
  std::string token;
  std::string session;
  std::string object_key;
  std::string document;
  bool registered = false;
  bool submitted = false;
  bool delivered = false;
  bool decided = false;

  Json login_body() const { return {{"identifier", email}, {"password", "Kirei-na-hana-42"}}; }
  std::string webhook_body() const { return Json{{"sessionId", session}, {"metadata", {{"from", name}}}}.dump(); }
};

Timestamp present() { return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()); }

WireAnswer deliver(int port, const Candidate& c) {
  const auto now = present();
  const std::string body = c.webhook_body();
  return fetch(port, "POST", "/identity/kyc/provider-webhook",
               {{"x-kyc-webhook-secret", process_webhook_secret},
                {"x-idempotency-key", "evt-" + c.name},
                {"x-kyc-webhook-timestamp", std::to_string(now.time_since_epoch().count())},
                {"x-kyc-webhook-signature", sign_webhook(process_webhook_secret, "evt-" + c.name, now, body)}},
               body);
}

bool upload(int port, Candidate& c) {
  const Json asked{{"documentType", "PASSPORT"}, {"fileName", "p.jpg"}, {"contentType", "image/jpeg"},
                   {"contentLength", c.photo.size()}, {"checksumSha256", sha256_hex(c.photo)}};
  const auto link = fetch(port, "POST", "/identity/kyc/upload-url", bearer(c.token), asked.dump());
  if (link.status != 201) return false;
  const auto given = link.json()["upload"];
  if (fetch(port, "PUT", path_of_link(given["uploadUrl"]), {{"Content-Type", "image/jpeg"}}, c.photo).status != 204)
    return false;
  const Json document{{"documentType", "PASSPORT"}, {"objectKey", given["objectKey"]},
                      {"checksumSha256", sha256_hex(c.photo)}};
  const auto added = fetch(port, "POST", "/identity/kyc/documents", bearer(c.token), document.dump());
  if (added.status != 201) return false;
  c.object_key = given["objectKey"];
  c.document = added.json()["document"]["id"];
  return true;
}

int submit(int port, const Candidate& c) {
  return fetch(port, "POST", "/identity/kyc/sessions/" + c.session + "/submit", bearer(c.token)).status;
}

/// Goes on until the server does not answer any more; false from then on.
bool play(int port, Candidate& c) {
  const Json account{{"fullName", c.name}, {"email", c.email}, {"password", "Kirei-na-hana-42"}};
  const auto registered = fetch(port, "POST", "/auth/register", {}, account.dump());
  if (registered.status != 201) return false;
  c.registered = true;
  c.token = registered.json()["accessToken"];
  const auto started = fetch(port, "POST", "/identity/kyc/sessions", bearer(c.token), "{}");
  if (started.status != 201) return false;
  c.session = started.json()["session"]["id"];
  if (!upload(port, c)) return false;
  if (deliver(port, c).status != 202) return false;
  c.delivered = true;
  if (submit(port, c) != 200) return false;
  c.submitted = true;
  const Json decision{{"sessionId", c.session}, {"decision", "VERIFIED"}, {"reviewedBy", "ops"}};
  c.decided = fetch(port, "POST", "/admin/kyc/review", admin_headers, decision.dump()).status == 200;
  return c.decided;
}

int events_to(const Json& history, const std::string& status) {
  int count = 0;
  for (const auto& event : history["events"]) count += event["toStatus"] == status;
  return count;
}

void check_document(int port, const Candidate& c) {
  const auto link = fetch(port, "POST", "/admin/kyc/documents/" + c.document + "/preview-url", admin_headers);
  REQUIRE(link.status == 200);
  const auto file = fetch(port, "GET", path_of_link(link.json()["url"]));
  CHECK(file.status == 200);
  CHECK((file.body == c.photo));
}

/// Everything that was acknowledged to this candidate is there, once.
void check_kept(int port, const Candidate& c) {
  CAPTURE(c.name);
  if (!c.registered) return;
  const auto login = fetch(port, "POST", "/auth/login", {}, c.login_body().dump());
  REQUIRE(login.status == 200);
  const auto mine = bearer(login.json()["accessToken"]);
  if (c.session.empty()) return;
  const auto status = fetch(port, "GET", "/identity/kyc/status", mine).json();
  CHECK(status["session"]["id"] == c.session);
  if (!c.document.empty()) check_document(port, c);
  if (c.delivered) {
    CHECK(status["session"]["providerMetadata"]["from"] == c.name);
    const auto again = deliver(port, c);
    CHECK(again.status == 202);
    CHECK(again.json()["duplicate"] == true);
  }
  const auto history = fetch(port, "GET", "/identity/kyc/history", mine).json();
  CHECK(events_to(history, "CREATED") == 1);
  if (c.submitted) CHECK(events_to(history, "SUBMITTED") == 1);
  if (c.decided) {
    CHECK(events_to(history, "VERIFIED") == 1);
    CHECK(status["status"] == "VERIFIED");
  }
}

/// What must hold whatever was acknowledged: nothing twice, nothing half.
void check_sound(const std::filesystem::path& folder) {
  SqliteFile file(folder / "senpai.db");
  CHECK(file.text("PRAGMA integrity_check") == "ok");
  CHECK(file.text("PRAGMA foreign_key_check") == "");
  const auto none = [&](const std::string& rows) {
    CAPTURE(rows);
    CHECK(file.number("SELECT COUNT(*) FROM (" + rows + ")") == 0);
  };
  none("SELECT 1 FROM kyc_status_events GROUP BY kyc_session_id, to_status HAVING COUNT(*) > 1");
  none("SELECT 1 FROM identity_documents GROUP BY kyc_session_id HAVING COUNT(*) > 1");
  none("SELECT 1 FROM kyc_sessions s WHERE NOT EXISTS (SELECT 1 FROM kyc_status_events e"
       " WHERE e.kyc_session_id = s.id AND e.to_status = s.status)");
  none("SELECT 1 FROM kyc_status_events e JOIN kyc_sessions s ON s.id = e.kyc_session_id"
       " WHERE e.to_status = 'VERIFIED' AND s.status <> 'VERIFIED'");
  none("SELECT 1 FROM users u WHERE NOT EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id)");
  none("SELECT 1 FROM users u WHERE NOT EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id)");
  none("SELECT 1 FROM email_verification_challenges c"
       " WHERE (SELECT COUNT(*) FROM queue_jobs q WHERE q.payload = c.id) <> 1");
  none("SELECT 1 FROM identity_documents d WHERE NOT EXISTS (SELECT 1 FROM uploads u"
       " WHERE u.object_key = d.metadata_json ->> 'objectKey' AND u.state = 'REGISTERED')");
}

}  // namespace

TEST_SUITE("kill") {
  TEST_CASE("kill: after kill -9 everything that was acknowledged is there and nothing twice") {
    const TemporaryFolder folder;
    const auto environment = environment_in(folder.path());
    REQUIRE(run_server({"migrate"}, environment).exit_code == 0);
    std::size_t decided = 0;
    int round = 0;
    for (const int delay : {150, 330, 570, 900, 1400}) {
      ServerProcess server({"serve"}, environment);
      const int port = server.port();
      REQUIRE(port > 0);
      ++round;
      constexpr int clients = 4;
      std::vector<std::vector<Candidate>> candidates(clients);
      {
        std::vector<std::jthread> threads;
        for (int i = 0; i < clients; ++i)
          threads.emplace_back([&, i] {
            auto& mine = candidates[static_cast<std::size_t>(i)];
            const auto name = "r" + std::to_string(round) + "c" + std::to_string(i) + "n";
            do mine.emplace_back(name + std::to_string(mine.size()));
            while (play(port, mine.back()));
          });
        std::this_thread::sleep_for(milliseconds(delay));
        server.kill();
      }
      ServerProcess again({"serve"}, environment);
      const int new_port = again.port();
      REQUIRE(new_port > 0);
      for (const auto& list : candidates)
        for (const auto& candidate : list) {
          check_kept(new_port, candidate);
          decided += candidate.decided;
        }
      check_sound(folder.path());
      again.signal(SIGTERM);
      CHECK(again.wait(seconds(10)) == 0);
    }
    CHECK(decided > 0);
  }
}

TEST_SUITE("race") {
  TEST_CASE("race: of refreshes and decisions sent to two servers on one file exactly one wins") {
    const TemporaryFolder folder;
    const auto environment = environment_in(folder.path());
    REQUIRE(run_server({"migrate"}, environment).exit_code == 0);
    ServerProcess one({"serve"}, environment), two({"serve"}, environment);
    const int ports[] = {one.port(), two.port()};
    REQUIRE(ports[0] > 0);
    REQUIRE(ports[1] > 0);
    for (int round = 0; round < 6; ++round) {
      Candidate c("race" + std::to_string(round));
      const Json account{{"fullName", c.name}, {"email", c.email}, {"password", "Kirei-na-hana-42"}};
      const auto registered = fetch(ports[round % 2], "POST", "/auth/register", {}, account.dump());
      REQUIRE(registered.status == 201);
      c.token = registered.json()["accessToken"];
      const Json refresh{{"refreshToken", registered.json()["refreshToken"]}};
      std::atomic<int> refreshed{0}, refused{0};
      at_once(6, [&](int i) {
        const auto answer = fetch(ports[i % 2], "POST", "/auth/refresh", {}, refresh.dump());
        refreshed += answer.status == 200;
        refused += answer.status == 401;
      });
      CHECK(refreshed == 1);
      CHECK(refused == 5);
      c.session = fetch(ports[0], "POST", "/identity/kyc/sessions", bearer(c.token), "{}").json()["session"]["id"];
      REQUIRE(upload(ports[1], c));
      REQUIRE(submit(ports[0], c) == 200);
      std::atomic<int> decided{0}, locked{0};
      at_once(6, [&](int i) {
        const char* status = i % 3 ? "VERIFIED" : "REJECTED";
        const Json decision{{"sessionId", c.session}, {"decision", status}, {"reviewedBy", "ops"}};
        const auto answer = fetch(ports[i % 2], "POST", "/admin/kyc/review", admin_headers, decision.dump());
        decided += answer.status == 200;
        locked += answer.code() == "kyc_session_locked";
      });
      CHECK(decided == 1);
      CHECK(locked == 5);
    }
    check_sound(folder.path());
  }
}
