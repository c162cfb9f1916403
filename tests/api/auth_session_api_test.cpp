// Login, access and refresh tokens, logout.

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <regex>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const std::string vector_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";
const std::string vector_token =
    "eyJ0eXAiOiJhY2Nlc3MiLCJzdWIiOiI2ZjFkMmMzNC01YjZhLTRjN2QtOGU5Zi0wYTFiMmMzZDRlNWYiLCJlbWFpbCI6InJpbmFAZXhhbXBsZS50ZX"
    "N0IiwiZXhwIjoxODkzNDU2OTAwLCJpYXQiOjE4OTM0NTYwMDB9.DyiptlblYqjyoSceuKTuJaFO4P8B46yg7v4TZIH-UYw";
const std::string vector_hash =
    "pbkdf2$120000$00112233445566778899aabbccddeeff$c666a4ce8d48ce02cff11d541a62a68a81749986ea78a6d23f58fb9f1022f21e";
const Timestamp vector_time{milliseconds(1893456000000)};

std::string base64url(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

/// A correctly signed token with any payload.
std::string signed_token(const std::string& payload, const std::string& secret = token_secret) {
  const std::string first = base64url(payload);
  unsigned char mac[32];
  unsigned size = sizeof mac;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(first.data()), first.size(), mac, &size);
  return first + "." + base64url({reinterpret_cast<const char*>(mac), size});
}

std::string signed_token(const Json& payload, const std::string& secret = token_secret) {
  return signed_token(payload.dump(), secret);
}

/// An account as the original service left it.
void adopt(World& world, const std::string& password_hash, const std::string& email = "rina@example.test",
           const std::string& id = vector_id) {
  write(*world.storage, [&](Stores& s) {
    REQUIRE(s.users.insert({UserId(id), "Rina Hartono", email, password_hash, world.now}));
    REQUIRE(s.users.grant_role(UserId(id), "sdm", id, world.now));
  });
}

std::string stored_hash(World& world, const std::string& email) {
  return read(*world.storage, [&](Stores& s) { return s.users.find_credential(email)->password_hash; });
}

Answer login(World& world, const std::string& email, const std::string& password) {
  return world.post("/auth/login", {{"identifier", email}, {"password", password}});
}

Answer refresh(World& world, const Json& token) { return world.post("/auth/refresh", {{"refreshToken", token}}); }

Answer me(World& world, const std::string& token) { return world.get("/auth/me", World::bearer(token)); }

}  // namespace

// --------------------------------------------------------------------------------------------------------------- login

TEST_CASE("login: the answer is a session without emailVerification") {
  World world;
  const auto c = world.register_user();
  const auto answer = login(world, c.email, c.password);
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "accessToken refreshToken user");
  CHECK(keys(answer.body["user"]) == "createdAt email emailVerified emailVerifiedAt fullName id roles");
  CHECK(answer.body["user"]["id"] == c.user_id);
  CHECK(std::regex_match(answer.body["refreshToken"].get<std::string>(), std::regex("[A-Za-z0-9_-]{64}")));
  CHECK(me(world, answer.body["accessToken"]).status == 200);
}

TEST_CASE("login: identifier counts first, and email only when identifier is absent or empty") {
  World world;
  const auto a = world.register_user();
  const auto b = world.register_user();
  const auto with = [&](Json body) {
    body["password"] = a.password;
    return world.post("/auth/login", body);
  };
  CHECK(with({{"email", a.email}}).body["user"]["id"] == a.user_id);
  CHECK(with({{"identifier", a.email}, {"email", b.email}}).body["user"]["id"] == a.user_id);
  CHECK(with({{"identifier", "nobody@example.test"}, {"email", b.email}}).status == 401);
  for (const std::string empty : {"\"\"", "\"  \\u3000\"", "null", "false", "0"}) {
    CAPTURE(empty);
    CHECK(with({{"identifier", Json::parse(empty)}, {"email", b.email}}).body["user"]["id"] == b.user_id);
  }
}

TEST_CASE("login: the address is trimmed and its case does not matter") {
  World world;
  const auto c = world.register_user();
  std::string loud = c.email;
  for (char& letter : loud) letter = static_cast<char>(std::toupper(letter));
  CHECK(login(world, "\u3000" + loud + " ", c.password).status == 200);
}

