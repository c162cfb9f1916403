// Jobs as administrators list, create and change them.

#include "api/content_parts.hpp"

using namespace senpai;
using namespace senpai::test;
using namespace std::string_literals;
using std::chrono::seconds;

namespace {

Answer create(World& world, const Json& changes = Json::object()) {
  return world.post("/admin/jobs", job_body(changes), World::admin());
}

Answer patch(World& world, const std::string& id, const Json& body) { return jobs_kind.patch(world, id, body); }

/// The lifecycle that a new job gets from such a block.
Json created_lifecycle(World& world, const Json& block) {
  const auto answer = create(world, {{"lifecycle", block}});
  return answer.status == 201 ? answer.body["job"]["lifecycle"] : Json(verdict(answer));
}

Json location(const Json& changes) {
  Json place = job_body()["location"];
  place.update(changes);
  return {{"location", place}};
}

Json employer(const Json& changes) {
  Json who = job_body()["employer"];
  who.update(changes);
  return {{"employer", who}};
}

/// Bodies of which each is wrong in one more place than the next, with the code that has to win.
std::vector<std::pair<Json, std::string>> field_errors() {
  std::vector<std::pair<Json, std::string>> rows{{{{"title", "x"}}, "invalid_job_title"},
                                                 {{{"employmentType", "SEASONAL"}}, "invalid_employment_type"},
                                                 {{{"visaSponsorship", "true"}}, "invalid_visa_sponsorship"},
                                                 {{{"description", "short"}}, "invalid_job_description"},
                                                 {{{"requirements", Json::array()}}, "invalid_job_requirements"},
                                                 {{{"location", Json::array()}}, "invalid_job_location"},
                                                 {{{"employer", nullptr}}, "invalid_job_employer"}};
  Json all = Json::object();
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    all.update(row->first);
    row->first = all;
  }
  return rows;
}

}  // namespace

// ---------------------------------------------------------------------------------------------------------------- list

TEST_CASE("admin jobs: every state is listed, oldest first, with everything and without a viewer's state") {
  World world;
  const auto draft = jobs_kind.create(world, {{"lifecycle", {{"status", "DRAFT"}}}});
  const auto later =
      jobs_kind.create(world, {{"lifecycle", {{"status", "SCHEDULED"}, {"scheduledAt", "2031-01-01T00:00:00Z"}}}});
  const auto answer = world.get("/admin/jobs", World::admin());
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "items pageInfo");
  CHECK(answer.body["pageInfo"] == Json({{"cursor", "0"}, {"nextCursor", nullptr}, {"limit", 20}, {"total", 6}}));
  CHECK(answer.body["items"][0]["id"] == welder);
  CHECK(answer.body["items"][4]["id"] == draft);
  CHECK(answer.body["items"][5]["id"] == later);
  const Json& job = answer.body["items"][4];
  CHECK(keys(job) == "description employer employmentType id lifecycle location requirements title visaSponsorship");
  CHECK(keys(job["location"]) == "city countryCode displayLabel latitude longitude");
  CHECK(keys(job["employer"]) == "id isVerifiedEmployer logoUrl name");
  CHECK(job["lifecycle"] == lifecycle("DRAFT", "DRAFT", nullptr, nullptr));
  CHECK(answer.body["items"][5]["lifecycle"] ==
        lifecycle("SCHEDULED", "SCHEDULED", nullptr, "2031-01-01T00:00:00.000Z"));
}

TEST_CASE("admin jobs: the search is literal, and other filters of the public list are ignored (gap D21)") {
  World world;
  const auto baker = jobs_kind.create(world, {{"title", "50%_Baker"}, {"lifecycle", {{"status", "DRAFT"}}}});
  const auto find = [&](const std::string& query) { return ids(world.get("/admin/jobs?" + query, World::admin())); };
  CHECK(find("q=50%25_bAKER") == baker);
  CHECK(find("q=%25") == baker);
  CHECK(find("q=50_").empty());
  CHECK(find("q=AOBA") == baker);
  CHECK(find("q=%00").empty());
  CHECK(find("q=welder&employmentType=x&visaSponsored=x&location=nowhere") == welder);
  CHECK(world.get("/admin/jobs?q=aoba", World::admin()).body["pageInfo"]["total"] == 1);
}

