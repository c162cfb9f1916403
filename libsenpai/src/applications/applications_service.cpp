#include <senpai/applications.hpp>

#include "applications/applications.hpp"
#include "runtime.hpp"
#include "support/search_text.hpp"

namespace senpai {
namespace {

[[noreturn]] void refuse_application() { missing("application_not_found", "There is no such application."); }

std::string_view title_of(ApplicationStatus status) {
  switch (status) {
    case ApplicationStatus::submitted: return "Submitted";
    case ApplicationStatus::in_review: return "In review";
    case ApplicationStatus::interview: return "Interview";
    case ApplicationStatus::offered: return "Offered";
    case ApplicationStatus::hired: return "Hired";
    case ApplicationStatus::rejected: return "Rejected";
  }
  return {};
}

/// Short, because administrators start their next reason from it, and without a name, because candidates read it.
std::string describe(std::string_view what, const std::optional<std::string>& reason) {
  std::string description(what);
  if (reason) description.append(" Reason: ").append(*reason);
  return description;
}

/// Writes the event and its audit row; called inside the transaction that changes the status.
void record(Stores& s, const JourneyEvent& event, const Actor& actor, const std::string& audit_row) {
  s.applications.insert_event(event);
  AuditEntry entry{.actor = actor, .action = "application.status_changed", .entity_type = "JOB_APPLICATION",
                   .entity_id = event.application_id.text(), .to_state = std::string(wire_name(event.status)),
                   .at = event.created_at};
  if (event.from) entry.from_state = std::string(wire_name(*event.from));
  s.audit.append(audit_row, entry);
}

std::optional<ApplicationStatus> checked_status_filter(std::string_view given) {
  const std::string name = text::upper(text::trim(given));
  if (name.empty()) return std::nullopt;
  const auto status = parse_wire<ApplicationStatus>(name);
  if (!status)
    reject("invalid_application_status",
           "status must be " + names_of<ApplicationStatus>() + ".");
  return status;
}

/// An id to filter by. An empty one stands for none; one of blanks is a mistake.
std::optional<std::string> checked_id_filter(std::string_view given, const char* code, const char* message) {
  if (given.empty()) return std::nullopt;
  const auto id = text::trim(given);
  if (id.empty() || !text::length(id)) reject(code, message);
  return std::string(id);
}

void check_move(ApplicationStatus from, ApplicationStatus to) {
  if (may_move(from, to)) return;
  if (from == ApplicationStatus::offered && (to == ApplicationStatus::hired || to == ApplicationStatus::rejected))
    conflict("offer_decision_required", "The candidate has to accept or decline the offer.");
  conflict("invalid_application_transition", "An application cannot go from " + std::string(wire_name(from)) + " to " +
                                                 std::string(wire_name(to)) + ".");
}

}  // namespace

ApplicationCase existing_application(Stores& s, const ApplicationId& id) {
  auto found = s.applications.find(id);
  if (!found) refuse_application();
  return std::move(*found);
}

Application own_application(Stores& s, const UserId& owner, const ApplicationId& id) {
  auto found = s.applications.find(id);
  if (!found || found->application.user_id != owner) refuse_application();
  return std::move(found->application);
}

std::optional<std::string> checked_admin_name(const Actor& admin, std::string_view given) {
  if (given.empty()) return admin.user.empty() ? std::nullopt : std::optional(admin.name);
  return checked_optional(given, max_updated_by_length, "invalid_updated_by",
                          "The name of the administrator");
}

bool may_move(ApplicationStatus from, ApplicationStatus to) {
  using S = ApplicationStatus;
  switch (from) {
    case S::submitted: return to != S::submitted;
    case S::in_review: return to == S::interview || to == S::offered || to == S::hired || to == S::rejected;
    case S::interview: return to == S::offered || to == S::hired || to == S::rejected;
    default: return false;
  }
}

AppliedResult ApplicationService::apply(const Actor& owner, const JobId& job_id, std::string_view given_note) {
  const Timestamp now = runtime_.now();
  const ApplicationId id(runtime_.new_id());
  const JourneyEventId event_id(runtime_.new_id());
  const std::string audit_row = runtime_.new_id();
  const auto refuse_job = [] { missing("job_not_found", "This job is no longer available."); };
  const auto apply_for = [&](Stores& s) {
    const auto job = s.jobs.find(job_id, {});
    if (!job || job->summary.lifecycle.effective(now) != LifecycleStatus::published) refuse_job();
    const auto note = checked_optional(given_note, max_application_note_length, "invalid_note",
                                       "The note");
    s.applications.lock_applicant(owner.user);
    const auto user = s.users.find(owner.user);
    if (!user) missing("user_not_found", "This account does not exist any more.");
    AppliedResult result;
    const auto& summary = job->summary;
    const std::string search_job = search_label(summary.title, summary.employer.name);
    result.created = s.applications.insert({.id = id, .user_id = owner.user, .job_id = job_id,
                                            .employer_id = summary.employer.id, .note = note,
                                            .search_job = search_job,
                                            .search_applicant = search_label(user->full_name, user->email),
                                            .created_at = now});
    if (result.created) {
      const std::string description = note ? *note : "The application was submitted.";
      record(s, {.id = event_id, .application_id = id, .title = std::string(title_of(ApplicationStatus::submitted)),
                 .description = description, .actor_type = ActorType::user, .actor_id = owner.user.text(),
                 .created_at = now},
             owner, audit_row);
    }
    auto stored = s.applications.find_of(owner.user, job_id);
    if (!stored) refuse_job();  // Somebody has deleted the job in this moment.
    // Or has changed its title, and could not know of this application yet.
    const std::string present_job = search_label(stored->job.title, stored->job.employer.name);
    if (result.created && present_job != search_job) s.applications.relabel(id, present_job);
    result.application = std::move(*stored);
    return result;
  };
  try {
    return write(runtime_.storage(), apply_for);
  } catch (const Error& error) {
    if (std::string_view(error.code()) == "reference_not_found") refuse_job();  // Deleted for real in this moment.
    throw;
  }
}

Page<Application> ApplicationService::list_own(const UserId& owner, const OwnApplicationQuery& query) {
  OwnApplicationFilter filter;
  filter.user_id = owner;
  filter.window = check_page(query.page, short_list);
  filter.status = checked_status_filter(query.status);
  return read(runtime_.storage(), [&](Stores& s) { return s.applications.list_own(filter); });
}

Journey ApplicationService::own_journey(const UserId& owner, const ApplicationId& id) {
  return read(runtime_.storage(), [&](Stores& s) -> Journey {
    return {.application = own_application(s, owner, id), .applicant = {}, .events = s.applications.events(id)};
  });
}

OfferAnswer ApplicationService::answer_offer(const Actor& owner, const ApplicationId& id, OfferDecision decision,
                                             std::string_view given_reason) {
  const bool accepted = decision == OfferDecision::accept;
  const Timestamp now = runtime_.now();
  const JourneyEventId event_id(runtime_.new_id());
  const std::string audit_row = runtime_.new_id();
  const auto refuse_offer = [] { conflict("offer_not_available", "There is no open offer for this application."); };
  return write(runtime_.storage(), [&](Stores& s) {
    OfferAnswer answer{decision, own_application(s, owner.user, id), {}};
    Application& application = answer.application;
    if (application.status != ApplicationStatus::offered) refuse_offer();
    const auto reason = checked_optional(given_reason, max_application_reason_length, "invalid_reason",
                                         "The reason");
    application.status = accepted ? ApplicationStatus::hired : ApplicationStatus::rejected;
    const Timestamp at = application.updated_at = std::max(now, application.updated_at);
    // Of contradicting answers only the first finds the offer open.
    if (!s.applications.change_status(id, ApplicationStatus::offered, application.status, at)) refuse_offer();
    answer.event = {.id = event_id, .application_id = id, .from = ApplicationStatus::offered,
                    .status = application.status, .title = accepted ? "Offer accepted" : "Offer declined",
                    .description = describe(accepted ? "The candidate accepted the offer."
                                                     : "The candidate declined the offer.", reason),
                    .actor_type = ActorType::user, .actor_id = owner.user.text(), .created_at = at};
    record(s, answer.event, owner, audit_row);
    return answer;
  });
}

Page<ApplicationCase> ApplicationService::list(const ApplicationQuery& query) {
  ApplicationFilter filter;
  filter.window = check_page(query.page, short_list);
  filter.status = checked_status_filter(query.status);
  if (const auto job = checked_id_filter(query.job_id, "invalid_job_id", "jobId must be the id of a job."))
    filter.job_id = JobId::parse(*job);
  filter.employer_id = checked_id_filter(query.employer_id, "invalid_org_id", "orgId must be the id of an employer.");
  filter.search = search_text(query.search);
  return read(runtime_.storage(), [&](Stores& s) { return s.applications.list(filter); });
}

ApplicationCase ApplicationService::find(const ApplicationId& id) {
  return read(runtime_.storage(), [&](Stores& s) { return existing_application(s, id); });
}

Journey ApplicationService::journey(const ApplicationId& id) {
  return read(runtime_.storage(), [&](Stores& s) -> Journey {
    auto found = existing_application(s, id);
    return {std::move(found.application), std::move(found.applicant), s.applications.events(id)};
  });
}

StatusChangeResult ApplicationService::change_status(const Actor& admin, const ApplicationId& id,
                                                     const StatusChange& in) {
  require_administrator(admin);
  if (!in.status.has_value())
    reject("invalid_application_status",
           "status must be " + names_of<ApplicationStatus>() + ".");
  const ApplicationStatus to = *in.status;
  const auto reason = checked_optional(in.reason, max_application_reason_length, "invalid_reason",
                                       "The reason");
  const auto updated_by = checked_admin_name(admin, in.updated_by);
  const Timestamp now = runtime_.now();
  const JourneyEventId event_id(runtime_.new_id());
  const std::string audit_row = runtime_.new_id();
  return write(runtime_.storage(), [&](Stores& s) {
    s.applications.lock(id);  // Of contradicting moves each follows the other.
    auto found = existing_application(s, id);
    StatusChangeResult result{false, std::move(found.application), std::move(found.applicant), {}};
    const ApplicationStatus from = result.application.status;
    if (from == to) return result;
    check_move(from, to);
    // Who asked first may come second; the journey is shown by time.
    const Timestamp at = std::max(now, result.application.updated_at);
    if (!s.applications.change_status(id, from, to, at))
      conflict("invalid_application_transition",
               "Somebody else is changing this application. Please look at it again.");
    result.updated = true;
    result.application.status = to;
    result.application.updated_at = at;
    const std::string label(title_of(to));
    result.event = JourneyEvent{.id = event_id, .application_id = id, .from = from, .status = to, .title = label,
                                .description = describe("The status is now: " + label + ".", reason),
                                .actor_type = ActorType::admin, .actor_id = updated_by, .created_at = at};
    record(s, *result.event, admin, audit_row);
    return result;
  });
}

}  // namespace senpai
