// `senpai-server audit verify` as an operator meets it.

#include <csignal>

#include "contract/sqlite_file.hpp"
#include "host/server_process.hpp"
#include "host/wire.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A database with a few sealed rows, and no server on it any more.
struct SealedSite {
  SealedSite() {
    REQUIRE(run_server({"migrate"}, environment).exit_code == 0);
    ServerProcess server({"serve"}, environment);
    const int port = server.port();
    REQUIRE(port > 0);
    for (int i = 0; i < 3; ++i) {
      const Json body{{"fullName", "Rina"},
                      {"email", std::to_string(i) + "@example.test"},
                      {"password", "Kirei-na-hana-42"}};
      REQUIRE(fetch(port, "POST", "/auth/register", {}, body.dump()).status == 201);
    }
    // The worker seals within seconds.
    for (int tries = 0; tries < 400 && file().text("SELECT COUNT(number) FROM audit_events") != "3"; ++tries)
      std::this_thread::sleep_for(milliseconds(50));
    server.signal(SIGTERM);
    REQUIRE(server.wait() == 0);
  }
  SqliteFile file() const { return SqliteFile((folder.path() / "senpai.db").string()); }
  Finished verify(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"audit", "verify"});
    return run_server(more, environment);
  }
  TemporaryFolder folder;
  Environment environment = environment_in(folder.path());
};

}  // namespace

TEST_CASE("server: audit verify calls an untouched trail whole, and says where another one was tampered with") {
  const SealedSite site;
  const auto whole = site.verify();
  CAPTURE(whole.output + whole.errors);
  CHECK(whole.exit_code == 0);
  CHECK(contains(whole.output, "3 sealed rows, 0 not sealed yet"));
  const auto at = whole.output.find("head ") + 5;
  const std::string head = whole.output.substr(at, whole.output.find('\n', at) - at);
  CHECK(head.size() == 64);
  CHECK(site.verify({"--expect-head", head}).exit_code == 0);

  auto other_key = site.environment;
  other_key["AUDIT_KEY"] = "another-key";
  const auto unreadable = run_server({"audit", "verify"}, other_key);
  CHECK(unreadable.exit_code == 1);
  CHECK(contains(unreadable.output, "sealed with another AUDIT_KEY"));

  site.file().exec("UPDATE audit_events SET entity_id = 'x' WHERE number = 2");
  const auto changed = site.verify();
  CHECK(changed.exit_code == 1);
  CHECK(contains(changed.output, "2"));
  CHECK(contains(changed.output, "tampered"));
  CHECK_FALSE(contains(changed.output, "AUDIT_KEY"));
}

TEST_CASE("server: audit verify finds a tail that was cut off by a head noted before, and refuses odd arguments") {
  const SealedSite site;
  const std::string head = site.file().text("SELECT chain FROM audit_events WHERE number = 3");
  site.file().exec("DELETE FROM audit_events WHERE number = 3");
  CHECK(site.verify().exit_code == 0);
  CHECK(site.verify({"--expect-head", head}).exit_code == 1);
  CHECK(site.verify({"--expect-head"}).exit_code == 1);
  CHECK(contains(site.verify({"--expect-head"}).errors, "usage"));
  CHECK(run_server({"audit"}, site.environment).exit_code == 1);
}