TEST_CASE("admin jobs: checks come in the order access, cursor, limit, and pages meet without gaps from both ends") {
  World world;
  for (int i = 0; i < 7; ++i) jobs_kind.create(world, {{"title", "Baker " + std::to_string(i)}});  // all at one time
  CHECK(verdict(world.get("/admin/jobs?cursor=x")) == "401 missing_admin_api_key");
  CHECK(verdict(world.get("/admin/jobs?cursor=x&limit=x", World::admin())) == "400 invalid_cursor");
  CHECK(verdict(world.get("/admin/jobs?limit=51", World::admin())) == "400 invalid_limit");
  const auto all = ids(world.get("/admin/jobs?limit=50", World::admin()));
  for (const std::string list : {"/admin/jobs", "/jobs"}) {
    std::string joined;
    for (int cursor = 0; cursor < 11; cursor += 2) {
      const auto page = world.get(list + "?limit=2&cursor=" + std::to_string(cursor), World::admin());
      CHECK(page.body["pageInfo"]["total"] == 11);
      CHECK(page.body["pageInfo"]["nextCursor"] == (cursor == 10 ? Json(nullptr) : Json(std::to_string(cursor + 2))));
      joined += (joined.empty() ? "" : " ") + ids(page);
    }
    CHECK(joined == all);
    CHECK(ids(world.get(list + "?cursor=11", World::admin())).empty());
  }
}

TEST_CASE("admin jobs: every route needs an administrator, before the body and the id are looked at") {
  World world;
  const auto c = world.register_user();
  const std::vector<std::pair<std::string, std::string>> routes{{"GET", ""},
                                                                {"POST", ""},
                                                                {"POST", "/bulk"},
                                                                {"POST", "/none/publish"},
                                                                {"POST", "/none/unpublish"},
                                                                {"POST", "/none/schedule"},
                                                                {"PATCH", "/none"},
                                                                {"DELETE", "/none"}};
  for (const auto& kind : both_kinds)
    for (const auto& [method, path] : routes) {
      CAPTURE(method + " " + kind.admin_path + path);
      CHECK(verdict(world.raw(method, kind.admin_path + path, "{")) == "401 missing_admin_api_key");
      CHECK(verdict(world.raw(method, kind.admin_path + path, "{", World::as(c))) == "403 insufficient_admin_role");
      CHECK(verdict(world.raw(method, kind.admin_path + path, "{", {{"x-admin-api-key", "no"}})) ==
            "403 invalid_admin_api_key");
    }
  CHECK(verdict(world.get("/admin/jobs/" + welder, World::admin())) == "404 not_found");
  CHECK(verdict(world.call("DELETE", "/admin/jobs/" + welder + "/schedule", nullptr, World::admin())) ==
        "404 not_found");
}

// -------------------------------------------------------------------------------------------------------------- create

