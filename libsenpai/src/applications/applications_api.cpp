#include "api/endpoint.hpp"
#include "applications/applications_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, OwnApplicationQuery& x) {
  api::page_fields(v, x.page), v("status", x.status);
}

template <class V>
void fields(V& v, ApplicationQuery& x) {
  api::page_fields(v, x.page), v("status", x.status), v("jobId", x.job_id), v("orgId", x.employer_id);
  v("q", x.search);
}

template <class V>
void fields(V& v, StatusChange& x) {
  v("status", x.status), v("reason", x.reason), v("updatedBy", x.updated_by);
}

template <class V>
void fields(V& v, const AppliedResult& x) {
  v("created", x.created), v("application", x.application);
}

template <class V>
void fields(V& v, const OfferAnswer& x) {
  v("updated", true), v("decision", x.decision), v("application", x.application), v("journeyEvent", x.event);
}

template <class V>
void fields(V& v, const ApplicationCase& x) {
  v("application", x.application), v("applicant", x.applicant), v("lastEvent", x.last_event);
}

template <class V>
void fields(V& v, const Journey& x) {
  v("application", x.application), v("applicant", x.applicant), v("journey", x.events);
}

template <class V>
void fields(V& v, const StatusChangeResult& x) {
  v("updated", x.updated), v("application", x.application), v("applicant", x.applicant), v("journeyEvent", x.event);
}

namespace api {
namespace {

struct NoteInput {
  std::string note;
};
template <class V>
void fields(V& v, NoteInput& x) {
  v("note", x.note);
}

struct ReasonInput {
  std::string reason;
};
template <class V>
void fields(V& v, ReasonInput& x) {
  v("reason", x.reason);
}

/// A journey without the applicant, who is the one that reads it.
struct OwnJourney {
  Journey journey;
};
template <class V>
void fields(V& v, const OwnJourney& x) {
  v("application", x.journey.application), v("journey", x.journey.events);
}

Reply<AppliedResult> apply(Context& c, const NoteInput& in) {
  auto result = c.platform.applications().apply(c.actor, c.id<JobId>("jobId"), in.note);
  const int status = result.created ? 201 : 200;
  return {status, std::move(result)};
}

Page<Application> list_own(Context& c, const OwnApplicationQuery& in) {
  return c.platform.applications().list_own(c.user->id, in);
}

/// Who decided stays among administrators; candidates see what was decided and why.
OwnJourney own_journey(Context& c) {
  OwnJourney answer{c.platform.applications().own_journey(c.user->id, c.id<ApplicationId>("applicationId"))};
  for (auto& event : answer.journey.events)
    if (event.actor_type == ActorType::admin) event.actor_id.reset();
  return answer;
}

OfferAnswer accept_offer(Context& c, const ReasonInput& in) {
  return c.platform.applications().answer_offer(c.actor, c.id<ApplicationId>("applicationId"), OfferDecision::accept,
                                                in.reason);
}

OfferAnswer decline_offer(Context& c, const ReasonInput& in) {
  return c.platform.applications().answer_offer(c.actor, c.id<ApplicationId>("applicationId"), OfferDecision::decline,
                                                in.reason);
}

Page<ApplicationCase> list(Context& c, const ApplicationQuery& in) { return c.platform.applications().list(in); }

ApplicationCase find(Context& c) { return c.platform.applications().find(c.id<ApplicationId>("applicationId")); }

Journey journey(Context& c) { return c.platform.applications().journey(c.id<ApplicationId>("applicationId")); }

StatusChangeResult change_status(Context& c, const StatusChange& in) {
  return c.platform.applications().change_status(c.actor, c.id<ApplicationId>("applicationId"), in);
}

constexpr Endpoint table[] = {
    endpoint<&apply>("applications.apply", "POST /jobs/{jobId}/applications", Access::user, 201,
                     "Apply for a job; repeating it gives the application that is there."),
    endpoint<&list_own>("applications.listOwn", "GET /users/me/applications", Access::user, 200, "Own applications."),
    endpoint<&own_journey>("applications.ownJourney", "GET /users/me/applications/{applicationId}/journey",
                           Access::user, 200, "What has happened to an own application."),
    endpoint<&accept_offer>("applications.acceptOffer", "POST /users/me/applications/{applicationId}/offer/accept",
                            Access::user, 200, "Accept an offer."),
    endpoint<&decline_offer>("applications.declineOffer", "POST /users/me/applications/{applicationId}/offer/decline",
                             Access::user, 200, "Decline an offer."),
    endpoint<&list>("applications.list", "GET /admin/applications", Access::admin, 200,
                    "Applications with applicant and last event."),
    endpoint<&find>("applications.find", "GET /admin/applications/{applicationId}", Access::admin, 200,
                    "One application."),
    endpoint<&journey>("applications.journey", "GET /admin/applications/{applicationId}/journey", Access::admin, 200,
                       "What has happened to an application."),
    endpoint<&change_status>("applications.changeStatus", "PATCH /admin/applications/{applicationId}/status",
                             Access::admin, 200, "Move an application to another status."),
};

}  // namespace

std::span<const Endpoint> applications_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
