// Organizations as administrators see them: list and decisions.

#include <algorithm>
#include <set>

#include "contract/sqlite_file.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::string unknown_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";

std::string create(World& world, const Credentials& c, const std::string& type = "LPK") {
  const Json draft{{"name", "Nusantara " + type}, {"orgType", type}, {"countryCode", "ID"}};
  const auto answer = world.post("/organizations", draft, World::as(c));
  REQUIRE(answer.status == 201);
  return answer.body["id"];
}

Answer submit(World& world, const Credentials& c, const std::string& org, const std::string& name = "PT Nusantara") {
  return world.post("/organizations/" + org + "/verification", {{"registrationNumber", "R1"}, {"legalName", name}},
                    World::as(c));
}

Answer list(World& world, const std::string& query = "") {
  return world.get("/admin/organizations" + query, World::admin());
}

Answer decide(World& world, const std::string& org, const Json& body, const World::Headers& headers = World::admin()) {
  return world.call("PATCH", "/admin/organizations/" + org + "/verification", body, headers);
}

std::vector<std::string> ids(const Answer& answer) {
  std::vector<std::string> found;
  for (const auto& item : answer.body["items"]) found.push_back(item["organization"]["id"]);
  return found;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// Does something in the moment between a read and what follows it.
class InterruptedStorage final : public Storage {
 public:
  explicit InterruptedStorage(std::shared_ptr<Storage> inner) : inner_(std::move(inner)) {}
  std::function<void()> after_next_read;
  void read(const Work& work) override {
    inner_->read(work);
    if (const auto interruption = std::exchange(after_next_read, {})) interruption();
  }
  void write(const Work& work) override { inner_->write(work); }
  std::vector<std::string> migrate() override { return inner_->migrate(); }
  std::vector<MigrationState> migrations() override { return inner_->migrations(); }

 private:
  std::shared_ptr<Storage> inner_;
};

/// Counts statements of the store.
class StatementCounter final : public Observer {
 public:
  void measure(std::string_view name, std::string_view, std::int64_t) noexcept override { count += name == "query"; }
  int count = 0;
};

}  // namespace

// ---------------------------------------------------------------------------------------------------------------- list

TEST_CASE("admin organizations: an item has organization, verification or null, and owner, field for field") {
  World world;
  const auto c = world.register_user("Budi Santoso");
  const auto org = create(world, c);
  const auto before = list(world);
  REQUIRE(before.status == 200);
  CHECK(keys(before.body) == "items pageInfo");
  CHECK(before.body["pageInfo"] == Json({{"cursor", "0"}, {"nextCursor", nullptr}, {"limit", 20}, {"total", 1}}));
  const Json item = before.body["items"][0];
  CHECK(keys(item) == "organization owner verification");
  CHECK(item["organization"] ==
        Json({{"id", org}, {"name", "Nusantara LPK"}, {"orgType", "LPK"}, {"countryCode", "ID"}}));
  CHECK(item["verification"].is_null());
  CHECK(item["owner"] == Json({{"id", c.user_id}, {"fullName", "Budi Santoso"}, {"email", c.email}}));
  const auto submitted = submit(world, c, org).body;
  CHECK(list(world).body["items"][0]["verification"] == submitted);
}

TEST_CASE("admin organizations: newest first, equal times by id, and pages neither repeat nor lose one (gap D12)") {
  World world;
  const auto c = world.register_user();
  std::vector<std::string> made;
  for (int i = 0; i < 9; ++i) made.push_back(create(world, c));
  std::sort(made.rbegin(), made.rend());
  world.now += seconds(1);
  made.insert(made.begin(), create(world, c));
  CHECK(ids(list(world)) == made);
  std::vector<std::string> paged;
  for (std::string cursor = "0"; !cursor.empty();) {
    const auto page = list(world, "?limit=3&cursor=" + cursor);
    for (const auto& id : ids(page)) paged.push_back(id);
    CHECK(page.body["pageInfo"]["total"] == 10);
    const Json next = page.body["pageInfo"]["nextCursor"];
    cursor = next.is_null() ? "" : next.get<std::string>();
  }
  CHECK(paged == made);
  CHECK(list(world, "?cursor=10").body["items"].empty());
  CHECK(list(world, "?cursor=10").body["pageInfo"]["cursor"] == "10");
}

