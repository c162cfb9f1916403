// Articles as administrators list, create and change them.

#include "api/content_parts.hpp"

using namespace senpai;
using namespace senpai::test;
using namespace std::string_literals;
using std::chrono::seconds;

namespace {

Answer create(World& world, const Json& changes = Json::object()) {
  return world.post("/admin/feed/posts", post_body(changes), World::admin());
}

Answer patch(World& world, const std::string& id, const Json& body) { return posts_kind.patch(world, id, body); }

/// Date and lifecycle of an answer in one line: `2030-… PUBLISHED/PUBLISHED 2030-… -`.
std::string dates(const Answer& answer) {
  if (answer.status >= 300) return verdict(answer);
  const Json& post = answer.body["post"];
  const auto text = [](const Json& value) { return value.is_null() ? std::string("-") : value.get<std::string>(); };
  const Json& life = post["lifecycle"];
  return text(post["publishedAt"]) + " " + text(life["status"]) + "/" + text(life["effectiveStatus"]) + " " +
         text(life["publishedAt"]) + " " + text(life["scheduledAt"]);
}

std::string published(const std::string& at) { return at + " PUBLISHED/PUBLISHED " + at + " -"; }

const std::string start = world_start;
const std::string draft = "- DRAFT/DRAFT - -";
const std::string march = "2031-03-01T00:00:00.000Z";
const std::string in_march = march + " SCHEDULED/SCHEDULED " + march + " " + march;

/// Bodies of which each is wrong in one more place than the next, with the code that has to win.
std::vector<std::pair<Json, std::string>> field_errors() {
  std::vector<std::pair<Json, std::string>> rows{{{{"title", "x"}}, "invalid_title"},
                                                 {{{"excerpt", nullptr}}, "invalid_excerpt"},
                                                 {{{"category", " "}}, "invalid_category"},
                                                 {{{"author", Json::array()}}, "invalid_author"},
                                                 {{{"imageUrl", "x"}}, "invalid_image_url"}};
  Json all = Json::object();
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    all.update(row->first);
    row->first = all;
  }
  return rows;
}

}  // namespace

// ---------------------------------------------------------------------------------------------------------------- list

TEST_CASE("admin feed: every state is listed by date, the dateless last, field for field and without a viewer") {
  World world;
  const auto hidden = posts_kind.create(world, {{"lifecycle", {{"status", "DRAFT"}}}});
  const auto later =
      posts_kind.create(world, {{"lifecycle", {{"status", "SCHEDULED"}, {"scheduledAt", "2031-03-01"}}}});
  const auto now = posts_kind.create(world);
  const auto answer = world.get("/admin/feed/posts", World::admin());
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "items pageInfo");
  CHECK(answer.body["pageInfo"] == Json({{"cursor", "0"}, {"nextCursor", nullptr}, {"limit", 20}, {"total", 7}}));
  CHECK(ids(answer) == later + " " + now +
                           " post_life_in_tokyo_004 post_interview_tips_003 post_visa_update_002 "
                           "post_jp_work_culture_001 " +
                           hidden);
  for (const auto& item : answer.body["items"]) {
    CHECK(keys(item) == "author category excerpt id imageUrl lifecycle publishedAt title");
    CHECK(item["publishedAt"] == item["lifecycle"]["publishedAt"]);
  }
  CHECK(answer.body["items"][0]["publishedAt"] == march);
  CHECK(answer.body["items"][6]["publishedAt"].is_null());
}

TEST_CASE("admin feed: a scheduled post with another date sorts by its schedule whether text is searched or not") {
  World world;
  const auto later =
      posts_kind.create(world, {{"lifecycle", {{"status", "SCHEDULED"}, {"scheduledAt", "2031-03-01"}}}});
  const auto now = posts_kind.create(world);
  REQUIRE(patch(world, later, {{"publishedAt", "2020-01-01"}}).status == 200);
  const auto listed = [&](const std::string& query) {
    return ids(world.get("/admin/feed/posts" + query, World::admin()));
  };
  const std::string all = listed("");
  CHECK(all == later + " " + now +
                   " post_life_in_tokyo_004 post_interview_tips_003 post_visa_update_002 post_jp_work_culture_001");
  CHECK(listed("?q=e") == all);
  CHECK(listed("?limit=1") == later);
  CHECK(listed("?limit=2&cursor=4") == "post_visa_update_002 post_jp_work_culture_001");
}

