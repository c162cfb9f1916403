// The audit trail: every decision leaves a row, and a row that was touched later is found.

#include "contract/sqlite_file.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

/// A world on a file, so that another program can tamper with it, with six sealed rows.
struct Sealed {
  TemporaryFolder folder;
  std::string path = (folder.path() / "senpai.db").string();
  World world{[this](Options& o) {
    o.storage = open_sqlite({.path = path, .durable = false});
    o.storage->migrate();
  }};
  std::string head;

  Sealed() {
    const auto person = world.register_user();
    const auto session = world.submitted_kyc(person);
    REQUIRE(world
                .post("/admin/kyc/review",
                      {{"sessionId", session}, {"decision", "MANUAL_REVIEW"}, {"reviewedBy", "Ops"}}, World::admin())
                .status == 200);
    REQUIRE(world
                .post("/admin/kyc/review",
                      {{"sessionId", session}, {"decision", "VERIFIED"}, {"reviewedBy", "Ops"}}, World::admin())
                .status == 200);
    while (world.platform->audit().seal(2) > 0) {
    }
    head = world.platform->audit().verify().head;
  }
  AuditReport tamper(const std::string& sql) {
    SqliteFile(path).exec(sql);
    return world.platform->audit().verify();
  }
};

}  // namespace

TEST_CASE("audit: a decision leaves who, what, from which state to which, with the request id") {
  Sealed s;
  SqliteFile file(s.path);
  CHECK(file.text("SELECT action || ' ' || from_state || ' ' || to_state || ' ' || actor_name FROM audit_events "
                  "ORDER BY sequence DESC") == "kyc.status_changed MANUAL_REVIEW VERIFIED api-key");
  CHECK(file.text("SELECT request_id FROM audit_events ORDER BY sequence DESC").size() == 36);
  // Which documents there were to look at.
  CHECK(file.text("SELECT json_extract(details_json, '$.documents') FROM audit_events ORDER BY sequence DESC") == "1");
  CHECK(file.text("SELECT json_extract(details_json, '$.lastDocumentId') FROM audit_events ORDER BY sequence DESC") ==
        file.text("SELECT id FROM identity_documents"));
}

TEST_CASE("audit: an untouched trail is whole and its rows are numbered without gaps") {
  Sealed s;
  const auto report = s.world.platform->audit().verify(s.head);
  CHECK(report.problems.empty());
  CHECK(report.sealed == 6);
  CHECK(report.unsealed == 0);
  CHECK(SqliteFile(s.path).text("SELECT MIN(number) || '..' || MAX(number) FROM audit_events") == "1..6");
}

TEST_CASE("audit: a changed row is found, and only that one") {
  Sealed s;
  const auto report = s.tamper("UPDATE audit_events SET to_state = 'REJECTED' WHERE number = 2");
  REQUIRE(report.problems.size() == 1);
  CHECK(report.problems[0].kind == AuditProblem::Kind::altered);
  CHECK(report.problems[0].number == 2);
}

TEST_CASE("audit: a change to any column of a row is found") {
  for (const char* change :
       {"id = 'other'", "actor_type = 'SYSTEM'", "actor_id = 'somebody'", "actor_id = NULL", "actor_name = 'x'",
        "action = 'kyc.nothing'", "entity_type = 'USER'", "entity_id = 'x'", "from_state = NULL", "to_state = 'X'",
        "request_id = NULL", "details_json = '{\"a\":1}'", "created_at = '2030-01-02T03:04:05.679Z'", "chain = 'x'"}) {
    CAPTURE(change);
    Sealed s;
    const auto report = s.tamper(std::string("UPDATE audit_events SET ") + change + " WHERE number = 4");
    REQUIRE_FALSE(report.problems.empty());
    CHECK(report.problems[0].kind == AuditProblem::Kind::altered);
    CHECK(report.problems[0].number == 4);
  }
}

TEST_CASE("audit: a row put in between, with the later ones numbered on, is found where it stands") {
  Sealed s;
  const auto report = s.tamper(
      "UPDATE audit_events SET number = number + 100 WHERE number >= 4;"
      "UPDATE audit_events SET number = number - 99 WHERE number >= 104;"
      "INSERT INTO audit_events (id, actor_type, actor_name, action, entity_type, entity_id, created_at, number, "
      "chain) SELECT 'forged', actor_type, actor_name, action, entity_type, entity_id, created_at, 4, 'forged' "
      "FROM audit_events WHERE number = 3");
  REQUIRE_FALSE(report.problems.empty());
  CHECK(report.problems[0].kind == AuditProblem::Kind::altered);
  CHECK(report.problems[0].number == 4);
  CHECK(report.problems[0].row_id == "forged");
}

TEST_CASE("audit: two rows that changed places are found") {
  Sealed s;
  const auto report = s.tamper(
      "UPDATE audit_events SET number = -1 WHERE number = 2; UPDATE audit_events SET number = 2 WHERE number = 3;"
      "UPDATE audit_events SET number = 3 WHERE number = -1");
  REQUIRE(report.problems.size() >= 2);
  CHECK(report.problems[0].number == 2);
  CHECK(report.problems[1].number == 3);
}

TEST_CASE("audit: a removed row is found") {
  Sealed s;
  const auto report = s.tamper("DELETE FROM audit_events WHERE number = 3");
  REQUIRE(report.problems.size() == 1);
  CHECK(report.problems[0].kind == AuditProblem::Kind::missing);
  CHECK(report.problems[0].number == 3);
}

