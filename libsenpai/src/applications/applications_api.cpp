#include "api/endpoint.hpp"
#include "applications/applications_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, OwnApplicationQuery& x) {
  api::page_fields(v, x.page, short_list);
  v("status", x.status, may().one_of<ApplicationStatus>());
}

template <class V>
void fields(V& v, ApplicationQuery& x) {
  api::page_fields(v, x.page, short_list);
  v("status", x.status, may().one_of<ApplicationStatus>());
  v("jobId", x.job_id, may().about("Exactly this job."));
  v("orgId", x.employer_id, may("emp_hakata_care").about("Exactly this employer, by the id in the job."));
  v("q", x.search, may("Rina").about("Words in job title, employer, or name and address of the applicant."));
}

template <class V>
void fields(V& v, StatusChange& x) {
  v("status", x.status, must("INTERVIEW"));
  v("reason", x.reason, may("Video call with the head nurse on Monday.").length(0, max_application_reason_length));
  v("updatedBy", x.updated_by, updated_by_rule);
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

struct ApplicationNote {
  std::string note;
};
template <class V>
void fields(V& v, ApplicationNote& x) {
  v("note", x.note, may("I finished my care training in February.").length(0, max_application_note_length));
}

struct OfferReason {
  std::string reason;
};
template <class V>
void fields(V& v, OfferReason& x) {
  v("reason", x.reason, may("I am happy to start in April.").length(0, max_application_reason_length));
}

/// A journey without the applicant, who is the one that reads it.
struct OwnJourney {
  Journey journey;
};
template <class V>
void fields(V& v, const OwnJourney& x) {
  v("application", x.journey.application), v("journey", x.journey.events);
}

Reply<AppliedResult> apply(Context& c, const ApplicationNote& in) {
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

OfferAnswer accept_offer(Context& c, const OfferReason& in) {
  return c.platform.applications().answer_offer(c.actor, c.id<ApplicationId>("applicationId"), OfferDecision::accept,
                                                in.reason);
}

OfferAnswer decline_offer(Context& c, const OfferReason& in) {
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
                     "Apply for a job; repeating it gives the application that is there.",
                     "404 job_not_found user_not_found, 400 invalid_note",
                     "One application per person and job, for ever: 201 for a new one, 200 with the one that is there, "
                     "whose note stays."),
    endpoint<&list_own>("applications.listOwn", "GET /users/me/applications", Access::user, 200, "Own applications.",
                        "400 invalid_application_status", "Latest change first."),
    endpoint<&own_journey>("applications.ownJourney", "GET /users/me/applications/{applicationId}/journey",
                           Access::user, 200, "What has happened to an own application.", "404 application_not_found"),
    endpoint<&accept_offer>("applications.acceptOffer", "POST /users/me/applications/{applicationId}/offer/accept",
                            Access::user, 200, "Accept an offer.",
                            "404 application_not_found, 409 offer_not_available, 400 invalid_reason"),
    endpoint<&decline_offer>("applications.declineOffer", "POST /users/me/applications/{applicationId}/offer/decline",
                             Access::user, 200, "Decline an offer.",
                             "404 application_not_found, 409 offer_not_available, 400 invalid_reason"),
    endpoint<&list>("applications.list", "GET /admin/applications", Access::admin, 200,
                    "Applications with applicant and last event.",
                    "400 invalid_application_status invalid_job_id invalid_org_id", "Latest change first."),
    endpoint<&find>("applications.find", "GET /admin/applications/{applicationId}", Access::admin, 200,
                    "One application.", "404 application_not_found"),
    endpoint<&journey>("applications.journey", "GET /admin/applications/{applicationId}/journey", Access::admin, 200,
                       "What has happened to an application.", "404 application_not_found"),
    endpoint<&change_status>("applications.changeStatus", "PATCH /admin/applications/{applicationId}/status",
                             Access::admin, 200, "Move an application to another status.",
                             "400 invalid_application_status invalid_reason invalid_updated_by, "
                             "404 application_not_found, 409 offer_decision_required invalid_application_transition",
                             "Asking for the status it has changes nothing. An offer is answered by the candidate."),
};

}  // namespace

std::span<const Endpoint> applications_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
