#pragma once
// The wire form of a lifecycle, shared by jobs and posts.

#include <senpai/jobs.hpp>

#include "api/codec.hpp"

namespace senpai::api {

struct LifecycleView {
  const Lifecycle& lifecycle;
  Timestamp now;
};

template <class V>
void fields(V& v, const LifecycleView& x) {
  v("status", x.lifecycle.status), v("effectiveStatus", x.lifecycle.effective(x.now));
  v("publishedAt", x.lifecycle.published_at), v("scheduledAt", x.lifecycle.scheduled_at);
}

}  // namespace senpai::api
