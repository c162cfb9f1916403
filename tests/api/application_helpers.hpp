#pragma once
// Requests about applications, in one short line each.

#include "support.hpp"

namespace senpai::test::applications {

inline const std::string tokyo = "job_tokyo_senior_welder_001";
inline const std::string osaka = "job_osaka_cnc_operator_002";
inline const std::string nagoya = "job_nagoya_warehouse_staff_003";
inline const std::string fukuoka = "job_fukuoka_eldercare_assistant_004";
inline const std::string unknown_id = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";
inline const char* const application_keys = "createdAt id job jobId note status updatedAt";
inline const char* const application_document_keys =
    "applicationId checksumSha256 contentLength contentType createdAt documentType fileName id reviewReason "
    "reviewStatus reviewedAt reviewedBy updatedAt userId";

inline std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

inline Answer apply(World& world, const Credentials& c, const std::string& job, const Json& body = nullptr) {
  return world.post("/jobs/" + job + "/applications", body, World::as(c));
}

inline std::string id_of(const Answer& answer) { return answer.body["application"]["id"]; }

/// Applies and gives the id of the application.
inline std::string applied(World& world, const Credentials& c, const std::string& job = osaka,
                           const std::string& note = "") {
  const auto answer = apply(world, c, job, {{"note", note}});
  REQUIRE(answer.status == 201);
  return id_of(answer);
}

/// Asks for a status as an administrator.
inline Answer set_status(World& world, const std::string& id, const std::string& status,
                         const Json& more = Json::object(), const World::Headers& headers = World::admin()) {
  Json body{{"status", status}};
  body.update(more);
  return world.call("PATCH", "/admin/applications/" + id + "/status", body, headers);
}

inline Answer offer(World& world, const Credentials& c, const std::string& id, const std::string& word,
                    const Json& body = nullptr) {
  return world.post("/users/me/applications/" + id + "/offer/" + word, body, World::as(c));
}

inline Answer own_list(World& world, const Credentials& c, const std::string& query = "") {
  return world.get("/users/me/applications" + query, World::as(c));
}

inline Answer own_journey(World& world, const Credentials& c, const std::string& id) {
  return world.get("/users/me/applications/" + id + "/journey", World::as(c));
}

inline Answer admin_list(World& world, const std::string& query = "") {
  return world.get("/admin/applications" + query, World::admin());
}

inline Answer admin_find(World& world, const std::string& id) {
  return world.get("/admin/applications/" + id, World::admin());
}

inline Answer admin_journey(World& world, const std::string& id) {
  return world.get("/admin/applications/" + id + "/journey", World::admin());
}

/// Ids of a page of a candidate's or of the administrators' list, in order.
inline std::vector<std::string> application_ids(const Answer& answer) {
  std::vector<std::string> found;
  for (const auto& item : answer.body["items"])
    found.push_back(item.contains("application") ? item["application"]["id"] : item["id"]);
  return found;
}

/// Takes a job back to a draft.
inline void hide_job(World& world, const std::string& job) {
  REQUIRE(world.post("/admin/jobs/" + job + "/unpublish", nullptr, World::admin()).status == 200);
}

inline void delete_job(World& world, const std::string& job) {
  REQUIRE(world.call("DELETE", "/admin/jobs/" + job, nullptr, World::admin()).status == 200);
}

}  // namespace senpai::test::applications
