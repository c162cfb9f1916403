// Users as administrators see and change them.

#include <algorithm>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const std::string unknown_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";

Json draft(const Json& changes = Json::object()) {
  Json body{{"fullName", "Ayu Lestari"}, {"email", "ayu@example.test"}, {"password", "Kirei-na-hana-42"}};
  body.update(changes);
  return body;
}

Answer create(World& world, const Json& body, const World::Headers& headers = World::admin()) {
  return world.post("/admin/users", body, headers);
}

Answer change(World& world, const std::string& id, const Json& body, const World::Headers& headers = World::admin()) {
  return world.call("PATCH", "/admin/users/" + id, body, headers);
}

Answer list(World& world, const std::string& query = "") { return world.get("/admin/users" + query, World::admin()); }

Answer login(World& world, const std::string& email, const std::string& password) {
  return world.post("/auth/login", {{"email", email}, {"password", password}});
}

std::vector<std::string> ids(const Answer& answer) {
  std::vector<std::string> found;
  for (const auto& item : answer.body["items"]) found.push_back(item["id"]);
  return found;
}

std::string outcome(const Answer& answer) { return std::to_string(answer.status) + " " + answer.code(); }

constexpr const char* user_keys = "createdAt email emailVerified emailVerifiedAt fullName id roles";

/// Counts statements of the store.
class StatementCounter final : public Observer {
 public:
  void measure(std::string_view name, std::string_view, std::int64_t) noexcept override { count += name == "query"; }
  int count = 0;
};

}  // namespace

// -------------------------------------------------------------------------------------------------------------- access

TEST_CASE("admin users: listing, creating and changing need super_admin besides an administrator's role") {
  World world([](Options& o) { o.auth.admin_roles = {"lpk", "super_admin"}; });
  const auto lpk = world.register_with_roles({"lpk"});
  const auto super = world.register_with_roles({"super_admin"});
  const auto plain = world.register_user();
  const std::string one = "/admin/users/" + plain.user_id;
  for (const auto& route : {std::pair<std::string, std::string>("GET", "/admin/users"),
                            std::pair<std::string, std::string>("POST", "/admin/users"),
                            std::pair<std::string, std::string>("PATCH", one)}) {
    const std::string method = route.first, path = route.second;
    CAPTURE(method);
    // Access comes before the body is read.
    CHECK(outcome(world.raw(method, path, "{", World::as(lpk))) == "403 insufficient_admin_role");
    CHECK(outcome(world.raw(method, path, "{", World::as(plain))) == "403 insufficient_admin_role");
    CHECK(outcome(world.raw(method, path, "{", {})) == "401 missing_admin_api_key");
    CHECK(outcome(world.raw(method, path, "{", World::bearer("x"))) == "401 invalid_access_token");
  }
  CHECK(world.get("/admin/users", World::as(super)).status == 200);
  CHECK(world.get("/admin/users", World::admin()).status == 200);
  CHECK(change(world, plain.user_id, {{"fullName", "New Name"}}, World::as(super)).status == 200);
  for (const std::string& path : {one, one + "/profile", one + "/kyc/history"}) {
    CHECK(world.get(path, World::as(lpk)).status == 200);
    CHECK(world.get(path, World::as(plain)).code() == "insufficient_admin_role");
  }
}

TEST_CASE("admin users: a super_admin without a listed role is refused everywhere") {
  World world([](Options& o) { o.auth.admin_roles = {"lpk"}; });
  const auto super = world.register_with_roles({"super_admin"});
  CHECK(world.get("/admin/users", World::as(super)).code() == "insufficient_admin_role");
  CHECK(world.get("/admin/users/" + super.user_id, World::as(super)).code() == "insufficient_admin_role");
  const auto both = world.register_with_roles({"lpk", "super_admin"});
  CHECK(world.get("/admin/users", World::as(both)).status == 200);
}

TEST_CASE("admin users: the endpoint table names the rule") {
  int found = 0;
  for (const auto& e : api::endpoints()) found += e.access == "super_admin";
  CHECK(found == 3);
}

