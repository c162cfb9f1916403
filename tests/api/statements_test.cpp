// What a request asks of the database: a fixed small number of statements, however much there is.

#include <map>

#include "bench/data.hpp"
#include "support.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

/// Requests to count, by the name of their endpoint; `{…}` stands for an id. Statements include the one that finds the
/// signed-in user.
struct Counted {
  std::string target;
  bool signed_in;
  std::size_t most;
};

const std::map<std::string, std::vector<Counted>> counted{
    {"auth.me", {{"/auth/me", true, 1}}},
    {"jobs.list",
     {{"/jobs?", false, 2},
      {"/jobs?", true, 3},
      {"/jobs?employmentType=PART_TIME&visaSponsored=true&", false, 2},
      {"/jobs?q=japanese&location=tokyo&", false, 2}}},
    {"jobs.find", {{"/jobs/{job}", false, 1}, {"/jobs/{job}", true, 2}}},
    {"jobs.saved", {{"/users/me/saved-jobs?", true, 3}}},
    {"jobs.adminList", {{"/admin/jobs?", false, 2}, {"/admin/jobs?q=crew&", false, 2}}},
    {"feed.list", {{"/feed/posts?", false, 2}, {"/feed/posts?", true, 3}, {"/feed/posts?q=about&", false, 2}}},
    {"feed.saved", {{"/users/me/saved-posts?", true, 3}}},
    {"feed.adminList", {{"/admin/feed/posts?", false, 2}, {"/admin/feed/posts?q=about&category=VISA&", false, 2}}},
    {"applications.listOwn", {{"/users/me/applications?", true, 3}, {"/users/me/applications?status=HIRED&", true, 3}}},
    {"applications.ownJourney", {{"/users/me/applications/{own application}/journey", true, 3}}},
    {"applications.ownDocuments", {{"/users/me/applications/{own application}/documents", true, 3}}},
    {"applications.list", {{"/admin/applications?", false, 2}, {"/admin/applications?q=works&", false, 2}}},
    {"applications.find", {{"/admin/applications/{application}", false, 1}}},
    {"applications.journey", {{"/admin/applications/{application}/journey", false, 2}}},
    {"applications.documents", {{"/admin/applications/{application}/documents", false, 2}}},
    {"profile.get", {{"/users/me/profile", true, 3}}},
    {"profile.getLegacy", {{"/trust/profile", true, 3}}},
    {"profile.checklist", {{"/users/me/verification-documents", true, 4}}},
    {"kyc.status", {{"/identity/kyc/status", true, 2}}},
    {"kyc.history", {{"/identity/kyc/history", true, 3}}},
    {"kyc.reviewQueue", {{"/admin/kyc/review-queue?", false, 4}, {"/admin/kyc/review-queue?status=ALL&", false, 4}}},
    {"admin.cases", {{"/admin/cases?", false, 4}}},
    {"admin.users", {{"/admin/users?", false, 2}, {"/admin/users?q=example&", false, 2}}},
    {"admin.user", {{"/admin/users/{user}", false, 1}}},
    {"admin.userProfile", {{"/admin/users/{user}/profile", false, 3}}},
    {"admin.userKycHistory", {{"/admin/users/{user}/kyc/history", false, 3}}},
    {"admin.overview", {{"/admin/overview/summary", false, 1}}},
    {"admin.activity",
     {{"/admin/activity-events?", false, 2}, {"/admin/activity-events?type=KYC&actorId={user}&", false, 2}}},
    {"admin.auditEvents",
     {{"/admin/audit/events?", false, 2}, {"/admin/audit/events?actorType=ADMIN&from=2029-11-01&", false, 2}}},
    {"organizations.list", {{"/admin/organizations?", false, 2}, {"/admin/organizations?orgType=LPK&", false, 2}}},
    {"organizations.verificationStatus", {{"/organizations/{organization}/verification/status", true, 3}}},
};

class Counter {
 public:
  explicit Counter(World& world) : world_(world), person_(world.register_user()) {}

