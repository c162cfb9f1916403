#pragma once
// What administrators see of people, of the whole, and of what happened.

#include <senpai/profile.hpp>

namespace [[gnu::visibility("default")]] senpai {

constexpr std::string_view super_admin_role = "super_admin";

// --------------------------------------------------------------------------------------------------------------- users

/// Which users, as asked for.
struct UserQuery {
  std::string search{};  ///< Literal substring of name or e-mail address; case is ignored.
  PageQuery page{};      ///< Limit 25, 1..100, fractions cut.
};

/// An account that an administrator makes. Name, address and password as in Registration.
struct AccountDraft {
  std::string full_name{};
  std::string email{};
  Secret password{};
  Patch<std::vector<std::string>> roles{};  ///< Absent: `super_admin`. Codes in any case; at least one.
};

/// What changes about an account; limits as in Registration. A member that is null is refused, not ignored.
struct AccountUpdate {
  Patch<std::string> full_name{};
  Patch<Secret> password{};
  Patch<std::vector<std::string>> roles{};  ///< Replaces the whole set.
};

// ------------------------------------------------------------------------------------------------------------ overview

/// Counters as the dashboard has always shown them: "active" and "published" count every row.
struct Overview {
  std::int64_t pending_kyc = 0;
  std::int64_t manual_review_kyc = 0;
  std::int64_t verified_today = 0;  ///< Decisions since midnight UTC.
  std::int64_t rejected_today = 0;
  std::int64_t pending_organization_verification = 0;
  std::int64_t active_jobs = 0;
  std::int64_t published_feed_posts = 0;
  std::int64_t active_applications = 0;
  std::int64_t submitted_applications = 0;
  std::int64_t in_review_applications = 0;
  std::int64_t interview_applications = 0;
  std::int64_t offered_applications = 0;
  std::int64_t hired_applications = 0;
  std::int64_t rejected_applications = 0;
  Timestamp last_updated_at{};
};

// ------------------------------------------------------------------------------------------------------------ activity

/// Kinds of events one may ask for. Those of the last four come from the audit trail, with AuditOptions::in_activity.
enum class ActivityType { all, kyc, application, job, feed, org, auth };
constexpr auto wire_names(ActivityType) {
  return std::array{WireName{ActivityType::all, "ALL"},   WireName{ActivityType::kyc, "KYC"},
                    WireName{ActivityType::application, "APPLICATION"},
                    WireName{ActivityType::job, "JOB"},   WireName{ActivityType::feed, "FEED"},
                    WireName{ActivityType::org, "ORG"},   WireName{ActivityType::auth, "AUTH"}};
}

/// What the events of a type are about.
constexpr std::string_view activity_entity(ActivityType type) {
  switch (type) {
    case ActivityType::kyc: return "KYC_SESSION";
    case ActivityType::application: return "JOB_APPLICATION";
    case ActivityType::job: return "JOB";
    case ActivityType::feed: return "FEED_POST";
    case ActivityType::org: return "ORGANIZATION";
    case ActivityType::auth: return "USER";
    case ActivityType::all: break;
  }
  return {};
}

/// Which events, as asked for.
struct ActivityQuery {
  std::string type{};      ///< Wire name in any case; empty: all.
  std::string actor_id{};  ///< Exact; blank: any.
  Patch<Timestamp> from{};  ///< Inclusive, as is `to`. Absent or null: any.
  Patch<Timestamp> to{};
  PageQuery page{};        ///< Limit 25, 1..100, fractions cut.
};

/// Which events, asked for with more filters.
struct AuditQuery {
  ActivityQuery activity{};
  std::string actor_type{};   ///< `USER`, `ADMIN`, `SYSTEM` or `ALL` in any case; empty: all.
  std::string entity_type{};  ///< Any case; blank: any.
  std::string entity_id{};    ///< Exact; blank: any.
  std::string action{};       ///< Any case; blank: any.
};

/// What a timeline was asked for, checked and trimmed.
struct ActivitySelection {
  ActivityType type = ActivityType::all;
  std::optional<ActorType> actor_type{};  ///< Absent: all.
  std::optional<std::string> actor_id{};
  std::optional<std::string> entity_type{};
  std::optional<std::string> entity_id{};
  std::optional<std::string> action{};
  std::optional<Timestamp> from{};
  std::optional<Timestamp> to{};
};

/// The job that an event of an application is about.
struct ActivityJob {
  JobId id{};
  std::string title{};
};

/// One line of the timeline.
struct ActivityEvent {
  std::string id{};
  ActivityType type = ActivityType::kyc;
  std::string action{};
  std::string entity_id{};
  ActorType actor_type = ActorType::system;
  std::optional<std::string> actor_id{};
  std::optional<std::string> status_from{};
  std::string status_to{};  ///< Empty where an action has no state.
  std::string title{};
  std::string description{};
  Timestamp created_at{};
  std::optional<PersonSummary> applicant{};  ///< Of events of applications, as is `job`.
  std::optional<ActivityJob> job{};
};

/// A page of events, newest first.
struct Timeline {
  ActivitySelection selection{};
  Page<ActivityEvent> page{};
};

// --------------------------------------------------------------------------------------------------------------- cases

/// A decision in the words of the former case list.
struct CaseAction {
  std::string action{};       ///< `RESOLVE_VALID` and so on, any case; empty: see `decision`.
  std::string decision{};     ///< As Decision::status, any case. Wins over `action`, unless empty.
  std::string reviewed_by{};  ///< 1..128; empty: who acts.
  std::string reason{};       ///< At most 2000 characters.
  std::string note{};         ///< Used when `reason` is blank.
};

/// Every method may be called from any thread.
class AdminService {
 public:
  explicit AdminService(Runtime& runtime) : runtime_(runtime) {}

  /// All users, newest first. @throws invalid_cursor, invalid_limit.
  Page<User> users(const UserQuery&);

  /// An account with exactly these roles; no session and no mail.
  /// @throws invalid_name, invalid_email, invalid_password, invalid_roles, email_exists, server_busy.
  User create_user(const Actor& admin, const AccountDraft&);

  /// @throws user_not_found.
  User user(const UserId&);

  /// All or nothing. A new password ends the user's sessions.
  /// @throws user_not_found, invalid_roles, invalid_request, invalid_name, invalid_password, server_busy.
  User update_user(const Actor& admin, const UserId&, const AccountUpdate&);

  /// @throws user_not_found.
  Profile profile(const UserId&);

  /// @param session_id  blank: the latest. @throws user_not_found, kyc_session_not_found.
  KycHistory kyc_history(const UserId&, std::string_view session_id = {});

  /// Counted now.
  Overview overview();

  /// Status changes of identity checks and applications, and with AuditOptions::in_activity what else the audit trail
  /// tells; newest first.
  /// @throws invalid_activity_type, invalid_date_filter, invalid_cursor, invalid_limit.
  Timeline activity(const ActivityQuery&);

  /// The same with more filters. @throws as activity(), and invalid_actor_type.
  Timeline audit_events(const AuditQuery&);

  /// KycService::review_queue with the former names of states as well, for example `OPEN`. @throws as it does.
  ReviewQueue cases(const ReviewQuery&);

  /// KycService::decide with the former names of decisions. @throws unsupported_case_action, and what decide() does.
  KycSession act_on_case(const Actor& admin, std::string_view session_id, const CaseAction&);

 private:
  Runtime& runtime_;
};

}  // namespace senpai