// ---------------------------------------------------------------------------------------------------------------- list

TEST_CASE("admin users: everybody is listed, newest first, with roles in order, field for field") {
  World world;
  const auto a = world.register_user("Rina Hartono");
  world.now += seconds(1);
  const auto b = world.register_with_roles({"tsk", "kaisha"});
  const auto answer = list(world);
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "items pageInfo");
  CHECK(answer.body["pageInfo"] == Json({{"cursor", "0"}, {"nextCursor", nullptr}, {"limit", 25}, {"total", 2}}));
  CHECK(ids(answer) == std::vector<std::string>{b.user_id, a.user_id});
  CHECK(keys(answer.body["items"][0]) == user_keys);
  CHECK(answer.body["items"][0]["roles"] == Json::array({"kaisha", "sdm", "tsk"}));
  CHECK(answer.body["items"][1] == Json({{"id", a.user_id},
                                         {"fullName", "Rina Hartono"},
                                         {"email", a.email},
                                         {"emailVerified", false},
                                         {"emailVerifiedAt", nullptr},
                                         {"createdAt", "2030-01-02T03:04:05.678Z"},
                                         {"roles", {"sdm"}}}));
}

TEST_CASE("admin users: pages of equal times neither repeat nor lose anybody, from either end (gap D12)") {
  World world;
  std::vector<std::string> all;
  for (int i = 0; i < 11; ++i) all.push_back(world.register_user().user_id);
  std::sort(all.rbegin(), all.rend());
  CHECK(ids(list(world)) == all);
  for (const int limit : {1, 3, 4, 10, 11}) {
    std::vector<std::string> paged;
    for (int cursor = 0; cursor < 11; cursor += limit) {
      const auto page = list(world, "?limit=" + std::to_string(limit) + "&cursor=" + std::to_string(cursor));
      for (const auto& id : ids(page)) paged.push_back(id);
      CHECK(page.body["pageInfo"]["total"] == 11);
      const bool last = cursor + limit >= 11;
      CHECK(page.body["pageInfo"]["nextCursor"] == (last ? Json(nullptr) : Json(std::to_string(cursor + limit))));
    }
    CHECK(paged == all);
  }
  CHECK(list(world, "?cursor=11").body["items"].empty());
  CHECK(list(world, "?cursor=9007199254740991").body["items"].empty());
}

TEST_CASE("admin users: a search is a literal substring of name or address in any case") {
  World world;
  const auto rina = world.register_user("Rina Ç Hartono_桜");
  const auto budi = world.register_user("Budi 100% \\ Santoso");
  const auto found = [&](const std::string& query) {
    const auto answer = list(world, "?q=" + query);
    CHECK(answer.body["pageInfo"]["total"] == answer.body["items"].size());
    return ids(answer);
  };
  const std::vector<std::string> one{rina.user_id}, other{budi.user_id}, none;
  CHECK(found("").size() == 2);
  CHECK(found("%20%20").size() == 2);
  CHECK(found("HARTONO_") == one);
  CHECK(found("%20rINA%20%C3%A7%E3%80%80") == one);
  CHECK(found("%E6%A1%9C") == one);
  CHECK(found("%25") == other);
  CHECK(found("%5C") == other);
  CHECK(found("_") == one);
  CHECK(found(rina.email.substr(0, rina.email.find('@') + 1)) == one);
  CHECK(found("EXAMPLE.TEST").size() == 2);
  CHECK(found("hartono_%E6%A1%9C%20person") == none);
  CHECK(found("a%00b") == none);
  CHECK(found("test%00") == none);
  CHECK(found("nobody") == none);
}

