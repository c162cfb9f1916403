// Which endpoint leaves which row in the audit trail, and which leaves none and why.

#include <set>

#include "api/application_helpers.hpp"
#include "api/content_parts.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

constexpr const char* unknown_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";

enum class Who { self, admin, api_key, nobody };

/// Everything an endpoint may need to succeed.
struct Stage {
  World world;
  Credentials user;   ///< Who acts as a candidate.
  Credentials admin;  ///< Who acts as an administrator.
  std::string session;
  std::string kyc_document;
  std::string application_id;
  std::string application_document;
  std::string organization;
  std::string job = eldercare;
  std::string post = visa_post;

  Stage() : user(world.register_user()), admin(world.register_with_roles({"super_admin"})) {}
  Answer call(const std::string& method, const std::string& target, const Json& body, Who who = Who::self) {
    return world.call(method, target, body,
                      who == Who::self ? World::as(user) : who == Who::admin ? World::as(admin) : World::Headers{});
  }
  std::string new_session() {
    session = world.start_kyc(user);
    return session;
  }
  /// An application with an offer open, for a job nobody has applied for yet.
  std::string offered() {
    const auto id = applications::applied(world, user, jobs_kind.create(world));
    REQUIRE(applications::set_status(world, id, "OFFERED").status == 200);
    return id;
  }
};

struct Row {
  std::string endpoint;
  std::string action;  ///< Empty: none.
  Who who;
  std::string reason;  ///< Why there is no row.
  std::function<Answer(Stage&)> play;
};

Row leaves(std::string endpoint, std::string action, Who who, std::function<Answer(Stage&)> play) {
  return {std::move(endpoint), std::move(action), who, "", std::move(play)};
}

Row leaves_none(std::string endpoint, std::string reason, std::function<Answer(Stage&)> play) {
  return {std::move(endpoint), "", Who::nobody, std::move(reason), std::move(play)};
}

Json file_claim(const std::string& folder, const std::string& seed) {
  return {{"documentType", "CV"},    {"fileName", "cv.pdf"},
          {"contentType", "application/pdf"}, {"contentLength", 9},
          {"checksumSha256", checksum(seed)}, {"objectKey", folder + seed + ".pdf"}};
}

std::vector<Row> account_rows() {
  return {
      leaves("auth.register", "user.registered", Who::self,
             [](Stage& s) {
               const Json body{{"fullName", "Hana"}, {"email", "hana@example.test"}, {"password", "Kirei-na-42"}};
               auto answer = s.world.post("/auth/register", body);
               s.user = {.user_id = answer.body["user"]["id"], .email = "hana@example.test", .password = "Kirei-na-42",
                         .access_token = answer.body["accessToken"], .refresh_token = answer.body["refreshToken"],
                         .code = answer.body["emailVerification"]["developmentCode"]};
               return answer;
             }),
      leaves_none("auth.resendVerification", "the new code is a row of its own, and nothing is decided",
                  [](Stage& s) {
                    s.world.now += std::chrono::minutes(2);
                    auto answer = s.world.post("/auth/email-verification/resend", {{"email", s.user.email}});
                    s.user.code = answer.body["developmentCode"];
                    return answer;
                  }),
      leaves("auth.verifyEmail", "user.email_verified", Who::self,
             [](Stage& s) {
               return s.world.post("/auth/email-verification/verify", {{"email", s.user.email}, {"code", s.user.code}});
             }),
      leaves("auth.login", "auth.signed_in", Who::self,
             [](Stage& s) {
               return s.world.post("/auth/login", {{"email", s.user.email}, {"password", s.user.password}});
             }),
      leaves_none("auth.refresh", "the rotation is kept with the session; only reuse after it is an event",
                  [](Stage& s) {
                    auto answer = s.world.post("/auth/refresh", {{"refreshToken", s.user.refresh_token}});
                    s.user.refresh_token = answer.body["refreshToken"];
                    return answer;
                  }),
      leaves("auth.logout", "auth.signed_out", Who::self,
             [](Stage& s) { return s.world.post("/auth/logout", {{"refreshToken", s.user.refresh_token}}); }),
      leaves("profile.update", "user.profile_updated", Who::self,
             [](Stage& s) { return s.call("PATCH", "/users/me/profile", {{"fullName", "Hana H."}}); }),
      leaves("admin.createUser", "user.created", Who::admin,
             [](Stage& s) {
               const Json body{{"fullName", "Ops"}, {"email", "ops@example.test"}, {"password", "Kirei-na-42"}};
               return s.call("POST", "/admin/users", body, Who::admin);
             }),
      leaves("admin.updateUser", "user.updated", Who::admin,
             [](Stage& s) {
               return s.call("PATCH", "/admin/users/" + s.user.user_id, {{"roles", {"sdm", "lpk"}}}, Who::admin);
             }),
  };
}

