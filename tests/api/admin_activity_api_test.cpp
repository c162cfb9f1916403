// The two timelines of administrators: activity and audit events.

#include <algorithm>

#include "contract/sqlite_file.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::string unknown_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";
const std::string activity_path = "/admin/activity-events";
const std::string audit_path = "/admin/audit/events";
constexpr const char* kyc_keys =
    "action actorId actorType createdAt description entityId entityType id statusFrom statusTo title type";
constexpr const char* application_keys =
    "action actorId actorType applicant createdAt description entityId entityType id job statusFrom statusTo title "
    "type";

/// Counts statements of the store.
class StatementCounter final : public Observer {
 public:
  void measure(std::string_view name, std::string_view, std::int64_t) noexcept override { count += name == "query"; }
  int count = 0;
};

/// The n-th id of a kind; ids of one kind are ordered by n.
std::string numbered(char kind, int n) {
  const std::string digits = std::to_string(n);
  return std::string(8, kind) + "-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

/// A world on a database file, in which journeys are written as another program would write them.
struct Ledger {
  TemporaryFolder folder;
  std::shared_ptr<StatementCounter> counter = std::make_shared<StatementCounter>();
  std::shared_ptr<Storage> storage = opened();
  World world{[this](Options& o) { o.storage = storage; }};
  SqliteFile file{path()};
  int rows = 0;

  std::string path() const { return (folder.path() / "timeline.db").string(); }
  std::shared_ptr<Storage> opened() const {
    auto store = open_sqlite({.path = path(), .durable = false, .observer = counter});
    store->migrate();
    return store;
  }

  /// An application to the first sample job; its id.
  std::string application(const Credentials& c) {
    const auto id = numbered('a', ++rows);
    const auto now = to_text(world.now);
    file.exec("INSERT INTO job_applications (id, user_id, job_id, status, created_at, updated_at) VALUES ('" + id +
              "', '" + c.user_id + "', 'job_tokyo_senior_welder_001', 'SUBMITTED', '" + now + "', '" + now + "')");
    return id;
  }
  /// An event of an application at the present time; its id. Empty actors are null.
  std::string step(const std::string& application, const std::string& status, const std::string& actor_type = "",
                   const std::string& actor = "") {
    const auto id = numbered('b', ++rows);
    const auto quoted = [](const std::string& text) { return text.empty() ? std::string("NULL") : "'" + text + "'"; };
    file.exec("INSERT INTO job_application_journey_events (id, application_id, status, title, description, created_at, "
              "actor_type, actor_id) VALUES ('" + id + "', '" + application + "', '" + status + "', 'Title " + status +
              "', 'Description', '" + to_text(world.now) + "', " + quoted(actor_type) + ", " + quoted(actor) + ")");
    return id;
  }

  Answer get(const std::string& path, const std::string& query = "") { return world.get(path + query, World::admin()); }
  Answer activity(const std::string& query = "") { return get(activity_path, query); }
  Answer audit(const std::string& query = "") { return get(audit_path, query); }
};

std::vector<std::string> ids(const Answer& answer) {
  std::vector<std::string> found;
  for (const auto& item : answer.body["items"]) found.push_back(item["id"]);
  return found;
}

Json item(const Answer& answer, const std::string& id) {
  for (const auto& item : answer.body["items"])
    if (item["id"] == id) return item;
  return nullptr;
}

}  // namespace

// --------------------------------------------------------------------------------------------------------------- shape

TEST_CASE("activity: nothing has happened yet, and the answer has its whole shape") {
  World world;
  const auto answer = world.get(activity_path, World::admin());
  REQUIRE(answer.status == 200);
  CHECK(answer.body == Json({{"count", 0},
                             {"filters", {{"type", "ALL"}, {"actorId", nullptr}, {"from", nullptr}, {"to", nullptr}}},
                             {"pageInfo", {{"cursor", "0"}, {"nextCursor", nullptr}, {"limit", 25}, {"total", 0}}},
                             {"items", Json::array()}}));
  CHECK(keys(world.get(audit_path, World::admin()).body["filters"]) ==
        "action actorId actorType entityId entityType from to type");
}