TEST_CASE("create job: the answer is the job, field for field, public at once and last in the list") {
  World world;
  const auto answer = world.post("/v1/admin/jobs", job_body({{"title", "  Night Baker\xe3\x80\x80"}}), World::admin());
  REQUIRE(answer.status == 201);
  CHECK(keys(answer.body) == "job");
  const Json& job = answer.body["job"];
  CHECK(keys(job) == "description employer employmentType id lifecycle location requirements title visaSponsorship");
  CHECK(is_uuid(job["id"].get<std::string>()));
  CHECK(job["title"] == "Night Baker");
  CHECK(job["employmentType"] == "FULL_TIME");
  CHECK(job["visaSponsorship"] == true);
  CHECK(job["description"] == "Bakes bread for the early trains.");
  CHECK(job["requirements"] == Json({"Gets up early", "Likes flour"}));
  CHECK(job["location"] == job_body()["location"]);
  CHECK(job["employer"] ==
        Json({{"id", "emp_aoba_bakery"}, {"name", "Aoba Bakery"}, {"logoUrl", nullptr}, {"isVerifiedEmployer", true}}));
  CHECK(job["lifecycle"] == lifecycle("PUBLISHED", "PUBLISHED", world_start, nullptr));
  CHECK(jobs_kind.stored(world, job["id"]) == job);
  CHECK(world.get("/jobs").body["items"][4]["id"] == job["id"]);
  const auto detail = world.get("/jobs/" + job["id"].get<std::string>());
  CHECK(detail.body["job"] == job);
}

TEST_CASE("create job: what is created as a draft or for later is stored so and not public (gap D1)") {
  World world;
  const Json later = "2031-05-06T07:08:09Z";
  CHECK(created_lifecycle(world, {{"status", "DRAFT"}, {"publishedAt", later}, {"scheduledAt", later}}) ==
        lifecycle("DRAFT", "DRAFT", nullptr, nullptr));
  CHECK(created_lifecycle(world, {{"status", " scheduled "}, {"publishedAt", later}, {"scheduledAt", later}}) ==
        lifecycle("SCHEDULED", "SCHEDULED", nullptr, "2031-05-06T07:08:09.000Z"));
  CHECK(jobs_kind.public_total(world) == 4);
  const auto listed = world.get("/admin/jobs", World::admin()).body["items"];
  CHECK(listed[4]["lifecycle"]["status"] == "DRAFT");
  CHECK(listed[5]["lifecycle"]["status"] == "SCHEDULED");
  CHECK(verdict(world.get("/jobs/" + listed[4]["id"].get<std::string>())) == "404 job_not_found");
  CHECK(created_lifecycle(world, {{"status", "SCHEDULED"}, {"scheduledAt", "2029-01-01"}}) ==
        lifecycle("SCHEDULED", "PUBLISHED", nullptr, "2029-01-01T00:00:00.000Z"));
  CHECK(jobs_kind.public_total(world) == 5);
}

TEST_CASE("create job: a published job has the given date or now, and no schedule") {
  World world;
  const auto published = [](const std::string& at) { return lifecycle("PUBLISHED", "PUBLISHED", at, nullptr); };
  for (const Json& none :
       {Json(nullptr), Json::object(), Json({{"publishedAt", nullptr}}), Json({{"publishedAt", " "}}),
        Json({{"status", "PUBLISHED"}, {"scheduledAt", "2031-01-01"}})})
    CHECK(created_lifecycle(world, none) == published(world_start));
  CHECK(created_lifecycle(world, {{"publishedAt", "2040-01-01T09:00:00+09:00"}}) ==
        published("2040-01-01T00:00:00.000Z"));
  CHECK(jobs_kind.public_total(world) == 10);  // A date in the future hides nothing.
}

TEST_CASE("create job: the whole lifecycle is checked first, then the fields from top to bottom") {
  World world;
  const auto rows = field_errors();
  const auto attempt = [&](const Json& block) {
    Json wrong = rows.front().first;
    wrong["lifecycle"] = block;
    return verdict(create(world, wrong));
  };
  for (const Json& shape : {Json::array(), Json("PUBLISHED"), Json(1), Json(true), Json(false)})
    CHECK(attempt(shape) == "400 invalid_lifecycle");
  for (const Json& status : {Json(nullptr), Json(""), Json("GONE"), Json(1), Json::array()})
    CHECK(attempt({{"status", status}, {"publishedAt", "x"}}) == "400 invalid_lifecycle_status");
  for (const Json& date : {Json("x"), Json("2030-13-01"), Json(20300101), Json::array(), Json::object(), Json(true),
                           Json("1767225600000")}) {
    CHECK(attempt({{"publishedAt", date}}) == "400 invalid_lifecycle_date");
    CHECK(attempt({{"status", "DRAFT"}, {"scheduledAt", date}}) == "400 invalid_lifecycle_date");
  }
  for (const Json& none : {Json(nullptr), Json(" ")})
    CHECK(attempt({{"status", "SCHEDULED"}, {"scheduledAt", none}}) == "400 invalid_lifecycle_date");
  CHECK(attempt({{"status", "SCHEDULED"}}) == "400 invalid_lifecycle_date");
  for (const auto& [wrong, code] : rows) {
    CAPTURE(code);
    CHECK(verdict(create(world, wrong)) == "400 " + code);
  }
  CHECK(world.get("/admin/jobs", World::admin()).body["pageInfo"]["total"] == 4);
}