TEST_CASE("login: every failure is 401 invalid_credentials") {
  World world;
  const auto c = world.register_user();
  const std::vector<Json> bodies{
      Json::object(),
      Json::array(),
      {{"identifier", c.email}},
      {{"password", c.password}},
      {{"identifier", c.email}, {"password", "wrong-password"}},
      {{"identifier", c.email}, {"password", ""}},
      {{"identifier", c.email}, {"password", c.password + " "}},
      {{"identifier", c.email}, {"password", nullptr}},
      {{"identifier", c.email}, {"password", 12345678}},
      {{"identifier", c.email}, {"password", Json::array({c.password})}},
      {{"identifier", c.email}, {"password", std::string(5000, 'x')}},
      {{"identifier", "nobody@example.test"}, {"password", c.password}},
      {{"identifier", "no address"}, {"password", c.password}},
      {{"identifier", Json::array({c.email})}, {"password", c.password}},
      {{"identifier", Json::object()}, {"password", c.password}},
      {{"identifier", c.email + std::string(1, '\0')}, {"password", c.password}},
  };
  for (const auto& body : bodies) {
    CAPTURE(body.dump());
    const auto answer = world.post("/auth/login", body);
    CHECK(answer.status == 401);
    CHECK(answer.code() == "invalid_credentials");
  }
  CHECK(world.raw("POST", "/auth/login", "").code() == "invalid_credentials");
  CHECK(world.raw("POST", "/auth/login", "{").code() == "invalid_request_body");
}

TEST_CASE("login: sessions add up, earlier ones stay valid") {
  World world;
  const auto c = world.register_user();
  const auto second = login(world, c.email, c.password);
  const auto third = login(world, c.email, c.password);
  CHECK(second.body["refreshToken"] != third.body["refreshToken"]);
  CHECK(refresh(world, c.refresh_token).status == 200);
  CHECK(refresh(world, second.body["refreshToken"]).status == 200);
  CHECK(refresh(world, third.body["refreshToken"]).status == 200);
}

