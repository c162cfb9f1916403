// Publish, unpublish, schedule, delete and bulk, for jobs and posts alike; and what the clock does.

#include "api/content_parts.hpp"

using namespace senpai;
using namespace senpai::test;
using namespace std::string_literals;
using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr const char* march = "2031-03-01T00:00:00.000Z";

bool is_post(const ContentKind& kind) { return kind.id_name == "postId"; }

/// What an action makes of a job or post.
Json acted(const ContentKind& kind, World& world, const std::string& id, const std::string& action,
           const Json& input = nullptr) {
  const auto answer = kind.act(world, id, action, input);
  if (answer.status != 200) return verdict(answer);
  CHECK(keys(answer.body) == kind.item_name);
  CHECK(kind.stored(world, id) == answer.body[kind.item_name]);
  return answer.body[kind.item_name]["lifecycle"];
}

Answer bulk(World& world, const ContentKind& kind, const std::string& action, const Json& wanted,
            const Json& more = Json::object()) {
  Json body{{"action", action}, {kind.ids_name, wanted}};
  body.update(more);
  return world.post(kind.admin_path + "/bulk", body, World::admin());
}

}  // namespace

// ------------------------------------------------------------------------------------------------------------- actions

TEST_CASE("actions: publish, unpublish and schedule work from every state and may be repeated") {
  for (const auto& kind : both_kinds) {
    CAPTURE(kind.item_name);
    World world;
    const auto id = kind.create(world);
    const auto open = [](const Json& at) { return lifecycle("PUBLISHED", "PUBLISHED", at, nullptr); };
    const Json hidden = lifecycle("DRAFT", "DRAFT", nullptr, nullptr);
    const Json later = lifecycle("SCHEDULED", "SCHEDULED", is_post(kind) ? Json(march) : Json(nullptr), march);
    for (int round = 0; round < 2; ++round) {
      CHECK(acted(kind, world, id, "publish", {{"publishedAt", "2029-05-01"}}) == open("2029-05-01T00:00:00.000Z"));
      CHECK(acted(kind, world, id, "unpublish") == hidden);
      CHECK(acted(kind, world, id, "unpublish") == hidden);
      CHECK(acted(kind, world, id, "publish") == open(world_start));
      CHECK(acted(kind, world, id, "schedule", {{"scheduledAt", march}}) == later);
      CHECK(acted(kind, world, id, "schedule", {{"scheduledAt", march}}) == later);
      CHECK(acted(kind, world, id, "unpublish") == hidden);
      CHECK(acted(kind, world, id, "schedule", {{"scheduledAt", march}}) == later);
    }
    CHECK(acted(kind, world, id, "publish", {{"publishedAt", nullptr}}) == open(world_start));
    world.now += seconds(1);
    CHECK(acted(kind, world, id, "publish", {{"publishedAt", " "}}) == open("2030-01-02T03:04:06.678Z"));
    CHECK(acted(kind, world, id, "publish", {{"publishedAt", "2040-01-01"}}) == open("2040-01-01T00:00:00.000Z"));
    CHECK(kind.is_public(world, id));
  }
}

TEST_CASE("actions: the job or post is looked for before the date is checked") {
  World world;
  for (const auto& kind : both_kinds) {
    const auto id = kind.create(world);
    const Json before = kind.stored(world, id);
    for (const std::string action : {"publish", "unpublish", "schedule"})
      for (const std::string& unknown : {unknown_content, "x"s, "%20"s, "bulk"s})
        CHECK(verdict(kind.act(world, unknown, action, {{"publishedAt", "x"}, {"scheduledAt", "x"}})) ==
              kind.not_found);
    for (const Json& date : {Json("x"), Json(20300101), Json::array(), Json("2030-02-30"), Json(true)}) {
      CHECK(acted(kind, world, id, "publish", {{"publishedAt", date}}) == "400 invalid_lifecycle_date");
      CHECK(acted(kind, world, id, "schedule", {{"scheduledAt", date}}) == "400 invalid_lifecycle_date");
    }
    for (const Json& none : {Json(nullptr), Json(""), Json("\t")})
      CHECK(acted(kind, world, id, "schedule", {{"scheduledAt", none}}) == "400 invalid_lifecycle_date");
    CHECK(acted(kind, world, id, "schedule") == "400 invalid_lifecycle_date");
    CHECK(acted(kind, world, id, "schedule", {{"publishedAt", march}}) == "400 invalid_lifecycle_date");
    CHECK(kind.stored(world, id) == before);
    for (const std::string action : {"publish", "unpublish", "schedule"}) {
      const auto path = kind.admin_path + "/" + id + "/" + action;
      CHECK(verdict(world.raw("POST", path, "{", World::admin())) == "400 invalid_request_body");
      CHECK(verdict(world.raw("POST", path, "null", World::admin())) == "400 invalid_request_body");
    }
    CHECK(world.raw("POST", kind.admin_path + "/" + id + "/unpublish", "[1]", World::admin()).status == 200);
  }
}