TEST_CASE("admin users: a search finds a user under the new name, however it was changed") {
  World world;
  const auto c = world.register_user("Rina Hartono");
  const auto total = [&](const std::string& q) { return list(world, "?q=" + q).body["pageInfo"]["total"]; };
  REQUIRE(world.call("PATCH", "/users/me/profile", {{"fullName", "Önsel"}}, World::as(c)).status == 200);
  CHECK(total("rina") == 0);
  CHECK(total("%C3%B6nsel") == 1);
  REQUIRE(world
              .call("PATCH", "/users/me/profile", {{"fullName", "Siti"}, {"avatarUrl", "https://a.test/x.png"}},
                    World::as(c))
              .status == 200);
  CHECK(total("siti") == 1);
  REQUIRE(change(world, c.user_id, {{"fullName", "Dewi Ayu"}}).status == 200);
  CHECK(total("siti") == 0);
  CHECK(total("DEWI") == 1);
  REQUIRE(change(world, c.user_id, {{"roles", {"lpk"}}}).status == 200);
  CHECK(total("dewi") == 1);
  CHECK(total(c.email) == 1);
  REQUIRE(create(world, draft({{"fullName", "Ayşe"}})).status == 201);
  CHECK(total("AY%C5%9E") == 1);
}

TEST_CASE("admin users: applications are found by the new name of the applicant too") {
  World world;
  const auto c = world.register_user("Rina Hartono");
  REQUIRE(world.post("/jobs/job_tokyo_senior_welder_001/applications", nullptr, World::as(c)).status == 201);
  REQUIRE(change(world, c.user_id, {{"fullName", "Dewi Ayu"}}).status == 200);
  const auto total = [&](const std::string& q) {
    return world.get("/admin/applications?q=" + q, World::admin()).body["pageInfo"]["total"];
  };
  CHECK(total("hartono") == 0);
  CHECK(total("dewi") == 1);
}

TEST_CASE("admin users: cursor and limit are checked in this order - fractions are cut") {
  World world;
  CHECK(list(world, "?cursor=x&limit=0").code() == "invalid_cursor");
  for (const std::string bad : {"0", "0.5", "100.5", "101", "-1", "abc", "%00"})
    CHECK(list(world, "?limit=" + bad).code() == "invalid_limit");
  for (const std::string bad : {"-1", "-0.5", "1e300", "9007199254740993", "x"})
    CHECK(list(world, "?cursor=" + bad).code() == "invalid_cursor");
  CHECK(list(world, "?limit=1.9").body["pageInfo"]["limit"] == 1);
  CHECK(list(world, "?cursor=1.9").body["pageInfo"]["cursor"] == "1");
  CHECK(list(world, "?limit=100").body["pageInfo"]["limit"] == 100);
  CHECK(list(world, "?cursor=&limit=%20").body["pageInfo"]["limit"] == 25);
}

TEST_CASE("admin users: a page takes as many statements as one row (gap E3)") {
  TemporaryFolder folder;
  const auto counter = std::make_shared<StatementCounter>();
  const auto storage = open_sqlite({.path = (folder.path() / "u.db").string(), .durable = false, .observer = counter});
  storage->migrate();
  World world([&](Options& o) { o.storage = storage; });
  const auto cost = [&](const std::string& query) {
    counter->count = 0;
    REQUIRE(list(world, query).status == 200);
    return counter->count;
  };
  world.register_user();
  const int one = cost("?limit=100");
  for (int i = 0; i < 20; ++i) world.register_with_roles({"lpk", "tsk"});
  CHECK(cost("?limit=100") == one);
  CHECK(cost("?q=admin&limit=100") <= one);
  CHECK(one <= 2);
}

// ------------------------------------------------------------------------------------------------------------ creation