TEST_CASE("activity: an event of an identity check, field for field") {
  World world;
  const auto c = world.register_user();
  const auto session = world.start_kyc(c);
  world.now += seconds(1);
  REQUIRE(world.add_document(c, session).status == 201);
  REQUIRE(world.post("/identity/kyc/sessions/" + session + "/submit", nullptr, World::as(c)).status == 200);
  world.now += seconds(1);
  const Json decision{{"sessionId", session}, {"decision", "REJECTED"}, {"reviewedBy", "Ops"}, {"reason", "Blurred"}};
  REQUIRE(world.post("/admin/kyc/review", decision, World::admin()).status == 200);

  const auto answer = world.get(activity_path, World::admin());
  REQUIRE(answer.body["items"].size() == 3);
  CHECK(answer.body["count"] == 3);
  const Json e = answer.body["items"][0];
  CHECK(keys(e) == kyc_keys);
  CHECK(e["type"] == "KYC");
  CHECK(e["action"] == "KYC_STATUS_TRANSITION");
  CHECK(e["entityType"] == "KYC_SESSION");
  CHECK(e["entityId"] == session);
  CHECK(e["actorType"] == "ADMIN");
  CHECK(e["actorId"] == "Ops");
  CHECK(e["statusFrom"] == "SUBMITTED");
  CHECK(e["statusTo"] == "REJECTED");
  CHECK(e["description"] == "Blurred");
  CHECK(e["createdAt"] == "2030-01-02T03:04:07.678Z");
  const std::string title = e["title"];
  CHECK(title.find("KYC") != std::string::npos);
  CHECK(title.find("REJECTED") != std::string::npos);
  CHECK(answer.body["items"][1]["statusFrom"] == "CREATED");
  CHECK(answer.body["items"][1]["actorId"] == c.user_id);
  CHECK(answer.body["items"][2]["statusFrom"].is_null());
  CHECK(answer.body["items"][2]["statusTo"] == "CREATED");
}

TEST_CASE("activity: without a reason the description says from what to what") {
  World world;
  const auto session = world.submitted_kyc(world.register_user());
  const Json decision{{"sessionId", session}, {"decision", "VERIFIED"}, {"reviewedBy", "Ops"}};
  REQUIRE(world.post("/admin/kyc/review", decision, World::admin()).status == 200);
  int found = 0;
  const Json items = world.get(activity_path, World::admin()).body["items"];
  for (const auto& e : items) {
    if (e["statusTo"] != "VERIFIED") continue;
    ++found;
    const std::string text = e["description"];
    CHECK(text.find("SUBMITTED") != std::string::npos);
    CHECK(text.find("VERIFIED") != std::string::npos);
  }
  CHECK(found == 1);
}

TEST_CASE("activity: an event of an application, field for field, with applicant and job") {
  Ledger l;
  const auto c = l.world.register_user("Rina Hartono");
  const auto application = l.application(c);
  const auto first = l.step(application, "SUBMITTED", "USER", c.user_id);
  l.world.now += seconds(1);
  const auto second = l.step(application, "IN_REVIEW", "ADMIN", "ops@example.test");
  const auto answer = l.activity();
  CHECK(ids(answer) == std::vector<std::string>{second, first});
  CHECK(keys(answer.body["items"][0]) == application_keys);
  CHECK(answer.body["items"][0] ==
        Json({{"id", second},
              {"type", "APPLICATION"},
              {"action", "APPLICATION_STATUS_TRANSITION"},
              {"entityType", "JOB_APPLICATION"},
              {"entityId", application},
              {"actorType", "ADMIN"},
              {"actorId", "ops@example.test"},
              {"statusFrom", "SUBMITTED"},
              {"statusTo", "IN_REVIEW"},
              {"title", "Title IN_REVIEW"},
              {"description", "Description"},
              {"createdAt", "2030-01-02T03:04:06.678Z"},
              {"applicant", {{"id", c.user_id}, {"fullName", "Rina Hartono"}, {"email", c.email}}},
              {"job", {{"id", "job_tokyo_senior_welder_001"}, {"title", "Senior Welder"}}}}));
  CHECK(answer.body["items"][1]["statusFrom"].is_null());
}

