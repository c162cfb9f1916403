// The iOS app's own flow, each answer decoded as strictly as its decoder does it.

#include "api/client_shapes.hpp"
#include "host/files.hpp"

using namespace senpai;
using namespace senpai::test;
using namespace senpai::test::clients;

namespace {

// What the app's types declare as not optional; less than the contract promises.
const std::string phone_user = "id:s fullName:s email:s ";
const std::string phone_job =
    "id:s title:s employmentType:s visaSponsorship:b location.countryCode:s location.city:s location.displayLabel:s "
    "employer.id:s employer.name:s employer.isVerifiedEmployer:b viewerState?.authenticated:b viewerState?.saved:b "
    "viewerState?.canApply:b ";
const std::string phone_application = "id:s jobId:s status:s createdAt:t updatedAt:t ";
const std::string phone_page = "pageInfo.limit:i pageInfo.total:i ";
const std::string phone_post =
    "id:s title:s excerpt:s category:s author:s publishedAt:t viewerState?.authenticated:b viewerState?.saved:b ";
const std::string phone_session = "status:s session.id:s session.status:s ";
const std::string phone_document =
    "document.id:s document.kycSessionId:s document.documentType:s document.fileUrl:s document.checksumSha256:s "
    "document.createdAt:t ";
const std::string phone_profile =
    "profile.id:s profile.fullName:s profile.email:s profile.profileCompletionPercent:i profile.trustScoreLabel:s "
    "profile.verificationStatus:s profile.verification.trustStatus:s profile.verification.documentsUploaded:i "
    "profile.verification.requiredDocuments:i profile.verification.requiredDocumentsUploaded:i ";
const std::string phone_file =
    "id:s applicationId:s userId:s documentType:s fileName:s contentType:s contentLength:i checksumSha256:s "
    "reviewStatus:s createdAt:t updatedAt:t ";

const std::string photo = some_bytes(5000);

/// The app on a phone, with a store that keeps the bytes of uploads.
struct Phone : Client {
  explicit Phone(FileWorld& w)
      : Client{.world = w.world,
               .prefix = "/v1",
               .always = {{"Content-Type", "application/json"}, {"Accept", "application/json"}},
               .refreshes = true},
        files(w) {}

  FileWorld& files;
  std::string email = "rina.phone@example.test";
  std::string password = "Kirei-na-hana-42";

  void sign_up() {
    const auto session = post("/auth/register",
                              {{"fullName", "Rina Hartono"}, {"email", email}, {"password", password}},
                              tokens + at("user?", phone_user) + at("emailVerification?", challenge));
    keep(session);
  }
  void sign_in() {
    access_token.clear();
    keep(post("/auth/login", {{"email", email}, {"password", password}}, tokens));
  }
  /// PUT with exactly the method and the headers of the answer; the app takes any 2xx.
  void put(const Json& link, const std::string& bytes) {
    World::Headers sent;
    for (const auto& [name, value] : link["headers"].items()) sent.emplace_back(name, value);
    CHECK(link["method"] == "PUT");
    CHECK(files.put({link["objectKey"], path_of(link["uploadUrl"]), sent}, bytes).status / 100 == 2);
  }
};

Json declared(const std::string& type, const std::string& name, const std::string& mime, const std::string& bytes) {
  return {{"documentType", type},
          {"fileName", name},
          {"contentType", mime},
          {"contentLength", bytes.size()},
          {"checksumSha256", sha256_hex(bytes)}};
}

}  // namespace

TEST_CASE("ios: account, one-time code and sign-in decode, also for an address that is confirmed already") {
  FileWorld files;
  Phone phone(files);
  phone.sign_up();
  phone.get("/auth/me", at("user", phone_user));
  files.world.now += std::chrono::minutes(2);
  const auto sent = phone.post("/auth/email-verification/resend", {{"email", phone.email}}, challenge);
  const Json code{{"email", phone.email}, {"code", sent["developmentCode"]}};
  phone.post("/auth/email-verification/verify", code, "email:s verified:b alreadyVerified:b ");
  phone.post("/auth/email-verification/verify", code, "email:s verified:b alreadyVerified:b ");
  phone.post("/auth/email-verification/resend", {{"email", phone.email}}, challenge);
  phone.sign_in();
  phone.get("/auth/me", at("user", phone_user));
}

