#pragma once
// The wire forms of lifecycles, saved entries and bulk actions, shared by jobs and posts.

#include <senpai/jobs.hpp>

#include "api/codec.hpp"

namespace senpai {

template <class V>
void fields(V& v, LifecycleDraft& x) {
  v("status", x.status), v("publishedAt", x.published_at), v("scheduledAt", x.scheduled_at);
}

namespace api {

struct LifecycleView {
  const Lifecycle& lifecycle;
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
  v("publishedAt", x.published_at);
}

struct ScheduleInput {
  Patch<Timestamp> scheduled_at{};
};
template <class V>
void fields(V& v, ScheduleInput& x) {
  v("scheduledAt", x.scheduled_at);
}

/// A body that has to be JSON and says nothing.
struct EmptyInput {};
template <class V>
void fields(V&, EmptyInput&) {}

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
  const BulkItem& item;
};
template <class V>
void fields(V& v, const BulkError& x) {
  v("code", x.item.error_code), v("message", x.item.error_message);
}

/// The id stands as it was sent, because it may be none.
template <class I>
struct BulkItemView {
  const BulkItem& item;
  Timestamp now;
};
template <class V, class I>
void fields(V& v, const BulkItemView<I>& x) {
  const bool success = x.item.error_code.empty();
  v(id_name<I>, x.item.id), v("success", success);
  if (!success) v("error", BulkError{x.item});
  else if (x.item.lifecycle) v("lifecycle", LifecycleView{*x.item.lifecycle, x.now});
  else v("removed", true);
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
