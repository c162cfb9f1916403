// The web administration's own flow: every page of it, and what several calls at once do to each other.

#include <algorithm>
#include <thread>

#include "api/client_shapes.hpp"
#include "api/content_parts.hpp"
#include "telemetry.hpp"

using namespace senpai;
using namespace senpai::test;
using namespace senpai::test::clients;

namespace {

const std::string metrics_answer =
    "uptimeSec:i totalRequests:i totalErrors:i byStatus:o "
    "routes[].method:s routes[].route:s routes[].count:i routes[].avgDurationMs:n routes[].minDurationMs:n "
    "routes[].maxDurationMs:n ";
const std::string overview_answer =
    "pendingKyc:i manualReviewKyc:i verifiedToday:i rejectedToday:i pendingOrganizationVerification:i activeJobs:i "
    "publishedFeedPosts:i activeApplications:i submittedApplications:i inReviewApplications:i interviewApplications:i "
    "offeredApplications:i hiredApplications:i rejectedApplications:i lastUpdatedAt:t ";
const std::string activity_answer =
    "count:i filters.type:s filters.actorId:s? filters.from:t? filters.to:t? " + page +
    at("items[]",
       "id:s type:s action:s entityType:s entityId:s actorType:s actorId:s? statusFrom:s? statusTo:s title:s "
       "description:s createdAt:t " +
           at("applicant?", applicant) + "job?.id:s job?.title:s ");
const std::string queue_answer = "count:i filters.status:l " + page +
                                 at("items[]", at("session", kyc_session) + "trustStatus:s " +
                                                   at("user?", "id:s fullName:s email:s ") + "documents:l " +
                                                   at("documents[]", kyc_document) + "documentCount:i " +
                                                   at("events[]", kyc_event) + at("lastEvent", kyc_event) +
                                                   "riskFlags:l ");
const std::string case_answer = at("application", application) + at("applicant", applicant);
const std::string admin_job = at("job", job_detail);

/// The administration in a browser, with the metrics of a real host behind it.
struct Browser : Client {
  explicit Browser(World& w)
      : Client{.world = w, .always = {{"Content-Type", "application/json"}}, .refreshes = true} {
    world.api = std::make_unique<api::Api>(*world.platform,
                                           api::HostHandlers{.metrics = [this] { return telemetry.metrics(); }});
    account = world.register_with_roles({"super_admin"});
    keep(post("/auth/login", {{"identifier", account.email}, {"password", account.password}},
              tokens + at("user", user)));
  }
  server::Telemetry telemetry{2, LogLevel::error};
  Credentials account;

  /// What the host counts after each answer.
  void count_some() {
    for (const char* target : {"/health", "/jobs", "/nothing"}) {
      const auto answer = world.get(target);
      telemetry.request_finished(answer.response, "GET", target, std::chrono::microseconds(1500));
    }
  }
};

struct Candidate {
  explicit Candidate(World& world) : who(world.register_user()) {
    session = world.submitted_kyc(who);
    const auto applied = world.post("/jobs/" + welder + "/applications", {{"note", "Hello"}}, World::as(who));
    REQUIRE(applied.status == 201);
    application_id = applied.body["application"]["id"];
    const std::string folder = "/users/me/applications/" + application_id + "/documents";
    const auto added = world.post(folder,
                                  {{"documentType", "CV"},
                                   {"fileName", "cv.pdf"},
                                   {"contentType", "application/pdf"},
                                   {"contentLength", 9},
                                   {"checksumSha256", checksum("cv")},
                                   {"objectKey", "applications/" + who.user_id + "/" + application_id + "/cv.pdf"}},
                                  World::as(who));
    REQUIRE(added.status == 201);
    document = added.body["document"]["id"];
  }
  Credentials who;
  std::string session;
  std::string application_id;
  std::string document;
};

}  // namespace

TEST_CASE("web-admin: the overview polls health, metrics, counters and activity, all at the same time") {
  World world;
  Browser browser(world);
  Candidate candidate(world);
  browser.count_some();
  const std::pair<const char*, std::string> polls[] = {{"/health", "status:s service:s version:s "},
                                                       {"/metrics", metrics_answer},
                                                       {"/admin/overview/summary", overview_answer},
                                                       {"/admin/activity-events?limit=8", activity_answer}};
  at_once(4, [&](int i) { browser.get(polls[i].first, polls[i].second); });
  const auto activity = browser.get("/admin/activity-events?type=ALL&limit=25", activity_answer);
  CHECK(activity["items"][0]["createdAt"] >= activity["items"].back()["createdAt"]);
  browser.get("/admin/audit/events?type=KYC&actorType=USER&limit=25",
              activity_answer + "filters.actorType:s filters.entityType:s? filters.entityId:s? filters.action:s? ");
}

