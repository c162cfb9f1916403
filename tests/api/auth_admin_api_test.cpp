// Who may administer: bearer and key, roles, and the administrator the deployment wants to exist.

#include <atomic>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::seconds;

namespace {

const char* const queue = "/admin/kyc/review-queue";

Answer login(World& world, const std::string& email, const std::string& password) {
  return world.post("/auth/login", {{"identifier", email}, {"password", password}});
}

Answer refresh(World& world, const std::string& token) {
  return world.post("/auth/refresh", {{"refreshToken", token}});
}

}  // namespace

TEST_CASE("admin: the precedence of bearer and key is exactly that of the contract") {
  World world;
  const auto user = world.register_user();
  const auto admin = world.register_with_roles({"super_admin"});
  const auto get = [&](const World::Headers& headers) { return world.get(queue, headers); };
  const auto both = [](const std::string& token, const char* key) {
    return World::Headers{{"Authorization", "Bearer " + token}, {"x-admin-api-key", key}};
  };
  CHECK(get({}).status == 401);
  CHECK(get({}).code() == "missing_admin_api_key");
  CHECK(get({{"x-admin-api-key", "   "}}).code() == "missing_admin_api_key");
  CHECK(get({{"x-admin-api-key", "wrong"}}).status == 403);
  CHECK(get({{"x-admin-api-key", "wrong"}}).code() == "invalid_admin_api_key");
  CHECK(get(World::admin()).status == 200);
  CHECK(get({{"X-Admin-API-Key", std::string("  ") + admin_key + " "}}).status == 200);
  // A bearer token decides alone; the right key does not help it, the wrong key does not harm it.
  CHECK(get(both("rubbish", admin_key)).status == 401);
  CHECK(get(both("rubbish", admin_key)).code() == "invalid_access_token");
  CHECK(get(both(user.access_token, admin_key)).status == 403);
  CHECK(get(both(user.access_token, admin_key)).code() == "insufficient_admin_role");
  CHECK(get(both(admin.access_token, "wrong")).status == 200);
  CHECK(get(World::as(admin)).status == 200);
  // What is no bearer token leaves it to the key.
  CHECK(get({{"Authorization", "Basic x"}, {"x-admin-api-key", admin_key}}).status == 200);
  CHECK(get({{"Authorization", "Bearer  "}, {"x-admin-api-key", admin_key}}).status == 200);
  world.now += seconds(900);
  CHECK(get(both(admin.access_token, admin_key)).code() == "expired_access_token");
}

TEST_CASE("admin: without a configured key the key is 503 admin_api_disabled and bearers still work") {
  for (const std::string none : {"", "   "}) {
    CAPTURE(none);
    World world([&](Options& o) { o.auth.admin_api_key = none; });
    CHECK(world.get(queue).status == 503);
    CHECK(world.get(queue).code() == "admin_api_disabled");
    CHECK(world.get(queue, World::admin()).code() == "admin_api_disabled");
    CHECK(world.get(queue, World::bearer("rubbish")).code() == "invalid_access_token");
    CHECK(world.get(queue, World::as(world.register_with_roles({"super_admin"}))).status == 200);
  }
}

TEST_CASE("admin: the roles that administer are configurable, trimmed and compared in any case") {
  World world([](Options& o) { o.auth.admin_roles = {" LPK ", "Tsk"}; });
  CHECK(world.get(queue, World::as(world.register_with_roles({"lpk"}))).status == 200);
  CHECK(world.get(queue, World::as(world.register_with_roles({"tsk"}))).status == 200);
  CHECK(world.get(queue, World::as(world.register_with_roles({"super_admin"}))).code() == "insufficient_admin_role");
}

TEST_CASE("admin: a role that is granted works at once on a token already issued") {
  World world;
  const auto c = world.register_user();
  CHECK(world.get(queue, World::as(c)).code() == "insufficient_admin_role");
  world.platform->auth().ensure_admin({.email = c.email, .password = c.password, .roles = {"super_admin"}});
  CHECK(world.get(queue, World::as(c)).status == 200);
}

