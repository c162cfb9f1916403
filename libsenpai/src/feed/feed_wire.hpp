#pragma once
// The wire forms of posts.

#include <senpai/feed.hpp>

#include "content/content_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, FeedQuery& x) {
  v("q", x.search, may().about("Words in title, excerpt, author or category; case is ignored."));
  v("category", x.category, may("INTERVIEW").about("Any case."));
  api::page_fields(v, x.page, short_list);
}

namespace api {

struct PostViewerState {
  bool authenticated = false;
  bool saved = false;
};
template <class V>
void fields(V& v, const PostViewerState& x) {
  v("authenticated", x.authenticated), v("saved", x.saved);
}

/// A post for readers: always with a date, which mobile clients need, whatever its lifecycle says.
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
  v("viewerState", PostViewerState{x.authenticated, p.saved});
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

/// A post as it stands; a draft has no date.
struct AdminPostView {
  const FeedPost& post;
  Timestamp now;
};
template <class V>
void fields(V& v, const AdminPostView& x) {
  const FeedPost& p = x.post;
  v("id", p.id), v("title", p.title), v("excerpt", p.excerpt), v("category", p.category), v("author", p.author);
  v("imageUrl", p.image_url), v("publishedAt", p.lifecycle.published_at);
  v("lifecycle", LifecycleView{p.lifecycle, x.now});
}

}  // namespace api
}  // namespace senpai
