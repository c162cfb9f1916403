// The Android app's own flow. Gson lets a missing text through as null and the app falls over it later, so every field
// that the contract calls not nullable is demanded.

#include "api/client_shapes.hpp"

using namespace senpai;
using namespace senpai::test;
using namespace senpai::test::clients;

namespace {

const std::string session_answer = tokens + at("user", user);
const std::string profile_answer = at("profile", profile);
const std::string final_answer =
    "created:b " + at("request", final_request) + at("session", session_summary);

/// The app: `/v1` for accounts and jobs, bare paths for the rest, and the stored token on every call.
struct App : Client {
  explicit App(World& w) : Client{.world = w} {}
  void sign_up() {
    keep(post("/v1/auth/register",
              {{"fullName", "Budi Santoso"}, {"email", email}, {"password", password}},
              session_answer + at("emailVerification", challenge)));
  }
  std::string email = "budi@example.test";
  std::string password = "Kirei-na-hana-42";
};

void submit_check(App& app) {
  app.post("/identity/kyc/sessions", {{"provider", "manual"}, {"metadata", {{"source", "android-app"}}}}, kyc_envelope);
  const auto status = app.get("/identity/kyc/status", kyc_envelope);
  const std::string id = status["session"]["id"];
  const Json file{{"sessionId", id},
                  {"documentType", "PASSPORT"},
                  {"fileName", "passport.jpg"},
                  {"contentType", "image/jpeg"},
                  {"contentLength", 3},
                  {"checksumSha256", checksum("passport")}};
  const auto ticket = app.post("/identity/kyc/upload-url", file, kyc_envelope + at("upload", upload));
  Json claim = file;
  claim["objectKey"] = ticket["upload"]["objectKey"];
  claim["metadata"] = {{"source", "android-app"}};
  app.post("/identity/kyc/documents", claim, kyc_envelope + at("document", kyc_document));
  app.post("/identity/kyc/sessions/" + id + "/submit", nullptr, kyc_envelope);
  const auto history = app.get("/identity/kyc/history?sessionId=" + id, at("session", kyc_session) +
                                                                         at("events[]", kyc_event));
  CHECK(history["events"].size() == 2);
}

}  // namespace

TEST_CASE("android: a stale token on the routes of accounts is ignored, and a start of the app refreshes") {
  World world;
  App app(world);
  app.sign_up();
  const auto stale = app.access_token;
  world.now += std::chrono::minutes(20);
  app.keep(app.post("/v1/auth/refresh", {{"refreshToken", app.refresh_token}}, session_answer));
  app.get("/v1/auth/me", at("user", user));
  app.access_token = stale;
  app.keep(app.post("/v1/auth/login", {{"identifier", app.email}, {"password", app.password}}, session_answer));
  app.get("/v1/auth/me", at("user", user));
  app.access_token = stale;
  CHECK(world.post("/v1/auth/logout", {{"refreshToken", app.refresh_token}}, app.headers()).status == 204);
}

TEST_CASE("android: jobs and applications decode completely") {
  World world;
  App app(world);
  app.sign_up();
  const auto jobs = app.get("/v1/jobs?limit=20", at("items[]", job_summary) + page);
  const std::string job = jobs["items"][0]["id"];
  app.get("/v1/jobs/" + job, at("job", job_detail) + job_viewer);
  app.post("/v1/users/me/saved-jobs", {{"jobId", job}}, "saved:b created:b jobId:s ");
  app.get("/v1/users/me/saved-jobs?limit=20", at("items[]", job_summary) + page);
  app.call("DELETE", "/v1/users/me/saved-jobs/" + job, nullptr, "saved:b removed:b jobId:s ");
  const auto made = app.post("/v1/jobs/" + job + "/applications", {{"note", "はじめまして"}},
                             "created:b " + at("application", application));
  app.get("/v1/users/me/applications?limit=20", at("items[]", application) + page);
  const std::string own = "/v1/users/me/applications/" + made["application"]["id"].get<std::string>();
  app.get(own + "/journey", at("application", application) + at("journey[]", journey_event));
}

TEST_CASE("android: the profile decodes for a new account, and completely once there is a final request") {
  World world;
  App app(world);
  app.sign_up();
  app.get("/users/me/profile", profile_answer);
  app.get("/users/me/verification-documents", checklist);
  app.call("PATCH", "/users/me/profile", {{"fullName", "Budi S."}}, profile_answer);
  submit_check(app);
  const Json request{{"source", "android-app"}};
  const auto first = app.post("/users/me/verification/final-request", request, final_answer);
  const auto again = app.post("/users/me/verification/final-request", request, final_answer);
  CHECK(first["created"] == true);
  CHECK(again["created"] == false);
  CHECK(again["request"] == first["request"]);
  const auto known = app.get("/users/me/profile", profile_answer);
  CHECK(known["profile"]["verification"]["finalRequest"] == first["request"]);
  CHECK(app.get("/trust/profile", profile_answer) == known);
  const auto list = app.get("/users/me/verification-documents", checklist);
  CHECK(list["session"].is_object());
}

TEST_CASE("android: the feed and saved posts decode, with a date also for a post that was never public") {
  World world;
  App app(world);
  app.sign_up();
  const auto feed = app.get("/feed/posts?limit=20", at("items[]", post) + page);
  app.get("/feed/posts?q=tokyo&category=LIFESTYLE&limit=20", page);
  const std::string id = feed["items"][0]["id"];
  app.post("/users/me/saved-posts", {{"postId", id}}, "saved:b created:b postId:s ");
  REQUIRE(world.call("PATCH", "/admin/feed/posts/" + id, {{"lifecycle", {{"status", "DRAFT"}}}}, World::admin())
              .status == 200);
  const auto saved = app.get("/users/me/saved-posts?limit=20", at("items[]", post) + page);
  CHECK(saved["items"][0]["lifecycle"]["publishedAt"].is_null());
}

TEST_CASE("clients: the decoder notices a missing field, a null, a wrong type, a bad date and an empty list") {
  CHECK(undecodable({{"a", "x"}}, "a:s ") == "");
  CHECK(undecodable(Json::object(), "a:s ") == "a is missing\n");
  CHECK(undecodable({{"a", nullptr}}, "a:s ") == "a is not of type s: null\n");
  CHECK(undecodable({{"a", nullptr}}, "a:s? ") == "");
  CHECK(undecodable(Json::object(), "a:s? ") == "a is missing\n");
  CHECK(undecodable({{"a", 1}}, "a:s ") != "");
  CHECK(undecodable({{"a", 1.5}}, "a:i ") != "");
  CHECK(undecodable({{"a", {{"b", "x"}}}}, "a.b:b ") != "");
  CHECK(undecodable(Json::object(), "a?.b:s ") == "");
  CHECK(undecodable({{"a", Json::object()}}, "a?.b:s ") == "a.b is missing\n");
  CHECK(undecodable({{"a", Json::array()}}, "a[].b:s ") == "a is no list with items\n");
  CHECK(undecodable({{"a", {{{"b", "x"}}, {{"c", "x"}}}}}, "a[].b:s ") == "a[].b is missing\n");
  CHECK(undecodable({{"a", {{"X", 1}}}}, "a:m ") != "");
  CHECK(undecodable({{"a", "12x"}}, "a:c ") != "");
  for (const char* bad : {"2030-01-02T03:04:05Z", "2030-01-02T03:04:05.678901Z", "2030-01-02T03:04:05.678+00:00",
                          "2030-01-02 03:04:05.678Z", ""})
    CHECK(undecodable({{"a", bad}}, "a:t ") != "");
}