TEST_CASE("create job: each field is required") {
  World world;
  const std::vector<std::pair<std::string, std::string>> rows{{"title", "invalid_job_title"},
                                                              {"employmentType", "invalid_employment_type"},
                                                              {"visaSponsorship", "invalid_visa_sponsorship"},
                                                              {"description", "invalid_job_description"},
                                                              {"requirements", "invalid_job_requirements"},
                                                              {"location", "invalid_job_location"},
                                                              {"employer", "invalid_job_employer"}};
  for (const auto& [field, code] : rows) {
    CAPTURE(field);
    Json body = job_body();
    body.erase(field);
    CHECK(verdict(world.post("/admin/jobs", body, World::admin())) == "400 " + code);
    CHECK(verdict(create(world, {{field, nullptr}})) == "400 " + code);
    CHECK(verdict(create(world, {{field, "\0"s}})) == "400 " + code);
  }
  for (const std::string body : {"[]", "1", "\"x\"", "", "{}"})
    CHECK(verdict(world.raw("POST", "/admin/jobs", body, World::admin())) == "400 invalid_job_title");
  CHECK(verdict(world.raw("POST", "/admin/jobs", "null", World::admin())) == "400 invalid_request_body");
}

TEST_CASE("create job: lengths are counted in UTF-16 units after trimming") {
  World world;
  const auto check = [&](const std::string& field, int min, int max, const std::string& code) {
    CAPTURE(field);
    const auto attempt = [&](const std::string& text) { return verdict(create(world, {{field, text}})); };
    CHECK(attempt(times(min, "a")) == "201");
    CHECK(attempt(times(min - 1, "a")) == "400 " + code);
    CHECK(attempt(" " + times(min - 1, "a") + "\xe3\x80\x80") == "400 " + code);
    CHECK(attempt(times(max, "あ")) == "201");
    CHECK(attempt(times(max + 1, "あ")) == "400 " + code);
    CHECK(attempt(times(max / 2, "🌸")) == "201");
    CHECK(attempt(times(max / 2, "🌸") + "a") == "400 " + code);
    CHECK(attempt("two words\0"s) == "400 " + code);
    CHECK(verdict(create(world, {{field, Json::array({"two words"})}})) == "400 " + code);
    CHECK(verdict(create(world, {{field, 1234567890}})) == "201");
  };
  check("title", 2, 160, "invalid_job_title");
  check("description", 8, 5000, "invalid_job_description");
}

TEST_CASE("create job: requirements are 1 to 20 texts of 2 to 300 characters") {
  World world;
  const auto attempt = [&](const Json& value) { return verdict(create(world, {{"requirements", value}})); };
  for (const Json& bad :
       {Json::array(), Json("Gets up early"), Json::object(), Json(1), Json(std::vector<std::string>(21, "ok"))})
    CHECK(attempt(bad) == "400 invalid_job_requirements");
  for (const Json& bad : {Json({"ok", "x"}), Json({"ok", nullptr}), Json({Json::object()}), Json({"ok\0"s}),
                          Json({times(301, "a")}), Json({"  a "})})
    CHECK(attempt(bad) == "400 invalid_job_requirement");
  CHECK(attempt(std::vector<std::string>(20, times(300, "字"))) == "201");
  CHECK(create(world, {{"requirements", {" trimmed ", 25}}}).body["job"]["requirements"] == Json({"trimmed", "25"}));
}