TEST_CASE("actions: each leaves an audit row with both states and the dates - one without effect leaves none") {
  World world;
  for (const auto& kind : both_kinds) {
    const std::string prefix = is_post(kind) ? "feed." : "job.";
    const auto id = kind.create(world);
    REQUIRE(kind.act(world, id, "unpublish").status == 200);
    REQUIRE(kind.act(world, id, "unpublish").status == 200);
    REQUIRE(kind.act(world, id, "schedule", {{"scheduledAt", march}}).status == 200);
    REQUIRE(kind.act(world, id, "publish").status == 200);
    REQUIRE(kind.remove(world, id).status == 200);
    const auto check = [&](const std::string& action, const std::string& from, const std::optional<std::string>& to) {
      CAPTURE(action);
      const auto rows = world.audit_rows(prefix + action);
      REQUIRE(rows.size() == 1);
      CHECK(rows[0].entity_id == id);
      CHECK(rows[0].entity_type == (is_post(kind) ? "FEED_POST" : "JOB"));
      CHECK(rows[0].from_state == from);
      CHECK(rows[0].to_state == to);
      CHECK(rows[0].actor_type == "ADMIN");
      CHECK(rows[0].request_id);
    };
    check("unpublished", "PUBLISHED", "DRAFT");
    check("scheduled", "DRAFT", "SCHEDULED");
    check("published", "SCHEDULED", "PUBLISHED");
    check("deleted", "PUBLISHED", std::nullopt);
    CHECK(world.audit_rows(prefix + "scheduled")[0].details.string("scheduledAt") == march);
    CHECK(world.audit_rows(prefix + "published")[0].details.string("publishedAt") == world_start);
  }
}

// --------------------------------------------------------------------------------------------------------------- clock

TEST_CASE("clock: what is scheduled is public from its millisecond on, in list, detail, search and total, by itself") {
  for (const auto& kind : both_kinds) {
    CAPTURE(kind.item_name);
    World world;
    const auto c = world.register_user();
    const auto id = kind.create(
        world, {{"title", "Zebra keeper"}, {"lifecycle", {{"status", "SCHEDULED"}, {"scheduledAt", march}}}});
    const auto check = [&](const std::string& now, bool visible) {
      CAPTURE(now);
      world.now = *parse_timestamp(now);
      CHECK(kind.is_public(world, id) == visible);
      CHECK(kind.public_total(world) == (visible ? 5 : 4));
      CHECK(ids(world.get(kind.public_path + "?q=zebra")) == (visible ? id : ""));
      CHECK(world.get(kind.public_path + "?q=zebra").body["pageInfo"]["total"] == (visible ? 1 : 0));
      if (is_post(kind))
        CHECK(world.get(kind.public_path + "?category=lifestyle").body["pageInfo"]["total"] == (visible ? 2 : 1));
      else CHECK(world.get(kind.public_path + "/" + id).status == (visible ? 200 : 404));
      const auto login = world.post("/auth/login", {{"email", c.email}, {"password", c.password}});
      const auto saved = world.post(kind.saved_path, {{kind.id_name, id}}, World::bearer(login.body["accessToken"]));
      CHECK(verdict(saved) == (visible ? "200" : kind.not_found));
      CHECK(kind.stored(world, id)["lifecycle"]["effectiveStatus"] == (visible ? "PUBLISHED" : "SCHEDULED"));
      CHECK(kind.stored(world, id)["lifecycle"]["status"] == "SCHEDULED");
    };
    check("2031-02-28T00:00:00.000Z", false);
    check("2031-02-28T23:59:59.999Z", false);
    check("2031-03-01T00:00:00.000Z", true);
    check("2031-03-01T23:59:59.999Z", true);
    check("2031-03-02T00:00:00.000Z", true);
    check("2032-01-01T00:00:00.000Z", true);
    check("2031-02-28T23:59:59.999Z", false);  // Nothing was stored meanwhile: the clock alone decides.
  }
}

