#pragma once
// What the tests of jobs and posts share.

#include "support.hpp"

namespace senpai::test {

inline const std::string welder = "job_tokyo_senior_welder_001";
inline const std::string eldercare = "job_fukuoka_eldercare_assistant_004";
inline const std::string tokyo_post = "post_life_in_tokyo_004";
inline const std::string visa_post = "post_visa_update_002";
inline const std::string unknown_content = "6f1d2c34-5b6a-4c7d-8e9f-0a1b2c3d4e5f";

/// Status and code in one line: `404 job_not_found`, `200`.
inline std::string verdict(const Answer& answer) {
  return std::to_string(answer.status) + (answer.code().empty() ? "" : " " + answer.code());
}

/// Ids of a page in order, joined by blanks.
inline std::string ids(const Answer& answer) {
  if (answer.status != 200) return verdict(answer);
  std::string joined;
  for (const auto& item : answer.body["items"]) joined += (joined.empty() ? "" : " ") + item["id"].get<std::string>();
  return joined;
}

inline Json job_body(const Json& changes = Json::object()) {
  Json body{{"title", "Night Baker"},
            {"employmentType", "FULL_TIME"},
            {"visaSponsorship", true},
            {"description", "Bakes bread for the early trains."},
            {"requirements", {"Gets up early", "Likes flour"}},
            {"location",
             {{"countryCode", "JP"},
              {"city", "Sendai"},
              {"displayLabel", "Sendai, JP"},
              {"latitude", 38.2682},
              {"longitude", 140.8694}}},
            {"employer", {{"id", "emp_aoba_bakery"}, {"name", "Aoba Bakery"}, {"isVerifiedEmployer", true}}}};
  body.update(changes);
  return body;
}

inline Json post_body(const Json& changes = Json::object()) {
  Json body{{"title", "Renting your first room"},
            {"excerpt", "Deposits, key money and what to ask."},
            {"category", "lifestyle"},
            {"author", "Housing Desk"},
            {"imageUrl", nullptr}};
  body.update(changes);
  return body;
}

/// Jobs or posts, whichever a test is about.
struct ContentKind {
  std::string admin_path;   ///< `/admin/jobs`
  std::string public_path;  ///< `/jobs`
  std::string saved_path;
  std::string id_name;  ///< `jobId`
  std::string ids_name;
  std::string item_name;  ///< `job`
  std::string not_found;  ///< `404 job_not_found`
  std::string sample;
  Json (*body)(const Json&);

  std::string create(World& world, const Json& changes = Json::object()) const {
    const auto answer = world.post(admin_path, body(changes), World::admin());
    REQUIRE(answer.status == 201);
    return answer.body[item_name]["id"];
  }
  Answer act(World& world, const std::string& id, const std::string& action, const Json& input = nullptr) const {
    return world.post(admin_path + "/" + id + "/" + action, input, World::admin());
  }
  Answer patch(World& world, const std::string& id, const Json& input) const {
    return world.call("PATCH", admin_path + "/" + id, input, World::admin());
  }
  Answer remove(World& world, const std::string& id) const {
    return world.call("DELETE", admin_path + "/" + id, nullptr, World::admin());
  }
  /// As administrators see it; null when it is not listed.
  Json stored(World& world, const std::string& id) const {
    const auto answer = world.get(admin_path + "?limit=50", World::admin());
    for (const auto& item : answer.body["items"])
      if (item["id"] == id) return item;
    return nullptr;
  }
  bool is_public(World& world, const std::string& id) const {
    return (" " + ids(world.get(public_path + "?limit=50")) + " ").find(" " + id + " ") != std::string::npos;
  }
  std::int64_t public_total(World& world) const { return world.get(public_path).body["pageInfo"]["total"]; }
};

inline const ContentKind jobs_kind{
    "/admin/jobs", "/jobs", "/users/me/saved-jobs", "jobId", "jobIds", "job", "404 job_not_found", welder, &job_body};
inline const ContentKind posts_kind{"/admin/feed/posts", "/feed/posts", "/users/me/saved-posts", "postId",
                                    "postIds",           "post",        "404 post_not_found",    tokyo_post,
                                    &post_body};
inline const ContentKind both_kinds[] = {jobs_kind, posts_kind};

inline Json lifecycle(const std::string& status, const std::string& effective, const Json& published,
                      const Json& scheduled) {
  return {{"status", status}, {"effectiveStatus", effective}, {"publishedAt", published}, {"scheduledAt", scheduled}};
}

constexpr const char* world_start = "2030-01-02T03:04:05.678Z";

/// `count` times a piece of text.
inline std::string times(int count, const std::string& piece) {
  std::string text;
  for (int i = 0; i < count; ++i) text += piece;
  return text;
}

}  // namespace senpai::test