std::vector<Row> kyc_rows() {
  const auto review = [](Stage& s, const std::string& decision) {
    return s.call("POST", "/admin/kyc/review", {{"sessionId", s.session}, {"decision", decision}, {"reviewedBy", "X"}},
                  Who::admin);
  };
  return {
      leaves("kyc.start", "kyc.status_changed", Who::self,
             [](Stage& s) {
               auto answer = s.call("POST", "/identity/kyc/sessions", nullptr);
               s.session = answer.body["session"]["id"];
               return answer;
             }),
      leaves_none("kyc.uploadUrl", "a link changes nothing; the upload it announces is a row of its own",
                  [](Stage& s) {
                    Json body = file_claim("", "passport");
                    return s.call("POST", "/identity/kyc/upload-url", body);
                  }),
      leaves("kyc.addDocument", "kyc.document_added", Who::self,
             [](Stage& s) {
               auto answer = s.world.add_document(s.user, s.session);
               s.kyc_document = answer.body["document"]["id"];
               return answer;
             }),
      leaves("kyc.submit", "kyc.status_changed", Who::self,
             [](Stage& s) { return s.call("POST", "/identity/kyc/sessions/" + s.session + "/submit", nullptr); }),
      leaves_none("kyc.providerMetadata", "no status changes, and columns of their own tell who wrote what",
                  [](Stage& s) {
                    return s.call("POST", "/identity/kyc/sessions/" + s.session + "/provider-metadata",
                                  {{"metadata", {{"a", 1}}}});
                  }),
      leaves_none("kyc.providerWebhook", "no status changes, and the inbox keeps key and digest of each delivery",
                  [](Stage& s) {
                    const std::string body = Json{{"sessionId", s.session}, {"metadata", {{"b", 1}}}}.dump();
                    return s.world.raw("POST", "/identity/kyc/provider-webhook", body,
                                       s.world.webhook_headers("k", body));
                  }),
      leaves("profile.requestFinalCheck", "kyc.final_check_requested", Who::self,
             [](Stage& s) { return s.call("POST", "/users/me/verification/final-request", nullptr); }),
      leaves("kyc.previewDocument", "kyc.document_previewed", Who::admin,
             [](Stage& s) {
               return s.call("POST", "/admin/kyc/documents/" + s.kyc_document + "/preview-url", nullptr, Who::admin);
             }),
      leaves("kyc.review", "kyc.status_changed", Who::admin, [=](Stage& s) { return review(s, "MANUAL_REVIEW"); }),
      leaves("kyc.review", "kyc.status_changed", Who::admin, [=](Stage& s) { return review(s, "MANUAL_REVIEW"); }),
      leaves("admin.caseAction", "kyc.status_changed", Who::admin,
             [](Stage& s) {
               const Json body{{"action", "RESOLVE_VALID"}};
               return s.call("POST", "/admin/cases/" + s.session + "/action", body, Who::admin);
             }),
  };
}

std::vector<Row> application_rows() {
  const auto path = [](const Stage& s, const std::string& rest) {
    return "/users/me/applications/" + s.application_id + rest;
  };
  const auto claim = [](const Stage& s) {
    return file_claim("applications/" + s.user.user_id + "/" + s.application_id + "/", "cv");
  };
  return {
      leaves("applications.apply", "application.status_changed", Who::self,
             [](Stage& s) {
               auto answer = applications::apply(s.world, s.user, welder);
               s.application_id = applications::id_of(answer);
               return answer;
             }),
      leaves_none("applications.uploadUrl", "a link changes nothing; the upload it announces is a row of its own",
                  [=](Stage& s) { return s.call("POST", path(s, "/documents/upload-url"), claim(s)); }),
      leaves("applications.addDocument", "application.document_added", Who::self,
             [=](Stage& s) {
               auto answer = s.call("POST", path(s, "/documents"), claim(s));
               s.application_document = answer.body["document"]["id"];
               return answer;
             }),
      leaves("applications.reviewDocument", "application.document_reviewed", Who::admin,
             [](Stage& s) {
               return s.call("PATCH",
                             "/admin/applications/" + s.application_id + "/documents/" + s.application_document,
                             {{"reviewStatus", "VALID"}, {"reviewedBy", "X"}}, Who::admin);
             }),
      leaves("applications.previewDocument", "application.document_previewed", Who::admin,
             [](Stage& s) {
               const std::string document = "/admin/applications/documents/" + s.application_document;
               return s.call("POST", document + "/preview-url", nullptr, Who::admin);
             }),
      leaves("applications.changeStatus", "application.status_changed", Who::admin,
             [](Stage& s) {
               return s.call("PATCH", "/admin/applications/" + s.application_id + "/status",
                             {{"status", "OFFERED"}, {"updatedBy", "X"}}, Who::admin);
             }),
      leaves("applications.acceptOffer", "application.status_changed", Who::self,
             [=](Stage& s) { return s.call("POST", path(s, "/offer/accept"), nullptr); }),
  };
}

