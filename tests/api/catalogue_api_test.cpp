// The public catalogue: jobs and articles, filters, pages, visibility.

#include <sqlite3.h>

#include <set>

#include "support.hpp"

using namespace senpai;
using namespace senpai::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const char* const welder = "job_tokyo_senior_welder_001";
const char* const operator_ = "job_osaka_cnc_operator_002";
const char* const warehouse = "job_nagoya_warehouse_staff_003";
const char* const eldercare = "job_fukuoka_eldercare_assistant_004";

std::string verdict(const Answer& answer) {
  return std::to_string(answer.status) + (answer.code().empty() ? "" : " " + answer.code());
}

/// The ids of a page, joined by blanks.
std::string ids(const Answer& answer) {
  if (answer.status != 200) return verdict(answer);
  std::string joined;
  for (const auto& item : answer.body["items"]) joined += (joined.empty() ? "" : " ") + item["id"].get<std::string>();
  return joined;
}

std::string seeds(std::initializer_list<const char*> which) {
  std::string joined;
  for (const char* id : which) joined += (joined.empty() ? std::string() : " ") + id;
  return joined;
}

/// Comes before World among the bases, because World's constructor already needs it.
struct DatabaseFile {
  TemporaryFolder folder_of_file;
  std::string file = (folder_of_file.path() / "catalogue.db").string();
};

/// A world on a database file into which content can be written, which no route of ours does yet.
struct Catalogue : DatabaseFile, World {
  Catalogue()
      : World([this](Options& o) {
          o.storage = open_sqlite({.path = file, .durable = false});
          o.storage->migrate();
        }) {}

  void execute(const std::string& sql) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    char* error = nullptr;
    const int result = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &error);
    const std::string message = error ? error : "";
    sqlite3_free(error);
    sqlite3_close(db);
    CAPTURE(message);
    REQUIRE(result == SQLITE_OK);
  }

  struct Job {
    std::string id;
    std::string title = "Cook";
    std::string status = "PUBLISHED";
    std::string scheduled = "NULL";
    std::string created = "2026-06-01T00:00:00.000Z";
    std::string published = "NULL";
  };
  void add_job(const Job& j) {
    execute(
        "INSERT INTO jobs (id, title, employment_type, visa_sponsorship, description, requirements_json, "
        "location_json, "
        "employer_json, created_at, updated_at, lifecycle_status, published_at, scheduled_publish_at, search_text, "
        "search_location) VALUES ('" +
        j.id + "', '" + j.title +
        "', 'CONTRACT', 0, 'Cooks things.', '[\"Cooks\"]', "
        "'{\"countryCode\":\"JP\",\"city\":\"Kobe\",\"displayLabel\":\"Kobe, "
        "JP\",\"latitude\":34.5,\"longitude\":135}', "
        "'{\"id\":\"e\",\"name\":\"Kitchen\",\"logoUrl\":\"https://a.b/l.png\",\"isVerifiedEmployer\":false}', '" +
        j.created + "', '" + j.created + "', '" + j.status + "', " + j.published + ", " + j.scheduled + ", lower('" +
        j.title + " Cooks things. Kitchen Kobe, JP'), 'kobe, jp')");
  }

  struct Post {
    std::string id;
    std::string published = "NULL";
    std::string status = "PUBLISHED";
    std::string scheduled = "NULL";
    std::string created = "2026-06-01T00:00:00.000Z";
    std::string title = "Title";
  };
  void add_post(const Post& p) {
    execute(
        "INSERT INTO feed_posts (id, title, excerpt, category, author, image_url, published_at, created_at, "
        "updated_at, "
        "lifecycle_status, scheduled_publish_at, search_text) VALUES ('" +
        p.id + "', '" + p.title + "', 'Excerpt', 'SAFETY', 'Desk', 'https://a.b/i.png', " + p.published + ", '" +
        p.created + "', '" + p.created + "', '" + p.status + "', " + p.scheduled + ", lower('" + p.title +
        " Excerpt Desk SAFETY'))");
  }
};

}  // namespace

// ---------------------------------------------------------------------------------------------------------------- jobs

