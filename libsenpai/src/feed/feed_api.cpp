// Posts as everybody sees them, and those a candidate has saved.

#include "api/endpoint.hpp"
#include "feed/feed_wire.hpp"
#include "support/text.hpp"

namespace senpai::api {
namespace {

PostList list(Context& c, const FeedQuery& in) {
  return {c.platform.feed().list(in, c.viewer()), c.now(), c.user.has_value()};
}

PostList saved(Context& c, const SavedQuery& in) {
  return {c.platform.feed().saved(c.user->id, in.page), c.now(), true};
}

struct SavePost {
  std::string post_id{};
};
template <class V>
void fields(V& v, SavePost& x) {
  v("postId", x.post_id, must("post_interview_tips_003"));
}

SavedAnswer<PostId> save(Context& c, const SavePost& in) {
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
    endpoint<&save>("feed.save", "POST /users/me/saved-posts", Access::user, 200, "Save an article.",
                    "400 invalid_post_id, 404 post_not_found", "Saving it again changes nothing."),
    endpoint<&unsave>("feed.unsave", "DELETE /users/me/saved-posts/{postId}", Access::user, 200,
                      "Forget a saved article.", "404 post_not_found"),
};

}  // namespace

std::span<const Endpoint> feed_endpoints() { return table; }

}  // namespace senpai::api
