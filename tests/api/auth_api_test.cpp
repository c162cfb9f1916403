// Registration, and the rules of request bodies and values as it meets them.

#include <regex>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

Json registration(const Json& changes = Json::object()) {
  Json body{{"fullName", "Rina Hartono"}, {"email", "rina@example.test"}, {"password", "Kirei-na-hana-42"}};
  body.update(changes);
  return body;
}

Answer register_with(World& world, const Json& changes) { return world.post("/auth/register", registration(changes)); }

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

/// The name of a new account whose name was given by this JSON, or the code of the refusal.
std::string name_registered(World& world, const std::string& json) {
  static int number = 0;  // Each account has an address of its own.
  const auto answer = world.raw("POST", "/auth/register",
                                R"({"password":"12345678","email":")" + std::to_string(++number) +
                                    R"(@b.c","fullName":)" + json + "}");
  return answer.status == 201 ? answer.body["user"]["fullName"].get<std::string>() : answer.code();
}

/// A registration body of exactly this many bytes.
std::string padded_registration(std::size_t size) {
  Json body = registration({{"pad", ""}});
  body["pad"] = std::string(size - body.dump().size(), 'x');
  return body.dump();
}

}  // namespace

// -------------------------------------------------------------------------------------------------------- registration

TEST_CASE("register: a new account gets a session, the default role and a challenge, field for field") {
  World world;
  const auto answer = register_with(world, Json::object());
  REQUIRE(answer.status == 201);
  CHECK(keys(answer.body) == "accessToken emailVerification refreshToken user");
  const Json& user = answer.body["user"];
  CHECK(keys(user) == "createdAt email emailVerified emailVerifiedAt fullName id roles");
  CHECK(is_uuid(user["id"].get<std::string>()));
  CHECK(user["fullName"] == "Rina Hartono");
  CHECK(user["email"] == "rina@example.test");
  CHECK(user["emailVerified"] == false);
  CHECK(user["emailVerifiedAt"].is_null());
  CHECK(user["createdAt"] == "2030-01-02T03:04:05.678Z");
  CHECK(user["roles"] == Json::array({"sdm"}));
  CHECK(std::regex_match(answer.body["refreshToken"].get<std::string>(), std::regex("[A-Za-z0-9_-]{64}")));
  CHECK(std::regex_match(answer.body["accessToken"].get<std::string>(), std::regex("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+")));
  const Json& challenge = answer.body["emailVerification"];
  CHECK(keys(challenge) == "developmentCode email expiresInSec required resendAvailableInSec sent verified");
  CHECK(challenge["required"] == true);
  CHECK(challenge["verified"] == false);
  CHECK(challenge["email"] == "rina@example.test");
  CHECK(challenge["sent"] == true);
  CHECK(challenge["expiresInSec"] == 600);
  CHECK(challenge["expiresInSec"].is_number_integer());
  CHECK(challenge["resendAvailableInSec"] == 60);
  CHECK(std::regex_match(challenge["developmentCode"].get<std::string>(), std::regex("\\d{6}")));
}

TEST_CASE("register: errors come in the order name, e-mail, password, taken address") {
  World world;
  CHECK(world.post("/auth/register", {{"fullName", "x"}, {"email", "x"}, {"password", "x"}}).code() == "invalid_name");
  CHECK(world.post("/auth/register", {{"fullName", "xy"}, {"email", "x"}, {"password", "x"}}).code() ==
        "invalid_email");
  REQUIRE(register_with(world, Json::object()).status == 201);
  const auto bad_password = register_with(world, {{"password", "short"}});
  CHECK(bad_password.status == 400);
  CHECK(bad_password.code() == "invalid_password");
  const auto taken = register_with(world, {{"fullName", "Somebody Else"}});
  CHECK(taken.status == 409);
  CHECK(taken.code() == "email_exists");
}

TEST_CASE("register: an empty object fails with invalid_name, and so does an empty body") {
  World world;
  CHECK(world.post("/auth/register", Json::object()).code() == "invalid_name");
  const auto empty = world.raw("POST", "/auth/register", "");
  CHECK(empty.status == 400);
  CHECK(empty.code() == "invalid_name");
}

