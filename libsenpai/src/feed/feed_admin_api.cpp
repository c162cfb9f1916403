// Posts as administrators see and change them.

#include "api/endpoint.hpp"
#include "feed/feed_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, PostDraft& x) {
  v("title", x.title), v("excerpt", x.excerpt), v("category", x.category), v("author", x.author);
  v("imageUrl", x.image_url), v("publishedAt", x.published_at), v("lifecycle", x.lifecycle);
}

namespace api {
namespace {

struct AdminFeedQuery {
  FeedQuery query{};
};
template <class V>
void fields(V& v, AdminFeedQuery& x) {
  v("q", x.query.search), v("category", x.query.category), page_fields(v, x.query.page);
}

struct AdminPostList {
  Page<FeedPost> page;
  Timestamp now;
};
template <class V>
void fields(V& v, const AdminPostList& x) {
  fields(v, map_page(x.page, [&](const FeedPost& post) { return AdminPostView{post, x.now}; }));
}

struct AdminPostAnswer {
  FeedPost post;
  Timestamp now;
};
template <class V>
void fields(V& v, const AdminPostAnswer& x) {
  v("post", AdminPostView{x.post, x.now});
}

struct BulkInput {
  BulkRequest request{};
};
template <class V>
void fields(V& v, BulkInput& x) {
  v("action", x.request.action), v("postIds", x.request.ids), v("publishedAt", x.request.published_at);
  v("scheduledAt", x.request.scheduled_at);
}

PostId post_id(Context& c) { return c.id<PostId>(id_name<PostId>); }

AdminPostList list(Context& c, const AdminFeedQuery& in) { return {c.platform.feed().list_all(in.query), c.now()}; }

AdminPostAnswer create(Context& c, const PostDraft& in) { return {c.platform.feed().create(c.actor, in), c.now()}; }

AdminPostAnswer update(Context& c, const PostDraft& in) {
  return {c.platform.feed().update(c.actor, post_id(c), in), c.now()};
}

RemovedAnswer<PostId> remove(Context& c) {
  const PostId id = post_id(c);
  c.platform.feed().remove(c.actor, id);
  return {id};
}

AdminPostAnswer publish(Context& c, const PublishInput& in) {
  return {c.platform.feed().publish(c.actor, post_id(c), in.published_at), c.now()};
}

AdminPostAnswer unpublish(Context& c, const EmptyInput&) {
  return {c.platform.feed().unpublish(c.actor, post_id(c)), c.now()};
}

AdminPostAnswer schedule(Context& c, const ScheduleInput& in) {
  return {c.platform.feed().schedule(c.actor, post_id(c), in.scheduled_at), c.now()};
}

BulkAnswer<PostId> bulk(Context& c, const BulkInput& in) {
  return {c.platform.feed().bulk(c.actor, in.request), c.now()};
}

constexpr Endpoint table[] = {
    endpoint<&list>("feed.adminList", "GET /admin/feed/posts", Access::admin, 200,
                    "Articles in every state, newest first."),
    endpoint<&create>("feed.create", "POST /admin/feed/posts", Access::admin, 201, "Create an article."),
    endpoint<&bulk>("feed.bulk", "POST /admin/feed/posts/bulk", Access::admin, 200,
                    "Publish, unpublish, schedule or delete many articles; each succeeds or fails on its own."),
    endpoint<&publish>("feed.publish", "POST /admin/feed/posts/{postId}/publish", Access::admin, 200,
                       "Publish an article."),
    endpoint<&unpublish>("feed.unpublish", "POST /admin/feed/posts/{postId}/unpublish", Access::admin, 200,
                         "Make an article a draft again."),
    endpoint<&schedule>("feed.schedule", "POST /admin/feed/posts/{postId}/schedule", Access::admin, 200,
                        "Publish an article at a given time."),
    endpoint<&update>("feed.update", "PATCH /admin/feed/posts/{postId}", Access::admin, 200,
                      "Change what is given of an article."),
    endpoint<&remove>("feed.delete", "DELETE /admin/feed/posts/{postId}", Access::admin, 200, "Delete an article."),
};

}  // namespace

std::span<const Endpoint> feed_admin_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