TEST_CASE("jobs: the four samples are listed in their order, field for field") {
  World world;
  const auto answer = world.get("/jobs");
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "items pageInfo");
  CHECK(answer.body["pageInfo"] == Json({{"cursor", "0"}, {"nextCursor", nullptr}, {"limit", 20}, {"total", 4}}));
  CHECK(ids(answer) == seeds({welder, operator_, warehouse, eldercare}));
  const Json& first = answer.body["items"][0];
  CHECK(keys(first) == "employer employmentType id lifecycle location title viewerState visaSponsorship");
  CHECK(first["title"] == "Senior Welder");
  CHECK(first["employmentType"] == "FULL_TIME");
  CHECK(first["visaSponsorship"] == true);
  CHECK(first["location"] == Json({{"countryCode", "JP"}, {"city", "Tokyo"}, {"displayLabel", "Tokyo, JP"}}));
  CHECK(keys(first["employer"]) == "id isVerifiedEmployer logoUrl name");
  CHECK(first["employer"]["id"] == "emp_tokyo_construction");
  CHECK(first["employer"]["logoUrl"].is_null());
  CHECK(first["employer"]["isVerifiedEmployer"] == true);
  CHECK(first["lifecycle"] == Json({{"status", "PUBLISHED"},
                                    {"effectiveStatus", "PUBLISHED"},
                                    {"publishedAt", "2026-01-01T09:00:00.000Z"},
                                    {"scheduledAt", nullptr}}));
  CHECK(first["viewerState"] ==
        Json({{"authenticated", false}, {"saved", false}, {"canApply", false}, {"applyCta", "LOGIN_TO_APPLY"}}));
  const auto& items = answer.body["items"];
  const auto line = [&](int i) {
    return items[i]["employmentType"].get<std::string>() + items[i]["visaSponsorship"].dump() +
           items[i]["location"]["city"].get<std::string>() + items[i]["employer"]["id"].get<std::string>() +
           items[i]["employer"]["isVerifiedEmployer"].dump() + items[i]["lifecycle"]["publishedAt"].get<std::string>();
  };
  CHECK(line(1) == "CONTRACTtrueOsakaemp_kansai_precisiontrue2026-01-02T09:00:00.000Z");
  CHECK(line(2) == "FULL_TIMEfalseNagoyaemp_chubu_logisticsfalse2026-01-03T09:00:00.000Z");
  CHECK(line(3) == "PART_TIMEtrueFukuokaemp_hakata_caretrue2026-01-04T09:00:00.000Z");
}

TEST_CASE("jobs: a signed-in viewer may apply") {
  World world;
  const auto c = world.register_user();
  const Json state{{"authenticated", true}, {"saved", false}, {"canApply", true}, {"applyCta", "APPLY"}};
  CHECK(world.get("/jobs", World::as(c)).body["items"][0]["viewerState"] == state);
  CHECK(world.get(std::string("/jobs/") + welder, World::as(c)).body["viewerState"] == state);
}

TEST_CASE("job detail: description, requirements and coordinates come on top, viewerState beside the job") {
  World world;
  const auto answer = world.get(std::string("/jobs/") + welder);
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "job viewerState");
  const Json& job = answer.body["job"];
  CHECK(keys(job) == "description employer employmentType id lifecycle location requirements title visaSponsorship");
  CHECK(keys(job["location"]) == "city countryCode displayLabel latitude longitude");
  CHECK(job["location"]["latitude"] == 35.6762);
  CHECK(job["location"]["longitude"] == 139.6503);
  CHECK(job["requirements"].size() == 3);
  for (const auto& requirement : job["requirements"]) CHECK(requirement.is_string());
  CHECK(job["description"].get<std::string>().size() > 8);
  CHECK(keys(answer.body["viewerState"]) == "applyCta authenticated canApply saved");
}

TEST_CASE("job detail: an unknown job is 404 job_not_found") {
  World world;
  for (const std::string id :
       {"nothing", "bulk", "JOB_TOKYO_SENIOR_WELDER_001", "%27", "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f"}) {
    CAPTURE(id);
    CHECK(verdict(world.get("/jobs/" + id)) == "404 job_not_found");
  }
}