TEST_CASE("register: a taken address is refused whatever its case and the blanks around it") {
  World world;
  REQUIRE(register_with(world, Json::object()).status == 201);
  CHECK(register_with(world, {{"email", "\xE3\x80\x80RINA@Example.TEST \n"}}).code() == "email_exists");
}

TEST_CASE("register: the address is stored trimmed and in lower case") {
  World world;
  const auto answer = register_with(world, {{"email", " Rina@EXAMPLE.test\t"}});
  REQUIRE(answer.status == 201);
  CHECK(answer.body["user"]["email"] == "rina@example.test");
  CHECK(answer.body["emailVerification"]["email"] == "rina@example.test");
}

TEST_CASE("register: the whole white-space set of the contract is trimmed from the name, and nothing else") {
  World world;
  int number = 0;
  for (const std::string blank : {"\t", "\n", "\v", "\f", "\r", " ", "\u00a0", "\u1680", "\u2000", "\u2005", "\u200a",
                                  "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff"}) {
    CAPTURE(number);
    const auto answer = register_with(
        world, {{"fullName", blank + "桜 Rina" + blank + blank}, {"email", std::to_string(++number) + "@a.b"}});
    REQUIRE(answer.status == 201);
    CHECK(answer.body["user"]["fullName"] == "桜 Rina");
  }
  // A zero-width space is no white space of the contract.
  const auto kept = register_with(world, {{"fullName", "\u200bRina\u200b"}, {"email", "z@a.b"}});
  REQUIRE(kept.status == 201);
  CHECK(kept.body["user"]["fullName"] == "\u200bRina\u200b");
  CHECK(register_with(world, {{"fullName", "\u3000x\u3000"}}).code() == "invalid_name");
}

TEST_CASE("register: a name is measured in UTF-16 code units") {
  World world;
  CHECK(register_with(world, {{"fullName", "桜"}}).code() == "invalid_name");
  CHECK(register_with(world, {{"fullName", "さく"}, {"email", "a@a.b"}}).status == 201);
  // One emoji is two code units.
  CHECK(register_with(world, {{"fullName", "😀"}, {"email", "b@a.b"}}).status == 201);
  CHECK(register_with(world, {{"fullName", repeated("漢", 200)}, {"email", "c@a.b"}}).status == 201);
  CHECK(register_with(world, {{"fullName", repeated("漢", 201)}, {"email", "d@a.b"}}).code() == "invalid_name");
  CHECK(register_with(world, {{"fullName", repeated("😀", 100)}, {"email", "e@a.b"}}).status == 201);
  CHECK(register_with(world, {{"fullName", repeated("😀", 100) + "x"}, {"email", "f@a.b"}}).code() == "invalid_name");
}

TEST_CASE("register: a password of seven characters is refused with invalid_password, one of eight is fine") {
  World world;
  CHECK(register_with(world, {{"password", "1234567"}}).code() == "invalid_password");
  CHECK(register_with(world, {{"password", "12345678"}}).status == 201);
}

TEST_CASE("register: a password is not trimmed and is measured in UTF-16 code units") {
  World world;
  CHECK(register_with(world, {{"password", "        "}, {"email", "a@a.b"}}).status == 201);
  CHECK(world.post("/auth/login", {{"email", "a@a.b"}, {"password", "        "}}).status == 200);
  CHECK(world.post("/auth/login", {{"email", "a@a.b"}, {"password", "       "}}).status == 401);
  CHECK(register_with(world, {{"password", "さくら桜1234"}, {"email", "b@a.b"}}).status == 201);
  CHECK(register_with(world, {{"password", "さくら桜123"}, {"email", "c@a.b"}}).status == 400);
  CHECK(register_with(world, {{"password", "😀😀😀😀"}, {"email", "d@a.b"}}).status == 201);
  CHECK(register_with(world, {{"password", "😀😀😀x"}, {"email", "e@a.b"}}).status == 400);
}

TEST_CASE("register: a password may have 1024 characters and not one more") {
  World world;
  std::string kanji;
  for (int i = 0; i < 1024; ++i) kanji += "桜";
  CHECK(register_with(world, {{"password", kanji + "桜"}}).code() == "invalid_password");
  CHECK(register_with(world, {{"password", kanji}, {"email", "kanji@example.test"}}).status == 201);
  CHECK(register_with(world, {{"password", std::string(1025, 'p')}}).code() == "invalid_password");
  CHECK(register_with(world, {{"password", std::string(1024, 'p')}}).status == 201);
  CHECK(world.post("/auth/login", {{"email", "rina@example.test"}, {"password", std::string(1024, 'p')}}).status ==
        200);
}

