// What candidates save: jobs and posts.

#include "api/content_parts.hpp"

using namespace senpai;
using namespace senpai::test;
using namespace std::string_literals;
using std::chrono::seconds;

namespace {

Answer save(World& world, const ContentKind& kind, const Credentials& c, const Json& id) {
  return world.post(kind.saved_path, {{kind.id_name, id}}, World::as(c));
}

Answer unsave(World& world, const ContentKind& kind, const Credentials& c, const std::string& id) {
  return world.call("DELETE", kind.saved_path + "/" + id, nullptr, World::as(c));
}

Answer list(World& world, const ContentKind& kind, const Credentials& c, const std::string& query = "") {
  return world.get(kind.saved_path + query, World::as(c));
}

}  // namespace

TEST_CASE("saved: every route needs a signed-in user, before the body is looked at") {
  World world;
  for (const auto& kind : both_kinds) {
    CHECK(verdict(world.get(kind.saved_path)) == "401 missing_access_token");
    CHECK(verdict(world.raw("POST", kind.saved_path, "{")) == "401 missing_access_token");
    CHECK(verdict(world.call("DELETE", kind.saved_path + "/x")) == "401 missing_access_token");
    CHECK(verdict(world.get(kind.saved_path, World::admin())) == "401 missing_access_token");
    CHECK(verdict(world.get(kind.saved_path, World::bearer("x"))) == "401 invalid_access_token");
    CHECK(verdict(world.raw("POST", kind.saved_path, "{", World::as(world.register_user()))) ==
          "400 invalid_request_body");
  }
}

TEST_CASE("saved: saving says whether it is new, repeats are fine and keep the first time") {
  for (const auto& kind : both_kinds) {
    CAPTURE(kind.item_name);
    World world;
    const auto c = world.register_user();
    const auto second = kind.create(world);
    const auto answer = save(world, kind, c, "  " + kind.sample + "\xe3\x80\x80");
    CHECK(answer.status == 200);
    CHECK(answer.body == Json({{"saved", true}, {"created", true}, {kind.id_name, kind.sample}}));
    world.now += seconds(1);
    CHECK(save(world, kind, c, second).body["created"] == true);
    world.now += seconds(1);
    const auto again = save(world, kind, c, kind.sample);
    CHECK(again.status == 200);
    CHECK(again.body == Json({{"saved", true}, {"created", false}, {kind.id_name, kind.sample}}));
    CHECK(ids(list(world, kind, c)) == second + " " + kind.sample);
  }
}

TEST_CASE("saved: a blank id is refused, an unknown or hidden one not found") {
  for (const auto& kind : both_kinds) {
    CAPTURE(kind.item_name);
    World world;
    const auto c = world.register_user();
    const std::string blank = "400 invalid_" + kind.item_name + "_id";
    for (const Json& id : {Json(nullptr), Json(""), Json(" \xe3\x80\x80"), Json(0), Json(false), Json("\0"s),
                           Json("a\0"s), Json::array(), Json::object(), Json::array({kind.sample})})
      CHECK(verdict(save(world, kind, c, id)) == blank);
    for (const std::string body : {"", "{}", "[]", "1"})
      CHECK(verdict(world.raw("POST", kind.saved_path, body, World::as(c))) == blank);
    CHECK(verdict(world.raw("POST", kind.saved_path, "null", World::as(c))) == "400 invalid_request_body");
    for (const Json& id :
         {Json(unknown_content), Json("nothing"), Json("a b"), Json(12), Json(times(200, "a")), Json("'")})
      CHECK(verdict(save(world, kind, c, id)) == kind.not_found);
    const auto draft = kind.create(world, {{"lifecycle", {{"status", "DRAFT"}}}});
    const auto later = kind.create(world, {{"lifecycle", {{"status", "SCHEDULED"}, {"scheduledAt", "2031-01-01"}}}});
    CHECK(verdict(save(world, kind, c, draft)) == kind.not_found);
    CHECK(verdict(save(world, kind, c, later)) == kind.not_found);
    CHECK(list(world, kind, c).body["pageInfo"]["total"] == 0);
  }
}

TEST_CASE("saved: unsaving says whether it was saved, also for what is hidden") {
  for (const auto& kind : both_kinds) {
    CAPTURE(kind.item_name);
    World world;
    const auto c = world.register_user();
    const auto id = kind.create(world);
    save(world, kind, c, id);
    kind.act(world, id, "unpublish");
    const auto answer = unsave(world, kind, c, id);
    CHECK(answer.status == 200);
    CHECK(answer.body == Json({{"saved", false}, {"removed", true}, {kind.id_name, id}}));
    CHECK(unsave(world, kind, c, id).body == Json({{"saved", false}, {"removed", false}, {kind.id_name, id}}));
    CHECK(unsave(world, kind, c, kind.sample).body["removed"] == false);
    for (const std::string& unknown : {unknown_content, "x"s, "%20"s, "%00"s})
      CHECK(verdict(unsave(world, kind, c, unknown)) == kind.not_found);
    CHECK(list(world, kind, c).body["items"].empty());
  }
}

