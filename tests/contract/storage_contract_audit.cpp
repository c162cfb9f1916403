// The audit trail: appended by the transactions it tells about, sealed soon after.

#include "contract/parts.hpp"

namespace senpai::contract {
namespace {

AuditEntry entry(const Actor& actor, Timestamp when) {
  return {.actor = actor, .action = "test.done", .entity_type = "TEST", .entity_id = "entity-1", .from_state = "A",
          .details = JsonText().with("note", "確認 🌸"), .at = when};
}

void append(const Store& store, int row, const Actor& actor = {}, int when = 0) {
  store([&](Stores& s) { s.audit.append(uuid(row), entry(actor, at(when))); });
}

std::vector<std::string> ids(const std::vector<AuditRow>& rows) {
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.push_back(row.id);
  return texts;
}

std::vector<AuditRow> unsealed(const Store& store, int limit = 100) {
  return store.look([&](Stores& s) { return s.audit.unsealed(limit); });
}

std::vector<AuditRow> sealed_from(const Store& store, std::int64_t number, int limit = 100) {
  return store.look([&](Stores& s) { return s.audit.sealed_from(number, limit); });
}

bool seal(const Store& store, int row, std::int64_t number) {
  return store([&](Stores& s) { return s.audit.seal(uuid(row), number, "chain-" + std::to_string(number)); });
}

void audit_kept(const Fresh& fresh) {
  SUBCASE("audit: entries of every kind of actor are taken, and no two rows have one id") {
    const Store store(fresh());
    append(store, 1, Actor());
    append(store, 2, Actor(UserId(uuid(7))));
    append(store, 3, Actor::admin(UserId(uuid(8)), "ops@example.test"));
    append(store, 4, Actor::api_key());
    CHECK_THROWS(append(store, 4));
    append(store, 5);
    CHECK(ids(unsealed(store)) == std::vector<std::string>{uuid(1), uuid(2), uuid(3), uuid(4), uuid(5)});
  }
  SUBCASE("audit: an entry comes back with everything that was written") {
    const Store store(fresh());
    Actor admin = Actor::admin(UserId(uuid(8)), "ops@example.test");
    admin.request_id = "request-7";
    append(store, 1, admin, 3);
    append(store, 2);
    const auto rows = unsealed(store);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].id == uuid(1));
    CHECK(rows[0].actor_type == "ADMIN");
    CHECK(rows[0].actor_id == uuid(8));
    CHECK(rows[0].actor_name == "ops@example.test");
    CHECK(rows[0].action == "test.done");
    CHECK(rows[0].entity_type == "TEST");
    CHECK(rows[0].entity_id == "entity-1");
    CHECK(rows[0].from_state == "A");
    CHECK_FALSE(rows[0].to_state);
    CHECK(rows[0].request_id == "request-7");
    CHECK(rows[0].details == JsonText().with("note", "確認 🌸"));
    CHECK(rows[0].at == at(3));
    CHECK_FALSE(rows[0].number);
    CHECK(rows[0].chain.empty());
    CHECK(rows[1].actor_type == "SYSTEM");
    CHECK(rows[1].actor_name == "system");
    CHECK_FALSE(rows[1].actor_id);
    CHECK_FALSE(rows[1].request_id);
  }
  SUBCASE("audit: what is not sealed comes in order of insertion, no more than asked for, and is counted") {
    const Store store(fresh());
    for (const int n : {9, 3, 6}) append(store, n, Actor(), 10 - n);
    CHECK(ids(unsealed(store)) == std::vector<std::string>{uuid(9), uuid(3), uuid(6)});
    CHECK(ids(unsealed(store, 2)) == std::vector<std::string>{uuid(9), uuid(3)});
    CHECK(store.look([](Stores& s) { return s.audit.count_unsealed(); }) == 3);
  }
}

void audit_sealed(const Fresh& fresh) {
  SUBCASE("audit: a row is sealed once, also of many who seal it at once, and is no longer among the unsealed") {
    const Store store(fresh());
    CHECK_FALSE(store.look([](Stores& s) { return s.audit.last_sealed(); }));
    for (const int n : {1, 2}) append(store, n);
    CHECK(winners(6, [&](int i) { return seal(store, 1, i + 1); }) == 1);
    CHECK_FALSE(seal(store, 1, 9));
    CHECK_FALSE(seal(store, 404, 9));
    CHECK(ids(unsealed(store)) == std::vector<std::string>{uuid(2)});
    CHECK(store.look([](Stores& s) { return s.audit.count_unsealed(); }) == 1);
  }
  SUBCASE("audit: sealed rows come by number from a given one on, and the last one is known") {
    const Store store(fresh());
    for (const int n : {1, 2, 3, 4}) append(store, n);
    for (const int n : {1, 2, 3}) CHECK(seal(store, 4 - n, n));
    CHECK(ids(sealed_from(store, 1)) == std::vector<std::string>{uuid(3), uuid(2), uuid(1)});
    CHECK(ids(sealed_from(store, 2)) == std::vector<std::string>{uuid(2), uuid(1)});
    CHECK(ids(sealed_from(store, 1, 2)) == std::vector<std::string>{uuid(3), uuid(2)});
    CHECK(sealed_from(store, 4).empty());
    const auto last = store([](Stores& s) { return s.audit.last_sealed(); });
    REQUIRE(last);
    CHECK(last->id == uuid(1));
    CHECK(last->number == 3);
    CHECK(last->chain == "chain-3");
  }
  SUBCASE("audit: of many who continue the chain at once each continues where another has ended") {
    const Store store(fresh());
    for (int n = 1; n <= 6; ++n) append(store, n);
    CHECK(winners(6, [&](int i) {
            return store([&](Stores& s) {
              const auto last = s.audit.last_sealed();
              return s.audit.seal(uuid(i + 1), last ? *last->number + 1 : 1, "chain");
            });
          }) == 6);
    const auto rows = sealed_from(store, 1);
    REQUIRE(rows.size() == 6);
    for (std::size_t i = 0; i < rows.size(); ++i) CHECK(rows[i].number == static_cast<std::int64_t>(i) + 1);
  }
}

}  // namespace

void audit(const Fresh& fresh) {
  audit_kept(fresh);
  audit_sealed(fresh);
}

}  // namespace senpai::contract
