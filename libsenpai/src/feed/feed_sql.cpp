#include "sql/stores.hpp"
#include "sql/where.hpp"

namespace senpai::sql {
namespace {

void add_filters(Statement& statement, const FeedFilter& filter, const std::string& search) {
  if (!filter.category.empty()) statement.add("AND category = ?", filter.category);
  if (!filter.search.empty()) statement.add(R"(AND search_text LIKE ? ESCAPE '\')", search);
}

/// As for jobs: kept totals unless text has to be searched, plus what the clock has made visible.
std::int64_t count_visible(Connection& db, const FeedFilter& filter, const std::string& search) {
  Statement statement("feed.count_visible", "SELECT");
  if (filter.search.empty())
    statement.add("(SELECT COALESCE(SUM(total), 0) FROM feed_totals WHERE lifecycle_status = 'PUBLISHED'");
  else statement.add("(SELECT COUNT(*) FROM feed_posts WHERE lifecycle_status = 'PUBLISHED'");
  add_filters(statement, filter, search);
  statement.add(
      ") + (SELECT COUNT(*) FROM feed_posts WHERE lifecycle_status = 'SCHEDULED' AND scheduled_publish_at <= ?",
      filter.now);
  add_filters(statement, filter, search);
  statement.add(")");
  std::int64_t total = 0;
  statement.run(db, [&](const Row& row) { total = row.get<std::int64_t>(0); });
  return total;
}

}  // namespace

Page<FeedPost> SqlFeedStore::list_visible(const FeedFilter& filter) {
  const std::string search = contains_pattern(filter.search);
  Page<FeedPost> page{{}, filter.window, count_visible(db_, filter, search)};
  if (filter.window.offset >= page.total) return page;

  Statement statement("feed.list_visible", R"(
    SELECT id, title, excerpt, category, author, image_url, lifecycle_status, published_at, scheduled_publish_at,
           created_at,)");
  if (filter.viewer)
    statement.add("EXISTS (SELECT 1 FROM user_saved_posts s WHERE s.post_id = p.id AND s.user_id = ?)", *filter.viewer);
  else statement.add("0");
  statement.add(R"(
      FROM feed_posts p
     WHERE lifecycle_status <> 'DRAFT' AND (lifecycle_status = 'PUBLISHED' OR scheduled_publish_at <= ?))", filter.now);
  add_filters(statement, filter, search);
  // Posts without a date come last on every database: NULL is smallest in SQLite, and this says so to the others.
  statement.add("ORDER BY published_at DESC NULLS LAST, created_at DESC, id DESC LIMIT ?", filter.window.limit);
  statement.add("OFFSET ?", filter.window.offset);
  statement.run(db_, [&](const Row& row) {
    Columns column(row);
    FeedPost p;
    column(p.id), column(p.title), column(p.excerpt), column(p.category), column(p.author), column(p.image_url);
    column(p.lifecycle.status), column(p.lifecycle.published_at), column(p.lifecycle.scheduled_at);
    column(p.created_at), column(p.saved);
    page.items.push_back(std::move(p));
  });
  return page;
}

}  // namespace senpai::sql
