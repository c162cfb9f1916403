#pragma once
// The wire forms of lifecycles, saved entries and bulk actions, shared by jobs and posts.

#include <senpai/jobs.hpp>

#include "api/codec.hpp"

namespace senpai {

constexpr Rule scheduled_rule = may().nullable().about("When it becomes public; needed for SCHEDULED.");
constexpr Rule published_rule = may().nullable().about("Shown as the date of publication; now when absent.");

template <class V>
void fields(V& v, LifecycleDraft& x) {
  v("status", x.status, may("PUBLISHED").about("For something new PUBLISHED when absent."));
  v("publishedAt", x.published_at, published_rule);
  v("scheduledAt", x.scheduled_at, scheduled_rule);
}

namespace api {

struct LifecycleView {
  Lifecycle lifecycle;
  Timestamp now;
};
template <class V>
void fields(V& v, const LifecycleView& x) {
  v("status", x.lifecycle.status), v("effectiveStatus", x.lifecycle.effective(x.now));
  v("publishedAt", x.lifecycle.published_at), v("scheduledAt", x.lifecycle.scheduled_at);
}

struct PublishInput {
  Patch<Timestamp> published_at{};
};
template <class V>
void fields(V& v, PublishInput& x) {
  v("publishedAt", x.published_at, published_rule);
}

struct ScheduleInput {
  Patch<Timestamp> scheduled_at{};
};
template <class V>
void fields(V& v, ScheduleInput& x) {
  v("scheduledAt", x.scheduled_at, must("2026-04-01T00:00:00.000Z").about("When it becomes public."));
}

/// A body that has to be JSON and says nothing.
struct EmptyInput {};
template <class V>
void fields(V&, EmptyInput&) {}

/// A page of what a candidate has saved.
struct SavedQuery {
  PageQuery page{};
};
template <class V>
void fields(V& v, SavedQuery& x) {
  page_fields(v, x.page, short_list);
}

/// How an answer names what it is about.
constexpr const char* id_member(const JobId*) { return "jobId"; }
constexpr const char* id_member(const PostId*) { return "postId"; }
template <class I>
constexpr const char* id_name = id_member(static_cast<const I*>(nullptr));

template <class I>
struct SavedAnswer {
  I id;
  bool created;
};
template <class V, class I>
void fields(V& v, const SavedAnswer<I>& x) {
  v("saved", true), v("created", x.created), v(id_name<I>, x.id);
}

template <class I>
struct UnsavedAnswer {
  I id;
  bool removed;
};
template <class V, class I>
void fields(V& v, const UnsavedAnswer<I>& x) {
  v("saved", false), v("removed", x.removed), v(id_name<I>, x.id);
}

template <class I>
struct RemovedAnswer {
  I id;
};
template <class V, class I>
void fields(V& v, const RemovedAnswer<I>& x) {
  v("removed", true), v(id_name<I>, x.id);
}

struct BulkError {
  std::string code;
  std::string message;
};
template <class V>
void fields(V& v, const BulkError& x) {
  v("code", x.code), v("message", x.message);
}

/// The id stands as it was sent, because it may be none. With it comes one of `error`, `lifecycle` and `removed`.
template <class I>
struct BulkItemView {
  const BulkItem& item;
  Timestamp now;
};
template <class V, class I>
void fields(V& v, const BulkItemView<I>& x) {
  const bool success = x.item.error_code.empty();
  std::optional<BulkError> error;
  if (!success) error = {x.item.error_code, x.item.error_message};
  std::optional<LifecycleView> lifecycle;
  if (success && x.item.lifecycle) lifecycle = {*x.item.lifecycle, x.now};
  std::optional<bool> removed;
  if (success && !lifecycle) removed = true;
  v(id_name<I>, x.item.id), v("success", success);
  v.omittable("error", error), v.omittable("lifecycle", lifecycle), v.omittable("removed", removed);
}

template <class I>
struct BulkAnswer {
  BulkResult result;
  Timestamp now;
};
template <class V, class I>
void fields(V& v, const BulkAnswer<I>& x) {
  std::vector<BulkItemView<I>> items;
  int succeeded = 0;
  for (const auto& item : x.result.items) {
    items.push_back({item, x.now});
    succeeded += item.error_code.empty();
  }
  const int total = static_cast<int>(items.size());
  v("action", x.result.action), v("total", total), v("successCount", succeeded), v("failureCount", total - succeeded);
  v("results", items);
}

}  // namespace api
}  // namespace senpai