TEST_CASE("create job: the place is checked from city to country") {
  World world;
  const auto attempt = [&](const Json& changes) { return verdict(create(world, location(changes))); };
  const std::string bad = "400 invalid_job_location";
  for (const Json& shape : {Json::array(), Json("Sendai"), Json(1)})
    CHECK(verdict(create(world, {{"location", shape}})) == bad);
  CHECK(attempt({{"city", "x"}, {"countryCode", "x"}}) == bad);
  CHECK(attempt({{"city", times(121, "a")}}) == bad);
  CHECK(attempt({{"displayLabel", times(181, "a")}, {"countryCode", "x"}}) == bad);
  CHECK(attempt({{"displayLabel", nullptr}}) == bad);
  for (const Json& degrees : {Json(nullptr), Json("north"), Json(90.0001), Json(-91), Json::array(), Json("")})
    CHECK(attempt({{"latitude", degrees}, {"countryCode", "x"}}) == bad);
  for (const Json& degrees : {Json(180.5), Json(-181), Json::object()}) CHECK(attempt({{"longitude", degrees}}) == bad);
  for (const Json& country : {Json(nullptr), Json("J"), Json("JPN"), Json("J1"), Json("日本"), Json::array()})
    CHECK(attempt({{"countryCode", country}}) == "400 invalid_country_code");
  Json incomplete = job_body();
  incomplete["location"].erase("longitude");
  CHECK(verdict(world.post("/admin/jobs", incomplete, World::admin())) == bad);
  const auto job =
      create(world, location({{"countryCode", " jp"}, {"latitude", " -90 "}, {"longitude", 180}})).body["job"];
  CHECK(job["location"]["countryCode"] == "JP");
  CHECK(job["location"]["latitude"] == -90);
  CHECK(job["location"]["longitude"] == 180);
}

TEST_CASE("create job: coordinates keep every digit") {
  World world;
  for (const double degrees : {35.676212345678901, 0.1 + 0.2, -1e-7, 89.999999999999986, 12.345678901234567}) {
    const auto answer = create(world, location({{"latitude", degrees}}));
    CHECK(answer.body["job"]["location"]["latitude"] == degrees);
    const auto found = world.get("/jobs/" + answer.body["job"]["id"].get<std::string>());
    CHECK(found.body["job"]["location"]["latitude"] == degrees);
  }
}

TEST_CASE("create job: the employer is checked from id to logo, and the logo is always there (gap G4)") {
  World world;
  const auto attempt = [&](const Json& changes) { return verdict(create(world, employer(changes))); };
  const std::string bad = "400 invalid_job_employer";
  CHECK(verdict(create(world, {{"employer", Json::array()}})) == bad);
  CHECK(attempt({{"id", " "}, {"logoUrl", "x"}}) == bad);
  CHECK(attempt({{"id", Json::array()}}) == bad);
  CHECK(attempt({{"id", times(201, "a")}}) == bad);
  CHECK(attempt({{"name", "x"}}) == bad);
  CHECK(attempt({{"name", times(181, "a")}}) == bad);
  for (const Json& verified : {Json(nullptr), Json("true"), Json(1)})
    CHECK(attempt({{"isVerifiedEmployer", verified}}) == bad);
  for (const Json& url : {Json("x"), Json("ftp://a.b"), Json("https://"), Json::array(), Json(1),
                          Json("https://a.b/" + times(2048, "a")), Json("https://a.b/\0"s)})
    CHECK(attempt({{"logoUrl", url}}) == "400 invalid_employer_logo_url");
  for (const Json& none : {Json(nullptr), Json(""), Json("  ")}) {
    const auto job = create(world, employer({{"logoUrl", none}})).body["job"];
    CHECK(job["employer"].contains("logoUrl"));
    CHECK(job["employer"]["logoUrl"].is_null());
  }
  CHECK(create(world, employer({{"logoUrl", " HTTPS://a.b/x.png "}})).body["job"]["employer"]["logoUrl"] ==
        "HTTPS://a.b/x.png");
}