TEST_CASE("admin organizations: filters by type and by status of verification, with their totals") {
  World world;
  const auto c = world.register_user();
  const auto lpk = create(world, c, "LPK");
  const auto tsk = create(world, c, "TSK");
  const auto bare = create(world, c, "TSK");
  REQUIRE(submit(world, c, lpk).status == 202);
  REQUIRE(submit(world, c, tsk).status == 202);
  REQUIRE(decide(world, tsk, {{"status", "VERIFIED"}}).status == 200);
  const auto found = [&](const std::string& query) {
    const auto answer = list(world, query);
    CHECK(answer.body["pageInfo"]["total"] == answer.body["items"].size());
    const auto list_of = ids(answer);
    return std::set<std::string>(list_of.begin(), list_of.end());
  };
  using Set = std::set<std::string>;
  CHECK(found("") == Set{lpk, tsk, bare});
  CHECK(found("?orgType=&verificationStatus=%20") == Set{lpk, tsk, bare});
  CHECK(found("?orgType=%20tsk") == Set{tsk, bare});
  CHECK(found("?orgType=EMPLOYER").empty());
  CHECK(found("?verificationStatus=pending") == Set{lpk});
  CHECK(found("?verificationStatus=VERIFIED&orgType=TSK") == Set{tsk});
  CHECK(found("?verificationStatus=VERIFIED&orgType=LPK").empty());
  REQUIRE(submit(world, c, tsk).status == 202);
  CHECK(found("?verificationStatus=PENDING") == Set{lpk, tsk});
}

TEST_CASE("admin organizations: cursor, limit, type and status are checked in this order") {
  World world;
  const auto code = [&](const std::string& query) { return list(world, query).code(); };
  CHECK(code("?cursor=x&limit=0&orgType=BANK&verificationStatus=GOOD") == "invalid_cursor");
  CHECK(code("?limit=0&orgType=BANK&verificationStatus=GOOD") == "invalid_limit");
  CHECK(code("?orgType=BANK&verificationStatus=GOOD") == "invalid_org_type");
  CHECK(code("?verificationStatus=GOOD") == "invalid_verification_status");
  for (const std::string bad : {"0", "101", "1.5", "-1", "abc", "1e9"}) CHECK(code("?limit=" + bad) == "invalid_limit");
  for (const std::string bad : {"-1", "0.5", "1e300", "9007199254740993"})
    CHECK(code("?cursor=" + bad) == "invalid_cursor");
  CHECK(code("?limit=100&cursor=%20") == "");
  CHECK(code("?orgType=%00") == "invalid_org_type");
}

TEST_CASE("admin organizations: only administrators may list and decide") {
  World world;
  const auto c = world.register_user();
  const auto admin = world.register_with_roles({"super_admin"});
  CHECK(world.get("/admin/organizations").code() == "missing_admin_api_key");
  CHECK(world.get("/admin/organizations", World::as(c)).code() == "insufficient_admin_role");
  CHECK(world.get("/admin/organizations", World::as(admin)).status == 200);
  const std::string path = "/admin/organizations/x/verification";
  CHECK(world.raw("PATCH", path, "{", {}).code() == "missing_admin_api_key");
  CHECK(world.raw("PATCH", path, "{", World::as(c)).code() == "insufficient_admin_role");
}

TEST_CASE("admin organizations: a page takes as many statements as a row (gap E4)") {
  TemporaryFolder folder;
  const auto counter = std::make_shared<StatementCounter>();
  const auto storage = open_sqlite({.path = (folder.path() / "o.db").string(), .durable = false, .observer = counter});
  storage->migrate();
  World world([&](Options& o) { o.storage = storage; });
  const auto c = world.register_user();
  const auto cost = [&] {
    counter->count = 0;
    REQUIRE(list(world, "?limit=100").status == 200);
    return counter->count;
  };
  REQUIRE(submit(world, c, create(world, c)).status == 202);
  const int one = cost();
  for (int i = 0; i < 20; ++i) REQUIRE(submit(world, c, create(world, c)).status == 202);
  CHECK(cost() == one);
  CHECK(one <= 2);
}

// ----------------------------------------------------------------------------------------------------------- decisions