TEST_CASE("jobs: the search is a literal substring of title, description, employer and place, in any case") {
  World world;
  const auto find = [&](const std::string& q) { return ids(world.get("/jobs?q=" + q)); };
  const auto all = seeds({welder, operator_, warehouse, eldercare});
  CHECK(find("") == all);
  CHECK(find("%20%20") == all);
  CHECK(find("WELDER") == welder);
  CHECK(find("%20senior+welder%E3%80%80") == welder);
  CHECK(find("high-rise") == welder);
  CHECK(find("hakata") == eldercare);
  CHECK(find("osaka%2C+jp") == operator_);
  CHECK(find("jp") == all);
  CHECK(find("nothing-like-it").empty());
  // Joined with single blanks, so a match may span two fields.
  const auto job = world.get(std::string("/jobs/") + welder).body["job"];
  const std::string description = job["description"];
  CHECK(find("welder+" + description.substr(0, description.find(' '))) == welder);
  // The employer's id and the requirements are not searched.
  CHECK(find("emp_tokyo").empty());
}

TEST_CASE("jobs: percent, underscore and backslash mean themselves in a search") {
  Catalogue world;
  world.add_job({.id = "odd", .title = "50%_off \\ Cook"});
  const auto find = [&](const std::string& q) { return ids(world.get("/jobs?q=" + q)); };
  CHECK(find("%25") == "odd");
  CHECK(find("_") == "odd");
  CHECK(find("50%25_OFF") == "odd");
  CHECK(find("%5C") == "odd");
  CHECK(find("50_").empty());
  CHECK(find("5%25off").empty());
  CHECK(find("%25%25").empty());
  CHECK(ids(world.get("/jobs?location=%25")).empty());
  CHECK(ids(world.get("/jobs?location=_")).empty());
}

TEST_CASE("jobs: a search text that no job can contain finds nothing instead of everything") {
  World world;
  CHECK(ids(world.get("/jobs?q=%00")).empty());
  CHECK(ids(world.get("/jobs?q=%ff")).empty());
  CHECK(ids(world.get("/jobs?q=welder%00x")).empty());
  CHECK(ids(world.get("/jobs?location=%00")).empty());
  CHECK(ids(world.get("/jobs?q=" + std::string(3000, 'a'))).empty());
}

TEST_CASE("jobs: employment type, visa and place filter, alone and together, and the total follows") {
  World world;
  const auto find = [&](const std::string& query) { return ids(world.get("/jobs?" + query)); };
  CHECK(find("employmentType=FULL_TIME") == seeds({welder, warehouse}));
  CHECK(find("employmentType=+full_time%20") == seeds({welder, warehouse}));
  CHECK(find("employmentType=PART_TIME") == eldercare);
  CHECK(find("employmentType=contract") == operator_);
  CHECK(find("visaSponsored=true") == seeds({welder, operator_, eldercare}));
  CHECK(find("visaSponsored=FALSE") == warehouse);
  CHECK(find("location=tokyo") == welder);
  CHECK(find("location=%20OSAKA,%20J") == operator_);
  CHECK(find("location=kitchen").empty());
  CHECK(find("employmentType=FULL_TIME&visaSponsored=true") == welder);
  CHECK(find("employmentType=FULL_TIME&visaSponsored=true&location=nagoya").empty());
  CHECK(find("q=care&visaSponsored=true&location=jp") == eldercare);
  const auto all = seeds({welder, operator_, warehouse, eldercare});
  for (const std::string blank :
       {"employmentType=", "employmentType=%20", "visaSponsored=", "visaSponsored=%E3%80%80", "location="})
    CHECK(find(blank) == all);
  // The field's name is not the filter's name.
  CHECK(find("visaSponsorship=false") == all);
  CHECK(world.get("/jobs?employmentType=FULL_TIME").body["pageInfo"]["total"] == 2);
  CHECK(world.get("/jobs?visaSponsored=false").body["pageInfo"]["total"] == 1);
  CHECK(world.get("/jobs?q=care").body["pageInfo"]["total"] == 1);
  CHECK(world.get("/jobs?location=jp&visaSponsored=true&limit=1").body["pageInfo"]["total"] == 3);
}