TEST_CASE("create job: it is found by its folded text, Japanese and accented letters included") {
  World world;
  const auto id = jobs_kind.create(world, {{"title", "Pâtissier ÄÖÜ 製パン"}});
  const auto find = [&](const std::string& q) { return ids(world.get("/jobs?q=" + q)); };
  CHECK(find("p%C3%82TISS") == id);
  CHECK(find("%C3%A4%C3%B6%C3%BC") == id);
  CHECK(find("%E8%A3%BD%E3%83%91%E3%83%B3") == id);
  CHECK(find("%E8%A3%BD") == id);
  CHECK(find("trains.+aoba") == id);
  CHECK(ids(world.get("/jobs?location=SENDAI")) == id);
}

TEST_CASE("create job: unknown fields are ignored and the audit trail says who did it") {
  World world;
  const auto admin = world.register_with_roles({"super_admin"});
  const auto answer = world.post("/admin/jobs", job_body({{"id", "mine"}, {"createdAt", "x"}}), World::as(admin));
  REQUIRE(answer.status == 201);
  CHECK(answer.body["job"]["id"] != "mine");
  const auto rows = world.audit_rows("job.created");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].entity_type == "JOB");
  CHECK(rows[0].entity_id == answer.body["job"]["id"]);
  CHECK(rows[0].actor_type == "ADMIN");
  CHECK(rows[0].actor_id == admin.user_id);
  CHECK(rows[0].actor_name == admin.email);
  CHECK(rows[0].to_state == "PUBLISHED");
  CHECK_FALSE(rows[0].from_state);
  CHECK(rows[0].request_id == answer.response.request_id);
}

// --------------------------------------------------------------------------------------------------------------- patch

TEST_CASE("change job: what is given is replaced, the rest stays, and the audit row names the fields") {
  World world;
  const auto id = jobs_kind.create(world);
  const Json before = jobs_kind.stored(world, id);
  world.now += seconds(5);
  const auto answer = patch(world, id, {{"title", "Baker"}, {"requirements", {"Patience"}}});
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "job");
  Json expected = before;
  expected["title"] = "Baker";
  expected["requirements"] = {"Patience"};
  CHECK(answer.body["job"] == expected);
  CHECK(jobs_kind.stored(world, id) == expected);
  CHECK(ids(world.get("/jobs?q=night")).empty());
  CHECK(ids(world.get("/jobs?q=baker+bakes")) == id);
  const auto rows = world.audit_rows("job.updated");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].details.string("changed") == "title,requirements");
  CHECK(rows[0].actor_name == "api-key");
}

TEST_CASE("change job: nothing given, or what is there already, changes nothing and leaves no trace") {
  World world;
  const auto id = jobs_kind.create(world);
  const Json before = jobs_kind.stored(world, id);
  world.now += seconds(5);
  for (const Json& same : {Json::object(), Json::array(), job_body(), Json({{"lifecycle", nullptr}}),
                           Json({{"lifecycle", Json::object()}})}) {
    const auto answer = patch(world, id, same);
    CHECK(answer.status == 200);
    CHECK(answer.body["job"] == before);
  }
  CHECK(world.raw("PATCH", "/admin/jobs/" + id, "", World::admin()).status == 200);
  CHECK(world.audit_rows("job.updated").empty());
}