TEST_CASE("decision: any status may follow any other, reasons are replaced and the owner sees it") {
  World world;
  const auto c = world.register_user();
  const auto org = create(world, c);
  const auto submitted = submit(world, c, org).body;
  for (const std::string to : {"VERIFIED", "MISMATCH", "NOT_FOUND", "REJECTED", "PENDING", "PENDING"}) {
    CAPTURE(to);
    world.now += seconds(1);
    const auto answer = decide(world, org, {{"status", " " + lower(to)}, {"reasonCodes", {" Manual_reject ", 7}}});
    REQUIRE(answer.status == 200);
    CHECK(keys(answer.body) == "id lastCheckedAt orgId reasonCodes status");
    CHECK(answer.body["id"] == submitted["id"]);
    CHECK(answer.body["orgId"] == org);
    CHECK(answer.body["status"] == to);
    CHECK(answer.body["reasonCodes"] == Json::array({"Manual_reject", "7"}));
    CHECK(answer.body["lastCheckedAt"] == to_text(world.now));
    CHECK(world.get("/organizations/" + org + "/verification/status", World::as(c)).body == answer.body);
  }
  CHECK(decide(world, org, {{"status", "VERIFIED"}}).body["reasonCodes"] == Json::array());
  CHECK(decide(world, org, {{"status", "VERIFIED"}, {"reasonCodes", nullptr}}).body["reasonCodes"] == Json::array());
}

TEST_CASE("decision: the errors come in the order status, reasons, organization, verification") {
  World world;
  const auto c = world.register_user();
  const auto org = create(world, c);
  const auto result = [&](const std::string& id, const Json& body) {
    const auto answer = decide(world, id, body);
    return std::to_string(answer.status) + " " + answer.code();
  };
  CHECK(result(unknown_id, {{"reasonCodes", 1}}) == "400 invalid_verification_status");
  CHECK(result(unknown_id, {{"status", "VERIFIED"}, {"reasonCodes", 1}}) == "400 invalid_reason_codes");
  CHECK(result(unknown_id, {{"status", "VERIFIED"}, {"reasonCodes", {""}}}) == "400 invalid_reason_code");
  CHECK(result(unknown_id, {{"status", "VERIFIED"}}) == "404 org_not_found");
  CHECK(result("no-uuid", {{"status", "VERIFIED"}}) == "404 org_not_found");
  CHECK(result(org, {{"status", "VERIFIED"}}) == "404 org_verification_not_found");
  REQUIRE(submit(world, c, org).status == 202);
  for (const Json& bad : {Json(nullptr), Json(""), Json("GOOD"), Json(1), Json::array({"VERIFIED"}), Json::object()})
    CHECK(result(org, {{"status", bad}}) == "400 invalid_verification_status");
  for (const Json& bad : {Json("manual_reject"), Json(1), Json::object(), Json(std::vector<std::string>(21, "a"))})
    CHECK(result(org, {{"status", "VERIFIED"}, {"reasonCodes", bad}}) == "400 invalid_reason_codes");
  for (const Json& bad : {Json(""), Json(" "), Json(nullptr), Json(std::string(65, 'r')), Json::array(), Json::object(),
                          Json(std::string("r\0", 2))})
    CHECK(result(org, {{"status", "VERIFIED"}, {"reasonCodes", Json::array({bad})}}) == "400 invalid_reason_code");
  const std::vector<std::string> most(20, std::string(64, 'r'));
  CHECK(result(org, {{"status", "VERIFIED"}, {"reasonCodes", most}}) == "200 ");
}

TEST_CASE("decision: it leaves an audit row with both states and who decided (gaps B16, F3)") {
  World world;
  const auto admin = world.register_with_roles({"super_admin"});
  const auto c = world.register_user();
  const auto org = create(world, c);
  REQUIRE(submit(world, c, org).status == 202);
  REQUIRE(decide(world, org, {{"status", "VERIFIED"}}, World::as(admin)).status == 200);
  REQUIRE(decide(world, org, {{"status", "REJECTED"}, {"reviewedBy", "Somebody Else"}}).status == 200);
  const auto rows = world.audit_rows("organization.verification_decided");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].entity_id == org);
  CHECK(rows[0].actor_id == admin.user_id);
  CHECK(rows[0].actor_name == admin.email);
  CHECK(rows[0].from_state == "PENDING");
  CHECK(rows[0].to_state == "VERIFIED");
  CHECK(rows[1].actor_name == "api-key");
  CHECK(rows[1].from_state == "VERIFIED");
  CHECK(rows[1].to_state == "REJECTED");
}

