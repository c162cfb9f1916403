#include <senpai/admin.hpp>

#include "runtime.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

constexpr std::string_view legacy_reviewer = "legacy_admin_case_action";

/// Not given and empty mean all; blanks are a mistake.
ActivityType checked_type(std::string_view given) {
  if (given.empty()) return ActivityType::all;
  const auto type = parse_wire<ActivityType>(text::upper(text::trim(given)));
  if (!type) reject("invalid_activity_type", "type must be " + names_of<ActivityType>() + ".");
  return *type;
}

std::optional<ActorType> checked_actor_type(std::string_view given) {
  if (given.empty()) return std::nullopt;
  const std::string name = text::upper(text::trim(given));
  if (name == "ALL") return std::nullopt;
  const auto type = parse_wire<ActorType>(name);
  if (!type) reject("invalid_actor_type", "actorType must be ALL, " + names_of<ActorType>() + ".");
  return type;
}

std::optional<Timestamp> checked_date(const Patch<Timestamp>& given) {
  if (given.is_unusable())
    reject("invalid_date_filter", "from and to must be dates, for example 2026-02-10 or 2026-02-10T09:00:00Z.");
  return given.has_value() ? std::optional(given.value()) : std::nullopt;
}

/// True when the filter is absent or names this, in any case.
bool accepts(const std::optional<std::string>& filter, std::string_view name) {
  return !filter || text::upper(*filter) == name;
}

constexpr std::string_view kyc_action = "KYC_STATUS_TRANSITION";
constexpr std::string_view application_action = "APPLICATION_STATUS_TRANSITION";

/// `job.published` is shown as `JOB_PUBLISHED`; what stands before the dot has no underscore.
std::string shown_action(std::string_view stored) {
  std::string shown = text::upper(stored);
  if (const auto dot = shown.find('.'); dot != std::string::npos) shown[dot] = '_';
  return shown;
}

std::string stored_action(std::string_view shown) {
  std::string stored = text::lower(shown);
  if (const auto mark = stored.find('_'); mark != std::string::npos) stored[mark] = '.';
  return stored;
}

/// `job.published` as `Job published`.
std::string title_of(std::string_view action) {
  std::string title(action);
  for (char& c : title)
    if (c == '.' || c == '_') c = ' ';
  if (!title.empty()) title[0] = text::upper(title.substr(0, 1))[0];
  return title;
}

bool is_text(const std::optional<std::string>& value) { return !value || text::length(*value).has_value(); }

/// What the tables can hold of a selection. No text has U+0000, and checks and applications have UUIDs.
ActivityFilter filter_of(const ActivitySelection& selection, const PageWindow& window, bool with_audit) {
  const bool possible = is_text(selection.actor_id) && is_text(selection.entity_id) && is_text(selection.action);
  const bool is_uuid = !selection.entity_id || uuid_or_nil(*selection.entity_id) == *selection.entity_id;
  const auto wanted = [&](ActivityType type) {
    return possible && (selection.type == ActivityType::all || selection.type == type) &&
           accepts(selection.entity_type, activity_entity(type));
  };
  std::vector<ActivityType> audit;
  for (const auto type : {ActivityType::job, ActivityType::feed, ActivityType::org, ActivityType::auth})
    if (with_audit && wanted(type)) audit.push_back(type);
  return {.kyc = is_uuid && wanted(ActivityType::kyc) && accepts(selection.action, kyc_action),
          .applications = is_uuid && wanted(ActivityType::application) && accepts(selection.action, application_action),
          .audit = std::move(audit),
          .audit_action = selection.action ? std::optional(stored_action(*selection.action)) : std::nullopt,
          .actor_type = selection.actor_type,
          .actor_id = selection.actor_id,
          .entity_id = selection.entity_id,
          .from = selection.from,
          .to = selection.to,
          .window = window};
}

/// Only events of applications are stored with words.
void describe(ActivityEvent& event) {
  if (event.type == ActivityType::application) {
    event.action = application_action;
    return;
  }
  if (event.type != ActivityType::kyc) {
    event.title = title_of(event.action);
    event.description = event.title + (event.status_to.empty() ? "." : ", now " + event.status_to + ".");
    event.action = shown_action(event.action);
    return;
  }
  event.action = kyc_action;
  event.title = "KYC status: " + event.status_to;
  if (!event.description.empty()) return;
  event.description = event.status_from
                          ? "KYC status changed from " + *event.status_from + " to " + event.status_to + "."
                          : "KYC status set to " + event.status_to + ".";
}