TEST_CASE("change job: place and employer are replaced as a whole") {
  World world;
  const auto id = jobs_kind.create(world, employer({{"logoUrl", "https://a.b/l.png"}}));
  CHECK(verdict(patch(world, id, {{"location", {{"city", "Kobe"}}}})) == "400 invalid_job_location");
  CHECK(verdict(patch(world, id, {{"employer", {{"name", "Bakers"}}}})) == "400 invalid_job_employer");
  const auto answer = patch(world, id, employer({{"name", "Bakers"}}));
  CHECK(answer.body["job"]["employer"]["logoUrl"].is_null());
  CHECK(patch(world, id, employer({{"logoUrl", nullptr}})).status == 200);
  CHECK(patch(world, id, location({{"city", "Kobe"}})).body["job"]["location"]["city"] == "Kobe");
}

TEST_CASE("change job: the fields are checked before the lifecycle, its shape before them, the job before all") {
  World world;
  const auto id = jobs_kind.create(world);
  const auto rows = field_errors();
  Json wrong = rows.front().first;
  wrong["lifecycle"] = "x";
  CHECK(verdict(patch(world, unknown_content, wrong)) == "404 job_not_found");
  CHECK(verdict(patch(world, id, wrong)) == "400 invalid_lifecycle");
  const Json late{{"status", "x"}, {"publishedAt", "x"}, {"scheduledAt", "x"}};
  for (const auto& [body, code] : rows) {
    CAPTURE(code);
    Json both = body;
    both["lifecycle"] = late;
    CHECK(verdict(patch(world, id, both)) == "400 " + code);
  }
  CHECK(verdict(patch(world, id, {{"lifecycle", late}})) == "400 invalid_lifecycle_status");
  CHECK(verdict(patch(world, id, {{"lifecycle", {{"publishedAt", "x"}, {"scheduledAt", "x"}}}})) ==
        "400 invalid_lifecycle_date");
  CHECK(verdict(patch(world, id, {{"lifecycle", {{"scheduledAt", "x"}}}})) == "400 invalid_lifecycle_date");
  CHECK(verdict(patch(world, id, {{"lifecycle", {{"status", "SCHEDULED"}}}})) == "400 invalid_lifecycle_date");
  for (const std::string field :
       {"title", "employmentType", "visaSponsorship", "description", "requirements", "location", "employer"})
    CHECK(patch(world, id, {{field, nullptr}}).status == 400);
}

TEST_CASE("change job: a refused change changes nothing (gap D8)") {
  World world;
  const auto id = jobs_kind.create(world);
  const Json before = jobs_kind.stored(world, id);
  CHECK(patch(world, id, {{"title", "Other title"}, {"lifecycle", {{"status", "SCHEDULED"}}}}).status == 400);
  CHECK(patch(world, id, {{"title", "Other title"}, {"employer", nullptr}}).status == 400);
  CHECK(
      patch(world, id, {{"title", "Other title"}, {"lifecycle", {{"status", "DRAFT"}, {"publishedAt", "x"}}}}).status ==
      400);
  CHECK(jobs_kind.stored(world, id) == before);
}

TEST_CASE("change job: without a lifecycle the state stays what it is (gap D2)") {
  World world;
  const auto draft = jobs_kind.create(world, {{"lifecycle", {{"status", "DRAFT"}}}});
  const auto later =
      jobs_kind.create(world, {{"lifecycle", {{"status", "SCHEDULED"}, {"scheduledAt", "2031-01-01T00:00:00Z"}}}});
  CHECK(patch(world, draft, {{"title", "Changed"}}).body["job"]["lifecycle"] ==
        lifecycle("DRAFT", "DRAFT", nullptr, nullptr));
  CHECK(patch(world, later, {{"title", "Changed"}}).body["job"]["lifecycle"] ==
        lifecycle("SCHEDULED", "SCHEDULED", nullptr, "2031-01-01T00:00:00.000Z"));
  CHECK(jobs_kind.public_total(world) == 4);
}