TEST_CASE("register: a password that is no JSON string is refused with invalid_password") {
  World world;
  for (const std::string password : {"123456789", "true", "null", "[\"12345678\"]", "{\"a\":\"12345678\"}", "false"}) {
    CAPTURE(password);
    Json body = registration();
    body["password"] = Json::parse(password);
    const auto answer = world.post("/auth/register", body);
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_password");
  }
}

TEST_CASE("register: scalars in text fields become their text") {
  World world;
  const std::vector<std::pair<const char*, const char*>> accepted{
      {"12345", "12345"}, {"true", "true"}, {"1.5", "1.5"}, {"-42", "-42"}, {"10.0", "10"}};
  int number = 0;
  for (const auto& [given, stored] : accepted) {
    CAPTURE(given);
    const auto answer =
        register_with(world, {{"fullName", Json::parse(given)}, {"email", std::to_string(++number) + "@a.b"}});
    REQUIRE(answer.status == 201);
    CHECK(answer.body["user"]["fullName"] == stored);
  }
  for (const std::string empty : {"null", "false", "0", "0.0", "\"\"", "\"   \""}) {
    CAPTURE(empty);
    CHECK(register_with(world, {{"fullName", Json::parse(empty)}}).code() == "invalid_name");
  }
}

TEST_CASE("register: arrays, objects and U+0000 in a text field are refused with the code of the field") {
  World world;
  for (const std::string bad : {"[]", "[\"Rina\"]", "{}", "{\"first\":\"Rina\"}", "\"Ri\\u0000na\"", "\"\\u0000\""}) {
    CAPTURE(bad);
    CHECK(register_with(world, {{"fullName", Json::parse(bad)}}).code() == "invalid_name");
  }
  for (const std::string bad : {"[\"rina@example.test\"]", "{}", "\"rina\\u0000@example.test\""}) {
    CAPTURE(bad);
    CHECK(register_with(world, {{"email", Json::parse(bad)}}).code() == "invalid_email");
  }
  const std::string with_zero("12345678\0", 9);
  CHECK(register_with(world, {{"password", with_zero}}).code() == "invalid_password");
}

TEST_CASE("register: the e-mail rule is something, @, something, dot, something, without blanks") {
  World world;
  for (const std::string bad :
       {"", "rina", "rina@", "@example.test", "rina@example", "rina@.test", "rina@example.", "a@b@c.d",
        "ri na@example.test", "rina@exam\u3000ple.test", "rina@@example.test", "null"}) {
    CAPTURE(bad);
    const auto answer = register_with(world, {{"email", bad}});
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_email");
  }
  for (const std::string good :
       {"a@b.c", "a+tag@b.c", "a@b.c.d", "さくら@例え.jp", "a@b..c", "a.@-.x", "\"@b.c", "a@..c"}) {
    CAPTURE(good);
    CHECK(register_with(world, {{"email", good}}).status == 201);
  }
}

TEST_CASE("register: other fields that clients collect are ignored") {
  World world;
  const auto answer = register_with(
      world,
      {{"phone", 42}, {"role", "super_admin"}, {"roles", {"lpk"}}, {"id", "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f"}});
  REQUIRE(answer.status == 201);
  CHECK(answer.body["user"]["roles"] == Json::array({"sdm"}));
  CHECK(answer.body["user"]["id"] != "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f");
}

TEST_CASE("register: an unknown default role is role_assignment_failed and leaves no account behind") {
  World world([](Options& o) { o.auth.default_role = "nobody"; });
  const auto refused = register_with(world, Json::object());
  CHECK(refused.status == 500);
  CHECK(refused.code() == "role_assignment_failed");
  world.restart([](Options& o) { o.auth.default_role = "sdm"; });
  CHECK(register_with(world, Json::object()).status == 201);
  CHECK(world.platform->worker().run_once());
  CHECK_FALSE(world.platform->worker().run_once());
  CHECK(world.mails.size() == 1);
}

TEST_CASE("register: a bearer token on a route without authentication is ignored") {
  World world;
  CHECK(world.post("/auth/register", registration(), World::bearer("rubbish")).status == 201);
}