TEST_CASE("activity: actors that were not stored are the applicant by id and, but for SUBMITTED, ADMIN by type") {
  Ledger l;
  const auto c = l.world.register_user();
  const auto application = l.application(c);
  const auto submitted = l.step(application, "SUBMITTED");
  const auto moved = l.step(application, "IN_REVIEW");
  const auto by_key = l.step(application, "INTERVIEW", "ADMIN");
  const auto by_system = l.step(application, "OFFERED", "SYSTEM", "scheduler");
  const auto of_another = l.step(l.application(l.world.register_user("Somebody Else")), "SUBMITTED");
  const auto answer = l.activity();
  CHECK(item(answer, submitted)["actorType"] == "USER");
  CHECK(item(answer, submitted)["actorId"] == c.user_id);
  CHECK(item(answer, moved)["actorType"] == "ADMIN");
  CHECK(item(answer, moved)["actorId"] == c.user_id);
  CHECK(item(answer, by_key)["actorId"] == c.user_id);
  CHECK(item(answer, by_system)["actorType"] == "SYSTEM");
  CHECK(item(answer, by_system)["actorId"] == "scheduler");
  // The filters see what is shown.
  CHECK(l.activity("?actorId=" + c.user_id).body["pageInfo"]["total"] == 3);
  CHECK(l.activity("?actorId=" + c.user_id).body["count"] == 3);
  CHECK(ids(l.activity("?actorId=scheduler")) == std::vector<std::string>{by_system});
  CHECK(ids(l.audit("?actorType=USER")) == std::vector<std::string>{submitted, of_another});
  CHECK(ids(l.audit("?actorType=USER&actorId=" + c.user_id)) == std::vector<std::string>{submitted});
  CHECK(l.audit("?actorType=admin").body["pageInfo"]["total"] == 2);
  CHECK(l.audit("?actorType=ADMIN&actorId=" + c.user_id).body["count"] == 2);
  CHECK(ids(l.audit("?actorType=SYSTEM")) == std::vector<std::string>{by_system});
}

TEST_CASE("activity: newest first - at one time identity checks before applications, then by id (gap D12)") {
  Ledger l;
  const auto c = l.world.register_user();
  const auto application = l.application(c);
  std::vector<std::string> steps{l.step(application, "SUBMITTED"), l.step(application, "IN_REVIEW")};
  l.world.start_kyc(c);
  l.world.start_kyc(c);
  l.world.now -= seconds(1);
  const auto oldest = l.step(application, "REJECTED");
  const auto answer = l.activity();
  REQUIRE(answer.body["items"].size() == 5);
  const auto found = ids(answer);
  CHECK(answer.body["items"][0]["type"] == "KYC");
  CHECK(answer.body["items"][1]["type"] == "KYC");
  CHECK(found[0] < found[1]);
  CHECK(std::vector<std::string>(found.begin() + 2, found.begin() + 4) == steps);
  CHECK(found[4] == oldest);
}

TEST_CASE("activity: pages put together are the whole, from either end and with filters (gap E6)") {
  Ledger l;
  const auto c = l.world.register_user();
  const auto application = l.application(c);
  for (int i = 0; i < 7; ++i) {
    if (i % 3 == 0) l.world.now += seconds(1);
    l.step(application, i == 0 ? "SUBMITTED" : "IN_REVIEW", i % 2 ? "ADMIN" : "", i % 2 ? "ops" : "");
    l.world.start_kyc(c);
  }
  for (const std::string& filter : {std::string(), std::string("&type=KYC"), std::string("&type=APPLICATION"),
                                    "&actorId=" + c.user_id, "&from=" + to_text(l.world.now)}) {
    CAPTURE(filter);
    const auto all = ids(l.activity("?limit=100" + filter));
    const int total = static_cast<int>(all.size());
    REQUIRE(total >= 2);
    for (const int limit : {1, 2, 5}) {
      std::vector<std::string> paged;
      for (int cursor = 0; cursor < total; cursor += limit) {
        const auto page = l.activity("?limit=" + std::to_string(limit) + "&cursor=" + std::to_string(cursor) + filter);
        for (const auto& id : ids(page)) paged.push_back(id);
        CHECK(page.body["pageInfo"]["total"] == total);
      }
      CHECK(paged == all);
    }
    CHECK(l.activity("?cursor=" + std::to_string(total) + filter).body["items"].empty());
  }
}

TEST_CASE("activity: the state before an event does not depend on filters (gap D10)") {
  Ledger l;
  const auto c = l.world.register_user();
  const auto other = l.application(l.world.register_user());
  const auto application = l.application(c);
  l.step(application, "SUBMITTED", "USER", c.user_id);
  l.step(other, "SUBMITTED");
  l.step(application, "IN_REVIEW", "ADMIN", "ops");
  const auto last = l.step(application, "INTERVIEW", "ADMIN", "boss");
  for (const std::string query : {"?actorId=boss", "?actorType=ADMIN", "?limit=100"}) {
    CAPTURE(query);
    CHECK(item(l.audit(query), last)["statusFrom"] == "IN_REVIEW");
  }
  l.world.now += seconds(5);
  const auto later = l.step(application, "OFFERED", "ADMIN", "ops");
  CHECK(item(l.activity("?from=" + to_text(l.world.now)), later)["statusFrom"] == "INTERVIEW");
}