TEST_CASE("ios: jobs are listed, shown, saved and applied for without a body, and applying again is fine") {
  FileWorld files;
  Phone phone(files);
  phone.get("/jobs", at("items[]", phone_job) + phone_page);  // before anybody has signed in
  phone.sign_up();
  const auto jobs = phone.get("/jobs", at("items[]", phone_job) + phone_page);
  const std::string job = jobs["items"][0]["id"];
  phone.get("/jobs/" + job, at("job", phone_job + "description:s requirements:l ") + "viewerState.saved:b ");
  phone.post("/users/me/saved-jobs", {{"jobId", job}}, "saved:b jobId:s ");
  phone.get("/users/me/saved-jobs", at("items[]", phone_job) + phone_page);
  phone.call("DELETE", "/users/me/saved-jobs/" + job, nullptr, "saved:b jobId:s ");

  const std::string applied = "created:b " + at("application", phone_application);
  const auto first = phone.post("/jobs/" + job + "/applications", nullptr, applied);
  const auto again = phone.post("/jobs/" + job + "/applications", nullptr, applied);
  CHECK(first["created"] == true);
  CHECK(again["created"] == false);
  CHECK(again["application"]["id"] == first["application"]["id"]);
  const auto mine = phone.get("/users/me/applications",
                              at("items[]", phone_application) + at("items[].job?", phone_job) + phone_page);
  CHECK(mine["items"][0]["id"] == first["application"]["id"]);
}

TEST_CASE("ios: a curriculum vitae goes up with the headers of the answer and is registered") {
  FileWorld files;
  Phone phone(files);
  phone.sign_up();
  const auto applied = phone.post("/jobs/job_tokyo_senior_welder_001/applications", nullptr, "application.id:s ");
  const std::string folder = "/users/me/applications/" + applied["application"]["id"].get<std::string>() + "/documents";
  Json cv = declared("CV", "Rina CV 2030.pdf", "application/pdf", photo);
  const auto ticket = phone.post(folder + "/upload-url", cv, "applicationId:s " + at("upload", upload));
  phone.put(ticket["upload"], photo);
  cv["objectKey"] = ticket["upload"]["objectKey"];
  phone.post(folder, cv, at("document", phone_file));
  const auto list = phone.get(folder, at("items[]", phone_file) + "total:i ");
  CHECK(list["total"] == 1);
}

TEST_CASE("ios: an identity check goes from the first capture to its submission, and on after that") {
  FileWorld files;
  Phone phone(files);
  phone.sign_up();
  const auto none = phone.get("/identity/kyc/status", "status:s ");
  CHECK(none["session"].is_null());
  const auto session = phone.post("/identity/kyc/sessions", Json::object(), phone_session);
  const std::string id = session["session"]["id"];

  const auto capture = [&](const std::string& bytes) {
    const Json card = declared("RESIDENCE_CARD_FRONT", "capture.png", "image/png", bytes);
    Json claim{{"sessionId", id}, {"documentType", card["documentType"]}, {"checksumSha256", card["checksumSha256"]}};
    Json asked = card;
    asked["sessionId"] = id;
    const auto ticket = phone.post("/identity/kyc/upload-url", asked, phone_session + at("upload", upload));
    phone.put(ticket["upload"], bytes);
    claim["objectKey"] = ticket["upload"]["objectKey"];
    return claim;
  };
  const auto submit = [&] {
    const auto answer = phone.post("/identity/kyc/sessions/" + id + "/submit", nullptr, phone_session);
    CHECK(answer["session"]["status"] == "SUBMITTED");
  };
  phone.post("/identity/kyc/documents", capture(photo), phone_session + phone_document);
  submit();
  // The app's placeholder picture is always the same; the second capture of it is a conflict that the app shows.
  const auto again = files.world.post("/v1/identity/kyc/documents", capture(photo), phone.headers());
  CHECK(again.status == 409);
  CHECK(again.code() == "duplicate_document");
  CHECK(undecodable(again.body, "error.code:s error.message:s ") == "");
  // Another picture is taken up after the submission too, and submitted again.
  phone.post("/identity/kyc/documents", capture(photo + "2"), phone_session + phone_document);
  submit();
  const auto profile = phone.get("/users/me/profile", phone_profile);
  CHECK(profile["profile"]["verification"]["documentsUploaded"] == 2);
  phone.call("PATCH", "/users/me/profile", {{"fullName", "Rina H."}, {"avatarUrl", "https://example.test/a.png"}},
             phone_profile);
}