TEST_CASE("admin users: a new user has exactly the given roles, is not verified and can sign in") {
  World world;
  const auto answer = create(world, draft({{"fullName", " Ayu Lestari\u3000"},
                                           {"email", " Ayu@Example.TEST "},
                                           {"roles", {" LPK ", "tsk", "lpk", "", "  ", nullptr}}}));
  REQUIRE(answer.status == 201);
  CHECK(keys(answer.body) == "user");
  const Json user = answer.body["user"];
  CHECK(keys(user) == user_keys);
  CHECK(user["fullName"] == "Ayu Lestari");
  CHECK(user["email"] == "ayu@example.test");
  CHECK(user["emailVerified"] == false);
  CHECK(user["emailVerifiedAt"].is_null());
  CHECK(user["createdAt"] == "2030-01-02T03:04:05.678Z");
  CHECK(user["roles"] == Json::array({"lpk", "tsk"}));
  CHECK(world.mails.empty());
  const auto session = login(world, "ayu@example.test", "Kirei-na-hana-42");
  REQUIRE(session.status == 200);
  CHECK(session.body["user"] == user);
  CHECK(list(world).body["items"][0] == user);
}

TEST_CASE("admin users: without roles a new user is super_admin") {
  World world;
  CHECK(create(world, draft()).body["user"]["roles"] == Json::array({"super_admin"}));
}

TEST_CASE("admin users: the errors of a creation come in the order name, address, password, roles, taken") {
  World world;
  const auto c = world.register_user();
  const Json all{{"fullName", "x"}, {"email", "x"}, {"password", "x"}, {"roles", Json::array()}};
  Json body = all;
  CHECK(outcome(create(world, body)) == "400 invalid_name");
  body["fullName"] = "Ayu";
  CHECK(outcome(create(world, body)) == "400 invalid_email");
  body["email"] = " " + c.email;
  CHECK(outcome(create(world, body)) == "400 invalid_password");
  body["password"] = "Kirei-na-hana-42";
  CHECK(outcome(create(world, body)) == "400 invalid_roles");
  body["roles"] = {"pilot"};
  CHECK(outcome(create(world, body)) == "400 invalid_roles");
  body["roles"] = {"lpk"};
  CHECK(outcome(create(world, body)) == "409 email_exists");
  CHECK(list(world).body["pageInfo"]["total"] == 1);
}

TEST_CASE("admin users: each field of a creation refuses what has no text, and what is too long (gaps D14, D16, D20)") {
  World world;
  const auto code = [&](const char* field, const Json& value) { return create(world, draft({{field, value}})).code(); };
  const std::string nul("ab\0cdefghi", 10);
  for (const Json& bad : {Json(nullptr), Json(""), Json(" a "), Json("桜"), Json::array({"Ayu"}), Json::object(),
                          Json(nul), Json(std::string(201, 'n'))})
    CHECK(code("fullName", bad) == "invalid_name");
  for (const Json& bad : {Json(nullptr), Json("a@b"), Json("a b@c.d"), Json::array({"a@b.c"}), Json::object(),
                          Json(std::string("a@b.c\0", 6)), Json(std::string(320, 'a') + "@b.c")})
    CHECK(code("email", bad) == "invalid_email");
  for (const Json& bad : {Json(nullptr), Json("1234567"), Json(1234567), Json(false), Json::array({"12345678"}),
                          Json::object(), Json(nul), Json(std::string(1025, 'p'))})
    CHECK(code("password", bad) == "invalid_password");
  for (const Json& bad : {Json(nullptr), Json("lpk"), Json(1), Json::object(), Json::array(), Json::array({" "}),
                          Json::array({"lpk", "pilot"}), Json::array({Json::array({"lpk"})}), Json::array({nul})})
    CHECK(code("roles", bad) == "invalid_roles");
  CHECK(list(world).body["pageInfo"]["total"] == 0);
}

TEST_CASE("admin users: a password may be a number or eight blanks, and is not trimmed") {
  World world;
  REQUIRE(create(world, draft({{"password", 12345678}})).status == 201);
  CHECK(login(world, "ayu@example.test", "12345678").status == 200);
  REQUIRE(create(world, draft({{"password", "        "}, {"email", "b@example.test"}})).status == 201);
  CHECK(login(world, "b@example.test", "        ").status == 200);
}