TEST_CASE("jobs: checks come in the order token, employment type, visa, cursor, limit") {
  World world;
  const std::string everything = "/jobs?employmentType=x&visaSponsored=x&cursor=x&limit=x";
  CHECK(verdict(world.get(everything, World::bearer("x"))) == "401 invalid_access_token");
  CHECK(verdict(world.get(everything)) == "400 invalid_employment_type");
  CHECK(verdict(world.get("/jobs?visaSponsored=x&cursor=x&limit=x")) == "400 invalid_visa_sponsored");
  CHECK(verdict(world.get("/jobs?cursor=x&limit=x")) == "400 invalid_cursor");
  CHECK(verdict(world.get("/jobs?limit=x")) == "400 invalid_limit");
  for (const std::string bad : {"FULL", "FULL_TIME,CONTRACT", "%00", "%ff", "0"})
    CHECK(verdict(world.get("/jobs?employmentType=" + bad)) == "400 invalid_employment_type");
  for (const std::string bad : {"1", "0", "yes", "tru", "%00", "true,false"})
    CHECK(verdict(world.get("/jobs?visaSponsored=" + bad)) == "400 invalid_visa_sponsored");
}

TEST_CASE("pages: the limit is a whole number 1..50, 20 when absent or blank, never clamped") {
  World world;
  for (const std::string list : {"/jobs", "/feed/posts"}) {
    CAPTURE(list);
    const auto limit = [&](const std::string& text) {
      const auto answer = world.get(list + "?limit=" + text);
      return answer.status == 200 ? answer.body["pageInfo"]["limit"].dump() : answer.code();
    };
    CHECK(limit("") == "20");
    CHECK(limit("%20%E3%80%80") == "20");
    CHECK(limit("1") == "1");
    CHECK(limit("50") == "50");
    CHECK(limit("%2007%20") == "7");
    CHECK(limit("5e0") == "5");
    CHECK(limit("2.0") == "2");
    CHECK(limit("%2B3") == "3");
    for (const std::string bad : {"0", "51", "-1", "1.5", "0.5", "50.5", "x", "1x", "1%202", "Infinity", "NaN", "1e999",
                                  "%00", "--1", "%2B-1", "1e", "."}) {
      CAPTURE(bad);
      CHECK(limit(bad) == "invalid_limit");
    }
    const std::string message = world.get(list + "?limit=0").body["error"]["message"];
    CHECK(message.find("1") != std::string::npos);
    CHECK(message.find("50") != std::string::npos);
  }
}

TEST_CASE("pages: the cursor is the offset as decimal text, normalised") {
  World world;
  for (const std::string list : {"/jobs", "/feed/posts"}) {
    CAPTURE(list);
    const auto info = [&](const std::string& query) { return world.get(list + "?" + query).body["pageInfo"]; };
    CHECK(info("cursor=") == Json({{"cursor", "0"}, {"nextCursor", nullptr}, {"limit", 20}, {"total", 4}}));
    CHECK(info("cursor=007") == Json({{"cursor", "7"}, {"nextCursor", nullptr}, {"limit", 20}, {"total", 4}}));
    CHECK(info("limit=1") == Json({{"cursor", "0"}, {"nextCursor", "1"}, {"limit", 1}, {"total", 4}}));
    CHECK(info("limit=3&cursor=1") == Json({{"cursor", "1"}, {"nextCursor", nullptr}, {"limit", 3}, {"total", 4}}));
    CHECK(info("limit=2&cursor=1") == Json({{"cursor", "1"}, {"nextCursor", "3"}, {"limit", 2}, {"total", 4}}));
    CHECK(info("cursor=4")["nextCursor"].is_null());
    CHECK(info("cursor=1e1")["cursor"] == "10");
    CHECK(info("cursor=-0")["cursor"] == "0");
    CHECK(info("cursor=9007199254740991")["cursor"] == "9007199254740991");
    CHECK(world.get(list + "?cursor=9007199254740991").body["items"] == Json::array());
    for (const std::string bad :
         {"-1", "x", "1x", "Infinity", "NaN", "9007199254740992", "1e16", "1e400", "1.5", "%00", "0x10"}) {
      CAPTURE(bad);
      CHECK(verdict(world.get(list + "?cursor=" + bad)) == "400 invalid_cursor");
    }
  }
}