TEST_CASE("admin feed: search and category filter, and the total follows (gap D21)") {
  World world;
  const auto odd = posts_kind.create(world, {{"title", "100%_SURE ÄÖ"}, {"lifecycle", {{"status", "DRAFT"}}}});
  const auto find = [&](const std::string& query) {
    return ids(world.get("/admin/feed/posts?" + query, World::admin()));
  };
  CHECK(find("q=%25_sure") == odd);
  CHECK(find("q=sure+%C3%A4%C3%B6") == odd);
  CHECK(find("q=%25%25").empty());
  CHECK(find("q=desk+lifestyle") == "post_life_in_tokyo_004 " + odd);
  CHECK(find("category=+lifestyle") == "post_life_in_tokyo_004 " + odd);
  CHECK(find("category=visa&q=desk") == visa_post);
  CHECK(find("category=none").empty());
  CHECK(world.get("/admin/feed/posts?category=lifestyle&limit=1", World::admin()).body["pageInfo"]["total"] == 2);
  CHECK(verdict(world.get("/admin/feed/posts?cursor=x&limit=x", World::admin())) == "400 invalid_cursor");
  CHECK(verdict(world.get("/admin/feed/posts?limit=0", World::admin())) == "400 invalid_limit");
}

TEST_CASE("feed: pages of posts with equal dates meet without gaps from both ends (gap D12)") {
  World world;
  for (int i = 0; i < 6; ++i) posts_kind.create(world, {{"publishedAt", "2026-02-16"}});
  posts_kind.create(world, {{"lifecycle", {{"status", "DRAFT"}}}});
  const auto check = [&](const std::string& list, int total) {
    std::string joined;
    for (int cursor = 0; cursor < total; cursor += 2) {
      const auto page = world.get(list + "?limit=2&cursor=" + std::to_string(cursor), World::admin());
      CHECK(page.body["pageInfo"]["total"] == total);
      joined += (joined.empty() ? "" : " ") + ids(page);
    }
    CHECK(joined == ids(world.get(list + "?limit=50", World::admin())));
  };
  check("/feed/posts", 10);
  check("/admin/feed/posts", 11);
  check("/feed/posts", 10);
}

// -------------------------------------------------------------------------------------------------------------- create

TEST_CASE("create post: the answer is the post, field for field, and public at once") {
  World world;
  const auto answer = create(world, {{"title", "  Renting\xe3\x80\x80"}, {"imageUrl", " https://a.b/i.png "}});
  REQUIRE(answer.status == 201);
  CHECK(keys(answer.body) == "post");
  const Json& post = answer.body["post"];
  CHECK(keys(post) == "author category excerpt id imageUrl lifecycle publishedAt title");
  CHECK(is_uuid(post["id"].get<std::string>()));
  CHECK(post["title"] == "Renting");
  CHECK(post["excerpt"] == "Deposits, key money and what to ask.");
  CHECK(post["category"] == "LIFESTYLE");
  CHECK(post["author"] == "Housing Desk");
  CHECK(post["imageUrl"] == "https://a.b/i.png");
  CHECK(dates(answer) == published(start));
  CHECK(posts_kind.stored(world, post["id"]) == post);
  CHECK(world.get("/feed/posts").body["items"][0]["id"] == post["id"]);
  const auto rows = world.audit_rows("feed.created");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].entity_type == "FEED_POST");
  CHECK(rows[0].entity_id == post["id"]);
  CHECK(rows[0].to_state == "PUBLISHED");
}