TEST_CASE("login: a password hash of the original is accepted (vectors) and upgraded to Argon2id") {
  World world;
  adopt(world, vector_hash);
  CHECK(login(world, "rina@example.test", "Kirei-na-hana-43").status == 401);
  CHECK(stored_hash(world, "rina@example.test") == vector_hash);
  CHECK(login(world, "rina@example.test", "Kirei-na-hana-42").status == 200);
  const auto upgraded = stored_hash(world, "rina@example.test");
  CHECK(upgraded.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
  CHECK(login(world, "rina@example.test", "Kirei-na-hana-42").status == 200);
  CHECK(stored_hash(world, "rina@example.test") == upgraded);
  CHECK(login(world, "rina@example.test", "Kirei-na-hana-43").status == 401);
  adopt(
      world,
      "pbkdf2$120000$00112233445566778899aabbccddeeff$05003791876473aba82265c11998c8c287a6f13296ed9f46be2e13ecdf9a1797",
      "sakura@example.test", "7f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f");
  CHECK(login(world, "sakura@example.test", "さくら桜12345").status == 200);
  CHECK(login(world, "sakura@example.test", "さくら桜12346").status == 401);
}

TEST_CASE("login: the iteration count of a stored hash is honoured") {
  World world;
  // 120000 replaced by another count: the same salt and output no longer match.
  std::string hash = vector_hash;
  hash.replace(hash.find("120000"), 6, "120001");
  adopt(world, hash);
  CHECK(login(world, "rina@example.test", "Kirei-na-hana-42").status == 401);
}

TEST_CASE("login: with compat_rollback hashes are the original's form and nothing is upgraded") {
  World world([](Options& o) {
    o.auth.compat_rollback = true;
    o.auth.compat_hash_iterations = 1000;
  });
  adopt(world, vector_hash);
  CHECK(login(world, "rina@example.test", "Kirei-na-hana-42").status == 200);
  CHECK(stored_hash(world, "rina@example.test") == vector_hash);
  const auto c = world.register_user();
  const auto stored = stored_hash(world, c.email);
  CHECK(std::regex_match(stored, std::regex("pbkdf2\\$1000\\$[0-9a-f]{32}\\$[0-9a-f]{64}")));
  CHECK(login(world, c.email, c.password).status == 200);
  CHECK(stored_hash(world, c.email) == stored);
  CHECK(Options{}.auth.compat_hash_iterations == 120000);
}

TEST_CASE("login: without compat_rollback new hashes are Argon2id, and a dearer cost upgrades cheaper ones") {
  CHECK(HashCost{}.memory_kib == 19456);
  CHECK(HashCost{}.iterations == 2);
  CHECK(HashCost{}.parallelism == 1);
  World world;
  const auto c = world.register_user();
  CHECK(stored_hash(world, c.email).starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
  world.restart([](Options& o) { o.auth.hash_cost = {.memory_kib = 128, .iterations = 2, .parallelism = 1}; });
  CHECK(login(world, c.email, c.password).status == 200);
  CHECK(stored_hash(world, c.email).starts_with("$argon2id$v=19$m=128,t=2,p=1$"));
  CHECK(login(world, c.email, c.password).status == 200);
}

TEST_CASE("login: a stored hash of any other form never matches") {
  for (const std::string hash :
       {"", "x", "pbkdf2$", "pbkdf2$0$aa$bb", "pbkdf2$-1$aa$bb", "pbkdf2$1e3$aa$bb", "pbkdf2$99999999999$aa$bb",
        "pbkdf2$1000$aa", "Kirei-na-hana-42", "$argon2id$", "$argon2id$v=19$"}) {
    CAPTURE(hash);
    World world;
    adopt(world, hash);
    const auto answer = login(world, "rina@example.test", "Kirei-na-hana-42");
    CHECK(answer.status == 401);
    CHECK(answer.code() == "invalid_credentials");
  }
}

// ------------------------------------------------------------------------------------------------------- access tokens

TEST_CASE("access token: a login at the second of the vector issues exactly the token of the vector") {
  World world;
  world.now = vector_time + milliseconds(999);
  adopt(world, vector_hash);
  CHECK(login(world, "rina@example.test", "Kirei-na-hana-42").body["accessToken"] == vector_token);
}

TEST_CASE("access token: the vector is accepted until its last millisecond and expired from then on") {
  World world;
  adopt(world, vector_hash);
  world.now = vector_time;
  const auto answer = me(world, vector_token);
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "user");
  CHECK(keys(answer.body["user"]) == "createdAt email emailVerified emailVerifiedAt fullName id roles");
  world.now = vector_time + seconds(900) - milliseconds(1);
  CHECK(me(world, vector_token).status == 200);
  world.now = vector_time + seconds(900);
  const auto expired = me(world, vector_token);
  CHECK(expired.status == 401);
  CHECK(expired.code() == "expired_access_token");
}

TEST_CASE("access token: what is not two parts, or is not signed by us, is invalid") {
  World world;
  world.now = vector_time;
  adopt(world, vector_hash);
  const auto dot = vector_token.find('.');
  std::string other_end = vector_token;
  other_end.back() = other_end.back() == 'w' ? 'x' : 'w';
  std::string other_payload = vector_token;
  other_payload[5] = other_payload[5] == 'A' ? 'B' : 'A';
  for (const std::string& token :
       {std::string("x"), std::string("."), std::string(".."), vector_token.substr(0, dot),
        vector_token.substr(0, dot + 1), vector_token.substr(dot), vector_token + ".", vector_token + ".x",
        vector_token + "x", vector_token + "=", other_end, other_payload,
        vector_token.substr(0, vector_token.size() - 1),
        signed_token(Json{{"typ", "access"}, {"sub", vector_id}, {"exp", 1893456900}}, "another-secret")}) {
    CAPTURE(token);
    const auto answer = me(world, token);
    CHECK(answer.status == 401);
    CHECK(answer.code() == "invalid_access_token");
  }
}

TEST_CASE("access token: a signed payload needs type, subject and expiry - e-mail and issue time are not looked at") {
  World world;
  world.now = vector_time;
  adopt(world, vector_hash);
  const auto code = [&](const std::string& payload) { return me(world, signed_token(payload)).code(); };
  const std::string sub = "\"sub\":\"" + vector_id + "\"";
  CHECK(code(R"({"typ":"access",)" + sub + R"(,"exp":1893456900})").empty());
  CHECK(code(R"({"typ":"access",)" + sub + R"(,"exp":1893456900,"iat":99999999999,"email":"x"})").empty());
  CHECK(code(R"({"typ":"refresh",)" + sub + R"(,"exp":1893456900})") == "invalid_access_token");
  CHECK(code("{" + sub + R"(,"exp":1893456900})") == "invalid_access_token");
  CHECK(code(R"({"typ":"access","exp":1893456900})") == "invalid_access_token");
  CHECK(code(R"({"typ":"access","sub":"","exp":1893456900})") == "invalid_access_token");
  CHECK(code(R"({"typ":"access","sub":null,"exp":1893456900})") == "invalid_access_token");
  CHECK(code(R"({"typ":"access",)" + sub + "}") == "invalid_access_token");
  CHECK(code(R"({"typ":"access",)" + sub + R"(,"exp":0})") == "invalid_access_token");
  CHECK(code(R"({"typ":"access",)" + sub + R"(,"exp":null})") == "invalid_access_token");
  CHECK(code(R"({"typ":"access","sub":"no-uuid","exp":1893456900})") == "invalid_access_token");
  CHECK(code("no json") == "invalid_access_token");
  CHECK(code("[]") == "invalid_access_token");
  CHECK(code("null") == "invalid_access_token");
}

TEST_CASE("access token: expiry is looked at before the user, and an unknown user makes the token invalid") {
  World world;
  world.now = vector_time;
  CHECK(me(world, vector_token).code() == "invalid_access_token");
  world.now = vector_time + seconds(900);
  CHECK(me(world, vector_token).code() == "expired_access_token");
}

TEST_CASE("access token: tokens of a former secret stay valid and new ones use the present secret") {
  World world;
  const auto c = world.register_user();
  world.restart([](Options& o) { o.auth.token_secret = "a-new-secret"; });
  CHECK(me(world, c.access_token).code() == "invalid_access_token");
  world.restart([](Options& o) { o.auth.previous_token_secrets = {token_secret}; });
  CHECK(me(world, c.access_token).status == 200);
  const std::string fresh = login(world, c.email, c.password).body["accessToken"];
  world.restart([](Options& o) { o.auth.previous_token_secrets.clear(); });
  CHECK(me(world, fresh).status == 200);
}

TEST_CASE("bearer: without a token a route that needs one says missing_access_token") {
  World world;
  const auto c = world.register_user();
  const std::vector<std::string> no_token{"",
                                          "Bearer",
                                          "Bearer ",
                                          "Bearer    ",
                                          "Basic " + c.access_token,
                                          "Token x",
                                          c.access_token,
                                          "Bearer\t" + c.access_token,
                                          "Bearer" + c.access_token};
  CHECK(world.get("/auth/me").code() == "missing_access_token");
  for (const auto& value : no_token) {
    CAPTURE(value);
    const auto answer = world.get("/auth/me", {{"Authorization", value}});
    CHECK(answer.status == 401);
    CHECK(answer.code() == "missing_access_token");
  }
}

TEST_CASE("bearer: scheme and header name are read in any case, and blanks around the token are trimmed") {
  World world;
  const auto c = world.register_user();
  for (const std::string scheme : {"Bearer ", "bearer ", "BEARER ", "bEaReR ", "Bearer   "}) {
    CAPTURE(scheme);
    CHECK(world.get("/auth/me", {{"Authorization", scheme + c.access_token}}).status == 200);
  }
  CHECK(world.get("/auth/me", {{"AUTHORIZATION", "Bearer " + c.access_token + "  "}}).status == 200);
  CHECK(world.get("/auth/me", {{"authorization", "Bearer " + c.access_token}}).status == 200);
}

TEST_CASE("me: a role that is granted or an account that is gone shows on tokens already issued") {
  World world;
  const auto c = world.register_user();
  CHECK(me(world, c.access_token).body["user"]["roles"] == Json::array({"sdm"}));
  world.platform->auth().ensure_admin({.email = c.email, .password = c.password, .roles = {"tsk", "kaisha"}});
  CHECK(me(world, c.access_token).body["user"]["roles"] == Json::array({"kaisha", "sdm", "tsk"}));
}

// ----------------------------------------------------------------------------------------------------- refresh, logout

TEST_CASE("refresh: a token is exchanged once for a session of full lifetime") {
  World world;
  const auto c = world.register_user();
  world.now += days(6);
  const auto answer = refresh(world, " " + c.refresh_token + "\n");
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "accessToken refreshToken user");
  CHECK(answer.body["user"]["id"] == c.user_id);
  CHECK(answer.body["refreshToken"] != c.refresh_token);
  world.now += days(6);
  CHECK(refresh(world, answer.body["refreshToken"]).status == 200);
}