TEST_CASE("web-admin: users are listed, created, given other roles and other passwords") {
  World world;
  Browser browser(world);
  const auto list = browser.get("/admin/users?limit=100", at("items[]", user) + page);
  CHECK(list["pageInfo"]["limit"] == 100);
  const auto made = browser.post("/admin/users",
                                 {{"fullName", "Hana"}, {"email", "hana@example.test"}, {"password", "Kirei-na-42"},
                                  {"roles", {"lpk"}}},
                                 at("user", user));
  const std::string path = "/admin/users/" + made["user"]["id"].get<std::string>();
  browser.get(path, at("user", user));
  const auto changed = browser.call("PATCH", path, {{"roles", {"tsk", "super_admin"}}}, at("user", user));
  CHECK(changed["user"]["roles"] == Json({"super_admin", "tsk"}));
  browser.call("PATCH", path, {{"password", "Another-one-42"}}, at("user", user));
  browser.get(path + "/profile", at("profile", profile));
  browser.get(path + "/kyc/history", "session:o? events:l ");
}

TEST_CASE("web-admin: an identity check is found in the queue, looked at and decided without a reviewer's name") {
  World world;
  Browser browser(world);
  Candidate candidate(world);
  const auto queue = browser.get("/admin/kyc/review-queue?limit=20", queue_answer);
  browser.get("/admin/cases?status=OPEN&limit=20", queue_answer);
  const std::string document = queue["items"][0]["documents"][0]["id"];
  browser.post("/admin/kyc/documents/" + document + "/preview-url", {{"expiresSec", 180}},
               preview + "kycSessionId:s objectKey:s ");
  const auto held = browser.post("/admin/kyc/review",
                                 {{"sessionId", candidate.session},
                                  {"decision", "MANUAL_REVIEW"},
                                  {"reason", "Blurry"}},
                                 kyc_envelope);
  CHECK(held["session"]["reviewedBy"] == browser.account.email);
  browser.post("/admin/kyc/review", {{"sessionId", candidate.session}, {"decision", "VERIFIED"}, {"reason", ""}},
               kyc_envelope);
  browser.get("/admin/users/" + candidate.who.user_id + "/kyc/history",
              at("session", kyc_session) + at("events[]", kyc_event));
}

TEST_CASE("web-admin: an application is moved, moved again in vain, and its document reviewed and opened") {
  World world;
  Browser browser(world);
  Candidate candidate(world);
  const std::string path = "/admin/applications/" + candidate.application_id;
  const auto list = browser.get("/admin/applications?limit=20&status=SUBMITTED",
                                at("items[]", case_answer + at("lastEvent?", journey_event) + "lastEvent:o? ") + page);
  CHECK(list["items"][0]["lastEvent"]["description"] == "Hello");
  browser.get(path, case_answer + at("lastEvent", journey_event));
  const Json move{{"status", "INTERVIEW"}, {"reason", "Hello"}};
  const auto moved = browser.call("PATCH", path + "/status", move,
                                  "updated:b " + case_answer + at("journeyEvent", journey_event));
  CHECK(moved["updated"] == true);
  const auto in_vain = browser.call("PATCH", path + "/status", move, "updated:b journeyEvent:o? " + case_answer);
  CHECK(in_vain["updated"] == false);
  CHECK(in_vain["journeyEvent"].is_null());
  browser.get(path + "/journey", case_answer + at("journey[]", journey_event));
  browser.get(path + "/documents", case_answer + at("items[]", application_document) + "total:i ");
  browser.call("PATCH", path + "/documents/" + candidate.document,
               {{"reviewStatus", "INVALID"}, {"reviewReason", "Second page is missing"}},
               "updated:b " + case_answer + at("document", application_document));
  browser.post("/admin/applications/documents/" + candidate.document + "/preview-url", {{"expiresSec", 180}},
               preview + "applicationId:s ");
}

TEST_CASE("web-admin: the form of a job sends every field and no lifecycle, and its buttons work") {
  World world;
  Browser browser(world);
  browser.get("/admin/jobs?limit=20", at("items[]", job_detail) + page);
  Json form = job_body();
  form["employer"]["logoUrl"] = nullptr;
  const auto made = browser.post("/admin/jobs", form, admin_job);
  const std::string id = made["job"]["id"];
  CHECK(made["job"]["lifecycle"]["effectiveStatus"] == "PUBLISHED");
  form["title"] = "Day Baker";
  CHECK(browser.call("PATCH", "/admin/jobs/" + id, form, admin_job)["job"]["title"] == "Day Baker");
  browser.post("/admin/jobs/" + id + "/unpublish", Json::object(), admin_job);
  browser.post("/admin/jobs/" + id + "/schedule", {{"scheduledAt", "2031-04-01T09:00:00Z"}}, admin_job);
  browser.post("/admin/jobs/" + id + "/publish", Json::object(), admin_job);
  const std::string results = "action:s total:i successCount:i failureCount:i ";
  const auto bulk = browser.post("/admin/jobs/bulk", {{"action", "UNPUBLISH"}, {"jobIds", {id, "job_gone"}}},
                                 results + "results[].jobId:s results[].success:b results[].error?.code:s "
                                           "results[].error?.message:s ");
  CHECK(bulk["failureCount"] == 1);
  browser.call("DELETE", "/admin/jobs/" + id, nullptr, "removed:b jobId:s ");
}