TEST_CASE("ios: the feed and saved posts decode, also when a saved post has become a draft") {
  FileWorld files;
  Phone phone(files);
  phone.sign_up();
  const auto feed = phone.get("/feed/posts", at("items[]", phone_post) + phone_page);
  const std::string id = feed["items"][0]["id"];
  phone.post("/users/me/saved-posts", {{"postId", id}}, "saved:b postId:s ");
  REQUIRE(files.world.post("/admin/feed/posts/" + id + "/unpublish", nullptr, World::admin()).status == 200);
  phone.get("/users/me/saved-posts", at("items[]", phone_post) + phone_page);
  phone.call("DELETE", "/users/me/saved-posts/" + id, nullptr, "saved:b postId:s ");
}

TEST_CASE("ios: a call after the access token has expired is refreshed once and goes through, on optional routes too") {
  FileWorld files;
  Phone phone(files);
  phone.sign_up();
  files.world.now += std::chrono::minutes(16);
  phone.get("/jobs", at("items[]", phone_job) + phone_page);
  CHECK(phone.refreshed == 1);
  phone.get("/auth/me", at("user", phone_user));
  CHECK(phone.refreshed == 1);
}

TEST_CASE("ios: the end-to-end script goes from a second session to an accepted offer") {
  FileWorld files;
  World& world = files.world;
  Phone phone(files);
  phone.sign_up();
  world.now += std::chrono::minutes(2);
  const auto sent = phone.post("/auth/email-verification/resend", {{"email", phone.email}}, "developmentCode:s ");
  phone.post("/auth/email-verification/verify", {{"email", phone.email}, {"code", sent["developmentCode"]}},
             "verified:b ");
  phone.access_token.clear();
  phone.keep(phone.post("/auth/login", {{"identifier", phone.email}, {"password", phone.password}}, tokens));
  phone.post("/identity/kyc/sessions", Json::object(), phone_session);
  const std::string id = phone.post("/identity/kyc/sessions", {{"provider", "manual"}}, phone_session)["session"]["id"];
  Json asked = declared("PASSPORT", "passport.png", "image/png", photo);
  const auto ticket = phone.post("/identity/kyc/upload-url", asked, at("upload", upload));
  phone.put(ticket["upload"], photo);
  asked["objectKey"] = ticket["upload"]["objectKey"];
  phone.post("/identity/kyc/documents", asked, phone_document);
  phone.post("/identity/kyc/sessions/" + id + "/submit", nullptr, phone_session);
  phone.post("/users/me/verification/final-request", {{"source", "e2e"}}, "created:b request.id:s ");

  Client admin{.world = world, .always = World::admin()};
  const auto review = admin.post("/admin/kyc/review",
                                 {{"sessionId", id}, {"decision", "VERIFIED"}, {"reviewedBy", "e2e-admin"}},
                                 "status:s session.status:s ");
  CHECK(review["status"] == "VERIFIED");
  const auto applied = phone.post("/jobs/job_osaka_cnc_operator_002/applications", nullptr, "application.id:s ");
  const std::string application_id = applied["application"]["id"];
  for (const char* status : {"IN_REVIEW", "INTERVIEW", "OFFERED"}) {
    const auto moved = admin.call("PATCH", "/admin/applications/" + application_id + "/status",
                                  {{"status", status}, {"reason", "e2e"}, {"updatedBy", "e2e-admin"}},
                                  "updated:b application.status:s ");
    CHECK(moved["updated"] == true);
    CHECK(moved["application"]["status"] == status);
  }
  const auto hired = phone.post("/users/me/applications/" + application_id + "/offer/accept", nullptr,
                                "decision:s application.status:s ");
  CHECK(hired["application"]["status"] == "HIRED");
}