TEST_CASE("activity: what the application routes write shows up, an API key's move under the candidate's id") {
  World world;
  const auto c = world.register_user("Rina Hartono");
  const auto applied = world.post("/jobs/job_tokyo_senior_welder_001/applications", nullptr, World::as(c));
  REQUIRE(applied.status == 201);
  const std::string application = applied.body["application"]["id"];
  const auto move = [&](const Json& body) {
    world.now += seconds(1);
    REQUIRE(world.call("PATCH", "/admin/applications/" + application + "/status", body, World::admin()).status == 200);
  };
  move({{"status", "IN_REVIEW"}, {"reason", "Looks good"}, {"updatedBy", "ops"}});
  move({{"status", "INTERVIEW"}, {"reason", "Invite"}});
  const auto answer = world.get(activity_path + "?type=APPLICATION", World::admin());
  REQUIRE(answer.body["items"].size() == 3);
  const Json newest = answer.body["items"][0];
  CHECK(newest["statusFrom"] == "IN_REVIEW");
  CHECK(newest["statusTo"] == "INTERVIEW");
  CHECK(newest["actorType"] == "ADMIN");
  CHECK(newest["actorId"] == c.user_id);
  CHECK(newest["entityId"] == application);
  CHECK(newest["applicant"]["fullName"] == "Rina Hartono");
  CHECK(answer.body["items"][1]["actorId"] == "ops");
  CHECK(answer.body["items"][2]["actorType"] == "USER");
  CHECK(answer.body["items"][2]["statusFrom"].is_null());
  const auto found = world.get(audit_path + "?actorType=ADMIN&actorId=" + c.user_id, World::admin());
  CHECK(ids(found) == std::vector<std::string>{newest["id"]});
  CHECK(found.body["items"][0]["statusFrom"] == "IN_REVIEW");
}

// ------------------------------------------------------------------------------------------------------------- filters

TEST_CASE("activity: types in any case - those without events are empty, unknown and blank ones refused") {
  Ledger l;
  const auto c = l.world.register_user();
  l.world.start_kyc(c);
  l.step(l.application(c), "SUBMITTED");
  for (const auto& path : {activity_path, audit_path}) {
    const auto total = [&](const std::string& type) { return l.get(path, "?type=" + type).body["pageInfo"]["total"]; };
    CHECK(total("") == 2);
    CHECK(total("%20all") == 2);
    CHECK(total("kyc%20") == 1);
    CHECK(total("Application") == 1);
    for (const std::string empty : {"JOB", "feed", "Org", "AUTH"}) {
      const auto answer = l.get(path, "?type=" + empty);
      CHECK(answer.status == 200);
      CHECK(answer.body["items"].empty());
      CHECK(answer.body["pageInfo"]["total"] == 0);
    }
    CHECK(l.get(path, "?type=org").body["filters"]["type"] == "ORG");
    for (const std::string bad : {"%20", "KYCX", "%00", "ALL,KYC"})
      CHECK(l.get(path, "?type=" + bad).code() == "invalid_activity_type");
  }
}

TEST_CASE("activity: both ends of a time span are inclusive, and a span may be empty") {
  Ledger l;
  const auto application = l.application(l.world.register_user());
  l.world.now = *parse_timestamp("2030-01-10T00:00:00.000Z");
  l.step(application, "SUBMITTED");
  l.world.now = *parse_timestamp("2030-01-11T10:00:00.500Z");
  l.step(application, "IN_REVIEW");
  const auto total = [&](const std::string& query) { return l.activity(query).body["pageInfo"]["total"]; };
  CHECK(total("?from=2030-01-10") == 2);
  CHECK(total("?from=2030-01-10T00:00:00.001Z") == 1);
  CHECK(total("?to=2030-01-11T10:00:00.500Z") == 2);
  CHECK(total("?to=2030-01-11T10:00:00.499Z") == 1);
  CHECK(total("?from=2030-01-11T19:00:00.500%2B09:00&to=2030-01-11T10:00:00.500Z") == 1);
  CHECK(total("?from=2030-01-12&to=2030-01-09") == 0);
  CHECK(total("?from=%20&to=") == 2);
  CHECK(total("?from=9999-12-31T12:00") == 0);
  CHECK(total("?to=9999-12-31T12:00") == 2);
  CHECK(total("?from=0001-01-01T01:00&to=0001-01-01T00:00") == 0);
  const auto answer = l.activity("?from=2030-01-10&to=2030-01-11T10:00");
  CHECK(answer.body["filters"]["from"] == "2030-01-10T00:00:00.000Z");
  CHECK(answer.body["filters"]["to"] == "2030-01-11T10:00:00.000Z");
}