TEST_CASE("create post: drafts have no date, scheduled ones the date of their schedule, neither is public (gap D1)") {
  World world;
  CHECK(dates(create(world, {{"publishedAt", "2029-01-01"}, {"lifecycle", {{"status", "DRAFT"}}}})) == draft);
  CHECK(dates(create(world,
                     {{"lifecycle", {{"status", "scheduled"}, {"scheduledAt", march}, {"publishedAt", start}}}})) ==
        in_march);
  CHECK(posts_kind.public_total(world) == 4);
  CHECK(dates(create(world, {{"lifecycle", {{"status", "SCHEDULED"}, {"scheduledAt", "2029-01-01"}}}})) ==
        "2029-01-01T00:00:00.000Z SCHEDULED/PUBLISHED 2029-01-01T00:00:00.000Z 2029-01-01T00:00:00.000Z");
  CHECK(posts_kind.public_total(world) == 5);
}

TEST_CASE("create post: the date is that of the lifecycle, else the outer one, else now") {
  World world;
  const std::string may = "2029-05-01T00:00:00.000Z";
  for (const Json& none : {Json(nullptr), Json(""), Json("  ")}) {
    CHECK(dates(create(world, {{"publishedAt", none}})) == published(start));
    CHECK(dates(create(world, {{"publishedAt", "2029-05-01"},
                               {"lifecycle", none.is_null() ? none : Json::object()}})) == published(may));
  }
  CHECK(dates(create(world, {{"publishedAt", "2029-05-01"}, {"lifecycle", {{"publishedAt", nullptr}}}})) ==
        published(may));
  CHECK(dates(create(world, {{"publishedAt", "x"}, {"lifecycle", {{"publishedAt", "2029-05-01"}}}})) == published(may));
  CHECK(dates(create(world, {{"publishedAt", march}})) == published(march));
  CHECK(posts_kind.public_total(world) == 13);  // A date in the future hides nothing.
}

TEST_CASE("create post: the lifecycle is checked first, then the fields from top to bottom") {
  World world;
  const auto rows = field_errors();
  const auto attempt = [&](const Json& block, const Json& date = nullptr) {
    Json wrong = rows.front().first;
    wrong["lifecycle"] = block;
    wrong["publishedAt"] = date;
    return verdict(create(world, wrong));
  };
  for (const Json& shape : {Json::array(), Json("DRAFT"), Json(1), Json(false)})
    CHECK(attempt(shape, "x") == "400 invalid_lifecycle");
  CHECK(attempt({{"status", nullptr}}, "x") == "400 invalid_lifecycle_status");
  CHECK(attempt(nullptr, "x") == "400 invalid_lifecycle_date");
  CHECK(attempt(nullptr, 20300101) == "400 invalid_lifecycle_date");
  CHECK(attempt({{"publishedAt", "x"}}, start) == "400 invalid_lifecycle_date");
  CHECK(attempt({{"scheduledAt", "x"}}) == "400 invalid_lifecycle_date");
  CHECK(attempt({{"status", "SCHEDULED"}}) == "400 invalid_lifecycle_date");
  for (const auto& [wrong, code] : rows) {
    CAPTURE(code);
    CHECK(verdict(create(world, wrong)) == "400 " + code);
  }
  CHECK(posts_kind.public_total(world) == 4);
}

TEST_CASE("create post: the texts are required and their lengths counted in UTF-16 units after trimming") {
  World world;
  const auto check = [&](const std::string& field, int min, int max) {
    CAPTURE(field);
    const std::string refused = "400 invalid_" + field;
    const auto attempt = [&](const Json& value) { return verdict(create(world, {{field, value}})); };
    CHECK(attempt(times(min, "a")) == "201");
    CHECK(attempt(" " + times(min - 1, "a") + "\xe3\x80\x80") == refused);
    CHECK(attempt(times(max, "か")) == "201");
    CHECK(attempt(times(max + 1, "か")) == refused);
    CHECK(attempt(times(max / 2, "🎌")) == "201");
    CHECK(attempt(times(max / 2, "🎌") + "a") == refused);
    for (const Json& bad : {Json(nullptr), Json(""), Json("some\0text"s), Json::array({"some text"}), Json::object()})
      CHECK(attempt(bad) == refused);
    CHECK(attempt(123) == "201");
    Json body = post_body();
    body.erase(field);
    CHECK(verdict(world.post("/admin/feed/posts", body, World::admin())) == refused);
  };
  check("title", 2, 180);
  check("excerpt", 2, 600);
  check("category", 1, 64);
  check("author", 2, 120);
}