TEST_CASE("saved: the list has the items of the public list, always signed in and saved, for their owner only") {
  for (const auto& kind : both_kinds) {
    CAPTURE(kind.item_name);
    World world;
    const auto c = world.register_user();
    const auto other = world.register_user();
    save(world, kind, c, kind.sample);
    const auto answer = list(world, kind, c);
    REQUIRE(answer.status == 200);
    CHECK(keys(answer.body) == "items pageInfo");
    CHECK(answer.body["pageInfo"] == Json({{"cursor", "0"}, {"nextCursor", nullptr}, {"limit", 20}, {"total", 1}}));
    const auto all = world.get(kind.public_path, World::as(c));
    Json listed;
    for (const auto& item : all.body["items"])
      if (item["id"] == kind.sample) listed = item;
    CHECK(answer.body["items"][0] == listed);
    CHECK(listed["viewerState"]["authenticated"] == true);
    CHECK(listed["viewerState"]["saved"] == true);
    CHECK(list(world, kind, other).body["items"].empty());
  }
}

TEST_CASE("saved: what is hidden stays in the list with its true lifecycle, and posts keep a date (gaps G3, G7)") {
  for (const auto& kind : both_kinds) {
    CAPTURE(kind.item_name);
    World world;
    const auto c = world.register_user();
    const auto id = kind.create(world, {{"lifecycle", {{"publishedAt", "2029-05-01"}}}});
    save(world, kind, c, id);
    const auto item = [&] { return list(world, kind, c).body["items"][0]; };
    kind.act(world, id, "unpublish");
    CHECK(item()["lifecycle"] == lifecycle("DRAFT", "DRAFT", nullptr, nullptr));
    CHECK_FALSE(kind.is_public(world, id));
    if (kind.id_name == "postId") {
      CHECK(item()["publishedAt"] == "2029-05-01T00:00:00.000Z");
      // Administrators see it as it is.
      CHECK(kind.stored(world, id)["publishedAt"].is_null());
    }
    kind.patch(world, id, {{"title", "Edited as a draft"}});
    if (kind.id_name == "postId") CHECK(item()["publishedAt"] == "2029-05-01T00:00:00.000Z");
    kind.act(world, id, "schedule", {{"scheduledAt", "2031-03-01"}});
    CHECK(item()["lifecycle"]["effectiveStatus"] == "SCHEDULED");
    if (kind.id_name == "postId") CHECK(item()["publishedAt"] == "2031-03-01T00:00:00.000Z");
    kind.act(world, id, "unpublish");  // It was never public on that day.
    if (kind.id_name == "postId") CHECK(item()["publishedAt"] == "2029-05-01T00:00:00.000Z");
  }
}

TEST_CASE("saved: the page is checked like every page, latest first, and pages meet without gaps from both ends") {
  for (const auto& kind : both_kinds) {
    CAPTURE(kind.item_name);
    World world;
    const auto c = world.register_user();
    CHECK(verdict(list(world, kind, c, "?cursor=x&limit=x")) == "400 invalid_cursor");
    CHECK(verdict(list(world, kind, c, "?limit=51")) == "400 invalid_limit");
    CHECK(verdict(list(world, kind, c, "?limit=1.5")) == "400 invalid_limit");
    std::string expected;
    for (int i = 0; i < 7; ++i) {  // all in the same millisecond
      const auto id = kind.create(world);
      save(world, kind, c, id);
      expected = id + (expected.empty() ? "" : " ") + expected;
    }
    CHECK(ids(list(world, kind, c)) == expected);
    std::string joined;
    for (int cursor = 0; cursor < 7; cursor += 2) {
      const auto page = list(world, kind, c, "?limit=2&cursor=" + std::to_string(cursor));
      CHECK(page.body["pageInfo"]["total"] == 7);
      joined += (joined.empty() ? "" : " ") + ids(page);
    }
    CHECK(joined == expected);
    CHECK(ids(list(world, kind, c, "?cursor=7")).empty());
  }
}

TEST_SUITE("race") {
  TEST_CASE("race: of simultaneous saves exactly one creates and only one entry is there") {
    for (const auto& kind : both_kinds) {
      World world;
      for (int round = 0; round < 5; ++round) {
        const auto c = world.register_user();
        std::atomic<int> created{0};
        at_once(12, [&](int) {
          const auto answer = save(world, kind, c, kind.sample);
          CHECK(answer.status == 200);
          created += answer.body["created"] == true;
        });
        CHECK(created == 1);
        CHECK(list(world, kind, c).body["pageInfo"]["total"] == 1);
        std::atomic<int> removed{0};
        at_once(12, [&](int) { removed += unsave(world, kind, c, kind.sample).body["removed"] == true; });
        CHECK(removed == 1);
      }
    }
  }
}
