// Posts as they are read.

#include <algorithm>

#include "feed/feed_store.hpp"
#include "sql/months.hpp"
#include "sql/search.hpp"
#include "sql/walk.hpp"

namespace senpai::sql {
namespace {

constexpr Query find_post{"feed.find", R"(
  SELECT id, title, excerpt, category, author, image_url, lifecycle_status, published_at, scheduled_publish_at,
         former_published_at, created_at, revision, 0
    FROM feed_posts WHERE id = $1 AND deleted_at IS NULL)"};

constexpr Query find_lifecycle{"feed.lifecycle", R"(
  SELECT lifecycle_status, published_at, scheduled_publish_at FROM feed_posts WHERE id = $1 AND deleted_at IS NULL)"};

constexpr Query count_saved{"feed.count_saved", R"(
  SELECT COUNT(*) FROM user_saved_posts s JOIN feed_posts p ON p.id = s.post_id
   WHERE s.user_id = $1 AND p.deleted_at IS NULL)"};

FeedPost read_post(const Row& row) {
  FeedPost p;
  Columns column(row);
  column(p.id), column(p.title), column(p.excerpt), column(p.category), column(p.author), column(p.image_url);
  column(p.lifecycle.status), column(p.lifecycle.published_at), column(p.lifecycle.scheduled_at);
  column(p.former_published_at), column(p.created_at), column(p.revision), column(p.saved);
  return p;
}

void add_category(Statement& statement, const FeedFilter& filter) {
  if (!filter.category.empty()) statement.add("AND category = ?", filter.category);
}

/// The rows to look at: those the index of letters offers, if it can, else all. CROSS JOIN asks it first.
void add_source(Statement& statement, const FeedFilter& filter, const SearchPatterns& search) {
  if (search.candidates.empty()) statement.add("FROM feed_posts p WHERE p.deleted_at IS NULL");
  else
    statement.add(R"(FROM feed_search f CROSS JOIN feed_posts p
                    WHERE p.sequence = f.rowid AND f.search_text LIKE ? AND p.deleted_at IS NULL)", search.candidates);
  if (!search.all.empty()) statement.add(R"(AND p.search_text LIKE ? ESCAPE '\')", search.all);
  add_category(statement, filter);
}

void add_visible(Statement& statement, const FeedFilter& filter) {
  statement.add(R"(AND lifecycle_status <> 'DRAFT'
                   AND (lifecycle_status = 'PUBLISHED' OR scheduled_publish_at <= ?))", filter.now);
}

/// Newest first; a scheduled post sorts by its schedule, even if somebody gave it another date. Posts without a date
/// come last on every database: NULL is smallest in SQLite, and this says so to the others.
void add_order(Statement& statement, const Walk& walk) {
  statement.add(R"(ORDER BY CASE p.lifecycle_status WHEN 'SCHEDULED' THEN p.scheduled_publish_at
                                                   ELSE p.published_at END)");
  statement.add(walk.backwards ? Literal(R"(NULLS FIRST, p.created_at, p.id COLLATE "binary")")
                               : Literal(R"(DESC NULLS LAST, p.created_at DESC, p.id COLLATE "binary" DESC)"));
  statement.add("LIMIT ?", walk.take).add("OFFSET ?", walk.skip);
}

/// As for jobs: kept totals, unless text has to be searched.
std::int64_t count_visible(Connection& db, const FeedFilter& filter, const SearchPatterns& search) {
  if (!search.all.empty()) {
    Statement statement("feed.count_found", "SELECT COUNT(*)");
    add_source(statement, filter, search);
    add_visible(statement, filter);
    return statement.number(db);
  }
  const Timestamp this_month = month_begin(filter.now);
  const std::string month = month_name(filter.now);
  Statement statement("feed.count_visible", R"(
    SELECT (SELECT COALESCE(SUM(total), 0) FROM feed_totals WHERE lifecycle_status = 'PUBLISHED')");
  add_category(statement, filter);
  statement.add(R"() +
           (SELECT COALESCE(SUM(total), 0) FROM feed_totals
             WHERE lifecycle_status = 'SCHEDULED' AND scheduled_month < ?)", month);
  add_category(statement, filter);
  statement.add(R"() +
           (SELECT COUNT(*) FROM feed_posts WHERE deleted_at IS NULL AND lifecycle_status = 'SCHEDULED'
               AND scheduled_publish_at >= ?)", this_month).add("AND scheduled_publish_at <= ?", filter.now);
  add_category(statement, filter);
  statement.add(")");
  return statement.number(db);
}

/// One page of all posts, or of what is public, merged from two indexes that hold little else. A scheduled post sorts
/// by its scheduled time, so whatever is still to come lies together and readers do not walk through it. PostgreSQL
/// merges no ranges that have a condition; there each range gives no more rows than the page can need.
void add_page(Statement& statement, const FeedFilter& filter, const Walk& walk, Dialect dialect, bool is_public) {
  const auto end_range = [&](Literal forwards, Literal backwards) {
    if (dialect == Dialect::sqlite) return;
    statement.add(walk.backwards ? backwards : forwards).add("LIMIT ?) x", walk.skip + walk.take);
  };
  statement.add("FROM (");
  if (dialect == Dialect::postgres) statement.add("SELECT * FROM (");
  statement.add(R"(
      SELECT sequence, published_at AS shown_at, created_at, id COLLATE "binary" AS id FROM feed_posts
       WHERE deleted_at IS NULL)");
  statement.add(is_public ? Literal("AND lifecycle_status = 'PUBLISHED'")
                          : Literal("AND lifecycle_status <> 'SCHEDULED'"));
  add_category(statement, filter);
  end_range(R"(ORDER BY published_at DESC NULLS LAST, created_at DESC, id COLLATE "binary" DESC)",
            R"(ORDER BY published_at NULLS FIRST, created_at, id COLLATE "binary")");
  statement.add("UNION ALL");
  if (dialect == Dialect::postgres) statement.add("SELECT * FROM (");
  statement.add(R"(
      SELECT sequence, scheduled_publish_at, created_at, id COLLATE "binary" AS id FROM feed_posts
       WHERE deleted_at IS NULL AND lifecycle_status = 'SCHEDULED')");
  if (is_public) statement.add("AND scheduled_publish_at <= ?", filter.now);
  add_category(statement, filter);
  end_range(R"(ORDER BY scheduled_publish_at DESC NULLS LAST, created_at DESC, id COLLATE "binary" DESC)",
            R"(ORDER BY scheduled_publish_at NULLS FIRST, created_at, id COLLATE "binary")");
  statement.add(walk.backwards ? Literal("ORDER BY shown_at NULLS FIRST, created_at, id")
                               : Literal("ORDER BY shown_at DESC NULLS LAST, created_at DESC, id DESC"));
  statement.add("LIMIT ?", walk.take).add("OFFSET ?) k JOIN feed_posts p ON p.sequence = k.sequence", walk.skip);
  statement.add(walk.backwards ? Literal("ORDER BY k.shown_at NULLS FIRST, k.created_at, k.id")
                               : Literal("ORDER BY k.shown_at DESC NULLS LAST, k.created_at DESC, k.id DESC"));
}

void run_page(Connection& db, const Statement& statement, const Walk& walk, Page<FeedPost>& page) {
  statement.run(db, [&](const Row& row) { page.items.push_back(read_post(row)); });
  if (walk.backwards) std::reverse(page.items.begin(), page.items.end());
}

}  // namespace

Page<FeedPost> SqlFeedStore::list_visible(const FeedFilter& filter) {
  const Snapshot snapshot(db_);
  const SearchPatterns search(filter.search);
  Page<FeedPost> page{{}, filter.window, count_visible(db_, filter, search)};
  const Walk walk = shortest_walk(filter.window, page.total);
  if (walk.take == 0) return page;

  Statement statement("feed.list_visible", R"(
    SELECT p.id, p.title, p.excerpt, p.category, p.author, p.image_url, p.lifecycle_status, p.published_at,
           p.scheduled_publish_at, p.former_published_at, p.created_at, p.revision,)");
  if (filter.viewer)
    statement.add("EXISTS (SELECT 1 FROM user_saved_posts s WHERE s.post_id = p.id AND s.user_id = ?)", *filter.viewer);
  else statement.add("0");
  if (search.all.empty()) {
    add_page(statement, filter, walk, db_.dialect(), true);
  } else {
    add_source(statement, filter, search);
    add_visible(statement, filter);
    add_order(statement, walk);
  }
  run_page(db_, statement, walk, page);
  return page;
}

Page<FeedPost> SqlFeedStore::list_all(const FeedFilter& filter) {
  const Snapshot snapshot(db_);
  const SearchPatterns search(filter.search);
  Statement count("feed.count_all", "SELECT");
  if (!search.all.empty()) {
    add_source(count.add("COUNT(*)"), filter, search);
  } else {
    count.add("COALESCE(SUM(total), 0) FROM feed_totals WHERE TRUE");
    add_category(count, filter);
  }
  Page<FeedPost> page{{}, filter.window, count.number(db_)};
  const Walk walk = shortest_walk(filter.window, page.total);
  if (walk.take == 0) return page;

  Statement statement("feed.list_all", R"(
    SELECT p.id, p.title, p.excerpt, p.category, p.author, p.image_url, p.lifecycle_status, p.published_at,
           p.scheduled_publish_at, p.former_published_at, p.created_at, p.revision, 0)");
  if (search.all.empty()) {
    add_page(statement, filter, walk, db_.dialect(), false);
  } else {
    add_source(statement, filter, search);
    add_order(statement, walk);
  }
  run_page(db_, statement, walk, page);
  return page;
}

Page<FeedPost> SqlFeedStore::list_saved(const UserId& user, const PageWindow& window) {
  const Snapshot snapshot(db_);
  Page<FeedPost> page{{}, window, db_.number(count_saved, {user})};
  const Walk walk = shortest_walk(window, page.total);
  if (walk.take == 0) return page;

  Statement statement("feed.list_saved", R"(
    SELECT p.id, p.title, p.excerpt, p.category, p.author, p.image_url, p.lifecycle_status, p.published_at,
           p.scheduled_publish_at, p.former_published_at, p.created_at, p.revision, 1
      FROM user_saved_posts s JOIN feed_posts p ON p.id = s.post_id)");
  statement.add("WHERE p.deleted_at IS NULL AND s.user_id = ?", user);
  statement.add(walk.backwards ? Literal("ORDER BY s.created_at, s.sequence")
                               : Literal("ORDER BY s.created_at DESC, s.sequence DESC"));
  statement.add("LIMIT ?", walk.take).add("OFFSET ?", walk.skip);
  run_page(db_, statement, walk, page);
  return page;
}

std::optional<FeedPost> SqlFeedStore::find(const PostId& id) { return db_.one(find_post, {id}, read_post); }

std::optional<Lifecycle> SqlFeedStore::lifecycle(const PostId& id) {
  return db_.one(find_lifecycle, {id}, [](const Row& row) {
    Lifecycle lifecycle;
    Columns column(row);
    column(lifecycle.status), column(lifecycle.published_at), column(lifecycle.scheduled_at);
    return lifecycle;
  });
}

}  // namespace senpai::sql