std::vector<Row> content_rows(const ContentKind& kind, const std::string& prefix) {
  const auto act = [kind](const std::string& action) {
    return [kind, action](Stage& s) {
      const auto& id = kind.item_name == "job" ? s.job : s.post;
      return s.call("POST", kind.admin_path + "/" + id + "/" + action, {{"scheduledAt", "2031-01-01"}}, Who::admin);
    };
  };
  const auto change = [kind](const std::string& method, const Json& body) {
    return [=](Stage& s) {
      const auto& id = kind.item_name == "job" ? s.job : s.post;
      return s.call(method, kind.admin_path + "/" + id, body, Who::admin);
    };
  };
  const std::string bookmark = "a bookmark is the user's own and decides nothing";
  return {
      leaves_none(prefix + ".save", bookmark,
                  [kind](Stage& s) { return s.call("POST", kind.saved_path, {{kind.id_name, kind.sample}}); }),
      leaves_none(prefix + ".unsave", bookmark,
                  [kind](Stage& s) { return s.call("DELETE", kind.saved_path + "/" + kind.sample, nullptr); }),
      leaves(prefix + ".create", prefix + ".created", Who::admin,
             [kind](Stage& s) { return s.call("POST", kind.admin_path, kind.body(Json::object()), Who::admin); }),
      leaves(prefix + ".unpublish", prefix + ".unpublished", Who::admin, act("unpublish")),
      leaves(prefix + ".schedule", prefix + ".scheduled", Who::admin, act("schedule")),
      leaves(prefix + ".publish", prefix + ".published", Who::admin, act("publish")),
      leaves(prefix + ".update", prefix + ".updated", Who::admin, change("PATCH", {{"title", "Another title"}})),
      leaves(prefix + ".bulk", prefix + ".unpublished", Who::admin,
             [kind](Stage& s) {
               const auto& id = kind.item_name == "job" ? s.job : s.post;
               const Json body{{"action", "UNPUBLISH"}, {kind.ids_name, {id, "none"}}};
               return s.call("POST", kind.admin_path + "/bulk", body, Who::admin);
             }),
      leaves(prefix + ".delete", prefix + ".deleted", Who::admin, change("DELETE", nullptr)),
  };
}

std::vector<Row> other_rows() {
  return {
      leaves("organizations.create", "organization.created", Who::self,
             [](Stage& s) {
               const Json body{{"name", "Link"}, {"orgType", "LPK"}, {"countryCode", "ID"}};
               auto answer = s.call("POST", "/organizations", body);
               s.organization = answer.body["id"];
               return answer;
             }),
      leaves("organizations.submitVerification", "organization.verification_submitted", Who::self,
             [](Stage& s) {
               return s.call("POST", "/organizations/" + s.organization + "/verification",
                             {{"registrationNumber", "R"}, {"legalName", "Link PT"}});
             }),
      leaves("organizations.decideVerification", "organization.verification_decided", Who::admin,
             [](Stage& s) {
               return s.call("PATCH", "/admin/organizations/" + s.organization + "/verification",
                             {{"status", "VERIFIED"}}, Who::admin);
             }),
  };
}

std::vector<Row> all_rows() {
  std::vector<Row> all = account_rows();
  for (auto& rows : {kyc_rows(), application_rows(), content_rows(jobs_kind, "jobs"), content_rows(posts_kind, "feed"),
                     other_rows()})
    all.insert(all.end(), rows.begin(), rows.end());
  // Rows about jobs are named after one.
  for (auto& row : all)
    if (row.action.starts_with("jobs.")) row.action = "job." + row.action.substr(5);
  return all;
}

std::vector<AuditRow> trail(World& world) {
  return read(*world.storage, [](Stores& s) { return s.audit.unsealed(100000); });
}