TEST_CASE("refresh: an empty token is 400 invalid_refresh_token, an unknown one 401") {
  World world;
  for (const std::string empty : {"\"\"", "\" \\u3000 \"", "null", "false", "0"}) {
    CAPTURE(empty);
    const auto answer = refresh(world, Json::parse(empty));
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_refresh_token");
  }
  CHECK(world.raw("POST", "/auth/refresh", "").status == 400);
  for (const std::string unknown : {"\"x\"", "42", "true"}) {
    CAPTURE(unknown);
    const auto answer = refresh(world, Json::parse(unknown));
    CHECK(answer.status == 401);
    CHECK(answer.code() == "invalid_refresh_token");
  }
}

TEST_CASE("refresh: an array or object as token is a malformed request, 400 invalid_refresh_token") {
  World world;
  const auto c = world.register_user();
  for (const Json& bad : {Json::array({c.refresh_token}), Json::object()}) {
    CAPTURE(bad.dump());
    const auto answer = refresh(world, bad);
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_refresh_token");
  }
}

TEST_CASE("refresh: a session ends with its lifetime") {
  World world;
  const auto c = world.register_user();
  const auto start = world.now;
  world.now = start + days(7);
  CHECK(refresh(world, c.refresh_token).status == 401);
  world.now = start + days(7) - milliseconds(1);
  CHECK(refresh(world, c.refresh_token).status == 200);
}