TEST_CASE("admin users: unknown roles are named, and what could be named instead") {
  World world;
  const std::string message =
      create(world, draft({{"roles", {"Pilot", "lpk", "chef"}}})).body["error"]["message"];
  CHECK(message.find("pilot") != std::string::npos);
  CHECK(message.find("chef") != std::string::npos);
  CHECK(message.find("super_admin") != std::string::npos);
  Json many = Json::array();
  for (int i = 0; i < 1000; ++i) many.push_back("role" + std::to_string(i) + std::string(100, 'x'));
  CHECK(create(world, draft({{"roles", many}})).text.size() < 600);
}

TEST_CASE("admin users: creation leaves an audit row with roles and without secrets (gaps B16, F3)") {
  World world;
  const auto admin = world.register_with_roles({"super_admin"});
  const auto user = create(world, draft({{"roles", {"tsk", "lpk"}}}), World::as(admin)).body["user"];
  const auto rows = world.audit_rows("user.created");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].entity_type == "USER");
  CHECK(rows[0].entity_id == user["id"]);
  CHECK(rows[0].actor_id == admin.user_id);
  CHECK(rows[0].actor_name == admin.email);
  CHECK(rows[0].details.string("roles") == "lpk, tsk");
  CHECK(rows[0].details.text().find("Kirei") == std::string::npos);
}

// -------------------------------------------------------------------------------------------------------------- detail

TEST_CASE("admin users: one user, field for field - others are 404 user_not_found") {
  World world;
  const auto c = world.register_user();
  const auto answer = world.get("/admin/users/" + c.user_id, World::admin());
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "user");
  CHECK(answer.body["user"] == world.get("/auth/me", World::as(c)).body["user"]);
  for (const std::string& id : {unknown_id, std::string("no-uuid"), std::string("%00"), std::string("%20")}) {
    CHECK(outcome(world.get("/admin/users/" + id, World::admin())) == "404 user_not_found");
    CHECK(outcome(world.get("/admin/users/" + id + "/profile", World::admin())) == "404 user_not_found");
    const auto history = world.get("/admin/users/" + id + "/kyc/history?sessionId=x", World::admin());
    CHECK(outcome(history) == "404 user_not_found");
    CHECK(outcome(change(world, id, {{"roles", 1}})) == "404 user_not_found");
  }
}

TEST_CASE("admin users: the profile is the one the user sees") {
  World world;
  const auto c = world.register_user();
  world.submitted_kyc(c);
  const auto answer = world.get("/admin/users/" + c.user_id + "/profile", World::admin());
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "profile");
  CHECK(answer.body == world.get("/users/me/profile", World::as(c)).body);
}

TEST_CASE("admin users: the history of an identity check names reviewers, unlike the user's own (gap B17)") {
  World world;
  const auto c = world.register_user();
  const auto path = "/admin/users/" + c.user_id + "/kyc/history";
  CHECK(world.get(path, World::admin()).body == Json({{"session", nullptr}, {"events", Json::array()}}));
  CHECK(outcome(world.get(path + "?sessionId=" + unknown_id, World::admin())) == "404 kyc_session_not_found");
  const auto session = world.submitted_kyc(c);
  REQUIRE(world
              .post("/admin/kyc/review", {{"sessionId", session}, {"decision", "VERIFIED"}, {"reviewedBy", "Ops"}},
                    World::admin())
              .status == 200);
  const auto answer = world.get(path + "?sessionId=", World::admin());
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "events session");
  CHECK(answer.body["session"]["reviewedBy"] == "Ops");
  REQUIRE(answer.body["events"].size() == 3);
  CHECK(keys(answer.body["events"][2]) == "actorId actorType createdAt fromStatus id kycSessionId reason toStatus");
  CHECK(answer.body["events"][2]["actorId"] == "Ops");
  CHECK(world.get("/identity/kyc/history", World::as(c)).body["events"][2]["actorId"].is_null());
  CHECK(world.get(path + "?sessionId=" + session, World::admin()).body == answer.body);
  const auto other = world.start_kyc(world.register_user());
  CHECK(outcome(world.get(path + "?sessionId=" + other, World::admin())) == "404 kyc_session_not_found");
}

// -------------------------------------------------------------------------------------------------------------- change