TEST_CASE("create post: the image is none or an http address") {
  World world;
  for (const Json& none : {Json(nullptr), Json(""), Json(" ")})
    CHECK(create(world, {{"imageUrl", none}}).body["post"]["imageUrl"].is_null());
  Json without = post_body();
  without.erase("imageUrl");
  CHECK(world.post("/admin/feed/posts", without, World::admin()).body["post"]["imageUrl"].is_null());
  for (const Json& bad : {Json("a.b/i.png"), Json("javascript:x"), Json("http://"), Json::array(), Json::object(),
                          Json(1), Json("https://a.b/" + times(2048, "a")), Json("https://a.b/\0"s)})
    CHECK(verdict(create(world, {{"imageUrl", bad}})) == "400 invalid_image_url");
}

// --------------------------------------------------------------------------------------------------------------- patch

TEST_CASE("change post: what is given is replaced, the rest stays, and the audit row names the fields") {
  World world;
  const auto id = posts_kind.create(world, {{"imageUrl", "https://a.b/i.png"}});
  Json expected = posts_kind.stored(world, id);
  world.now += seconds(5);
  const auto answer = patch(world, id, {{"title", "Moving"}, {"category", "safety"}});
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "post");
  expected["title"] = "Moving";
  expected["category"] = "SAFETY";
  CHECK(answer.body["post"] == expected);
  CHECK(posts_kind.stored(world, id) == expected);
  CHECK(ids(world.get("/feed/posts?q=renting")).empty());
  CHECK(ids(world.get("/feed/posts?q=moving&category=safety")) == id);
  CHECK(world.get("/feed/posts?category=lifestyle").body["pageInfo"]["total"] == 1);
  CHECK(patch(world, id, {{"imageUrl", nullptr}}).body["post"]["imageUrl"].is_null());
  CHECK(world.audit_rows("feed.updated").size() == 2);
  CHECK(world.audit_rows("feed.updated")[0].details.string("changed") == "title,category");
}

TEST_CASE("change post: nothing given, or what is there already, changes nothing and leaves no trace") {
  World world;
  const auto id = posts_kind.create(world);
  const Json before = posts_kind.stored(world, id);
  world.now += seconds(5);
  for (const Json& same :
       {Json::object(), post_body(), Json({{"lifecycle", nullptr}}), Json({{"lifecycle", Json::object()}})}) {
    const auto answer = patch(world, id, same);
    CHECK(answer.status == 200);
    CHECK(answer.body["post"] == before);
  }
  CHECK(world.audit_rows("feed.updated").empty());
}

TEST_CASE("change post: the checks come in the order of the contract") {
  World world;
  const auto id = posts_kind.create(world);
  const auto rows = field_errors();
  Json wrong = rows.front().first;
  wrong["lifecycle"] = 1;
  CHECK(verdict(patch(world, unknown_content, wrong)) == "404 post_not_found");
  CHECK(verdict(patch(world, id, wrong)) == "400 invalid_lifecycle");
  const Json late{{"status", "x"}, {"scheduledAt", "x"}};
  for (const auto& [body, code] : rows) {
    CAPTURE(code);
    Json both = body;
    both["lifecycle"] = late;
    both["publishedAt"] = "x";
    CHECK(verdict(patch(world, id, both)) == "400 " + code);
  }
  CHECK(verdict(patch(world, id, {{"publishedAt", "x"}, {"lifecycle", late}})) == "400 invalid_published_at");
  CHECK(verdict(patch(world, id, {{"publishedAt", Json::array()}})) == "400 invalid_published_at");
  CHECK(verdict(patch(world, id, {{"publishedAt", "x"}, {"lifecycle", {{"publishedAt", nullptr}}}})) ==
        "400 invalid_published_at");
  CHECK(verdict(patch(world, id, {{"publishedAt", "x"}, {"lifecycle", {{"publishedAt", "y"}, {"status", "x"}}}})) ==
        "400 invalid_lifecycle_date");
  CHECK(verdict(patch(world, id, {{"lifecycle", late}})) == "400 invalid_lifecycle_status");
  CHECK(verdict(patch(world, id, {{"lifecycle", {{"scheduledAt", "x"}}}})) == "400 invalid_lifecycle_date");
  CHECK(verdict(patch(world, id, {{"lifecycle", {{"status", "SCHEDULED"}}}})) == "400 invalid_lifecycle_date");
}