TEST_CASE("web-admin: the form of a post sends its fields and a date, and its buttons work") {
  World world;
  Browser browser(world);
  const std::string answer = at("post", admin_post);
  browser.get("/admin/feed/posts?limit=20", at("items[]", admin_post) + page);
  const Json form = post_body({{"imageUrl", nullptr}, {"publishedAt", "2030-01-02T03:00:00.000Z"}});
  const std::string id = browser.post("/admin/feed/posts", form, answer)["post"]["id"];
  browser.call("PATCH", "/admin/feed/posts/" + id, form, answer);
  browser.post("/admin/feed/posts/" + id + "/unpublish", Json::object(), answer);
  browser.post("/admin/feed/posts/" + id + "/schedule", {{"scheduledAt", "2031-04-01"}}, answer);
  browser.post("/admin/feed/posts/" + id + "/publish", Json::object(), answer);
  browser.post("/admin/feed/posts/bulk", {{"action", "PUBLISH"}, {"postIds", {id}}},
               "action:s total:i successCount:i failureCount:i results[].postId:s results[].success:b "
               "results[].lifecycle.status:s ");
  world.get("/feed/posts");
  Client preview_tab{.world = world};
  preview_tab.get("/feed/posts?limit=20", at("items[]", post) + page);
  browser.call("DELETE", "/admin/feed/posts/" + id, nullptr, "removed:b postId:s ");
}

TEST_CASE("web-admin: organizations are listed and decided on") {
  World world;
  Browser browser(world);
  const auto owner = world.register_user();
  const Json draft{{"name", "Nusantara Link"}, {"orgType", "LPK"}, {"countryCode", "ID"}};
  const auto made = world.post("/organizations", draft, World::as(owner));
  REQUIRE(made.status == 201);
  CHECK(undecodable(made.body, organization) == "");
  const std::string id = made.body["id"];
  const auto sent = world.post("/organizations/" + id + "/verification",
                               {{"registrationNumber", "R-1"}, {"legalName", "Nusantara Link PT"}}, World::as(owner));
  CHECK(sent.status == 202);
  CHECK(undecodable(sent.body, org_verification) == "");
  browser.get("/admin/organizations?limit=20",
              at("items[]", at("organization", organization) + at("verification", org_verification) +
                                at("owner", "id:s fullName:s email:s ")) + page);
  const auto decided = browser.call("PATCH", "/admin/organizations/" + id + "/verification",
                                    {{"status", "REJECTED"}, {"reasonCodes", {"manual_reject"}}}, org_verification);
  CHECK(decided["reasonCodes"] == Json::array({"manual_reject"}));
}

TEST_CASE("web-admin: pages are numbered by the cursor, from 0 in steps of the page") {
  World world;
  Browser browser(world);
  for (int i = 0; i < 41; ++i) jobs_kind.create(world);
  std::string cursor = "0";
  int page_number = 0;
  for (; page_number < 3; ++page_number) {
    const auto answer = browser.get("/admin/jobs?limit=20&cursor=" + cursor, at("items[]", job_detail) + page);
    CHECK(answer["pageInfo"]["cursor"] == std::to_string(page_number * 20));
    CHECK(answer["pageInfo"]["total"] == 45);
    if (answer["pageInfo"]["nextCursor"].is_null()) break;
    cursor = answer["pageInfo"]["nextCursor"];
  }
  CHECK(page_number == 2);
}

TEST_SUITE("race") {
  TEST_CASE("web-admin: refreshes fired together by one expiry have one winner whose session lives on") {
    World world;
    Browser browser(world);
    const auto expired = browser.headers();
    world.now += std::chrono::minutes(16);
    std::array<int, 4> first{}, second{};
    std::array<Json, 4> sessions;
    at_once(4, [&](int i) {
      const auto at = static_cast<std::size_t>(i);
      first[at] = world.get("/admin/overview/summary", expired).status;
      const auto answer = world.post("/auth/refresh", {{"refreshToken", browser.refresh_token}});
      second[at] = answer.status;
      if (answer.status == 200) sessions[at] = answer.body;
    });
    CHECK(std::count(first.begin(), first.end(), 401) == 4);
    CHECK(std::count(second.begin(), second.end(), 200) == 1);
    CHECK(std::count(second.begin(), second.end(), 401) == 3);
    for (const auto& session : sessions)
      if (!session.is_null()) browser.keep(session);
    // The losers did not end the family: the winner can go on, and refresh again later.
    browser.get("/admin/overview/summary", overview_answer);
    world.now += std::chrono::minutes(16);
    browser.get("/admin/overview/summary", overview_answer);
    CHECK(browser.refreshed == 1);
  }
}
