#include <senpai/admin.hpp>

#include "api/endpoint.hpp"
#include "auth/auth_wire.hpp"
#include "kyc/kyc_wire.hpp"
#include "profile/profile_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, UserQuery& x) {
  v("q", x.search), api::page_fields(v, x.page);
}

template <class V>
void fields(V& v, ActivityQuery& x) {
  v("type", x.type), v("actorId", x.actor_id), v("from", x.from), v("to", x.to), api::page_fields(v, x.page);
}

template <class V>
void fields(V& v, AuditQuery& x) {
  fields(v, x.activity);
  v("actorType", x.actor_type), v("entityType", x.entity_type), v("entityId", x.entity_id), v("action", x.action);
}

template <class V>
void fields(V& v, CaseAction& x) {
  v("action", x.action), v("decision", x.decision), v("reviewedBy", x.reviewed_by), v("reason", x.reason);
  v("note", x.note);
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
struct AccountInput {
  std::string full_name;
  std::string email;
  std::string password;
  Patch<std::vector<std::string>> roles;
};
template <class V>
void fields(V& v, AccountInput& x) {
  v("fullName", x.full_name), v("email", x.email), v("password", x.password), v("roles", x.roles);
}

struct AccountUpdateInput {
  Patch<std::string> full_name;
  Patch<std::string> password;
  Patch<std::vector<std::string>> roles;
};
template <class V>
void fields(V& v, AccountUpdateInput& x) {
  v("fullName", x.full_name), v("password", x.password), v("roles", x.roles);
}

struct UserAnswer {
  User user;
};
template <class V>
void fields(V& v, const UserAnswer& x) {
  v("user", x.user);
}

/// The filters of the two timelines are echoed in two extents.
struct ActivityFilters {
  const ActivitySelection& selection;
};
template <class V>
void fields(V& v, const ActivityFilters& x) {
  const ActivitySelection& s = x.selection;
  v("type", s.type), v("actorId", s.actor_id), v("from", s.from), v("to", s.to);
}

struct AuditFilters {
  const ActivitySelection& selection;
};
template <class V>
void fields(V& v, const AuditFilters& x) {
  const ActivitySelection& s = x.selection;
  v("type", s.type), v("actorType", s.actor_type ? wire_name(*s.actor_type) : "ALL"), v("actorId", s.actor_id);
  v("entityType", s.entity_type), v("entityId", s.entity_id), v("action", s.action), v("from", s.from), v("to", s.to);
}

template <class Filters>
struct TimelineAnswer {
  Timeline timeline;
};
template <class V, class Filters>
void fields(V& v, const TimelineAnswer<Filters>& x) {
  const auto& page = x.timeline.page;
  v("count", static_cast<std::int64_t>(page.items.size())), v("filters", Filters{x.timeline.selection});
  v("pageInfo", page_info(page)), v("items", page.items);
}

UserId user_id(const Context& c) { return c.id<UserId>("userId"); }

Page<User> list_users(Context& c, const UserQuery& in) { return c.platform.admin().users(in); }
UserAnswer find_user(Context& c) { return {c.platform.admin().user(user_id(c))}; }

UserAnswer create_user(Context& c, const AccountInput& in) {
  return {c.platform.admin().create_user(c.actor, {in.full_name, in.email, in.password, in.roles})};
}

UserAnswer update_user(Context& c, const AccountUpdateInput& in) {
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

TimelineAnswer<ActivityFilters> activity(Context& c, const ActivityQuery& in) {
  return {c.platform.admin().activity(in)};
}

TimelineAnswer<AuditFilters> audit_events(Context& c, const AuditQuery& in) {
  return {c.platform.admin().audit_events(in)};
}

ReviewQueue cases(Context& c, const ReviewQuery& in) { return c.platform.admin().cases(in); }

KycEnvelope act_on_case(Context& c, const CaseAction& in) {
  return {c.platform.admin().act_on_case(c.actor, c.parameter("caseId"), in)};
}

constexpr Endpoint table[] = {
    endpoint<&list_users>("admin.users", "GET /admin/users", Access::super_admin, 200, "All users, newest first."),
    endpoint<&create_user>("admin.createUser", "POST /admin/users", Access::super_admin, 201,
                           "Create a user with roles."),
    endpoint<&find_user>("admin.user", "GET /admin/users/{userId}", Access::admin, 200, "One user."),
    endpoint<&update_user>("admin.updateUser", "PATCH /admin/users/{userId}", Access::super_admin, 200,
                           "Change name, password or roles of a user."),
    endpoint<&profile>("admin.userProfile", "GET /admin/users/{userId}/profile", Access::admin, 200,
                       "Profile of a user."),
    endpoint<&kyc_history>("admin.userKycHistory", "GET /admin/users/{userId}/kyc/history", Access::admin, 200,
                           "Status events of a user's identity check."),
    endpoint<&overview>("admin.overview", "GET /admin/overview/summary", Access::admin, 200,
                         "Counters of the dashboard."),
    endpoint<&activity>("admin.activity", "GET /admin/activity-events", Access::admin, 200,
                        "Status changes of identity checks and applications, newest first."),
    endpoint<&audit_events>("admin.auditEvents", "GET /admin/audit/events", Access::admin, 200,
                            "The same events with more filters."),
    endpoint<&cases>("admin.cases", "GET /admin/cases", Access::admin, 200, "The review queue under its former name."),
    endpoint<&act_on_case>("admin.caseAction", "POST /admin/cases/{caseId}/action", Access::admin, 200,
                           "Decide on an identity check in its former words."),
};

}  // namespace

std::span<const Endpoint> admin_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