TEST_CASE("admin users: a change answers the user, and leaves alone what was not given") {
  World world;
  const auto c = world.register_user("Rina Hartono");
  const auto before = world.get("/admin/users/" + c.user_id, World::admin()).body["user"];
  const auto named = change(world, c.user_id, {{"fullName", " Rina Baru "}, {"email", "x@y.z"}});
  REQUIRE(named.status == 200);
  CHECK(keys(named.body) == "user");
  Json expected = before;
  expected["fullName"] = "Rina Baru";
  CHECK(named.body["user"] == expected);
  const auto roles = change(world, c.user_id, {{"roles", {"tsk", " LPK "}}});
  expected["roles"] = {"lpk", "tsk"};
  CHECK(roles.body["user"] == expected);
  CHECK(world.get("/admin/users/" + c.user_id, World::admin()).body["user"] == expected);
  CHECK(login(world, c.email, c.password).status == 200);
}

TEST_CASE("admin users: roles replace the whole set and count on the next request of a token already issued (gap E1)") {
  World world;
  const auto c = world.register_user();
  CHECK(world.get("/admin/users", World::as(c)).code() == "insufficient_admin_role");
  REQUIRE(change(world, c.user_id, {{"roles", {"super_admin"}}}).status == 200);
  CHECK(world.get("/admin/users", World::as(c)).status == 200);
  CHECK(world.get("/auth/me", World::as(c)).body["user"]["roles"] == Json::array({"super_admin"}));
  REQUIRE(change(world, c.user_id, {{"roles", {"sdm"}}}).status == 200);
  CHECK(world.get("/admin/users", World::as(c)).code() == "insufficient_admin_role");
}

TEST_CASE("admin users: the errors of a change come in the order of the contract") {
  World world;
  const auto c = world.register_user();
  const auto result = [&](const Json& body) { return outcome(change(world, c.user_id, body)); };
  CHECK(result({{"roles", Json::array()}, {"fullName", "x"}, {"password", "x"}}) == "400 invalid_roles");
  for (const Json& bad : {Json(nullptr), Json("lpk"), Json(1), Json::object(), Json::array(), Json::array({" "})})
    CHECK(result({{"roles", bad}, {"fullName", "x"}}) == "400 invalid_roles");
  CHECK(result(Json::object()) == "400 invalid_request");
  CHECK(result(Json::array()) == "400 invalid_request");
  CHECK(result({{"email", "x@y.z"}}) == "400 invalid_request");
  CHECK(result({{"fullName", "x"}, {"password", "x"}, {"roles", {"pilot"}}}) == "400 invalid_name");
  CHECK(result({{"password", "x"}, {"roles", {"pilot"}}}) == "400 invalid_password");
  CHECK(result({{"roles", {"pilot"}}}) == "400 invalid_roles");
  for (const Json& bad : {Json(nullptr), Json(""), Json(" x "), Json::array({"Ayu"}), Json::object(), Json(false),
                          Json(std::string("a\0b", 3)), Json(std::string(201, 'n'))})
    CHECK(result({{"fullName", bad}}) == "400 invalid_name");
  for (const Json& bad : {Json(nullptr), Json(""), Json("1234567"), Json::array({"12345678"}), Json::object(),
                          Json(std::string("12345678\0", 9)), Json(std::string(1025, 'p'))})
    CHECK(result({{"password", bad}}) == "400 invalid_password");
  CHECK(result({{"password", 12345678}}) == "200 ");
  CHECK(world.raw("PATCH", "/admin/users/" + c.user_id, "null", World::admin()).code() == "invalid_request_body");
}