  /// What stands for ids while there is nothing.
  std::map<std::string, std::string> ids{{"{job}", "none"}, {"{own application}", "none"}, {"{application}", "none"},
                                         {"{user}", "none"}, {"{organization}", "none"}};

  const Credentials& person() const { return person_; }

  std::vector<std::string> statements(const Counted& c, int limit) {
    std::string target = c.target;
    for (const auto& [name, id] : ids)
      if (const auto at = target.find(name); at != std::string::npos) target.replace(at, name.size(), id);
    if (target.ends_with('?') || target.ends_with('&')) target += "limit=" + std::to_string(limit);
    world_.observer->take_statements();
    const auto answer = world_.get(target, c.signed_in ? World::as(person_) : World::admin());
    INFO(answer.text);
    CHECK((answer.status == 200 || answer.code().ends_with("_not_found")));
    return world_.observer->take_statements();
  }

  /// Every list longer than a page, and something below each entry.
  void fill() {
    bench::fill(*world_.storage, {60, 60, 90, 90, 120, 60}, world_.now);
    const auto headers = World::as(person_);
    const auto jobs = world_.get("/jobs?limit=30");
    for (const auto& job : jobs.body["items"]) {
      REQUIRE(world_.post("/users/me/saved-jobs", {{"jobId", job["id"]}}, headers).status < 300);
      REQUIRE(world_.post("/jobs/" + std::string(job["id"]) + "/applications", Json::object(), headers).status == 201);
      ids["{job}"] = job["id"];
    }
    const auto posts = world_.get("/feed/posts?limit=30");
    for (const auto& post : posts.body["items"])
      REQUIRE(world_.post("/users/me/saved-posts", {{"postId", post["id"]}}, headers).status < 300);
    const auto session = world_.start_kyc(person_);
    for (const char* seed : {"a", "b", "c"})
      REQUIRE(world_.add_document(person_, session, "PASSPORT", seed).status == 201);
    const Json draft{{"name", "Aoba Works"}, {"orgType", "EMPLOYER"}, {"countryCode", "JP"}};
    const auto organization = world_.post("/organizations", draft, headers);
    REQUIRE(organization.status == 201);
    ids["{organization}"] = organization.body["id"];
    ids["{own application}"] = world_.get("/users/me/applications", headers).body["items"][0]["id"];
    const Json application = world_.get("/admin/applications?cursor=60&limit=1", World::admin()).body["items"][0];
    ids["{application}"] = application["application"]["id"];
    ids["{user}"] = application["applicant"]["id"];
  }

 private:
  World& world_;
  Credentials person_;
};

}  // namespace

TEST_CASE("statements: every request that reads asks a few times, as often for a full page as for a short one") {
  World world;
  Counter counter(world);
  std::map<std::string, std::size_t> when_empty;
  const auto key = [](const Counted& c) { return c.target + std::string(c.signed_in ? " signed in" : ""); };
  for (const auto& [name, requests] : counted)
    for (const auto& request : requests) when_empty[key(request)] = counter.statements(request, 50).size();
  counter.fill();
  for (const auto& [name, requests] : counted)
    for (const auto& request : requests) {
      CAPTURE(name);
      CAPTURE(request.target);
      const auto full = counter.statements(request, 50);
      CAPTURE(Json(full).dump());
      CHECK(full.size() >= 1);
      CHECK(full.size() <= request.most);
      CHECK(counter.statements(request, 2) == full);
      CHECK(when_empty[key(request)] <= full.size());
    }
}

TEST_CASE("statements: the requests that are counted are all that read") {
  for (const auto& endpoint : api::endpoints()) {
    const bool of_host = endpoint.name.starts_with("host.") || endpoint.name.starts_with("objects.");
    if (endpoint.method != "GET" || of_host) continue;
    CAPTURE(endpoint.name);
    CHECK(counted.contains(std::string(endpoint.name)));
  }
}