TEST_CASE("audit: a row put in at the end without the key is found") {
  Sealed s;
  const auto report = s.tamper(
      "INSERT INTO audit_events (id, actor_type, actor_name, action, entity_type, entity_id, created_at, number, "
      "chain) "
      "SELECT 'forged', actor_type, actor_name, action, entity_type, entity_id, created_at, 7, chain FROM audit_events "
      "WHERE number = 6");
  REQUIRE(report.problems.size() == 1);
  CHECK(report.problems[0].kind == AuditProblem::Kind::altered);
  CHECK(report.problems[0].row_id == "forged");
}

TEST_CASE("audit: rows that were unsealed to be changed are not sealed once more, and the log says so") {
  Sealed s;
  CHECK(s.world.observer->count("audit.sealed") == 3);
  SqliteFile(s.path).exec(
      "UPDATE audit_events SET number = NULL, chain = NULL, actor_name = 'somebody else' WHERE number >= 2");
  for (int i = 0; i < 3; ++i) CHECK(s.world.platform->audit().seal(100) == 0);
  CHECK(s.world.observer->count("audit.rewritten") == 1);
  CHECK(s.world.platform->audit().verify(s.head).problems[0].kind == AuditProblem::Kind::cut_off);
}

TEST_CASE("audit: a process with another key, or that finds the last row changed, seals nothing and says so") {
  Sealed s;
  const auto seals = [&](const std::string& key) {
    const auto observer = std::make_shared<RecordingObserver>();
    Platform other({.storage = open_sqlite({.path = s.path}), .observer = observer,
                    .auth = {.token_secret = token_secret}, .audit = {.key = key}});
    const int sealed = other.audit().seal(100) + other.audit().seal(100);
    CHECK(observer->count("audit.key_differs") == (sealed == 0 ? 1 : 0));
    return sealed;
  };
  s.world.register_user();
  CHECK(seals("other") == 0);
  CHECK(s.world.platform->audit().verify(s.head).problems.empty());
  CHECK(seals("") == 1);
  s.world.register_user();
  SqliteFile(s.path).exec("UPDATE audit_events SET actor_name = 'somebody else' WHERE number = 7");
  CHECK(seals("") == 0);
  SqliteFile(s.path).exec("UPDATE audit_events SET number = NULL, chain = NULL WHERE number = 7");
  CHECK(seals("") == 2);
}

TEST_CASE("audit: rows cut off at the end are found by a head noted before") {
  Sealed s;
  SqliteFile(s.path).exec("DELETE FROM audit_events WHERE number = 6");
  CHECK(s.world.platform->audit().verify().problems.empty());
  const auto report = s.world.platform->audit().verify(s.head);
  REQUIRE(report.problems.size() == 1);
  CHECK(report.problems[0].kind == AuditProblem::Kind::cut_off);
}

TEST_CASE("audit: rows that are not sealed yet are counted as such") {
  Sealed s;
  s.world.start_kyc(s.world.register_user());
  const auto report = s.world.platform->audit().verify();
  CHECK(report.problems.empty());
  CHECK(report.unsealed == 2);
}

TEST_CASE("audit: a trail that was sealed years ago verifies, and is sealed on") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "senpai.db").string();
  open_sqlite({.path = path, .durable = false})->migrate();
  // Computed by another program, from what audit_service.cpp says of the chain. It must never come out differently.
  SqliteFile(path).exec(R"(
    INSERT INTO audit_events (id, actor_type, actor_id, actor_name, action, entity_type, entity_id, from_state,
                              to_state, request_id, details_json, created_at, number, chain) VALUES
      ('00000000-0000-4000-8000-000000000001', 'USER', '00000000-0000-4000-8000-0000000000aa', 'Ayu',
       'auth.registered', 'USER', '00000000-0000-4000-8000-0000000000aa', NULL, NULL, NULL, '{}',
       '2026-02-16T09:00:00.000Z', 1, '5d91a1a6369f04f4c348fcae2041c92df5d5766d6b7e5a0727769fc9105f44c0'),
      ('00000000-0000-4000-8000-000000000002', 'ADMIN', NULL, 'api-key', 'kyc.status_changed', 'KYC_SESSION',
       '00000000-0000-4000-8000-0000000000bb', 'SUBMITTED', 'VERIFIED', '00000000-0000-4000-8000-0000000000cc',
       '{"documents":2,"reason":"シ"}', '2026-02-16T09:00:01.500Z', 2,
       '48cd69eda10b49fd0e9442ae9e4e368c7147fa4c036348bf6937847fa37b9531'))");
  World world([&](Options& o) {
    o.storage = open_sqlite({.path = path, .durable = false});
    o.audit.key = "audit key of years ago";
  });
  CHECK(world.platform->audit().verify().head == "48cd69eda10b49fd0e9442ae9e4e368c7147fa4c036348bf6937847fa37b9531");
  world.register_user();
  CHECK(world.platform->audit().seal(10) == 1);
  const auto report = world.platform->audit().verify();
  CHECK(report.problems.empty());
  CHECK(report.sealed == 3);
}

TEST_CASE("audit: a chain sealed with another key does not verify") {
  Sealed s;
  Platform other(
      {.storage = open_sqlite({.path = s.path}), .auth = {.token_secret = token_secret}, .audit = {.key = "other"}});
  CHECK(other.audit().verify().problems.size() == 6);
}

TEST_SUITE("race") {
  TEST_CASE("audit: sealing from many threads gives each row one number") {
    World world;
    for (int i = 0; i < 10; ++i) world.start_kyc(world.register_user());
    at_once(4, [&](int) {
      while (world.platform->audit().seal(3) > 0) {
      }
    });
    const auto report = world.platform->audit().verify();
    CHECK(report.problems.empty());
    CHECK(report.sealed == 20);
  }
}