TEST_CASE("activity: the total of any span is that of its items, with and without other filters") {
  Ledger l;
  const auto c = l.world.register_user();
  const auto application = l.application(c);
  const std::vector<std::string> times{"2030-01-10T00:00:00.000Z", "2030-01-10T12:00:00.000Z",
                                       "2030-01-10T23:59:59.999Z", "2030-01-11T00:00:00.000Z",
                                       "2030-01-12T08:00:00.000Z", "2030-01-14T00:00:00.000Z"};
  for (const auto& time : times) {
    l.world.now = *parse_timestamp(time);
    l.step(application, "SUBMITTED");
    l.step(application, "IN_REVIEW", "ADMIN", "ops");
    l.world.platform->kyc().start(UserId(c.user_id));
  }
  std::vector<std::string> ends(times);
  for (const std::string more : {"2030-01-09", "2030-01-10T12:00:00.001Z", "2030-01-13", "2030-01-20", ""})
    ends.push_back(more);
  for (const std::string filter : {"", "&type=KYC", "&actorType=ADMIN", "&actorId=ops"})
    for (const auto& from : ends)
      for (const auto& to : ends) {
        CAPTURE(from);
        CAPTURE(to);
        const auto answer = l.audit("?limit=100&from=" + from + "&to=" + to + filter);
        int expected = 0;
        for (const auto& time : times) {
          const bool inside = (from.empty() || *parse_timestamp(time) >= *parse_timestamp(from)) &&
                              (to.empty() || *parse_timestamp(time) <= *parse_timestamp(to));
          expected += inside ? (filter.empty() ? 3 : 1) : 0;
        }
        CHECK(answer.body["pageInfo"]["total"] == expected);
        CHECK(answer.body["count"] == expected);
      }
}

TEST_CASE("activity: type, dates, cursor and limit are checked in this order") {
  World world;
  const auto code = [&](const std::string& query) { return world.get(activity_path + query, World::admin()).code(); };
  CHECK(code("?type=x&from=x&to=x&cursor=x&limit=x") == "invalid_activity_type");
  CHECK(code("?from=x&to=x&cursor=x&limit=x") == "invalid_date_filter");
  CHECK(code("?to=x&cursor=x&limit=x") == "invalid_date_filter");
  CHECK(code("?cursor=x&limit=x") == "invalid_cursor");
  CHECK(code("?limit=x") == "invalid_limit");
  for (const std::string bad : {"2030-13-01", "20260320", "1767225600000", "yesterday", "0000-12-31", "%00"})
    CHECK(code("?from=" + bad) == "invalid_date_filter");
  for (const std::string bad : {"0", "0.9", "101", "100.5"}) CHECK(code("?limit=" + bad) == "invalid_limit");
  CHECK(code("?limit=99.9") == "");
  CHECK(world.get(activity_path).code() == "missing_admin_api_key");
  CHECK(world.get(activity_path, World::as(world.register_user())).code() == "insufficient_admin_role");
}

TEST_CASE("audit events: type, kind of actor, dates, cursor and limit are checked in this order") {
  World world;
  const auto code = [&](const std::string& query) { return world.get(audit_path + query, World::admin()).code(); };
  CHECK(code("?type=x&actorType=x&from=x&cursor=x&limit=x") == "invalid_activity_type");
  CHECK(code("?actorType=x&from=x&cursor=x&limit=x") == "invalid_actor_type");
  CHECK(code("?from=x&cursor=x&limit=x") == "invalid_date_filter");
  CHECK(code("?to=x&cursor=x&limit=x") == "invalid_date_filter");
  CHECK(code("?cursor=x&limit=x") == "invalid_cursor");
  CHECK(code("?limit=x") == "invalid_limit");
  for (const std::string bad : {"%20", "ROBOT", "%00"}) CHECK(code("?actorType=" + bad) == "invalid_actor_type");
  for (const std::string good : {"", "all", "%20user", "ADMIN", "System"}) CHECK(code("?actorType=" + good) == "");
  CHECK(world.get(audit_path).code() == "missing_admin_api_key");
}