// -------------------------------------------------------------------------------------------------------------- bodies

TEST_CASE("body: what is not JSON is refused with invalid_request_body, before any field") {
  World world;
  for (const std::string bad :
       {" ", "\r\n\t", "{", "{\"fullName\":}", "{'a':1}", "{\"a\":1,}", "[1", "nul", "{} {}", "{}x", "undefined", "NaN",
        "fullName=Rina&email=a%40b.c", "// c\n{}", "{\"a\":01}", "\"\\x\"", "\"a\nb\""}) {
    CAPTURE(bad);
    for (const std::string path : {"/auth/register", "/auth/login", "/auth/refresh", "/auth/logout",
                                   "/auth/email-verification/resend", "/auth/email-verification/verify"}) {
      CAPTURE(path);
      const auto answer = world.raw("POST", path, bad);
      CHECK(answer.status == 400);
      CHECK(answer.code() == "invalid_request_body");
    }
  }
}

TEST_CASE("body: a leading byte-order mark is malformed") {
  World world;
  CHECK(world.raw("POST", "/auth/register", "\xEF\xBB\xBF" + registration().dump()).code() == "invalid_request_body");
}

TEST_CASE("body: top-level null is refused, other values count as an object without fields") {
  World world;
  CHECK(world.raw("POST", "/auth/register", "null").code() == "invalid_request_body");
  CHECK(world.raw("POST", "/auth/logout", " null ").code() == "invalid_request_body");
  for (const std::string value : {"[]", "[{\"fullName\":\"Rina\"}]", "42", "\"text\"", "true", "false"}) {
    CAPTURE(value);
    const auto answer = world.raw("POST", "/auth/register", value);
    CHECK(answer.status == 400);
    CHECK(answer.code() == "invalid_name");
  }
}

TEST_CASE("body: of duplicate keys the last one wins") {
  World world;
  const auto answer = world.raw("POST", "/auth/register",
                                R"({"fullName":"First One","email":"x","password":"12345678","email":"a@b.c",)"
                                R"("fullName":"Last One"})");
  REQUIRE(answer.status == 201);
  CHECK(answer.body["user"]["fullName"] == "Last One");
  CHECK(answer.body["user"]["email"] == "a@b.c");
}

TEST_CASE("body: white space around and inside the JSON is fine") {
  World world;
  CHECK(world.raw("POST", "/auth/register", "\r\n\t " + registration().dump(2) + " \n").status == 201);
}

TEST_CASE("body: exactly 1048576 bytes are accepted and one more is invalid_request_body") {
  World world;
  const auto over = world.raw("POST", "/auth/register", padded_registration(1048577));
  CHECK(over.status == 400);
  CHECK(over.code() == "invalid_request_body");
  CHECK(world.raw("POST", "/auth/register", padded_registration(1048576)).status == 201);
}