TEST_CASE("refresh: a session of the original, without family, is honoured (vector)") {
  World world;
  const auto c = world.register_user();
  write(*world.storage, [&](Stores& s) {
    SessionRow row;
    row.id = SessionId("11111111-2222-4333-8444-555555555555");
    row.user_id = UserId(c.user_id);
    row.token_hash = "5bf60b23d731d59d9ddde5b5359ea7502969c49d4a435eeef91e1ab957e5bacf";
    row.family = row.id;
    row.expires_at = world.now + seconds(60);
    row.created_at = world.now;
    s.sessions.insert(row);
  });
  CHECK(refresh(world, "AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJJKKKKLLLLMMMMNNNNOOOOPPPP").status == 200);
  CHECK(refresh(world, "AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJJKKKKLLLLMMMMNNNNOOOOPPPP").status == 401);
}

TEST_CASE("refresh: what is stored of a token is its SHA-256, never the token") {
  World world;
  const auto c = world.register_user();
  CHECK(read(*world.storage, [&](Stores& s) { return s.sessions.find(sha256_hex(c.refresh_token)).has_value(); }));
  CHECK_FALSE(read(*world.storage, [&](Stores& s) { return s.sessions.find(c.refresh_token).has_value(); }));
}

TEST_CASE("refresh: reuse within 60 seconds of the rotation is a plain 401 and harms nobody") {
  World world;
  const auto c = world.register_user();
  const std::string next = refresh(world, c.refresh_token).body["refreshToken"];
  for (int i = 0; i < 4; ++i) {
    const auto reuse = refresh(world, c.refresh_token);
    CHECK(reuse.status == 401);
    CHECK(reuse.code() == "invalid_refresh_token");
  }
  world.now += seconds(60);
  CHECK(refresh(world, c.refresh_token).status == 401);
  CHECK(world.audit_rows("auth.refresh_token_reused").empty());
  CHECK(world.observer->count("auth.refresh_token_reused") == 0);
  CHECK(refresh(world, next).status == 200);
}