TEST_CASE("decision: it changes the status only - what was submitted stays as it is (gap D9)") {
  TemporaryFolder folder;
  const auto path = folder.path() / "o.db";
  const auto storage = open_sqlite({.path = path.string(), .durable = false});
  storage->migrate();
  World world([&](Options& o) { o.storage = storage; });
  const auto c = world.register_user();
  const auto org = create(world, c);
  REQUIRE(world
              .post("/organizations/" + org + "/verification",
                    {{"registrationNumber", " R-77 "}, {"legalName", "PT Satu"}, {"supportingObjectKeys", {"a", "b"}}},
                    World::as(c))
              .status == 202);
  REQUIRE(decide(world, org, {{"status", "REJECTED"}}).status == 200);
  SqliteFile file(path);
  CHECK(file.text("SELECT registration_number || '|' || legal_name || '|' || supporting_object_keys_json || '|' || "
                  "submission FROM organization_verifications") == R"(R-77|PT Satu|["a","b"]|1)");
}

TEST_CASE("decision: data that arrives while it is being made is not decided on (gap D9)") {
  std::shared_ptr<InterruptedStorage> interrupted;
  World world([&](Options& o) { o.storage = interrupted = std::make_shared<InterruptedStorage>(o.storage); });
  const auto c = world.register_user();
  const auto org = create(world, c);
  REQUIRE(submit(world, c, org, "PT Lama").status == 202);
  interrupted->after_next_read = [&] {
    world.platform->organizations().submit(UserId(c.user_id), OrganizationId(org),
                                           {.registration_number = "R2", .legal_name = "PT Baru"});
  };
  const auto answer = decide(world, org, {{"status", "VERIFIED"}});
  CHECK(answer.status == 409);
  CHECK(answer.code() == "org_verification_changed");
  CHECK(world.get("/organizations/" + org + "/verification/status", World::as(c)).body["status"] == "PENDING");
  CHECK(world.audit_rows("organization.verification_decided").empty());
  CHECK(decide(world, org, {{"status", "VERIFIED"}}).status == 200);
}

TEST_CASE("decision: one that was made a moment earlier does not stop another") {
  std::shared_ptr<InterruptedStorage> interrupted;
  World world([&](Options& o) { o.storage = interrupted = std::make_shared<InterruptedStorage>(o.storage); });
  const auto c = world.register_user();
  const auto org = create(world, c);
  REQUIRE(submit(world, c, org).status == 202);
  interrupted->after_next_read = [&] { REQUIRE(decide(world, org, {{"status", "REJECTED"}}).status == 200); };
  CHECK(decide(world, org, {{"status", "VERIFIED"}}).body["status"] == "VERIFIED");
  CHECK(world.audit_rows("organization.verification_decided").back().from_state == "REJECTED");
}

TEST_SUITE("race") {
  TEST_CASE("decision: simultaneous ones form one chain of states in the audit trail") {
    World world;
    const auto c = world.register_user();
    const auto org = create(world, c);
    REQUIRE(submit(world, c, org).status == 202);
    const std::vector<std::string> states{"VERIFIED", "MISMATCH", "NOT_FOUND", "REJECTED"};
    std::vector<int> statuses(8);
    at_once(8, [&](int i) {
      const auto n = static_cast<std::size_t>(i);
      statuses[n] = decide(world, org, {{"status", states[n % 4]}}).status;
    });
    for (const int status : statuses) CHECK(status == 200);
    const auto rows = world.audit_rows("organization.verification_decided");
    REQUIRE(rows.size() == 8);
    std::string state = "PENDING";
    for (const auto& row : rows) {
      CHECK(row.from_state == state);
      state = row.to_state.value_or("");
    }
    CHECK(world.get("/organizations/" + org + "/verification/status", World::as(c)).body["status"] == state);
    CHECK(list(world, "?verificationStatus=" + state).body["pageInfo"]["total"] == 1);
  }
}