TEST_CASE("audit events: entity, action and actor filter, are combined, and are echoed as given") {
  Ledger l;
  const auto c = l.world.register_user();
  const auto session = l.world.start_kyc(c);
  l.world.start_kyc(c);
  const auto application = l.application(c);
  l.step(application, "SUBMITTED", "USER", c.user_id);
  l.step(application, "IN_REVIEW", "ADMIN", "ops");
  const auto total = [&](const std::string& query) {
    const auto answer = l.audit(query);
    CHECK(answer.body["pageInfo"]["total"] == answer.body["count"]);
    CHECK(answer.body["count"] == answer.body["items"].size());
    return answer.body["count"].get<int>();
  };
  CHECK(total("") == 4);
  CHECK(total("?entityType=kyc_session") == 2);
  CHECK(total("?entityType=JOB_APPLICATION%20") == 2);
  CHECK(total("?entityType=JOB") == 0);
  CHECK(total("?entityType=%20") == 4);
  CHECK(total("?action=kyc_status_transition") == 2);
  CHECK(total("?action=APPLICATION_STATUS_TRANSITION&type=KYC") == 0);
  CHECK(total("?action=whatever") == 0);
  CHECK(total("?entityId=" + session) == 1);
  CHECK(total("?entityId=%20" + application + "%20") == 2);
  CHECK(total("?entityId=" + application + "&actorId=ops") == 1);
  CHECK(total("?entityId=" + application + "&type=KYC") == 0);
  CHECK(total("?entityId=" + unknown_id) == 0);
  CHECK(total("?entityId=no-uuid") == 0);
  CHECK(total("?actorId=" + c.user_id) == 3);
  CHECK(total("?actorId=" + c.user_id + "&entityType=KYC_SESSION") == 2);
  CHECK(total("?actorId=OPS") == 0);
  CHECK(total("?actorId=a%00b") == 0);
  CHECK(total("?actorId=%FF") == 0);
  CHECK(total("?actorId=ops&from=2031-01-01") == 0);
  const auto echo = l.audit("?actorId=%20Ops%20&entityType=Kyc_Session&entityId=X&action=aB&type=kyc&actorType=admin");
  CHECK(echo.body["filters"] == Json({{"type", "KYC"},
                                      {"actorType", "ADMIN"},
                                      {"actorId", "Ops"},
                                      {"entityType", "Kyc_Session"},
                                      {"entityId", "X"},
                                      {"action", "aB"},
                                      {"from", nullptr},
                                      {"to", nullptr}}));
}

TEST_CASE("audit events: totals follow what others write and delete") {
  Ledger l;
  const auto c = l.world.register_user();
  const auto application = l.application(c);
  l.step(application, "SUBMITTED");
  l.step(application, "IN_REVIEW");
  l.world.start_kyc(c);
  CHECK(l.audit().body["pageInfo"]["total"] == 3);
  l.file.exec("DELETE FROM job_applications");
  CHECK(l.audit().body["pageInfo"]["total"] == 1);
  CHECK(l.audit("?actorType=ADMIN").body["pageInfo"]["total"] == 0);
  l.file.exec("DELETE FROM users");
  CHECK(l.audit().body["pageInfo"]["total"] == 0);
  CHECK(l.audit().body["items"].empty());
}

TEST_CASE("audit events: a long history is neither cut nor more work (gaps D11, E6)") {
  Ledger l;
  const auto c = l.world.register_user();
  const auto application = l.application(c);
  const auto cost = [&](const std::string& query) {
    l.counter->count = 0;
    const auto answer = l.audit(query);
    REQUIRE(answer.status == 200);
    return std::pair(l.counter->count, answer);
  };
  const auto first = l.step(application, "SUBMITTED", "ADMIN", "ops");
  const int few = cost("?limit=100").first;
  l.file.exec(
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000) "
      "INSERT INTO job_application_journey_events (id, application_id, status, title, description, created_at, "
      "actor_type, actor_id) SELECT printf('cccccccc-0000-4000-8000-%012d', i), '" + application +
      "', 'IN_REVIEW', 't', 'd', '2030-02-01T00:00:00.000Z', 'ADMIN', 'ops' FROM n");
  for (const std::string filter : {"", "&actorId=ops", "&from=2030-01-01", "&actorType=ADMIN"}) {
    CAPTURE(filter);
    const auto [statements, answer] = cost("?limit=100&cursor=5950" + filter);
    CHECK(statements == few);
    CHECK(answer.body["pageInfo"]["total"] == 6001);
    CHECK(answer.body["items"].size() == 51);
    CHECK(ids(answer).back() == first);
  }
  CHECK(few <= 2);
}
