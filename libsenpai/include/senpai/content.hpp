#pragma once
// What jobs and posts have in common: when they are public.

#include <senpai/vocabulary.hpp>

namespace [[gnu::visibility("default")]] senpai {

constexpr std::size_t max_bulk = 100;

/// Stored state of a job or post.
enum class LifecycleStatus { draft, published, scheduled };
constexpr auto wire_names(LifecycleStatus) {
  return std::array{WireName{LifecycleStatus::draft, "DRAFT"}, WireName{LifecycleStatus::published, "PUBLISHED"},
                    WireName{LifecycleStatus::scheduled, "SCHEDULED"}};
}

/// When a job or post is public.
struct Lifecycle {
  LifecycleStatus status = LifecycleStatus::published;
  std::optional<Timestamp> published_at{};
  std::optional<Timestamp> scheduled_at{};

  /// The state at `now`; computed when read, so scheduled content is public on time without anybody flipping it.
  LifecycleStatus effective(Timestamp now) const;

  friend bool operator==(const Lifecycle&, const Lifecycle&) = default;
};

/// A lifecycle as a request asks for it. What comes out depends on the status: PUBLISHED has the given date or now and
/// no schedule, DRAFT has no dates, SCHEDULED needs a schedule (a past one is public at once) and has no date for jobs,
/// the same date for posts.
struct LifecycleDraft {
  Patch<LifecycleStatus> status{};  ///< Absent: PUBLISHED for something new, else what it is.
  Patch<Timestamp> published_at{};  ///< Null or blank: none. Absent: what it is.
  Patch<Timestamp> scheduled_at{};  ///< Null or blank: none. Absent: what it is.
};

/// What can be done to many at once.
enum class BulkAction { publish, unpublish, schedule, remove };
constexpr auto wire_names(BulkAction) {
  return std::array{WireName{BulkAction::publish, "PUBLISH"}, WireName{BulkAction::unpublish, "UNPUBLISH"},
                    WireName{BulkAction::schedule, "SCHEDULE"}, WireName{BulkAction::remove, "DELETE"}};
}

/// One action on many jobs or posts; each succeeds or fails on its own.
struct BulkRequest {
  Patch<BulkAction> action{};
  Patch<std::vector<std::string>> ids{};  ///< 1..max_bulk, counted before duplicates are dropped; none blank.
  Patch<Timestamp> published_at{};        ///< For PUBLISH; absent, null or blank: now.
  Patch<Timestamp> scheduled_at{};        ///< For SCHEDULE, which needs it.
};

/// What became of one job or post.
struct BulkItem {
  std::string id{};
  std::optional<Lifecycle> lifecycle{};  ///< After success; absent after a deletion.
  std::string error_code{};              ///< Empty on success.
  std::string error_message{};
};

/// What became of all of them.
struct BulkResult {
  BulkAction action = BulkAction::publish;
  std::vector<BulkItem> items{};  ///< One per distinct id, in the order of the request.
};

}  // namespace senpai