TEST_CASE("body: invalid UTF-8 is refused, also beside the fields that are read") {
  World world;
  for (const std::string bytes : {"\x80", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    CAPTURE(bytes.size());
    CHECK(world.raw("POST", "/auth/register", R"({"fullName":"Ri)" + bytes + R"(na"})").code() ==
          "invalid_request_body");
    CHECK(world.raw("POST", "/auth/register", R"({"other":")" + bytes + R"("})").code() == "invalid_request_body");
  }
}

TEST_CASE("body: surrogate pairs written as escapes are one character") {
  World world;
  const auto answer =
      world.raw("POST", "/auth/register", R"({"fullName":"\ud83d\ude00","email":"a@b.c","password":"12345678"})");
  REQUIRE(answer.status == 201);
  CHECK(answer.body["user"]["fullName"] == "😀");
}

TEST_CASE("body: half of a surrogate pair is U+FFFD and leaves its neighbours alone") {
  World world;
  const auto name_of = [&](const char* escaped) {
    return name_registered(world, std::string("\"").append(escaped).append("\""));
  };
  CHECK(name_of(R"(Rina \ud83d)") == "Rina \uFFFD");
  CHECK(name_of(R"(\ude00 \ud83d\ude00 \uD83Dx)") == "\uFFFD 😀 \uFFFDx");
  CHECK(name_of(R"(\\ud83d \ud83d)") == "\\ud83d \uFFFD");
  CHECK(name_of(R"(Rina \ud8)") == "invalid_request_body");
}

TEST_CASE("body: numbers given for texts read as ECMAScript writes them") {
  World world;
  const auto name_of = [&](const char* literal) { return name_registered(world, literal); };
  CHECK(name_of("100000.0") == "100000");
  CHECK(name_of("0.0001") == "0.0001");
  CHECK(name_of("100000000000000000000") == "100000000000000000000");
  CHECK(name_of("1e21") == "1e+21");
  CHECK(name_of("123456789012345680000") == "123456789012345680000");
  CHECK(name_of("-12345678901234567890") == "-12345678901234567000");
  CHECK(name_of("9007199254740991") == "9007199254740991");
  CHECK(name_of("1.5e-7") == "1.5e-7");
  CHECK(name_of("-12.50") == "-12.5");
}

TEST_CASE("body: a megabyte of tiny objects is read without going over them again and again") {
  World world;
  std::string body = R"({"a":[{})";
  while (body.size() < 1'000'000) body += ",{}";
  // A parser that does so takes more than a minute, and the test times out.
  CHECK(world.raw("POST", "/auth/login", body + "]}").code() == "invalid_credentials");
}

TEST_CASE("accounts: names of several lines and addresses with invisible characters are refused") {
  World world;
  const auto code_of = [&](const char* name, const char* email) {
    return world.post("/auth/register", registration({{"fullName", name}, {"email", email}})).code();
  };
  CHECK(code_of("Your account is locked.\nUnlock: https://evil.example", "a@b.c") == "invalid_name");
  CHECK(code_of("Rina\u2028Hartono", "a@b.c") == "invalid_name");
  CHECK(code_of("Rina \x1b[31m", "a@b.c") == "invalid_name");
  CHECK(code_of("Rina Hartono", "a\u200b@b.c") == "invalid_email");
  CHECK(code_of("Rina Hartono", "a@b.c\u0007") == "invalid_email");
  CHECK(code_of("山田 太郎", "a@b.c") == "");
}

TEST_CASE("login: a password that is changed while the old one is checked lets nobody in") {
  std::function<void()> meanwhile;
  World world([&](Options& o) {
    o.clock = [&meanwhile, clock = o.clock] {
      if (auto work = std::exchange(meanwhile, nullptr)) work();
      return clock();
    };
  });
  const auto c = world.register_user();
  // Signing in looks at the clock after it has checked the password.
  meanwhile = [&] {
    REQUIRE(world.call("PATCH", "/admin/users/" + c.user_id, {{"password", "Another-one-42"}}, World::admin()).status ==
            200);
  };
  CHECK(world.post("/auth/login", {{"identifier", c.email}, {"password", c.password}}).code() == "invalid_credentials");
  CHECK(world.post("/auth/login", {{"identifier", c.email}, {"password", "Another-one-42"}}).status == 200);
}

TEST_CASE("body: deep nesting is answered and never crashes") {
  World world;
  CHECK(world.raw("POST", "/auth/register", std::string(500000, '[') + std::string(500000, ']')).status == 400);
  CHECK(world.raw("POST", "/auth/register", std::string(1000000, '[')).code() == "invalid_request_body");
  CHECK(world.raw("POST", "/auth/register", repeated("{\"a\":", 100000) + "1" + std::string(100000, '}')).status ==
        400);
  // What people really send is not deep.
  CHECK(world
            .raw("POST", "/auth/register",
                 R"({"x":)" + std::string(20, '[') + std::string(20, ']') + "," + registration().dump().substr(1))
            .status == 201);
}

TEST_CASE("body: a number beyond the range of a double is refused as malformed") {
  World world;
  CHECK(world.raw("POST", "/auth/register", R"({"fullName":"","other":1e400})").code() == "invalid_request_body");
  CHECK(world.raw("POST", "/auth/register", R"({"fullName":"","other":1e300})").code() == "invalid_name");
}

TEST_CASE("body: the content type of the request is ignored") {
  World world;
  int number = 0;
  for (const std::string type :
       {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "nonsense"}) {
    CAPTURE(type);
    const auto body = registration({{"email", std::to_string(++number) + "@a.b"}});
    CHECK(world.post("/auth/register", body, {{"Content-Type", type}}).status == 201);
  }
}