Timeline read_timeline(const Runtime& runtime, ActivitySelection selection, const PageWindow& window) {
  const ActivityFilter filter = filter_of(selection, window, runtime.options.audit.in_activity);
  Timeline timeline{std::move(selection), {{}, window, 0}};
  if (!filter.kyc && !filter.applications && filter.audit.empty()) return timeline;
  timeline.page = read(runtime.storage(), [&](Stores& s) { return s.activity.timeline(filter); });
  for (auto& event : timeline.page.items) describe(event);
  return timeline;
}

/// The former names of states; other text is left to the review queue.
std::string_view state_of_case(std::string_view name) {
  if (name == "OPEN") return "SUBMITTED";
  if (name == "IN_REVIEW") return "MANUAL_REVIEW";
  if (name == "WAITING_EVIDENCE") return "CREATED";
  if (name == "RESOLVED") return "VERIFIED";
  return name;
}

KycStatus decision_of_case(std::string_view given) {
  const std::string action = text::upper(text::trim(given));
  if (action == "REQUEST_EVIDENCE" || action == "ESCALATE") return KycStatus::manual_review;
  if (action == "RESOLVE_VALID") return KycStatus::verified;
  if (action == "RESOLVE_INVALID" || action == "BLACKLIST_ENTITY") return KycStatus::rejected;
  reject("unsupported_case_action",
         "action must be REQUEST_EVIDENCE, ESCALATE, RESOLVE_VALID, RESOLVE_INVALID or BLACKLIST_ENTITY.");
}

}  // namespace

Overview AdminService::overview() {
  const Timestamp now = runtime_.now();
  const Timestamp midnight = std::chrono::floor<std::chrono::days>(now);
  Overview overview = read(runtime_.storage(), [&](Stores& s) { return s.administration.overview(midnight); });
  overview.last_updated_at = now;
  return overview;
}

Timeline AdminService::activity(const ActivityQuery& query) {
  ActivitySelection selection;
  selection.type = checked_type(query.type);
  selection.from = checked_date(query.from);
  selection.to = checked_date(query.to);
  const PageWindow window = check_page(query.page, long_list);
  selection.actor_id = blank_to_none(query.actor_id);
  return read_timeline(runtime_, std::move(selection), window);
}

Timeline AdminService::audit_events(const AuditQuery& query) {
  ActivitySelection selection;
  selection.type = checked_type(query.activity.type);
  selection.actor_type = checked_actor_type(query.actor_type);
  selection.from = checked_date(query.activity.from);
  selection.to = checked_date(query.activity.to);
  const PageWindow window = check_page(query.activity.page, long_list);
  selection.actor_id = blank_to_none(query.activity.actor_id);
  selection.entity_type = blank_to_none(query.entity_type);
  selection.entity_id = blank_to_none(query.entity_id);
  selection.action = blank_to_none(query.action);
  return read_timeline(runtime_, std::move(selection), window);
}

ReviewQueue AdminService::cases(const ReviewQuery& query) {
  ReviewQuery translated = query;
  const std::string name = text::upper(text::trim(query.status));
  translated.status = state_of_case(name);
  return KycService(runtime_).review_queue(translated);
}

KycSession AdminService::act_on_case(const Actor& admin, std::string_view session_id, const CaseAction& in) {
  require_administrator(admin);
  Decision decision;
  if (!in.action.empty()) decision.status = decision_of_case(in.action);
  if (!in.decision.empty()) {
    const auto given = parse_wire<KycStatus>(text::upper(text::trim(in.decision)));
    decision.status = given ? Patch<KycStatus>(*given) : Patch<KycStatus>::unusable();
  }
  decision.reviewed_by = in.reviewed_by;
  if (admin.user.empty() && in.reviewed_by.empty()) decision.reviewed_by = legacy_reviewer;
  decision.reason = text::trim(in.reason).empty() ? in.note : in.reason;
  return KycService(runtime_).decide(admin, session_id, decision);
}

}  // namespace senpai
