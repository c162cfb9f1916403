#pragma once
// The store of posts on a connection.

#include <senpai/ports/content_store.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

class SqlFeedStore final : public FeedStore {
 public:
  explicit SqlFeedStore(Connection& db) : db_(db) {}

  // feed_sql.cpp
  Page<FeedPost> list_visible(const FeedFilter&) override;
  Page<FeedPost> list_all(const FeedFilter&) override;
  Page<FeedPost> list_saved(const UserId&, const PageWindow&) override;
  std::optional<FeedPost> find(const PostId&) override;
  std::optional<Lifecycle> lifecycle(const PostId&) override;

  // feed_admin_sql.cpp
  void insert(const FeedPost&, std::string_view search_text, Timestamp now) override;
  bool update(const FeedPost&, std::string_view search_text, Timestamp now) override;
  bool hide(const PostId&, Timestamp now) override;
  bool destroy(const PostId&, Timestamp now) override;
  std::optional<bool> save(const std::string& row_id, const UserId&, const PostId&, Timestamp now) override;
  std::optional<bool> unsave(const UserId&, const PostId&) override;

 private:
  Connection& db_;
};

}  // namespace senpai::sql
