#include "content/content.hpp"

#include <algorithm>
#include <senpai/jobs.hpp>
#include <unordered_set>

#include "support/text.hpp"

namespace senpai {

LifecycleStatus Lifecycle::effective(Timestamp now) const {
  if (status != LifecycleStatus::scheduled) return status;
  if (!scheduled_at) return LifecycleStatus::draft;
  return *scheduled_at <= now ? LifecycleStatus::published : LifecycleStatus::scheduled;
}

void check_lifecycle_shape(const Patch<LifecycleDraft>& given) {
  if (given.is_unusable()) reject("invalid_lifecycle", "lifecycle must be an object with status and dates.");
}

std::optional<LifecycleStatus> checked_status(const LifecycleDraft& draft) {
  if (draft.status.absent()) return std::nullopt;
  if (!draft.status.has_value())
    reject("invalid_lifecycle_status", "The lifecycle status must be " + names_of<LifecycleStatus>() + ".");
  return *draft.status;
}

std::optional<Timestamp> checked_date(const Patch<Timestamp>& given, const char* field) {
  if (given.is_unusable())
    reject("invalid_lifecycle_date",
           std::string(field) + " must be a date and time, for example 2030-04-01T09:00:00Z.");
  return given.has_value() ? std::optional(*given) : std::nullopt;
}

Lifecycle settled(LifecycleStatus status, std::optional<Timestamp> published_at, std::optional<Timestamp> scheduled_at,
                  bool date_is_schedule, Timestamp now) {
  switch (status) {
    case LifecycleStatus::published: return {status, published_at.value_or(now), {}};
    case LifecycleStatus::draft: return {status, {}, {}};
    case LifecycleStatus::scheduled: break;
  }
  if (!scheduled_at) reject("invalid_lifecycle_date", "Please give the date and time of publication in scheduledAt.");
  return {status, date_is_schedule ? scheduled_at : std::nullopt, scheduled_at};
}

Lifecycle new_lifecycle(const Patch<LifecycleDraft>& given, const Patch<Timestamp>& published_at, bool date_is_schedule,
                        Timestamp now) {
  check_lifecycle_shape(given);
  const LifecycleDraft& draft = given.value();
  const auto status = checked_status(draft);
  const auto published = checked_date(published_at, "publishedAt");
  const auto scheduled = checked_date(draft.scheduled_at, "scheduledAt");
  return settled(status.value_or(LifecycleStatus::published), published, scheduled, date_is_schedule, now);
}

Lifecycle acted_lifecycle(BulkAction action, const Patch<Timestamp>& published_at, const Patch<Timestamp>& scheduled_at,
                          bool date_is_schedule, Timestamp now) {
  if (action == BulkAction::publish)
    return settled(LifecycleStatus::published, checked_date(published_at, "publishedAt"), {}, date_is_schedule, now);
  if (action == BulkAction::schedule)
    return settled(LifecycleStatus::scheduled, {}, checked_date(scheduled_at, "scheduledAt"), date_is_schedule, now);
  return settled(LifecycleStatus::draft, {}, {}, date_is_schedule, now);
}

std::string checked_text(const Patch<std::string>& given, int min, int max, const char* code, const char* what) {
  const auto value = text::trim(given.value());
  if (!given.has_value() || !text::fits(value, min, max))
    reject(code, std::string(what) + " needs " + std::to_string(min) + " to " + std::to_string(max) + " characters.");
  return std::string(value);
}

std::string checked_content_id(std::string_view given, const char* code, const char* message) {
  const auto id = text::trim(given);
  if (id.empty() || !text::length(id)) reject(code, message);
  return std::string(id);
}

std::vector<std::string> checked_bulk_ids(const BulkRequest& in, const ContentNames& names) {
  if (!in.action.has_value())
    reject("invalid_bulk_action", "action must be " + names_of<BulkAction>() + ".");
  const std::string message =
      std::string(names.ids_field) + " must be a list of 1 to " + std::to_string(max_bulk) + " ids.";
  const auto& given = in.ids.value();
  if (!in.ids.has_value() || given.empty() || given.size() > max_bulk) reject(names.invalid_ids, message);
  std::vector<std::string> ids;
  std::unordered_set<std::string_view> seen;
  for (const auto& text : given) {
    const auto id = text::trim(text);
    if (id.empty() || !text::length(id)) reject(names.invalid_ids, message);
    if (seen.insert(id).second) ids.emplace_back(id);
  }
  return ids;
}

AuditEntry content_entry(const Actor& actor, const char* action, const ContentNames& names, const std::string& id,
                         const std::vector<std::string>& fields, const Lifecycle* before, const Lifecycle* after,
                         Timestamp now) {
  AuditEntry entry{.actor = actor, .action = action, .entity_type = names.entity_type, .entity_id = id, .at = now};
  if (before) entry.from_state = std::string(wire_name(before->status));
  if (after) entry.to_state = std::string(wire_name(after->status));
  std::string list;
  for (const auto& field : fields) list += (list.empty() ? "" : ",") + field;
  if (!list.empty()) entry.details = entry.details.with("changed", list);
  const bool moved = after && (!before || *before != *after);
  if (moved && after->published_at) entry.details = entry.details.with("publishedAt", to_text(*after->published_at));
  if (moved && after->scheduled_at) entry.details = entry.details.with("scheduledAt", to_text(*after->scheduled_at));
  return entry;
}

void refuse_busy_content() {
  throw Error(ErrorKind::unavailable, "service_unavailable", "Others are changing this right now. Please try again.",
              std::chrono::seconds(1));
}

}  // namespace senpai