TEST_CASE("clock: the public total is right on every day around many schedules, whatever becomes of them") {
  for (const auto& kind : both_kinds) {
    CAPTURE(kind.item_name);
    World world;
    std::vector<std::string> made;
    for (const std::string at :
         {"2030-01-01T12:00:00Z", "2030-01-02T03:04:05.677Z", "2030-01-02T03:04:05.678Z", "2030-01-02T03:04:05.679Z",
          "2030-01-02T23:59:59Z", "2030-01-03T00:00:00Z", "2030-01-09"})
      made.push_back(kind.create(world, {{"lifecycle", {{"status", "SCHEDULED"}, {"scheduledAt", at}}}}));
    const auto check = [&](std::int64_t expected) {
      const auto page = world.get(kind.public_path + "?limit=50");
      CHECK(page.body["items"].size() == static_cast<std::size_t>(expected));
      CHECK(page.body["pageInfo"]["total"] == expected);
    };
    check(4 + 3);
    world.now += milliseconds(1);
    check(4 + 4);
    world.now += days(1);
    check(4 + 6);
    kind.act(world, made[0], "unpublish");
    check(4 + 5);
    kind.remove(world, made[1]);
    check(4 + 4);
    kind.act(world, made[6], "publish");
    check(4 + 5);
    kind.act(world, made[2], "schedule", {{"scheduledAt", "2030-02-01"}});
    check(4 + 4);
    world.now += days(365);
    check(4 + 5);
  }
}

// ------------------------------------------------------------------------------------------------------------ deletion

TEST_CASE("delete: it is gone everywhere, and the second time it is not found (gap D19)") {
  for (const auto& kind : both_kinds) {
    CAPTURE(kind.item_name);
    World world;
    const auto c = world.register_user();
    const auto id = kind.create(world, {{"title", "Zebra keeper"}});
    REQUIRE(world.post(kind.saved_path, {{kind.id_name, id}}, World::as(c)).status == 200);
    const auto answer = kind.remove(world, id);
    CHECK(answer.status == 200);
    CHECK(answer.body == Json({{"removed", true}, {kind.id_name, id}}));
    CHECK(kind.stored(world, id).is_null());
    CHECK_FALSE(kind.is_public(world, id));
    CHECK(kind.public_total(world) == 4);
    CHECK(world.get(kind.admin_path, World::admin()).body["pageInfo"]["total"] == 4);
    for (const std::string& path : {kind.public_path, kind.admin_path})
      CHECK(world.get(path + "?q=zebra", World::admin()).body["pageInfo"]["total"] == 0);
    const auto saved = world.get(kind.saved_path, World::as(c));
    CHECK(saved.body["items"].empty());
    CHECK(saved.body["pageInfo"]["total"] == 0);
    CHECK(verdict(kind.remove(world, id)) == kind.not_found);
    CHECK(verdict(kind.patch(world, id, {{"title", "Again"}})) == kind.not_found);
    for (const std::string action : {"publish", "unpublish", "schedule"})
      CHECK(verdict(kind.act(world, id, action, {{"scheduledAt", march}})) == kind.not_found);
    CHECK(verdict(world.post(kind.saved_path, {{kind.id_name, id}}, World::as(c))) == kind.not_found);
    CHECK(verdict(world.call("DELETE", kind.saved_path + "/" + id, nullptr, World::as(c))) == kind.not_found);
    CHECK(verdict(kind.remove(world, unknown_content)) == kind.not_found);
    CHECK(verdict(kind.remove(world, "%20")) == kind.not_found);
    if (!is_post(kind)) {
      CHECK(verdict(world.get("/jobs/" + id)) == kind.not_found);
      CHECK(verdict(world.post("/jobs/" + id + "/applications", nullptr, World::as(c))) == kind.not_found);
    }
  }
}

