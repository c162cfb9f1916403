#include "admin/admin_store.hpp"
#include "support/search_text.hpp"
#include "sql/search.hpp"
#include "sql/walk.hpp"

namespace senpai::sql {
namespace {

constexpr Query update_account{"admin.update_user", R"(
  UPDATE users
     SET full_name = COALESCE($2, full_name), search_text = COALESCE($3 || email, search_text),
         password_hash = COALESCE($4, password_hash), updated_at = $5
   WHERE id = $1)"};

constexpr Query revoke{"admin.revoke_role", R"(
  DELETE FROM user_roles WHERE user_id = $1 AND role_id = (SELECT id FROM roles WHERE code = $2))"};

// Kept totals and two ranges of an index: the price does not grow with the data.
constexpr Query count_everything{"admin.overview", R"(
  SELECT (SELECT COALESCE(SUM(total), 0) FROM kyc_totals WHERE status = 'SUBMITTED'),
         (SELECT COALESCE(SUM(total), 0) FROM kyc_totals WHERE status = 'MANUAL_REVIEW'),
         (SELECT COUNT(*) FROM kyc_status_events WHERE to_status = 'VERIFIED' AND created_at >= $1),
         (SELECT COUNT(*) FROM kyc_status_events WHERE to_status = 'REJECTED' AND created_at >= $1),
         (SELECT COALESCE(SUM(total), 0) FROM organization_totals WHERE verification_status = 'PENDING'),
         (SELECT COALESCE(SUM(total), 0) FROM job_totals),
         (SELECT COALESCE(SUM(total), 0) FROM feed_totals),
         (SELECT COALESCE(SUM(total), 0) FROM application_totals WHERE scope = 'ALL'),
         (SELECT COALESCE(SUM(total), 0) FROM application_totals WHERE scope = 'ALL' AND status = 'SUBMITTED'),
         (SELECT COALESCE(SUM(total), 0) FROM application_totals WHERE scope = 'ALL' AND status = 'IN_REVIEW'),
         (SELECT COALESCE(SUM(total), 0) FROM application_totals WHERE scope = 'ALL' AND status = 'INTERVIEW'),
         (SELECT COALESCE(SUM(total), 0) FROM application_totals WHERE scope = 'ALL' AND status = 'OFFERED'),
         (SELECT COALESCE(SUM(total), 0) FROM application_totals WHERE scope = 'ALL' AND status = 'HIRED'),
         (SELECT COALESCE(SUM(total), 0) FROM application_totals WHERE scope = 'ALL' AND status = 'REJECTED'))"};

/// The rows to look at, as `u`: those the index of letters offers, if it can, else all. CROSS JOIN asks it first.
void add_source(Statement& statement, const SearchPatterns& search) {
  if (search.candidates.empty()) statement.add("FROM users u WHERE TRUE");
  else
    statement.add("FROM user_search f CROSS JOIN users u WHERE u.sequence = f.rowid AND f.search_text LIKE ?",
                  search.candidates);
  if (!search.all.empty()) statement.add(R"(AND u.search_text LIKE ? ESCAPE '\')", search.all);
}

std::int64_t count_users(Connection& db, const SearchPatterns& search) {
  Statement statement("admin.count_users", "SELECT");
  if (search.all.empty()) statement.add("COALESCE(SUM(total), 0) FROM user_totals");
  else add_source(statement.add("COUNT(*)"), search);
  return statement.number(db);
}

}  // namespace

Page<User> SqlAdminStore::list_users(const UserFilter& filter) {
  const Snapshot snapshot(db_);
  const SearchPatterns search(filter.search);
  Page<User> page{{}, filter.window, count_users(db_, search)};
  const Walk walk = shortest_walk(filter.window, page.total);
  if (walk.take == 0) return page;

  // One row per role of a user; the users of the page are chosen first, so that an index alone leads to a far one.
  Statement statement("admin.list_users", R"(
    SELECT p.id, p.full_name, p.email, p.email_verified_at, p.created_at, p.avatar_url, r.code
      FROM (SELECT u.id)");
  add_source(statement, search);
  statement.add(walk.backwards ? Literal("ORDER BY u.created_at, u.id")
                               : Literal("ORDER BY u.created_at DESC, u.id DESC"));
  statement.add("LIMIT ?", walk.take).add("OFFSET ?", walk.skip).add(R"() page
      JOIN users p ON p.id = page.id
      LEFT JOIN user_roles ur ON ur.user_id = p.id
      LEFT JOIN roles r ON r.id = ur.role_id
     ORDER BY p.created_at DESC, p.id DESC, r.code COLLATE "binary")");
  statement.run(db_, [&](const Row& row) {
    Columns column(row);
    User user;
    column(user.id), column(user.full_name), column(user.email), column(user.email_verified_at);
    column(user.created_at), column(user.avatar_url);
    const auto role = column.take<std::optional<std::string>>();
    if (page.items.empty() || page.items.back().id != user.id) page.items.push_back(std::move(user));
    if (role) page.items.back().roles.push_back(*role);
  });
  return page;
}

bool SqlAdminStore::update_user(const UserId& id, const AccountChange& change, Timestamp now) {
  std::optional<std::string> search;
  if (change.full_name) search = user_search_text(*change.full_name, {});
  return db_.run(update_account, {id, change.full_name, search, change.password_hash, now}) == 1;
}

void SqlAdminStore::revoke_role(const UserId& id, std::string_view code) { db_.run(revoke, {id, code}); }

Overview SqlAdminStore::overview(Timestamp midnight) {
  return db_.one(count_everything, {midnight}, [](const Row& row) {
    Overview o;
    Columns column(row);
    column(o.pending_kyc), column(o.manual_review_kyc), column(o.verified_today), column(o.rejected_today);
    column(o.pending_organization_verification), column(o.active_jobs), column(o.published_feed_posts);
    column(o.active_applications), column(o.submitted_applications), column(o.in_review_applications);
    column(o.interview_applications), column(o.offered_applications), column(o.hired_applications);
    column(o.rejected_applications);
    return o;
  }).value();
}

}  // namespace senpai::sql
