// Posts as administrators write and delete them, and as candidates save them.

#include "feed/feed_store.hpp"
#include "sql/saved.hpp"

namespace senpai::sql {
namespace {

constexpr Query insert_post{"feed.insert", R"(
  INSERT INTO feed_posts (id, title, excerpt, category, author, image_url, lifecycle_status, published_at,
                          scheduled_publish_at, search_text, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11))"};

constexpr Query update_post{"feed.update", R"(
  UPDATE feed_posts SET title = $3, excerpt = $4, category = $5, author = $6, image_url = $7, lifecycle_status = $8,
                        published_at = $9, scheduled_publish_at = $10, former_published_at = $11, search_text = $12,
                        updated_at = $13, revision = revision + 1
   WHERE id = $1 AND revision = $2 AND deleted_at IS NULL)"};

constexpr Query hide_post{"feed.hide", R"(
  UPDATE feed_posts SET deleted_at = $2, updated_at = $2, revision = revision + 1
   WHERE id = $1 AND deleted_at IS NULL)"};

constexpr Query copy_post{"feed.copy", R"(
  INSERT INTO deleted_feed_posts (id, title, excerpt, category, author, image_url, lifecycle_status, published_at,
                                  scheduled_publish_at, created_at, updated_at, deleted_at)
  SELECT id, title, excerpt, category, author, image_url, lifecycle_status, published_at, scheduled_publish_at,
         created_at, updated_at, deleted_at
    FROM feed_posts WHERE id = $1)"};

constexpr Query delete_post{"feed.delete", "DELETE FROM feed_posts WHERE id = $1"};

constexpr Query save_post{"feed.save", R"(
  INSERT INTO user_saved_posts (id, user_id, post_id, created_at)
  SELECT $1, $2, id, $4 FROM feed_posts
   WHERE id = $3 AND deleted_at IS NULL
     AND (lifecycle_status = 'PUBLISHED' OR (lifecycle_status = 'SCHEDULED' AND scheduled_publish_at <= $4))
  ON CONFLICT (user_id, post_id) DO NOTHING)"};

constexpr Query unsave_post{"feed.unsave", R"(
  DELETE FROM user_saved_posts WHERE user_id = $1 AND post_id = $2
     AND EXISTS (SELECT 1 FROM feed_posts WHERE id = $2 AND deleted_at IS NULL))"};

}  // namespace

void SqlFeedStore::insert(const FeedPost& p, std::string_view search_text, Timestamp now) {
  db_.send(insert_post, {p.id, p.title, p.excerpt, p.category, p.author, p.image_url, p.lifecycle.status,
                        p.lifecycle.published_at, p.lifecycle.scheduled_at, search_text, now});
}

bool SqlFeedStore::update(const FeedPost& p, std::string_view search_text, Timestamp now) {
  return db_.run(update_post, {p.id, p.revision, p.title, p.excerpt, p.category, p.author, p.image_url,
                               p.lifecycle.status, p.lifecycle.published_at, p.lifecycle.scheduled_at,
                               p.former_published_at, search_text, now}) == 1;
}

bool SqlFeedStore::hide(const PostId& id, Timestamp now) { return db_.run(hide_post, {id, now}) == 1; }

bool SqlFeedStore::destroy(const PostId& id, Timestamp now) {
  if (!hide(id, now)) return false;
  db_.send(copy_post, {id});
  db_.send(delete_post, {id});
  return true;
}

std::optional<bool> SqlFeedStore::save(const std::string& row_id, const UserId& user, const PostId& post,
                                       Timestamp now) {
  return save_public(db_, save_post, {row_id, user, post, now}, now, [&] { return lifecycle(post); });
}

std::optional<bool> SqlFeedStore::unsave(const UserId& user, const PostId& post) {
  if (db_.run_alone(unsave_post, {user, post}) == 1) return true;
  if (!lifecycle(post)) return std::nullopt;
  return false;
}

}  // namespace senpai::sql