TEST_CASE("change post: a refused change changes nothing (gap D8)") {
  World world;
  const auto id = posts_kind.create(world);
  const Json before = posts_kind.stored(world, id);
  CHECK(patch(world, id, {{"title", "Other"}, {"publishedAt", "x"}}).status == 400);
  CHECK(patch(world, id, {{"title", "Other"}, {"lifecycle", {{"status", "SCHEDULED"}}}}).status == 400);
  CHECK(posts_kind.act(world, id, "publish", {{"publishedAt", "x"}}).status == 400);
  CHECK(posts_kind.stored(world, id) == before);
}

TEST_CASE("change post: without a lifecycle the state stays, and the date is stored whatever it is (gap D2)") {
  World world;
  const auto hidden = posts_kind.create(world, {{"lifecycle", {{"status", "DRAFT"}}}});
  const auto later = posts_kind.create(world, {{"lifecycle", {{"status", "SCHEDULED"}, {"scheduledAt", march}}}});
  const auto open = posts_kind.create(world, {{"publishedAt", "2029-05-01"}});
  CHECK(dates(patch(world, hidden, {{"title", "Changed"}})) == draft);
  CHECK(dates(patch(world, later, {{"title", "Changed"}})) == in_march);
  CHECK(dates(patch(world, open, {{"title", "Changed"}})) == published("2029-05-01T00:00:00.000Z"));
  CHECK(dates(patch(world, hidden, {{"publishedAt", "2029-06-01"}})) ==
        "2029-06-01T00:00:00.000Z DRAFT/DRAFT 2029-06-01T00:00:00.000Z -");
  CHECK(dates(patch(world, later, {{"publishedAt", ""}})) == start + " SCHEDULED/SCHEDULED " + start + " " + march);
  CHECK(dates(patch(world, open, {{"publishedAt", nullptr}})) == published(start));
  CHECK(posts_kind.public_total(world) == 5);
}

TEST_CASE("change post: a lifecycle takes what is given, then what was there") {
  World world;
  const auto id = posts_kind.create(world, {{"publishedAt", "2029-05-01"}});
  const std::string may = "2029-05-01T00:00:00.000Z";
  const auto change = [&](const Json& body) { return dates(patch(world, id, body)); };
  CHECK(change({{"lifecycle", {{"status", "PUBLISHED"}}}}) == published(may));
  CHECK(change({{"lifecycle", {{"publishedAt", nullptr}}}}) == published(may));
  CHECK(change({{"lifecycle", {{"publishedAt", march}}}, {"publishedAt", "2029-05-01"}}) == published(march));
  CHECK(change({{"lifecycle", Json::object()}, {"publishedAt", "2029-05-01"}}) == published(may));
  CHECK(change({{"lifecycle", {{"status", "SCHEDULED"}, {"scheduledAt", march}}}, {"publishedAt", may}}) == in_march);
  CHECK(change({{"lifecycle", Json::object()}}) == in_march);
  CHECK(change({{"lifecycle", {{"status", "PUBLISHED"}}}}) == published(march));
  CHECK(change({{"lifecycle", {{"status", "DRAFT"}}}, {"publishedAt", may}}) == draft);
  CHECK(change({{"publishedAt", may}}) == may + " DRAFT/DRAFT " + may + " -");
  CHECK(change({{"lifecycle", nullptr}}) == draft);
  CHECK(change({{"lifecycle", {{"status", "PUBLISHED"}}}}) == published(start));
}
