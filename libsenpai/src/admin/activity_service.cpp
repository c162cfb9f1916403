#include <senpai/admin.hpp>

#include "runtime.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

constexpr std::string_view legacy_reviewer = "legacy_admin_case_action";

std::optional<std::string> blank_to_none(std::string_view given) {
  const auto value = text::trim(given);
  return value.empty() ? std::nullopt : std::optional<std::string>(value);
}

/// Not given and empty mean all; blanks are a mistake.
ActivityType checked_type(std::string_view given) {
  if (given.empty()) return ActivityType::all;
  const auto type = parse_wire<ActivityType>(text::upper(text::trim(given)));
  if (!type) reject("invalid_activity_type", "type must be ALL, KYC, APPLICATION, JOB, FEED, ORG or AUTH.");
  return *type;
}

std::optional<ActorType> checked_actor_type(std::string_view given) {
  if (given.empty()) return std::nullopt;
  const std::string name = text::upper(text::trim(given));
  if (name == "ALL") return std::nullopt;
  const auto type = parse_wire<ActorType>(name);
  if (!type) reject("invalid_actor_type", "actorType must be ALL, USER, ADMIN or SYSTEM.");
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

bool is_text(const std::optional<std::string>& value) { return !value || text::length(*value).has_value(); }

/// What the tables can hold of a selection. Events have UUIDs for entities and no U+0000 in any text.
ActivityFilter filter_of(const ActivitySelection& selection, const PageWindow& window) {
  const bool possible = is_text(selection.actor_id) &&
                        (!selection.entity_id || uuid_or_nil(*selection.entity_id) == *selection.entity_id);
  const auto wanted = [&](ActivityType type) {
    return possible && (selection.type == ActivityType::all || selection.type == type) &&
           accepts(selection.entity_type, activity_entity(type)) && accepts(selection.action, activity_action(type));
  };
  return {.kyc = wanted(ActivityType::kyc),
          .applications = wanted(ActivityType::application),
          .actor_type = selection.actor_type,
          .actor_id = selection.actor_id,
          .entity_id = selection.entity_id,
          .from = selection.from,
          .to = selection.to,
          .window = window};
}

/// Events of identity checks are stored without words.
void describe(ActivityEvent& event) {
  if (event.type != ActivityType::kyc) return;
  event.title = "KYC status: " + event.status_to;
  if (!event.description.empty()) return;
  event.description = event.status_from
                          ? "KYC status changed from " + *event.status_from + " to " + event.status_to + "."
                          : "KYC status set to " + event.status_to + ".";
}

Timeline read_timeline(const Runtime& runtime, ActivitySelection selection, const PageWindow& window) {
  const ActivityFilter filter = filter_of(selection, window);
  Timeline timeline{std::move(selection), {{}, window, 0}};
  if (!filter.kyc && !filter.applications) return timeline;
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
  Decision decision;
  if (!in.action.empty()) decision.status = decision_of_case(in.action);
  if (!in.decision.empty()) {
    const auto given = parse_wire<KycStatus>(text::upper(text::trim(in.decision)));
    decision.status = given ? Patch<KycStatus>(*given) : Patch<KycStatus>::unusable();
  }
  decision.reviewed_by = in.reviewed_by;
  if (admin.user.empty() && text::trim(in.reviewed_by).empty()) decision.reviewed_by = legacy_reviewer;
  decision.reason = text::trim(in.reason).empty() ? in.note : in.reason;
  return KycService(runtime_).decide(admin, session_id, decision);
}

}  // namespace senpai