TEST_CASE("change job: a lifecycle takes what is given, then what was there") {
  World world;
  const auto id = jobs_kind.create(world, {{"lifecycle", {{"publishedAt", "2029-01-01"}}}});
  const auto change = [&](const Json& block) {
    return patch(world, id, {{"lifecycle", block}}).body["job"]["lifecycle"];
  };
  CHECK(change(Json::object()) == lifecycle("PUBLISHED", "PUBLISHED", "2029-01-01T00:00:00.000Z", nullptr));
  CHECK(change({{"scheduledAt", "2031-01-01"}}) ==
        lifecycle("PUBLISHED", "PUBLISHED", "2029-01-01T00:00:00.000Z", nullptr));
  CHECK(change({{"publishedAt", "2029-02-02"}}) ==
        lifecycle("PUBLISHED", "PUBLISHED", "2029-02-02T00:00:00.000Z", nullptr));
  CHECK(change({{"publishedAt", nullptr}}) == lifecycle("PUBLISHED", "PUBLISHED", world_start, nullptr));
  CHECK(change({{"status", "SCHEDULED"}, {"scheduledAt", "2031-01-01"}}) ==
        lifecycle("SCHEDULED", "SCHEDULED", nullptr, "2031-01-01T00:00:00.000Z"));
  CHECK(change({{"publishedAt", "2029-02-02"}}) ==
        lifecycle("SCHEDULED", "SCHEDULED", nullptr, "2031-01-01T00:00:00.000Z"));
  CHECK(verdict(patch(world, id, {{"lifecycle", {{"scheduledAt", nullptr}}}})) == "400 invalid_lifecycle_date");
  CHECK(change({{"status", "PUBLISHED"}}) == lifecycle("PUBLISHED", "PUBLISHED", world_start, nullptr));
  CHECK(change({{"status", "DRAFT"}, {"publishedAt", "2029-02-02"}, {"scheduledAt", "2031-01-01"}}) ==
        lifecycle("DRAFT", "DRAFT", nullptr, nullptr));
  CHECK(patch(world, id, {{"lifecycle", nullptr}}).body["job"]["lifecycle"] ==
        lifecycle("DRAFT", "DRAFT", nullptr, nullptr));
}

TEST_CASE("change job or post: the path says which one, whatever the body says (gap B19)") {
  World world;
  for (const auto& kind : both_kinds) {
    const auto mine = kind.create(world);
    const auto other = kind.create(world);
    const auto answer = kind.patch(world, mine, {{kind.id_name, other}, {"id", other}, {"title", "New title"}});
    CHECK(answer.body[kind.item_name]["id"] == mine);
    CHECK(kind.stored(world, other)["title"] != "New title");
    CHECK(kind.act(world, mine, "unpublish", {{kind.id_name, other}}).body[kind.item_name]["id"] == mine);
    CHECK(kind.stored(world, other)["lifecycle"]["status"] == "PUBLISHED");
    CHECK(verdict(kind.patch(world, unknown_content, {{kind.id_name, other}})) == kind.not_found);
    CHECK(verdict(kind.patch(world, "bulk", Json::object())) == kind.not_found);
    CHECK(verdict(kind.patch(world, "%20", Json::object())) == kind.not_found);
  }
}

TEST_CASE("change job: applications are found by the new names") {
  World world;
  const auto id = jobs_kind.create(world);
  REQUIRE(world.post("/jobs/" + id + "/applications", nullptr, World::as(world.register_user())).status == 201);
  const auto found = [&](const std::string& q) {
    return world.get("/admin/applications?q=" + q, World::admin()).body["items"].size();
  };
  CHECK(found("night+baker") == 1);
  REQUIRE(patch(world, id, {{"title", "Pastry Chef"}}).status == 200);
  CHECK(found("night+baker") == 0);
  CHECK(found("pastry") == 1);
  REQUIRE(patch(world, id, employer({{"name", "Cakes and More"}})).status == 200);
  CHECK(found("pastry+chef+cakes") == 1);
}
