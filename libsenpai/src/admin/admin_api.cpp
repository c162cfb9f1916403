#include <senpai/admin.hpp>

#include "api/endpoint.hpp"
#include "auth/auth_wire.hpp"
#include "kyc/kyc_wire.hpp"
#include "profile/profile_wire.hpp"

namespace senpai {

namespace api {
/// Kinds of actors one may ask for.
enum class ActorFilter { all, user, admin, system };
constexpr auto wire_names(ActorFilter) {
  return std::array{WireName{ActorFilter::all, "ALL"}, WireName{ActorFilter::user, "USER"},
                    WireName{ActorFilter::admin, "ADMIN"}, WireName{ActorFilter::system, "SYSTEM"}};
}
}  // namespace api

template <class V>
void fields(V& v, UserQuery& x) {
  v("q", x.search, may("Rina").about("Words in name or address; case is ignored."));
  api::page_fields(v, x.page, long_list);
}

template <class V>
void fields(V& v, ActivityQuery& x) {
  v("type", x.type, may().one_of<ActivityType>().otherwise("ALL"));
  v("actorId", x.actor_id, may().about("Exactly this person or name."));
  v("from", x.from, may().about("Inclusive, as is `to`."));
  v("to", x.to, may());
  api::page_fields(v, x.page, long_list);
}

template <class V>
void fields(V& v, AuditQuery& x) {
  fields(v, x.activity);
  v("actorType", x.actor_type, may().one_of<api::ActorFilter>().otherwise("ALL"));
  v("entityType", x.entity_type, may("JOB_APPLICATION").about("Any case."));
  v("entityId", x.entity_id, may().about("Exactly this id."));
  v("action", x.action, may("APPLICATION_STATUS_TRANSITION").about("Any case."));
}

template <class V>
void fields(V& v, CaseAction& x) {
  using S = KycStatus;
  v("action", x.action, may("RESOLVE_VALID").about("`REQUEST_EVIDENCE`, `ESCALATE`, `RESOLVE_VALID`, "
                                                   "`RESOLVE_INVALID` or `BLACKLIST_ENTITY`."));
  v("decision", x.decision, may().one_of<S::verified, S::rejected, S::manual_review>().about("Wins over `action`."));
  v("reviewedBy", x.reviewed_by, may().length(0, max_reviewer_length).about("Who acts when absent."));
  v("reason", x.reason, may("Passport and selfie match.").length(0, max_reason_length));
  v("note", x.note, may().about("Used when `reason` is absent."));
}

template <class V>
void fields(V& v, const Overview& x) {
  v("pendingKyc", x.pending_kyc), v("manualReviewKyc", x.manual_review_kyc), v("verifiedToday", x.verified_today);
  v("rejectedToday", x.rejected_today), v("pendingOrganizationVerification", x.pending_organization_verification);
  v("activeJobs", x.active_jobs), v("publishedFeedPosts", x.published_feed_posts);
  v("activeApplications", x.active_applications), v("submittedApplications", x.submitted_applications);
  v("inReviewApplications", x.in_review_applications), v("interviewApplications", x.interview_applications);
  v("offeredApplications", x.offered_applications), v("hiredApplications", x.hired_applications);
  v("rejectedApplications", x.rejected_applications), v("lastUpdatedAt", x.last_updated_at);
}

template <class V>
void fields(V& v, const ActivityJob& x) {
  v("id", x.id), v("title", x.title);
}

template <class V>
void fields(V& v, const ActivityEvent& x) {
  v("id", x.id), v("type", x.type), v("action", x.action), v("entityType", activity_entity(x.type));
  v("entityId", x.entity_id), v("actorType", x.actor_type), v("actorId", x.actor_id), v("statusFrom", x.status_from);
  v("statusTo", x.status_to), v("title", x.title), v("description", x.description), v("createdAt", x.created_at);
  v.omittable("applicant", x.applicant), v.omittable("job", x.job);
}

namespace api {
namespace {

/// A password of an administrator's form; unlike at registration a number is taken as its text.
struct NewUser {
  std::string full_name;
  std::string email;
  std::string password;
  Patch<std::vector<std::string>> roles;
};
template <class V>
void fields(V& v, NewUser& x) {
  v("fullName", x.full_name, must("Siti Rahma").length(min_name_length, max_name_length));
  v("email", x.email, must("siti.rahma@example.com").format("email").length(3, max_email_bytes));
  v("password", x.password, password_rule);
  v("roles", x.roles, may(R"(["super_admin"])").items(1, Rule::unlimited).about("Only `super_admin` when absent."));
}

struct UserChange {
  Patch<std::string> full_name;
  Patch<std::string> password;
  Patch<std::vector<std::string>> roles;
};
template <class V>
void fields(V& v, UserChange& x) {
  v("fullName", x.full_name, may("Siti Rahma").length(min_name_length, max_name_length));
  v("password", x.password, may().length(min_password_length, max_password_length).about("Ends the user's sessions."));
  v("roles", x.roles, may(R"(["super_admin", "lpk"])").items(1, Rule::unlimited).about("Replaces the whole set."));
}

struct UserAnswer {
  User user;
};
template <class V>
void fields(V& v, const UserAnswer& x) {
  v("user", x.user);
}

/// The filters of the two timelines are echoed in two extents.
struct ActivityFiltersView {
  const ActivitySelection& selection;
};
template <class V>
void fields(V& v, const ActivityFiltersView& x) {
  const ActivitySelection& s = x.selection;
  v("type", s.type), v("actorId", s.actor_id), v("from", s.from), v("to", s.to);
}

struct AuditFiltersView {
  const ActivitySelection& selection;
};
template <class V>
void fields(V& v, const AuditFiltersView& x) {
  const ActivitySelection& s = x.selection;
  v("type", s.type), v("actorType", *parse_wire<ActorFilter>(s.actor_type ? wire_name(*s.actor_type) : "ALL"));
  v("actorId", s.actor_id), v("entityType", s.entity_type), v("entityId", s.entity_id), v("action", s.action);
  v("from", s.from), v("to", s.to);
}

template <class Filters>
struct TimelineAnswer {
  Timeline timeline;
};
struct ActivityTimeline : TimelineAnswer<ActivityFiltersView> {};
struct AuditTimeline : TimelineAnswer<AuditFiltersView> {};
template <class V, class Filters>
void fields(V& v, const TimelineAnswer<Filters>& x) {
  const auto& page = x.timeline.page;
  v("count", static_cast<std::int64_t>(page.items.size())), v("filters", Filters{x.timeline.selection});
  v("pageInfo", page_info(page)), v("items", page.items);
}

UserId user_id(const Context& c) { return c.id<UserId>("userId"); }

Page<User> list_users(Context& c, const UserQuery& in) { return c.platform.admin().users(in); }
UserAnswer find_user(Context& c) { return {c.platform.admin().user(user_id(c))}; }

UserAnswer create_user(Context& c, const NewUser& in) {
  return {c.platform.admin().create_user(c.actor, {in.full_name, in.email, in.password, in.roles})};
}

UserAnswer update_user(Context& c, const UserChange& in) {
  AccountUpdate update{.full_name = in.full_name, .roles = in.roles};
  if (in.password.has_value()) update.password = Secret(*in.password);
  else if (!in.password.absent()) update.password = Patch<Secret>::unusable();
  return {c.platform.admin().update_user(c.actor, user_id(c), update)};
}

ProfileAnswer profile(Context& c) { return {c.platform.admin().profile(user_id(c))}; }

KycHistory kyc_history(Context& c, const SessionQuery& in) {
  return c.platform.admin().kyc_history(user_id(c), in.session_id);
}

Overview overview(Context& c) { return c.platform.admin().overview(); }

ActivityTimeline activity(Context& c, const ActivityQuery& in) { return {{c.platform.admin().activity(in)}}; }
AuditTimeline audit_events(Context& c, const AuditQuery& in) { return {{c.platform.admin().audit_events(in)}}; }

ReviewQueue cases(Context& c, const ReviewQuery& in) { return c.platform.admin().cases(in); }

KycEnvelope act_on_case(Context& c, const CaseAction& in) {
  return {c.platform.admin().act_on_case(c.actor, c.parameter("caseId"), in)};
}

constexpr Endpoint table[] = {
    endpoint<&list_users>("admin.users", "GET /admin/users", Access::super_admin, 200, "All users, newest first."),
    endpoint<&create_user>("admin.createUser", "POST /admin/users", Access::super_admin, 201,
                           "Create a user with roles.",
                           "400 invalid_name invalid_email invalid_password invalid_roles, 409 email_exists"),
    endpoint<&find_user>("admin.user", "GET /admin/users/{userId}", Access::admin, 200, "One user.",
                         "404 user_not_found"),
    endpoint<&update_user>("admin.updateUser", "PATCH /admin/users/{userId}", Access::super_admin, 200,
                           "Change name, password or roles of a user.",
                           "404 user_not_found, "
                           "400 invalid_roles invalid_request invalid_name invalid_password"),
    endpoint<&profile>("admin.userProfile", "GET /admin/users/{userId}/profile", Access::admin, 200,
                       "Profile of a user.", "404 user_not_found"),
    endpoint<&kyc_history>("admin.userKycHistory", "GET /admin/users/{userId}/kyc/history", Access::admin, 200,
                           "Status events of a user's identity check.",
                           "404 user_not_found kyc_session_not_found"),
    endpoint<&overview>("admin.overview", "GET /admin/overview/summary", Access::admin, 200,
                         "Counters of the dashboard."),
    endpoint<&activity>("admin.activity", "GET /admin/activity-events", Access::admin, 200,
                        "Status changes of identity checks and applications, newest first.",
                        "400 invalid_activity_type invalid_date_filter"),
    endpoint<&audit_events>("admin.auditEvents", "GET /admin/audit/events", Access::admin, 200,
                            "The same events with more filters.",
                            "400 invalid_activity_type invalid_actor_type invalid_date_filter"),
    endpoint<&cases>("admin.cases", "GET /admin/cases", Access::admin, 200, "The review queue under its former name.",
                     "400 invalid_status_filter"),
    endpoint<&act_on_case>("admin.caseAction", "POST /admin/cases/{caseId}/action", Access::admin, 200,
                           "Decide on an identity check in its former words.",
                           "400 unsupported_case_action invalid_session_id invalid_decision invalid_reviewed_by "
                           "invalid_reason, 404 kyc_session_not_found, "
                           "409 kyc_session_locked kyc_session_not_submitted"),
};

}  // namespace

std::span<const Endpoint> admin_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
