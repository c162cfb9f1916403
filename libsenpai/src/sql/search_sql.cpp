// Folding what another program wrote.

#include "sql/search_store.hpp"
#include "support/search_text.hpp"

namespace senpai::sql {
namespace {

// The rows are locked, so that what is read here is still true when it is folded.
constexpr Query take_jobs{"search.take_jobs", R"(
  SELECT id, title, description, COALESCE(employer_json ->> 'name', ''), COALESCE(location_json ->> 'displayLabel', '')
    FROM jobs WHERE search_text = '' LIMIT $1 FOR NO KEY UPDATE)"};
constexpr Query fold_job{"search.fold_job", R"(
  UPDATE jobs SET search_text = $2, search_location = $3 WHERE id = $1)"};

constexpr Query take_posts{"search.take_posts", R"(
  SELECT id, title, excerpt, author, category FROM feed_posts WHERE search_text = '' LIMIT $1 FOR NO KEY UPDATE)"};
constexpr Query fold_post{"search.fold_post", "UPDATE feed_posts SET search_text = $2 WHERE id = $1"};

constexpr Query take_users{"search.take_users", R"(
  SELECT id, full_name, email FROM users WHERE search_text = '' LIMIT $1 FOR NO KEY UPDATE)"};
constexpr Query fold_user{"search.fold_user", "UPDATE users SET search_text = $2 WHERE id = $1"};

constexpr Query take_applications{"search.take_applications", R"(
  SELECT a.id, j.title, COALESCE(j.employer_json ->> 'name', ''), u.full_name, u.email
    FROM job_applications a JOIN jobs j ON j.id = a.job_id JOIN users u ON u.id = a.user_id
   WHERE a.search_job = '' OR a.search_applicant = '' LIMIT $1 FOR NO KEY UPDATE OF a)"};
constexpr Query fold_application{"search.fold_application", R"(
  UPDATE job_applications SET search_job = $2, search_applicant = $3 WHERE id = $1)"};

using Texts = std::vector<std::string>;

std::vector<Texts> take(Connection& db, const Query& query, int limit, int columns) {
  return db.all(query, {limit}, [&](const Row& row) {
    Texts texts;
    for (int i = 0; i < columns; ++i) texts.push_back(row.get<std::string>(i));
    return texts;
  });
}

}  // namespace

std::int64_t SqlSearchStore::fold(int limit) {
  // Nobody else writes to a SQLite database.
  if (db_.dialect() == Dialect::sqlite) return 0;
  std::size_t count = 0;
  const auto rest = [&] { return limit - static_cast<int>(count); };
  for (const auto& r : take(db_, take_jobs, limit, 5)) {
    db_.send(fold_job, {r[0], job_search_text(r[1], r[2], r[3], r[4]), text::lower(r[4])});
    ++count;
  }
  if (rest() == 0) return limit;
  for (const auto& r : take(db_, take_posts, rest(), 5)) {
    db_.send(fold_post, {r[0], post_search_text(r[1], r[2], r[3], r[4])});
    ++count;
  }
  if (rest() == 0) return limit;
  for (const auto& r : take(db_, take_users, rest(), 3)) {
    db_.send(fold_user, {r[0], user_search_text(r[1], r[2])});
    ++count;
  }
  if (rest() == 0) return limit;
  for (const auto& r : take(db_, take_applications, rest(), 5)) {
    db_.send(fold_application, {r[0], search_label(r[1], r[2]), search_label(r[3], r[4])});
    ++count;
  }
  return static_cast<std::int64_t>(count);
}

}  // namespace senpai::sql