TEST_CASE("delete: the applications of a job go with it (gap D19)") {
  for (const bool rollback : {false, true}) {
    CAPTURE(rollback);
    World world([&](Options& o) {
      o.auth.compat_rollback = rollback;
      o.auth.compat_hash_iterations = 10;
    });
    const auto c = world.register_user();
    const auto id = jobs_kind.create(world);
    const auto applied = world.post("/jobs/" + id + "/applications", nullptr, World::as(c));
    REQUIRE(applied.status == 201);
    const std::string application = applied.body["application"]["id"];
    REQUIRE(jobs_kind.remove(world, id).status == 200);
    CHECK(world.get("/users/me/applications", World::as(c)).body["pageInfo"]["total"] == 0);
    CHECK(world.get("/admin/applications", World::admin()).body["pageInfo"]["total"] == 0);
    CHECK(verdict(world.get("/admin/applications/" + application, World::admin())) == "404 application_not_found");
    CHECK(verdict(jobs_kind.remove(world, id)) == "404 job_not_found");
    CHECK(verdict(jobs_kind.patch(world, id, Json::object())) == "404 job_not_found");
    CHECK(world.audit_rows("job.deleted").size() == 1);
  }
}

// ---------------------------------------------------------------------------------------------------------------- bulk

TEST_CASE("bulk: each id is acted on by itself, in order, and the answer says what became of it") {
  for (const auto& kind : both_kinds) {
    CAPTURE(kind.item_name);
    World world;
    const auto first = kind.create(world, {{"lifecycle", {{"status", "DRAFT"}}}});
    const auto second = kind.create(world);
    const auto answer = bulk(world, kind, " publish ", {second, "gone", " " + first + " ", second, first});
    REQUIRE(answer.status == 200);
    CHECK(keys(answer.body) == "action failureCount results successCount total");
    CHECK(answer.body["action"] == "PUBLISH");
    CHECK(answer.body["total"] == 3);
    CHECK(answer.body["successCount"] == 2);
    CHECK(answer.body["failureCount"] == 1);
    const Json& results = answer.body["results"];
    REQUIRE(results.size() == 3);
    const Json open = lifecycle("PUBLISHED", "PUBLISHED", world_start, nullptr);
    CHECK(results[0] == Json({{kind.id_name, second}, {"success", true}, {"lifecycle", open}}));
    CHECK(keys(results[1]) == (is_post(kind) ? "error postId success" : "error jobId success"));
    CHECK(results[1][kind.id_name] == "gone");
    CHECK(results[1]["success"] == false);
    CHECK(keys(results[1]["error"]) == "code message");
    CHECK("404 " + results[1]["error"]["code"].get<std::string>() == kind.not_found);
    CHECK(results[2] == Json({{kind.id_name, first}, {"success", true}, {"lifecycle", open}}));
    CHECK(kind.is_public(world, first));
  }
}

TEST_CASE("bulk: unpublish, schedule and delete do what the single actions do") {
  for (const auto& kind : both_kinds) {
    CAPTURE(kind.item_name);
    World world;
    const Json wanted{kind.create(world), kind.create(world)};
    const std::string first = wanted[0];
    CHECK(bulk(world, kind, "UNPUBLISH", wanted).body["results"][1]["lifecycle"] ==
          lifecycle("DRAFT", "DRAFT", nullptr, nullptr));
    CHECK(bulk(world, kind, "SCHEDULE", wanted, {{"scheduledAt", march}}).body["results"][0]["lifecycle"] ==
          lifecycle("SCHEDULED", "SCHEDULED", is_post(kind) ? Json(march) : Json(nullptr), march));
    CHECK(bulk(world, kind, "PUBLISH", wanted, {{"publishedAt", march}}).body["results"][0]["lifecycle"] ==
          lifecycle("PUBLISHED", "PUBLISHED", march, nullptr));
    const auto deleted = bulk(world, kind, "delete", wanted).body;
    CHECK(deleted["action"] == "DELETE");
    CHECK(deleted["results"][0] == Json({{kind.id_name, first}, {"success", true}, {"removed", true}}));
    CHECK(kind.stored(world, first).is_null());
    const auto again = bulk(world, kind, "DELETE", wanted).body;
    CHECK(again["successCount"] == 0);
    CHECK(again["failureCount"] == 2);
    CHECK(world.audit_rows(is_post(kind) ? "feed.deleted" : "job.deleted").size() == 2);
  }
}