TEST_CASE("pages: of a repeated parameter the first one counts, even a blank one") {
  World world;
  CHECK(world.get("/jobs?limit=1&limit=2").body["pageInfo"]["limit"] == 1);
  CHECK(world.get("/jobs?limit=&limit=2").body["pageInfo"]["limit"] == 20);
  CHECK(ids(world.get("/jobs?q=welder&q=care")) == welder);
  CHECK(ids(world.get("/jobs?employmentType=CONTRACT&employmentType=nonsense")) == operator_);
}

TEST_CASE("jobs: following the cursors shows every job once") {
  Catalogue world;
  std::string expected = seeds({welder, operator_, warehouse, eldercare});
  for (int i = 10; i < 33; ++i) {
    world.add_job({.id = "j" + std::to_string(i)});  // all created in the same millisecond
    expected += " j" + std::to_string(i);
  }
  std::string seen;
  std::string cursor = "0";
  for (int page = 0; page < 7; ++page) {
    const auto answer = world.get("/jobs?limit=5&cursor=" + cursor);
    REQUIRE(answer.status == 200);
    CHECK(answer.body["pageInfo"]["total"] == 27);
    seen += (seen.empty() ? "" : " ") + ids(answer);
    if (answer.body["pageInfo"]["nextCursor"].is_null()) break;
    cursor = answer.body["pageInfo"]["nextCursor"];
  }
  CHECK(seen == expected);
}

TEST_CASE("jobs: drafts are hidden, scheduled ones appear at their time by the clock alone") {
  Catalogue world;
  world.add_job({.id = "draft", .status = "DRAFT"});
  world.add_job({.id = "later", .status = "SCHEDULED", .scheduled = "'2030-01-02T03:05:00.000Z'"});
  world.add_job({.id = "dateless", .status = "SCHEDULED"});
  world.add_job({.id = "future", .published = "'2040-01-01T00:00:00.000Z'"});
  const auto visible = [&] {
    return ids(world.get("/jobs?q=cook")) + " " + world.get("/jobs?q=cook").body["pageInfo"]["total"].dump();
  };
  CHECK(visible() == "future 1");
  CHECK(world.get("/jobs").body["pageInfo"]["total"] == 5);
  for (const std::string hidden : {"draft", "later", "dateless"})
    CHECK(verdict(world.get("/jobs/" + hidden)) == "404 job_not_found");
  world.now = *parse_timestamp("2030-01-02T03:04:59.999Z");
  CHECK(visible() == "future 1");
  world.now += milliseconds(1);
  CHECK(visible() == "later future 2");
  CHECK(world.get("/jobs").body["pageInfo"]["total"] == 6);
  CHECK(world.get("/jobs?employmentType=CONTRACT&visaSponsored=false").body["pageInfo"]["total"] == 2);
  const auto job = world.get("/jobs/later");
  REQUIRE(job.status == 200);
  CHECK(job.body["job"]["lifecycle"] == Json({{"status", "SCHEDULED"},
                                              {"effectiveStatus", "PUBLISHED"},
                                              {"publishedAt", nullptr},
                                              {"scheduledAt", "2030-01-02T03:05:00.000Z"}}));
  CHECK(job.body["job"]["employer"]["logoUrl"] == "https://a.b/l.png");
  CHECK(job.body["job"]["location"]["longitude"] == 135);
}

TEST_CASE("jobs and posts: a draft stays hidden although another program left it with a schedule that has passed") {
  Catalogue world;
  const std::string past = "'2026-02-16T00:00:00.000Z'";
  world.add_job({.id = "draft", .status = "DRAFT", .scheduled = past});
  world.add_post({.id = "draft", .published = past, .status = "DRAFT", .scheduled = past});
  for (const char* list : {"/jobs?", "/jobs?q=cook", "/jobs?location=kobe", "/jobs?employmentType=CONTRACT",
                           "/feed/posts?", "/feed/posts?q=excerpt", "/feed/posts?category=safety"}) {
    CAPTURE(list);
    const auto answer = world.get(list);
    CHECK(ids(answer).find("draft") == std::string::npos);
    CHECK(answer.body["items"].size() == answer.body["pageInfo"]["total"]);
  }
  CHECK(verdict(world.get("/jobs/draft")) == "404 job_not_found");
  const auto c = world.register_user();
  CHECK(verdict(world.post("/jobs/draft/applications", nullptr, World::as(c))) == "404 job_not_found");
  CHECK(verdict(world.post("/users/me/saved-jobs", {{"jobId", "draft"}}, World::as(c))) == "404 job_not_found");
  CHECK(verdict(world.post("/users/me/saved-posts", {{"postId", "draft"}}, World::as(c))) == "404 post_not_found");
}