TEST_CASE("admin users: a change that is refused for one part changes no part (gap D7)") {
  World world;
  const auto c = world.register_user();
  const auto before = world.get("/admin/users/" + c.user_id, World::admin()).body;
  CHECK(change(world, c.user_id, {{"fullName", "New Name"}, {"password", "x"}}).status == 400);
  CHECK(change(world, c.user_id, {{"fullName", "New Name"}, {"roles", {"lpk", "pilot"}}}).status == 400);
  CHECK(change(world, c.user_id, {{"password", "Another-one-77"}, {"roles", {"pilot"}}}).status == 400);
  CHECK(world.get("/admin/users/" + c.user_id, World::admin()).body == before);
  CHECK(login(world, c.email, c.password).status == 200);
  CHECK(world.post("/auth/refresh", {{"refreshToken", c.refresh_token}}).status == 200);
  CHECK(world.audit_rows("user.updated").empty());
}

TEST_CASE("admin users: a new password works at once and ends the user's sessions, and only theirs (gap B11)") {
  World world;
  const auto c = world.register_user();
  const auto other = world.register_user();
  const auto second = login(world, c.email, c.password).body["refreshToken"];
  REQUIRE(change(world, c.user_id, {{"password", "Another-one-77"}}).status == 200);
  CHECK(login(world, c.email, c.password).status == 401);
  CHECK(login(world, c.email, "Another-one-77").status == 200);
  for (const Json& token : {Json(c.refresh_token), second})
    CHECK(outcome(world.post("/auth/refresh", {{"refreshToken", token}})) == "401 invalid_refresh_token");
  CHECK(world.post("/auth/refresh", {{"refreshToken", other.refresh_token}}).status == 200);
}

TEST_CASE("admin users: a new name or new roles keep the user's sessions") {
  World world;
  const auto c = world.register_user();
  REQUIRE(change(world, c.user_id, {{"fullName", "New Name"}, {"roles", {"lpk"}}}).status == 200);
  CHECK(world.post("/auth/refresh", {{"refreshToken", c.refresh_token}}).status == 200);
}

TEST_CASE("admin users: a change leaves an audit row of what changed, without secrets (gaps B16, F3)") {
  World world;
  const auto admin = world.register_with_roles({"super_admin"});
  const auto c = world.register_user();
  REQUIRE(change(world, c.user_id, {{"fullName", "New"}, {"password", "Another-one-77"}, {"roles", {"lpk", "tsk"}}},
                 World::as(admin))
              .status == 200);
  const auto rows = world.audit_rows("user.updated");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].entity_id == c.user_id);
  CHECK(rows[0].actor_name == admin.email);
  CHECK(rows[0].details ==
        *JsonText::parse_object(R"({"endedSessions":"1","fullName":"changed","password":"changed",)"
                                R"("roles":"lpk, tsk","rolesBefore":"sdm"})"));
}

TEST_SUITE("race") {
  TEST_CASE("admin users: of simultaneous creations with one address exactly one succeeds with its roles (gap D6)") {
    World world;
    std::vector<Answer> answers(8);
    at_once(8, [&](int i) {
      answers[static_cast<std::size_t>(i)] = create(world, draft({{"roles", {i % 2 ? "lpk" : "tsk"}}}));
    });
    int made = 0;
    for (const auto& answer : answers) {
      made += answer.status == 201;
      if (answer.status != 201) CHECK(outcome(answer) == "409 email_exists");
    }
    CHECK(made == 1);
    const auto users = list(world).body;
    CHECK(users["pageInfo"]["total"] == 1);
    CHECK(users["items"][0]["roles"].size() == 1);
    CHECK(world.audit_rows("user.created").size() == 1);
  }

  TEST_CASE("admin users: of simultaneous role changes one set wins as a whole") {
    World world;
    const auto c = world.register_user();
    const std::vector<Json> sets{Json::array({"lpk", "tsk"}), Json::array({"kaisha"}),
                                 Json::array({"sdm", "super_admin"})};
    at_once(6, [&](int i) {
      CHECK(change(world, c.user_id, {{"roles", sets[static_cast<std::size_t>(i) % 3]}}).status == 200);
    });
    const Json roles = world.get("/admin/users/" + c.user_id, World::admin()).body["user"]["roles"];
    CHECK(std::find(sets.begin(), sets.end(), roles) != sets.end());
  }
}