void check_row(const Row& expected, const AuditRow& row, const Stage& stage, const Answer& answer) {
  CHECK(row.action == expected.action);
  CHECK(row.request_id == answer.response.request_id);
  CHECK(row.at == stage.world.now);
  CHECK_FALSE(row.entity_id.empty());
  if (expected.who == Who::self) {
    CHECK(row.actor_type == "USER");
    CHECK(row.actor_id == stage.user.user_id);
  } else {
    // The principal, whatever name the body claimed.
    CHECK(row.actor_type == "ADMIN");
    CHECK(row.actor_id == stage.admin.user_id);
    CHECK(row.actor_name == stage.admin.email);
  }
}

}  // namespace

TEST_CASE("audit: each endpoint that changes something leaves its row, with the principal and the request, or none") {
  Stage stage;
  std::set<std::string> played;
  for (const Row& row : all_rows()) {
    CAPTURE(row.endpoint);
    const auto before = trail(stage.world).size();
    const auto answer = row.play(stage);
    CAPTURE(answer.text);
    REQUIRE(answer.status / 100 == 2);
    played.insert(row.endpoint);
    const auto rows = trail(stage.world);
    CHECK(rows.size() == before + (row.action.empty() ? 0 : 1));
    if (!row.action.empty() && rows.size() > before) check_row(row, rows.back(), stage, answer);
  }
  // Declining is tried with an offer of its own; bytes are put by whoever holds a link and decide nothing.
  const auto id = stage.offered();
  const auto before = trail(stage.world).size();
  const auto declined = applications::offer(stage.world, stage.user, id, "decline");
  REQUIRE(trail(stage.world).size() == before + 1);
  check_row(leaves("", "application.status_changed", Who::self, {}), trail(stage.world).back(), stage, declined);
  played.insert({"applications.declineOffer", "objects.upload"});
  for (const auto& endpoint : api::endpoints())
    if (endpoint.method != "GET") CHECK_MESSAGE(played.contains(std::string(endpoint.name)), endpoint.name);
}

TEST_CASE("audit: what is refused or changes nothing leaves no row") {
  Stage stage;
  World& world = stage.world;
  const auto session = stage.new_session();
  const auto application_id = applications::applied(world, stage.user);
  const auto before = trail(world).size();
  CHECK(world.post("/auth/login", {{"email", stage.user.email}, {"password", "wrong"}}).status == 401);
  CHECK(world.post("/auth/logout", {{"refreshToken", "unknown"}}).status == 204);
  CHECK(stage.call("POST", "/identity/kyc/sessions/" + session + "/submit", nullptr).status == 409);
  CHECK(stage.call("PATCH", "/users/me/profile", {{"fullName", ""}}).status == 400);
  CHECK(applications::set_status(world, application_id, "SUBMITTED").body["updated"] == false);
  CHECK(applications::apply(world, stage.user, applications::osaka).body["created"] == false);
  CHECK(jobs_kind.patch(world, welder, Json::object()).status == 200);
  CHECK(jobs_kind.act(world, unknown_id, "publish").status == 404);
  CHECK(world.call("PATCH", "/admin/users/" + std::string(unknown_id), {{"roles", {"sdm"}}}, World::admin()).status ==
        404);
  CHECK(trail(world).size() == before);
}

TEST_CASE("audit: guessing a one-time code until it locks leaves one row that blames nobody") {
  World world;
  const auto c = world.register_user();
  const Json wrong{{"email", c.email}, {"code", c.code == "111111" ? "222222" : "111111"}};
  for (int i = 0; i < 7; ++i) CHECK(world.post("/auth/email-verification/verify", wrong).status == 400);
  const auto rows = world.audit_rows("auth.code_locked");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].entity_id == c.user_id);
  CHECK(rows[0].actor_type == "SYSTEM");
  CHECK_FALSE(rows[0].actor_id);
}

TEST_CASE("audit: an administrator whom the deployment wants leaves a row once, and one for each change after that") {
  World world;
  const BootstrapAdmin wanted{.email = "boss@example.test", .password = "Kirei-na-42", .roles = {"super_admin"}};
  world.platform->auth().ensure_admin(wanted);
  world.platform->auth().ensure_admin(wanted);
  CHECK(world.audit_rows("user.administrator_ensured").size() == 1);
  auto more = wanted;
  more.roles.push_back("lpk");
  world.platform->auth().ensure_admin(more);
  CHECK(world.audit_rows("user.administrator_ensured").size() == 2);
}
