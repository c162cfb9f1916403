// Lists from their first page to their last, also while they grow.

#include <atomic>
#include <set>

#include "api/content_parts.hpp"
#include "bench/data.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

/// The entries of a list, read in pages of one size.
Json whole_list(World& world, const std::string& target, int limit) {
  Json items = Json::array();
  for (std::int64_t total = 1; static_cast<std::int64_t>(items.size()) < total;) {
    const auto answer = world.get(target + "limit=" + std::to_string(limit) + "&cursor=" + std::to_string(items.size()),
                                  World::admin());
    REQUIRE(answer.status == 200);
    total = answer.body["pageInfo"]["total"];
    REQUIRE(answer.body["items"].size() == std::min<std::size_t>(static_cast<std::size_t>(limit),
                                                                 static_cast<std::size_t>(total) - items.size()));
    for (const auto& item : answer.body["items"]) items.push_back(item);
  }
  return items;
}

std::string id_of(const Json& item) {
  for (const char* part : {"session", "organization", "application"})
    if (item.contains(part)) return item[part]["id"];
  return item["id"];
}

}  // namespace

TEST_CASE("lists: pages of every size show every entry once, in the same order (gap D12)") {
  World world;
  bench::fill(*world.storage, {60, 60, 90, 90, 120, 60}, world.now);
  for (const char* target :
       {"/jobs?", "/jobs?employmentType=FULL_TIME&", "/jobs?q=crew&", "/jobs?location=tokyo&", "/feed/posts?",
        "/feed/posts?category=VISA&", "/feed/posts?q=about&", "/admin/jobs?", "/admin/feed/posts?", "/admin/users?",
        "/admin/users?q=example&", "/admin/organizations?", "/admin/organizations?orgType=EMPLOYER&",
        "/admin/applications?", "/admin/applications?status=SUBMITTED&", "/admin/applications?q=works&",
        "/admin/kyc/review-queue?", "/admin/kyc/review-queue?status=ALL&", "/admin/kyc/review-queue?status=VERIFIED&",
        "/admin/activity-events?", "/admin/activity-events?type=KYC&", "/admin/audit/events?actorType=ADMIN&"}) {
    CAPTURE(target);
    const Json items = whole_list(world, target, 50);
    CHECK(items.size() > 3);
    std::set<std::string> seen;
    for (const auto& item : items) seen.insert(id_of(item));
    CHECK(seen.size() == items.size());
    for (const int limit : {1, 3, 20}) CHECK(whole_list(world, target, limit) == items);
  }
}

TEST_CASE("lists: pages of jobs far from both ends are the right ones") {
  World world;
  bench::fill(*world.storage, {.jobs = 450}, world.now);
  for (const char* target : {"/jobs?", "/jobs?visaSponsored=true&"}) {
    CAPTURE(target);
    const Json items = whole_list(world, target, 50);
    CHECK(items.size() > 210);
    std::set<std::string> seen;
    for (const auto& item : items) seen.insert(id_of(item));
    CHECK(seen.size() == items.size());
    CHECK(whole_list(world, target, 7) == items);
  }
}

TEST_CASE("lists: the feed and the review queue are in their order from end to end") {
  World world;
  bench::fill(*world.storage, {60, 0, 0, 90, 0, 60}, world.now);
  std::string former = "9999";
  for (const auto& post : whole_list(world, "/feed/posts?", 20)) {
    CHECK(post["lifecycle"]["effectiveStatus"] == "PUBLISHED");
    CHECK(post["publishedAt"].get<std::string>() <= former);
    former = post["publishedAt"];
  }
  former = "9999";
  std::set<std::string> states;
  for (const auto& item : whole_list(world, "/admin/kyc/review-queue?", 5)) {
    const Json& session = item["session"];
    const std::string since = session["submittedAt"].is_null() ? session["createdAt"] : session["submittedAt"];
    CHECK(since <= former);
    former = since;
    states.insert(session["status"]);
    CHECK(item["documents"].size() >= 2);
    for (const auto& event : item["events"]) CHECK(event["kycSessionId"] == session["id"]);
  }
  CHECK(states == std::set<std::string>{"MANUAL_REVIEW", "SUBMITTED"});
}

TEST_CASE("lists: posts of one moment and planned ones come page by page as they come at once") {
  World world;
  std::vector<std::string> same, planned;  // Each from the first to the last in their order.
  for (int i = 0; i < 4; ++i, world.now += std::chrono::minutes(1)) {
    same.insert(same.begin(), posts_kind.create(world, {{"publishedAt", "2030-01-01"}}));
    planned.insert(planned.begin(),
                   posts_kind.create(world, {{"lifecycle", {{"status", "SCHEDULED"},
                                                            {"scheduledAt", "2030-02-0" + std::to_string(i + 1)}}}}));
  }
  world.now += std::chrono::days(60);
  for (const char* target : {"/feed/posts?", "/feed/posts?category=lifestyle&", "/admin/feed/posts?"}) {
    CAPTURE(target);
    const Json items = whole_list(world, target, 50);
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(items[i]["id"] == planned[i]);
      CHECK(items[4 + i]["id"] == same[i]);
    }
    for (const int limit : {1, 3}) CHECK(whole_list(world, target, limit) == items);
  }
}

TEST_SUITE("race") {
  TEST_CASE("race: a page near the end stays the right one while others add to the list") {
    World world;
    constexpr int before = 40, added = 40;
    for (int i = 0; i < before; ++i) jobs_kind.create(world);
    // Oldest first, so what is added does not move what was there; near the end the list is read backwards.
    const std::string target = "/admin/jobs?limit=5&cursor=" + std::to_string(before - 5);
    const std::string expected = ids(world.get(target, World::admin()));
    std::atomic<int> writing{1};
    std::atomic<int> wrong{0};
    at_once(3, [&](int thread) {
      if (thread == 0) {
        for (int i = 0; i < added; ++i) jobs_kind.create(world);
        writing = 0;
        return;
      }
      while (writing)
        if (ids(world.get(target, World::admin())) != expected) ++wrong;
    });
    CHECK(wrong == 0);
    CHECK(world.get("/admin/jobs", World::admin()).body["pageInfo"]["total"] == 4 + before + added);
  }
}