TEST_CASE("refresh: later reuse ends the whole family, leaves an audit row and spares other sessions") {
  World world;
  const auto c = world.register_user();
  const std::string other = login(world, c.email, c.password).body["refreshToken"];
  const std::string second = refresh(world, c.refresh_token).body["refreshToken"];
  world.now += seconds(61);
  const std::string third = refresh(world, second).body["refreshToken"];
  const auto reuse = refresh(world, c.refresh_token);
  CHECK(reuse.status == 401);
  CHECK(reuse.code() == "invalid_refresh_token");
  CHECK(refresh(world, third).status == 401);
  CHECK(refresh(world, other).status == 200);
  for (int i = 0; i < 3; ++i) CHECK(refresh(world, c.refresh_token).status == 401);
  const auto rows = world.audit_rows("auth.refresh_token_reused");
  REQUIRE(rows.size() == 1);  // That the same token comes again is no news.
  CHECK(rows.front().entity_id == c.user_id);
  CHECK(rows.front().at == world.now);
  CHECK(world.observer->count("auth.refresh_token_reused") == 1);
  // Access tokens issued earlier live on until they expire.
  CHECK(me(world, c.access_token).status == 200);
}

TEST_CASE("refresh: later reuse leaves an audit row though the family has ended already") {
  World world;
  const auto c = world.register_user();
  const std::string second = refresh(world, c.refresh_token).body["refreshToken"];
  REQUIRE(world.post("/auth/logout", {{"refreshToken", second}}).status == 204);
  world.now += seconds(61);
  for (int i = 0; i < 2; ++i) CHECK(refresh(world, c.refresh_token).status == 401);
  CHECK(world.audit_rows("auth.refresh_token_reused").size() == 1);
}

TEST_CASE("refresh: an access token issued before the rotation stays valid") {
  World world;
  const auto c = world.register_user();
  REQUIRE(refresh(world, c.refresh_token).status == 200);
  CHECK(me(world, c.access_token).status == 200);
}

TEST_CASE("logout: ends the session of the token and no other, without an access token") {
  World world;
  const auto c = world.register_user();
  const std::string other = login(world, c.email, c.password).body["refreshToken"];
  const auto answer = world.post("/auth/logout", {{"refreshToken", " " + c.refresh_token + " "}});
  CHECK(answer.status == 204);
  CHECK(answer.text.empty());
  CHECK(refresh(world, c.refresh_token).status == 401);
  CHECK(refresh(world, other).status == 200);
  CHECK(me(world, c.access_token).status == 200);
}

TEST_CASE("logout: empty bodies, blank and unknown tokens are all 204, and so is a repetition") {
  World world;
  const auto c = world.register_user();
  CHECK(world.raw("POST", "/auth/logout", "").status == 204);
  for (const std::string body :
       {"{}", "[]", "7", R"({"refreshToken":""})", R"({"refreshToken":null})", R"({"refreshToken":"  "})",
        R"({"refreshToken":"unknown"})", R"({"refreshToken":42})", R"({"refreshToken":[]})"}) {
    CAPTURE(body);
    CHECK(world.raw("POST", "/auth/logout", body).status == 204);
  }
  CHECK(world.post("/auth/logout", {{"refreshToken", c.refresh_token}}).status == 204);
  CHECK(world.post("/auth/logout", {{"refreshToken", c.refresh_token}}).status == 204);
  CHECK(world.raw("POST", "/auth/logout", "{").code() == "invalid_request_body");
}

TEST_CASE("logout: a token used after a logout is refused plainly, however late") {
  World world;
  const auto c = world.register_user();
  const std::string second = refresh(world, c.refresh_token).body["refreshToken"];
  world.post("/auth/logout", {{"refreshToken", second}});
  world.now += seconds(3600);
  CHECK(refresh(world, second).status == 401);
  CHECK(world.observer->count("auth.refresh_token_reused") == 0);
}
