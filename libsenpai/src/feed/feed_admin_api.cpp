// Posts as administrators see and change them.

#include "api/endpoint.hpp"
#include "feed/feed_wire.hpp"

namespace senpai {

template <class V>
void fields(V& v, PostDraft& x) {
  v("title", x.title, must("Five questions you will hear in the interview").length(2, max_post_title_length));
  v("excerpt", x.excerpt, must("Prepare short answers and one question of your own.")
                              .length(2, max_post_excerpt_length));
  v("category", x.category, must("INTERVIEW").length(1, max_post_category_length).about("Any case."));
  v("author", x.author, must("Career Desk").length(2, max_post_author_length));
  v("imageUrl", x.image_url, may().format("uri").length(0, max_content_url_length).nullable());
  v("publishedAt", x.published_at, may().nullable().about("Used where `lifecycle` has no date of its own."));
  v("lifecycle", x.lifecycle, may());
}

namespace api {
namespace {

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

struct PostBulk {
  BulkRequest request{};
};
template <class V>
void fields(V& v, PostBulk& x) {
  v("action", x.request.action, must("PUBLISH"));
  v("postIds", x.request.ids, must(R"(["post_interview_tips_003"])").items(1, max_bulk));
  v("publishedAt", x.request.published_at, published_rule);
  v("scheduledAt", x.request.scheduled_at, scheduled_rule);
}

PostId post_id(Context& c) { return c.id<PostId>(id_name<PostId>); }

AdminPostList list(Context& c, const FeedQuery& in) { return {c.platform.feed().list_all(in), c.now()}; }

AdminPostAnswer create(Context& c, const PostDraft& in) { return {c.platform.feed().create(c.actor, in), c.now()}; }

AdminPostAnswer update(Context& c, const Change<PostDraft>& in) {
  return {c.platform.feed().update(c.actor, post_id(c), in.draft), c.now()};
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

BulkAnswer<PostId> bulk(Context& c, const PostBulk& in) {
  return {c.platform.feed().bulk(c.actor, in.request), c.now()};
}

constexpr const char* draft_errors =
    "400 invalid_title invalid_excerpt invalid_category invalid_author invalid_image_url invalid_lifecycle "
    "invalid_lifecycle_status invalid_lifecycle_date";

constexpr Endpoint table[] = {
    endpoint<&list>("feed.adminList", "GET /admin/feed/posts", Access::admin, 200,
                    "Articles in every state, newest first."),
    endpoint<&create>("feed.create", "POST /admin/feed/posts", Access::admin, 201, "Create an article.",
                      draft_errors),
    endpoint<&bulk>("feed.bulk", "POST /admin/feed/posts/bulk", Access::admin, 200,
                    "Publish, unpublish, schedule or delete many articles; each succeeds or fails on its own.",
                    "400 invalid_bulk_action invalid_post_ids"),
    endpoint<&publish>("feed.publish", "POST /admin/feed/posts/{postId}/publish", Access::admin, 200,
                       "Publish an article.", "404 post_not_found, 400 invalid_lifecycle_date"),
    endpoint<&unpublish>("feed.unpublish", "POST /admin/feed/posts/{postId}/unpublish", Access::admin, 200,
                         "Make an article a draft again.", "404 post_not_found"),
    endpoint<&schedule>("feed.schedule", "POST /admin/feed/posts/{postId}/schedule", Access::admin, 200,
                        "Publish an article at a given time.", "404 post_not_found, 400 invalid_lifecycle_date"),
    endpoint<&update>("feed.update", "PATCH /admin/feed/posts/{postId}", Access::admin, 200,
                      "Change what is given of an article.",
                      "400 invalid_title invalid_excerpt invalid_category invalid_author invalid_image_url "
                      "invalid_published_at invalid_lifecycle invalid_lifecycle_status invalid_lifecycle_date, "
                      "404 post_not_found"),
    endpoint<&remove>("feed.delete", "DELETE /admin/feed/posts/{postId}", Access::admin, 200, "Delete an article.",
                      "404 post_not_found"),
};

}  // namespace

std::span<const Endpoint> feed_admin_endpoints() { return table; }

}  // namespace api
}  // namespace senpai
