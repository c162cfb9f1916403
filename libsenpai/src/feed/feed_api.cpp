// Posts as everybody sees them, and those a candidate has saved.

#include "api/endpoint.hpp"
#include "feed/feed_wire.hpp"
#include "support/text.hpp"

namespace senpai {

template <class V>
void fields(V& v, FeedQuery& x) {
  v("q", x.search), v("category", x.category), api::page_fields(v, x.page);
}

namespace api {
namespace {

PostList list(Context& c, const FeedQuery& in) {
  return {c.platform.feed().list(in, c.viewer()), c.now(), c.user.has_value()};
}

struct SavedQuery {
  PageQuery page{};
};
template <class V>
void fields(V& v, SavedQuery& x) {
  page_fields(v, x.page);
}

PostList saved(Context& c, const SavedQuery& in) {
  return {c.platform.feed().saved(c.user->id, in.page), c.now(), true};
}

struct SaveInput {
  std::string post_id{};
};
template <class V>
void fields(V& v, SaveInput& x) {
  v("postId", x.post_id);
}

SavedAnswer<PostId> save(Context& c, const SaveInput& in) {
  const bool created = c.platform.feed().save(c.user->id, in.post_id);
  return {PostId::parse(text::trim(in.post_id)), created};
}

UnsavedAnswer<PostId> unsave(Context& c) {
  const auto id = c.id<PostId>("postId");
  return {id, c.platform.feed().unsave(c.user->id, id)};
}

constexpr Endpoint table[] = {
    endpoint<&list>("feed.list", "GET /feed/posts", Access::optional_user, 200, "Published articles, newest first."),
    endpoint<&saved>("feed.saved", "GET /users/me/saved-posts", Access::user, 200,
                     "Articles the user saved, latest first."),
    endpoint<&save>("feed.save", "POST /users/me/saved-posts", Access::user, 200, "Save an article."),
    endpoint<&unsave>("feed.unsave", "DELETE /users/me/saved-posts/{postId}", Access::user, 200,
                      "Forget a saved article."),
};

}  // namespace

std::span<const Endpoint> feed_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