TEST_CASE("bootstrap: an administrator is created with all roles, unverified, and can sign in") {
  World world;
  const auto made = world.platform->auth().ensure_admin({.email = " Admin@Example.test ", .password = "Admin12345"});
  CHECK(made.created);
  CHECK(made.unknown_roles.empty());
  const auto answer = login(world, "admin@example.test", "Admin12345");
  REQUIRE(answer.status == 200);
  CHECK(answer.body["user"]["fullName"] == "Admin Senpai");
  CHECK(answer.body["user"]["roles"] == Json::array({"kaisha", "lpk", "sdm", "super_admin", "tsk"}));
  CHECK(answer.body["user"]["emailVerified"] == false);
  CHECK(world.get(queue, World::bearer(answer.body["accessToken"])).status == 200);
}

TEST_CASE("bootstrap: an account that exists keeps name, password and roles and gets those it lacks") {
  World world;
  const auto c = world.register_user("Rina Hartono");
  write(*world.storage, [&](Stores& s) { s.users.mark_email_verified(UserId(c.user_id), world.now); });
  const auto found = world.platform->auth().ensure_admin({.full_name = "Other Name",
                                                          .email = c.email,
                                                          .password = "Other-password",
                                                          .roles = {"super_admin", "no_such_role"}});
  CHECK_FALSE(found.created);
  CHECK(found.unknown_roles == std::vector<std::string>{"no_such_role"});
  CHECK(login(world, c.email, "Other-password").status == 401);
  const auto answer = login(world, c.email, c.password);
  REQUIRE(answer.status == 200);
  CHECK(answer.body["user"]["fullName"] == "Rina Hartono");
  CHECK(answer.body["user"]["roles"] == Json::array({"sdm", "super_admin"}));
  CHECK(refresh(world, c.refresh_token).status == 200);
}

TEST_CASE("bootstrap: an account that anybody may have registered does not become an administrator") {
  World world;
  const auto stranger = world.register_user();
  const auto ensure = [&](BootstrapAdmin wanted) {
    wanted.email = stranger.email;
    try {
      world.platform->auth().ensure_admin(wanted);
      return std::string();
    } catch (const Error& error) {
      return std::string(error.code());
    }
  };
  CHECK(ensure({.password = "The-operators-own"}) == "administrator_unproven");
  CHECK(world.get(queue, World::as(stranger)).code() == "insufficient_admin_role");
  CHECK(ensure({.password = "The-operators-own", .reset_password = true}) == "");
  CHECK(login(world, stranger.email, stranger.password).status == 401);
  CHECK(refresh(world, stranger.refresh_token).status == 401);
  // From then on it is one, whatever its password is.
  CHECK(ensure({.password = "Yet-another-one"}) == "");
}

TEST_CASE("bootstrap: whoever registers the address while the administrator is being made does not become one") {
  const std::string email = "admin@example.test";
  std::string password = "A-stranger's-own";
  std::atomic<bool> armed{false};
  World* stranger = nullptr;
  World world([&](Options& options) {
    // The present time is asked for between looking and writing.
    options.clock = [&, clock = options.clock] {
      if (armed.exchange(false))
        stranger->post("/auth/register", {{"fullName", "Somebody"}, {"email", email}, {"password", password}});
      return clock();
    };
  });
  stranger = &world;
  const auto ensure = [&] {
    armed = true;
    return world.platform->auth().ensure_admin({.email = email, .password = "The-operators-own"});
  };
  CHECK_THROWS_AS(ensure(), Error);
  const auto session = login(world, email, password);
  REQUIRE(session.status == 200);
  CHECK(session.body["user"]["roles"] == Json::array({"sdm"}));
}

TEST_CASE("bootstrap: resetting the password replaces it and ends the sessions") {
  World world;
  const auto c = world.register_user();
  world.platform->auth().ensure_admin({.email = c.email, .password = "  New password ", .reset_password = true});
  CHECK(login(world, c.email, c.password).status == 401);
  CHECK(login(world, c.email, "New password").status == 401);
  CHECK(login(world, c.email, "  New password ").status == 200);
  CHECK(refresh(world, c.refresh_token).status == 401);
}

TEST_CASE("bootstrap: an unusable address or password is refused") {
  World world;
  CHECK_THROWS_AS(world.platform->auth().ensure_admin({.email = "admin", .password = "Admin12345"}), Error);
  CHECK_THROWS_AS(world.platform->auth().ensure_admin({.email = "admin@a.b", .password = "short"}), Error);
}
