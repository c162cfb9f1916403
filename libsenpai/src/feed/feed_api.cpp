#include <senpai/feed.hpp>

#include "api/endpoint.hpp"
#include "jobs/content_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, FeedQuery& x) {
  v("q", x.search), v("category", x.category), api::page_fields(v, x.page);
}

namespace api {
namespace {

struct ViewerState {
  bool authenticated = false;
  bool saved = false;
};
template <class V>
void fields(V& v, const ViewerState& x) {
  v("authenticated", x.authenticated), v("saved", x.saved);
}

struct PostView {
  const FeedPost& post;
  Timestamp now;
  bool authenticated;
};
template <class V>
void fields(V& v, const PostView& x) {
  const FeedPost& p = x.post;
  v("id", p.id), v("title", p.title), v("excerpt", p.excerpt), v("category", p.category), v("author", p.author);
  v("imageUrl", p.image_url), v("publishedAt", p.shown_date()), v("lifecycle", LifecycleView{p.lifecycle, x.now});
  v("viewerState", ViewerState{x.authenticated, p.saved});
}

struct PostList {
  Page<FeedPost> page;
  Timestamp now;
  bool authenticated;
};
template <class V>
void fields(V& v, const PostList& x) {
  fields(v, map_page(x.page, [&](const FeedPost& post) { return PostView{post, x.now, x.authenticated}; }));
}

PostList list(Context& c, const FeedQuery& in) {
  return {c.platform.feed().list(in, c.viewer()), c.now(), c.user.has_value()};
}

constexpr Endpoint table[] = {
    endpoint<&list>("feed.list", "GET /feed/posts", Access::optional_user, 200, "Published articles, newest first."),
};

}  // namespace

std::span<const Endpoint> feed_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