TEST_CASE("jobs and posts: what the viewer saved is marked, for nobody else") {
  Catalogue world;
  const auto c = world.register_user();
  const auto other = world.register_user();
  world.execute("INSERT INTO user_saved_jobs (id, user_id, job_id, created_at) VALUES ('a', '" + c.user_id + "', '" +
                std::string(operator_) + "', '2026-06-01T00:00:00.000Z')");
  world.execute("INSERT INTO user_saved_posts (id, user_id, post_id, created_at) VALUES ('a', '" + c.user_id +
                "', 'post_visa_update_002', '2026-06-01T00:00:00.000Z')");
  const auto saved = [&](const std::string& list, const World::Headers& headers) {
    std::string result;
    const auto answer = world.get(list, headers);
    for (const auto& item : answer.body["items"])
      if (item["viewerState"]["saved"] == true) result += item["id"].get<std::string>();
    return result;
  };
  CHECK(saved("/jobs", World::as(c)) == operator_);
  CHECK(saved("/jobs?q=osaka", World::as(c)) == operator_);
  CHECK(saved("/jobs", World::as(other)).empty());
  CHECK(saved("/jobs", {}).empty());
  CHECK(saved("/feed/posts", World::as(c)) == "post_visa_update_002");
  CHECK(saved("/feed/posts", World::as(other)).empty());
  CHECK(world.get(std::string("/jobs/") + operator_, World::as(c)).body["viewerState"]["saved"] == true);
  CHECK(world.get(std::string("/jobs/") + operator_, World::as(other)).body["viewerState"]["saved"] == false);
}

// ---------------------------------------------------------------------------------------------------------------- feed

TEST_CASE("feed: the four samples are listed newest first, field for field") {
  World world;
  const auto answer = world.get("/feed/posts");
  REQUIRE(answer.status == 200);
  CHECK(keys(answer.body) == "items pageInfo");
  CHECK(ids(answer) == "post_life_in_tokyo_004 post_interview_tips_003 post_visa_update_002 post_jp_work_culture_001");
  const Json& first = answer.body["items"][0];
  CHECK(keys(first) == "author category excerpt id imageUrl lifecycle publishedAt title viewerState");
  CHECK(first["category"] == "LIFESTYLE");
  CHECK(first["imageUrl"].is_null());
  CHECK(first["publishedAt"] == "2026-02-22T09:00:00.000Z");
  CHECK(first["lifecycle"] == Json({{"status", "PUBLISHED"},
                                    {"effectiveStatus", "PUBLISHED"},
                                    {"publishedAt", "2026-02-22T09:00:00.000Z"},
                                    {"scheduledAt", nullptr}}));
  CHECK(first["viewerState"] == Json({{"authenticated", false}, {"saved", false}}));
  const auto c = world.register_user();
  CHECK(world.get("/feed/posts", World::as(c)).body["items"][0]["viewerState"] ==
        Json({{"authenticated", true}, {"saved", false}}));
}

TEST_CASE("feed: category filters exactly in any case, an unknown one gives an empty list") {
  World world;
  CHECK(ids(world.get("/feed/posts?category=%20visa%20")) == "post_visa_update_002");
  CHECK(world.get("/feed/posts?category=VISA").body["pageInfo"]["total"] == 1);
  CHECK(world.get("/feed/posts?category=").body["pageInfo"]["total"] == 4);
  for (const std::string none : {"VIS", "NEWS", "%25", "%00", "%ff", "VISA,CAREER"}) {
    CAPTURE(none);
    const auto answer = world.get("/feed/posts?category=" + none);
    CHECK(answer.status == 200);
    CHECK(answer.body["items"] == Json::array());
    CHECK(answer.body["pageInfo"]["total"] == 0);
  }
}

