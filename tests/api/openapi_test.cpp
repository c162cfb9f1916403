// The OpenAPI document: complete, the committed one, and strict enough to notice a wrong answer.

#include "openapi.hpp"

#include <fstream>
#include <sstream>

#include "support.hpp"

namespace senpai::test {
namespace {

const Json& operation_of(const api::EndpointInfo& e) {
  std::string method(e.method);
  for (char& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return openapi_document().at("paths").at(std::string(e.path)).at(method);
}

using SeeExample = std::function<void(const std::string& where, const Json& schema, const Json& example)>;

/// Each example of the document with its schema.
void for_each_example(const SeeExample& see) {
  const auto look = [&](const std::string& where, const Json& holder) {
    if (holder.contains("example")) see(where, holder["schema"], holder["example"]);
  };
  for (const auto& e : api::endpoints()) {
    const Json& operation = operation_of(e);
    const std::string name(e.name);
    if (operation.contains("parameters"))
      for (const auto& p : operation["parameters"]) look(name + " parameter " + p["name"].get<std::string>(), p);
    if (operation.contains("requestBody"))
      for (const auto& [media, content] : operation["requestBody"]["content"].items()) look(name + " request", content);
    for (const auto& [status, response] : operation["responses"].items())
      if (response.contains("content"))
        for (const auto& [media, content] : response["content"].items()) look(name + " " + status, content);
  }
}

}  // namespace

TEST_CASE("openapi: docs/openapi.json is the document of this build") {
  std::ifstream file(SENPAI_SOURCE_DIR "/docs/openapi.json");
  std::ostringstream committed;
  committed << file.rdbuf();
  // If this fails because an endpoint changed: ./dev openapi
  CHECK((committed.str() == api::openapi()));
}

TEST_CASE("openapi: every endpoint is described with everything a client needs") {
  for (const auto& e : api::endpoints()) {
    CAPTURE(e.name);
    const Json& operation = operation_of(e);
    CHECK(operation["operationId"] == e.name);
    CHECK(operation["summary"] == e.summary);
    CHECK(operation["security"].is_array());
    CHECK(operation["responses"].contains(std::to_string(e.status)));
    const Json& success = operation["responses"][std::to_string(e.status)];
    CHECK(success.contains("content") == (e.status != 204));
    if (success.contains("content") && success["content"].contains("application/json") && e.name != "host.openapi")
      CHECK(success["content"]["application/json"].contains("example"));
    if (operation.contains("requestBody") && operation["requestBody"]["content"].contains("application/json"))
      CHECK(operation["requestBody"]["content"]["application/json"].contains("example"));
    const bool open = e.access == "open";
    CHECK(operation["security"].empty() == open);
    CHECK(operation["responses"].contains("401") == (!open || e.name == "auth.login" || e.name == "auth.refresh"));
  }
}

TEST_CASE("openapi: every example is valid") {
  int examples = 0;
  for_each_example([&](const std::string& where, const Json& schema, const Json& example) {
    CAPTURE(where);
    CHECK(schema_offence(schema, example) == "");
    ++examples;
  });
  CHECK(examples > 150);
}

TEST_CASE("openapi: every example of a request is understood") {
  World world;
  const auto c = world.register_user();
  // Whatever the codes are, none of them may be about a member the example shows.
  const Json& paths = openapi_document()["paths"];
  const auto example = [&](const char* path, const char* method) {
    return paths[path][method]["requestBody"]["content"]["application/json"]["example"];
  };
  CHECK(world.post("/auth/register", example("/auth/register", "post")).status == 201);
  CHECK(world.post("/auth/login", example("/auth/login", "post")).status == 200);
  CHECK(world.post("/organizations", example("/organizations", "post"), World::as(c)).status == 201);
  CHECK(world.post("/admin/jobs", example("/admin/jobs", "post"), World::admin()).status == 201);
  CHECK(world.post("/admin/feed/posts", example("/admin/feed/posts", "post"), World::admin()).status == 201);
  CHECK(world.post("/admin/jobs/bulk", example("/admin/jobs/bulk", "post"), World::admin()).status == 200);
  CHECK(world.post("/admin/users", example("/admin/users", "post"), World::admin()).status == 201);
  CHECK(world.call("PATCH", "/users/me/profile", example("/users/me/profile", "patch"), World::as(c)).status == 200);
  CHECK(world.post("/users/me/saved-jobs", example("/users/me/saved-jobs", "post"), World::as(c)).status == 200);
  const auto apply = "/jobs/job_fukuoka_eldercare_assistant_004/applications";
  CHECK(world.post(apply, example("/jobs/{jobId}/applications", "post"), World::as(c)).status == 201);
}

TEST_CASE("openapi: schemas of answers are closed and those of requests are open") {
  for (const auto& [name, schema] : openapi_document()["components"]["schemas"].items()) {
    CAPTURE(name);
    if (schema["type"] != "object") continue;
    REQUIRE(schema.contains("properties"));
    for (const auto& [member, ignored] : schema["properties"].items()) {
      CAPTURE(member);
      CHECK(member.find('_') == std::string::npos);
    }
  }
  const Json& schemas = openapi_document()["components"]["schemas"];
  CHECK(schemas["User"]["additionalProperties"] == false);
  CHECK(schemas["User"]["required"].size() == schemas["User"]["properties"].size());
  CHECK_FALSE(schemas["Registration"].contains("additionalProperties"));
  CHECK(schemas["Registration"]["required"] == Json{"fullName", "email", "password"});
  CHECK(schemas["JobDraft"]["required"].size() == 7);
  CHECK_FALSE(schemas["JobDraftChange"].contains("required"));
}

TEST_CASE("openapi: a changed answer is noticed") {
  World world;
  const auto c = world.register_user();
  Json me = world.get("/auth/me", World::as(c)).body;
  const auto offence = [](const Json& body) { return answer_offence("GET", "/auth/me", 200, body.dump()); };
  CHECK(offence(me) == "");
  const auto changed = [&](const std::function<void(Json& user)>& change) {
    Json body = me;
    change(body["user"]);
    return offence(body);
  };
  CHECK(changed([](Json& user) { user["shoeSize"] = 38; }).find("undocumented member 'shoeSize'") != std::string::npos);
  CHECK(changed([](Json& user) { user.erase("email"); }).find("lacks 'email'") != std::string::npos);
  CHECK(changed([](Json& user) { user["fullName"] = 7; }).find("is no \"string\"") != std::string::npos);
  CHECK(changed([](Json& user) { user["fullName"] = nullptr; }) != "");
  CHECK(changed([](Json& user) { user["emailVerifiedAt"] = nullptr; }) == "");
  CHECK(changed([](Json& user) { user["createdAt"] = "yesterday"; }).find("is no date-time") != std::string::npos);
  CHECK(changed([](Json& user) { user["roles"] = {1}; }) != "");

  Json job = world.get("/jobs/job_tokyo_senior_welder_001").body;
  const auto of_job = [](const Json& body) { return answer_offence("GET", "/jobs/{jobId}", 200, body.dump()); };
  CHECK(of_job(job) == "");
  job["job"]["employmentType"] = "SOMETIMES";
  CHECK(of_job(job).find("is none of") != std::string::npos);
}

TEST_CASE("openapi: an undocumented status or error code or body is noticed") {
  World world;
  const auto refused = world.get("/auth/me");
  REQUIRE(refused.status == 401);
  CHECK(answer_offence("GET", "/auth/me", 401, refused.text) == "");
  Json body = refused.body;
  body["error"]["code"] = "bad_mood";
  CHECK(answer_offence("GET", "/auth/me", 401, body.dump()).find("code is not documented") != std::string::npos);
  body["error"]["code"] = "job_not_found";
  CHECK(answer_offence("GET", "/auth/me", 404, body.dump()).find("status is not documented") != std::string::npos);
  CHECK(answer_offence("POST", "/auth/logout", 204, "").empty());
  CHECK(answer_offence("POST", "/auth/logout", 204, "{}").find("no body is documented") != std::string::npos);
  CHECK(answer_offence("GET", "/no/such/route", 200, "{}").find("not documented") != std::string::npos);
  CHECK(answer_offence("GET", "/auth/me", 200, "{").find("no JSON") != std::string::npos);
}

TEST_CASE("openapi: an answer that came over the wire is judged by what was asked") {
  World world;
  const std::string jobs = world.get("/jobs").text, refused = world.get("/nowhere").text;
  CHECK(exchange_offence("GET", "/v1/jobs?limit=2", 200, jobs) == "");
  CHECK(exchange_offence("GET", "/v1/jobs?limit=2", 200, "{}").find("GET /jobs 200") != std::string::npos);
  CHECK(exchange_offence("GET", "/users/me/saved-posts", 200, jobs) != "");
  CHECK(exchange_offence("GET", "/admin/users/a1", 200, jobs).find("GET /admin/users/{userId}") != std::string::npos);
  CHECK(exchange_offence("POST", "/admin/jobs/bulk", 200, "{}").find("/admin/jobs/bulk") != std::string::npos);
  CHECK(exchange_offence("GET", "/nowhere", 404, refused) == "");
  CHECK(exchange_offence("GET", "/nowhere", 404, "Not found") != "");
  CHECK(exchange_offence("GET", "/nowhere", 200, "{}").find("no such operation") != std::string::npos);
  CHECK(exchange_offence("HEAD", "/jobs", 200, "") == "");
  CHECK(exchange_offence("OPTIONS", "/nowhere", 204, "") == "");
}

TEST_CASE("openapi: the document is served under both prefixes and not sent again") {
  World world;
  const auto answer = world.get("/openapi.json");
  REQUIRE(answer.status == 200);
  CHECK(answer.text == api::openapi());
  CHECK(answer.response.header("Content-Type") == "application/json");
  CHECK(world.get("/v1/openapi.json").text == answer.text);
  const std::string tag(answer.response.header("ETag"));
  REQUIRE(tag.size() > 2);
  const auto again = world.get("/openapi.json", {{"If-None-Match", tag}});
  CHECK(again.status == 304);
  CHECK(again.text == "");
}

TEST_CASE("docs: without a page of the host there is none") {
  World world;
  CHECK(world.get("/docs").code() == "not_found");
  CHECK(world.get("/docs/start.js").code() == "not_found");
}

}  // namespace senpai::test