TEST_CASE("bulk: a bad date is the fault of each known id, unknown ones stay not found") {
  for (const auto& kind : both_kinds) {
    World world;
    const auto id = kind.create(world);
    const Json before = kind.stored(world, id);
    const auto codes = [&](const std::string& action, const Json& more) {
      const auto answer = bulk(world, kind, action, {id, "gone"}, more);
      REQUIRE(answer.status == 200);
      CHECK(answer.body["failureCount"] == 2);
      CHECK("404 " + answer.body["results"][1]["error"]["code"].get<std::string>() == kind.not_found);
      return answer.body["results"][0]["error"]["code"].get<std::string>();
    };
    CHECK(codes("PUBLISH", {{"publishedAt", "x"}}) == "invalid_lifecycle_date");
    CHECK(codes("SCHEDULE", {{"scheduledAt", "x"}}) == "invalid_lifecycle_date");
    CHECK(codes("SCHEDULE", Json::object()) == "invalid_lifecycle_date");
    CHECK(kind.stored(world, id) == before);
  }
}

TEST_CASE("bulk: the action is checked first, then the ids: 1 to 100, counted before duplicates go, none blank") {
  World world;
  for (const auto& kind : both_kinds) {
    const std::string bad_ids = "400 invalid_" + kind.item_name + "_ids";
    for (const std::string action : {"", "HIDE", "REMOVE"})
      CHECK(verdict(bulk(world, kind, action, Json::array())) == "400 invalid_bulk_action");
    CHECK(verdict(world.post(kind.admin_path + "/bulk", {{kind.ids_name, {"x"}}}, World::admin())) ==
          "400 invalid_bulk_action");
    CHECK(verdict(world.raw("POST", kind.admin_path + "/bulk", "[]", World::admin())) == "400 invalid_bulk_action");
    CHECK(verdict(world.post(kind.admin_path + "/bulk", {{"action", Json::array()}}, World::admin())) ==
          "400 invalid_bulk_action");
    for (const Json& wanted :
         {Json(nullptr), Json("x"), Json::object(), Json::array(), Json(std::vector<std::string>(101, "x")),
          Json::array({"x", " "}), Json::array({"x", nullptr}), Json::array({"x", 0}), Json::array({"x\0"s}),
          Json::array({Json::array()}), Json::array({Json::object()})})
      CHECK(verdict(bulk(world, kind, "DELETE", wanted)) == bad_ids);
    CHECK(verdict(world.post(kind.admin_path + "/bulk", {{"action", "DELETE"}}, World::admin())) == bad_ids);
    const auto hundred = bulk(world, kind, "DELETE", std::vector<std::string>(100, "x"));
    CHECK(hundred.status == 200);
    CHECK(hundred.body["total"] == 1);
    CHECK(bulk(world, kind, "DELETE", {12, "a b"}).body["results"][0][kind.id_name] == "12");
    CHECK(kind.public_total(world) == 4);
  }
}

// --------------------------------------------------------------------------------------------------------------- races

TEST_SUITE("race") {
  TEST_CASE("race: of simultaneous edits of different fields none is lost") {
    for (const auto& kind : both_kinds) {
      World world;
      const auto id = kind.create(world);
      const std::vector<Json> edits = is_post(kind) ? std::vector<Json>{{{"title", "New title"}},
                                                                        {{"excerpt", "New excerpt"}},
                                                                        {{"author", "New author"}},
                                                                        {{"category", "NEW"}},
                                                                        {{"imageUrl", "https://a.b/new"}}}
                                                    : std::vector<Json>{{{"title", "New title"}},
                                                                        {{"employmentType", "PART_TIME"}},
                                                                        {{"visaSponsorship", false}},
                                                                        {{"description", "New description"}},
                                                                        {{"requirements", Json::array({"New"})}}};
      at_once(static_cast<int>(edits.size()),
              [&](int i) { CHECK(kind.patch(world, id, edits[static_cast<std::size_t>(i)]).status == 200); });
      const Json stored = kind.stored(world, id);
      for (const auto& edit : edits)
        for (const auto& [field, value] : edit.items()) CHECK(stored[field] == value);
      CHECK(world.audit_rows(is_post(kind) ? "feed.updated" : "job.updated").size() == edits.size());
    }
  }

  TEST_CASE("race: of simultaneous deletions exactly one finds it") {
    for (const auto& kind : both_kinds) {
      World world;
      const auto id = kind.create(world);
      std::atomic<int> removed{0};
      at_once(8, [&](int) {
        const auto answer = kind.remove(world, id);
        removed += answer.status == 200;
        CHECK((answer.status == 200 || verdict(answer) == kind.not_found));
      });
      CHECK(removed == 1);
      CHECK(world.audit_rows(is_post(kind) ? "feed.deleted" : "job.deleted").size() == 1);
      CHECK(kind.public_total(world) == 4);
    }
  }
}