TEST_CASE("feed: the search is a literal substring of title, excerpt, author and category, in any case") {
  Catalogue world;
  world.add_post({.id = "odd", .title = "100%_sure"});
  const auto find = [&](const std::string& q) { return ids(world.get("/feed/posts?q=" + q)); };
  CHECK(find("YEN") == "post_life_in_tokyo_004");
  CHECK(find("visa+desk") == "post_visa_update_002");
  CHECK(find("career+desk+interview") == "post_interview_tips_003");
  CHECK(find("desk+safety") == "odd");
  CHECK(find("%25_") == "odd");
  CHECK(find("%25%25").empty());
  CHECK(find("%00").empty());
  CHECK(find("visa+desk&category=CAREER").empty());
  CHECK(world.get("/feed/posts?q=desk").body["pageInfo"]["total"] == 5);
}

TEST_CASE("feed: checks come in the order token, cursor, limit") {
  World world;
  CHECK(verdict(world.get("/feed/posts?cursor=x&limit=x", World::bearer("x"))) == "401 invalid_access_token");
  CHECK(verdict(world.get("/feed/posts?cursor=x&limit=x")) == "400 invalid_cursor");
  CHECK(verdict(world.get("/feed/posts?limit=x")) == "400 invalid_limit");
}

TEST_CASE("feed: visible posts are ordered by publication, then creation, then id, and always have a date") {
  Catalogue world;
  world.add_post({.id = "b", .published = "'2026-02-20T00:00:00.000Z'"});
  world.add_post({.id = "a", .published = "'2026-02-20T00:00:00.000Z'"});
  world.add_post({.id = "newer", .published = "'2026-02-20T00:00:00.000Z'", .created = "2026-06-02T00:00:00.000Z"});
  world.add_post({.id = "dateless"});
  world.add_post({.id = "draft", .published = "'2026-02-21T00:00:00.000Z'", .status = "DRAFT"});
  world.add_post({.id = "future", .published = "'2040-01-01T00:00:00.000Z'"});
  const auto answer = world.get("/feed/posts?q=title");
  const auto order = ids(answer);
  CHECK((order == "future newer b a dateless" || order == "future newer a b dateless"));
  CHECK(answer.body["pageInfo"]["total"] == 5);
  for (const auto& item : answer.body["items"]) CHECK(item["publishedAt"].is_string());
  CHECK(answer.body["items"][4]["publishedAt"] == "2026-06-01T00:00:00.000Z");
  CHECK(answer.body["items"][0]["imageUrl"] == "https://a.b/i.png");
}

TEST_CASE("feed: a scheduled post appears at its time and sorts by it") {
  Catalogue world;
  const std::string at = "'2026-02-16T00:00:00.000Z'";
  world.now = *parse_timestamp("2026-02-15T23:59:59.999Z");
  world.add_post({.id = "planned", .published = at, .status = "SCHEDULED", .scheduled = at});
  CHECK(ids(world.get("/feed/posts")).find("planned") == std::string::npos);
  CHECK(world.get("/feed/posts").body["pageInfo"]["total"] == 4);
  world.now += milliseconds(1);
  CHECK(ids(world.get("/feed/posts")) ==
        "post_life_in_tokyo_004 post_interview_tips_003 planned post_visa_update_002 post_jp_work_culture_001");
  CHECK(world.get("/feed/posts").body["pageInfo"]["total"] == 5);
  CHECK(world.get("/feed/posts?category=safety").body["pageInfo"]["total"] == 1);
}

TEST_CASE("feed: a scheduled post with another date sorts by its schedule whether text is searched or not") {
  Catalogue world;
  world.now = *parse_timestamp("2026-02-20T00:00:00.000Z");
  world.add_post({.id = "planned", .published = "'2020-01-01T00:00:00.000Z'", .status = "SCHEDULED",
                  .scheduled = "'2026-02-16T00:00:00.000Z'"});
  const std::string all = ids(world.get("/feed/posts"));
  CHECK(all == "post_life_in_tokyo_004 post_interview_tips_003 planned post_visa_update_002 post_jp_work_culture_001");
  CHECK(ids(world.get("/feed/posts?q=%20e")) == all);
  CHECK(ids(world.get("/feed/posts?q=e&limit=2&cursor=2")) == "planned post_visa_update_002");
  CHECK(ids(world.get("/feed/posts?q=e&limit=2&cursor=4")) == "post_jp_work_culture_001");
}
