#include <algorithm>

#include "support/search_text.hpp"
#include "auth/auth_store.hpp"

namespace senpai::sql {
namespace {

User read_user(Columns& column) {
  User user;
  column(user.id), column(user.full_name), column(user.email), column(user.email_verified_at);
  column(user.created_at), column(user.avatar_url);
  return user;
}

SessionRow read_session(const Row& row) {
  SessionRow s;
  Columns column(row);
  column(s.id), column(s.user_id), column(s.token_hash), column(s.family), column(s.expires_at), column(s.revoked_at);
  column(s.rotated_at), column(s.created_at);
  return s;
}

ChallengeRow read_challenge(const Row& row) {
  ChallengeRow c;
  Columns column(row);
  column(c.id), column(c.user_id), column(c.email), column(c.code_hash), column(c.expires_at);
  column(c.resend_available_at), column(c.attempt_count), column(c.max_attempts), column(c.verified_at);
  column(c.created_at);
  return c;
}

// --------------------------------------------------------------------------------------------------------------- users

constexpr Query insert_user{"users.insert", R"(
  INSERT INTO users (id, full_name, email, password_hash, search_text, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $6)
  ON CONFLICT (email) DO NOTHING)"};

constexpr Query find_user_by_email{"users.find_credential", R"(
  SELECT u.id, u.full_name, u.email, u.email_verified_at, u.created_at, u.avatar_url, r.code, u.password_hash
    FROM users u
    LEFT JOIN user_roles ur ON ur.user_id = u.id
    LEFT JOIN roles r ON r.id = ur.role_id
   WHERE u.email = $1)"};

constexpr Query list_roles{"roles.list", R"(SELECT code FROM roles ORDER BY code COLLATE "binary")"};

constexpr Query grant{"roles.grant", R"(
  INSERT INTO user_roles (id, user_id, role_id, created_at)
  SELECT $1, $2, id, $4 FROM roles WHERE code = $3
  ON CONFLICT (user_id, role_id) DO NOTHING)"};

constexpr Query has_role{"roles.has", R"(
  SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = $1 AND r.code = $2)"};

constexpr Query replace_hash{"users.replace_password_hash", R"(
  UPDATE users SET password_hash = $3, updated_at = CASE WHEN password_hash = $3 THEN updated_at ELSE $4 END
   WHERE id = $1 AND password_hash = $2)"};

constexpr Query verify_email{"users.mark_email_verified", R"(
  UPDATE users SET email_verified_at = $2, updated_at = $2 WHERE id = $1 AND email_verified_at IS NULL)"};

// ------------------------------------------------------------------------------------------------------------ sessions

constexpr Query insert_session{"sessions.insert", R"(
  INSERT INTO sessions (id, user_id, token_hash, family_id, expires_at, created_at)
  VALUES ($1, $2, $3, $4, $5, $6))"};

// PostgreSQL has many writers: whoever ends all sessions of somebody must not miss the one that a rotation at the same
// moment is about to create.
constexpr Query lock_sessions{"sessions.lock", "SELECT pg_advisory_xact_lock(hashtextextended($1, 7391846205521))"};

constexpr Query lock_sessions_of_owner{"sessions.lock_of_owner", R"(
  SELECT pg_advisory_xact_lock(hashtextextended(CAST(user_id AS TEXT), 7391846205521))
    FROM sessions WHERE token_hash = $1)"};

constexpr Query rotate_session{"sessions.rotate", R"(
  UPDATE sessions SET revoked_at = $2, rotated_at = $2
   WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2
  RETURNING id, user_id, token_hash, COALESCE(family_id, id), expires_at, revoked_at, rotated_at, created_at)"};

constexpr Query find_session{"sessions.find", R"(
  SELECT id, user_id, token_hash, COALESCE(family_id, id), expires_at, revoked_at, rotated_at, created_at
    FROM sessions WHERE token_hash = $1)"};

constexpr Query revoke_session{"sessions.revoke", R"(
  UPDATE sessions SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL)"};

constexpr Query forget_session_rotation{"sessions.forget_rotation", R"(
  UPDATE sessions SET rotated_at = NULL WHERE token_hash = $1 AND rotated_at IS NOT NULL)"};

// The first session of a family carries no family id when the original service wrote it.
constexpr Query revoke_session_family{"sessions.revoke_family", R"(
  UPDATE sessions SET revoked_at = $2 WHERE (family_id = $1 OR id = $1) AND revoked_at IS NULL)"};

constexpr Query revoke_user_sessions{"sessions.revoke_all", R"(
  UPDATE sessions SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL)"};

constexpr Query purge_sessions{"sessions.purge", R"(
  DELETE FROM sessions WHERE id IN (
    SELECT id FROM sessions WHERE expires_at < $1
     UNION SELECT id FROM sessions WHERE revoked_at IS NOT NULL AND revoked_at < $1 AND rotated_at IS NULL
     LIMIT $2))"};

// ---------------------------------------------------------------------------------------------------------- challenges

constexpr Query insert_challenge{"challenges.insert", R"(
  INSERT INTO email_verification_challenges
    (id, user_id, email, code_hash, expires_at, resend_available_at, attempt_count, max_attempts, created_at,
     updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $8))"};

constexpr Query find_challenge{"challenges.find", R"(
  SELECT id, user_id, email, code_hash, expires_at, resend_available_at, attempt_count, max_attempts, verified_at,
         created_at
    FROM email_verification_challenges WHERE id = $1)"};

constexpr Query latest_challenge{"challenges.latest", R"(
  SELECT id, user_id, email, code_hash, expires_at, resend_available_at, attempt_count, max_attempts, verified_at,
         created_at
    FROM email_verification_challenges WHERE user_id = $1
   ORDER BY created_at DESC, sequence DESC LIMIT 1)"};

constexpr Query lock_challenges{"challenges.lock",
                                "SELECT pg_advisory_xact_lock(hashtextextended($1, 7391846205522))"};

constexpr Query take_challenge_attempt{"challenges.take_attempt", R"(
  UPDATE email_verification_challenges SET attempt_count = attempt_count + 1, updated_at = $2
   WHERE id = $1 AND attempt_count < max_attempts AND verified_at IS NULL
  RETURNING attempt_count)"};

constexpr Query verify_challenge{"challenges.mark_verified", R"(
  UPDATE email_verification_challenges SET verified_at = $2, updated_at = $2 WHERE id = $1 AND verified_at IS NULL)"};

constexpr Query count_attempts{"challenges.attempts_since", R"(
  SELECT COALESCE(SUM(attempt_count), 0) FROM email_verification_challenges WHERE user_id = $1 AND created_at >= $2)"};

constexpr Query purge_challenges{"challenges.purge", R"(
  DELETE FROM email_verification_challenges WHERE id IN (
    SELECT id FROM email_verification_challenges WHERE expires_at < $1 LIMIT $2))"};

}  // namespace

bool SqlUserStore::insert(const NewUser& u) {
  const std::string search = user_search_text(u.full_name, u.email);
  return db_.run(insert_user, {u.id, u.full_name, u.email, u.password_hash, search, u.created_at}) == 1;
}

std::optional<User> SqlUserStore::find(const UserId& id) {
  std::optional<User> user;
  db_.run(find_user, {id}, [&](const Row& row) {
    Columns column(row);
    if (!user) user = read_user(column);
    if (!row.is_null(6)) user->roles.push_back(row.get<std::string>(6));
  });
  if (user) std::sort(user->roles.begin(), user->roles.end());
  return user;
}

std::optional<Credential> SqlUserStore::find_credential(std::string_view email) {
  std::optional<Credential> found;
  db_.run(find_user_by_email, {email}, [&](const Row& row) {
    Columns column(row);
    if (!found) found = Credential{read_user(column), row.get<std::string>(7)};
    if (!row.is_null(6)) found->user.roles.push_back(row.get<std::string>(6));
  });
  if (found) std::sort(found->user.roles.begin(), found->user.roles.end());
  return found;
}

std::vector<std::string> SqlUserStore::known_roles() {
  return db_.all(list_roles, {}, [](const Row& row) { return row.get<std::string>(0); });
}

bool SqlUserStore::grant_role(const UserId& id, std::string_view code, const std::string& row_id, Timestamp now) {
  return db_.run(grant, {row_id, id, code, now}) == 1 || db_.run(has_role, {id, code}) == 1;
}

bool SqlUserStore::replace_password_hash(const UserId& id, std::string_view seen, std::string_view hash,
                                         Timestamp now) {
  return db_.run(replace_hash, {id, seen, hash, now}) == 1;
}

void SqlUserStore::mark_email_verified(const UserId& id, Timestamp now) { db_.run(verify_email, {id, now}); }

bool SqlUserStore::update_profile(const UserId& id, const std::optional<std::string>& full_name,
                                  const std::optional<std::optional<std::string>>& avatar_url, Timestamp now) {
  static constexpr Query both{"users.update_profile", R"(
    UPDATE users SET full_name = $2, search_text = $3 || email, avatar_url = $4, updated_at = $5 WHERE id = $1)"};
  static constexpr Query name_only{"users.update_name", R"(
    UPDATE users SET full_name = $2, search_text = $3 || email, updated_at = $4 WHERE id = $1)"};
  static constexpr Query avatar_only{"users.update_avatar",
                                     "UPDATE users SET avatar_url = $2, updated_at = $3 WHERE id = $1"};
  const std::string search = user_search_text(full_name.value_or(""), {});
  if (full_name && avatar_url) return db_.run(both, {id, *full_name, search, *avatar_url, now}) == 1;
  if (avatar_url) return db_.run(avatar_only, {id, *avatar_url, now}) == 1;
  if (full_name) return db_.run(name_only, {id, *full_name, search, now}) == 1;
  return find(id).has_value();
}

void SqlSessionStore::insert(const SessionRow& s) {
  db_.send(insert_session, {s.id, s.user_id, s.token_hash, s.family, s.expires_at, s.created_at});
}

std::optional<SessionRow> SqlSessionStore::rotate(std::string_view token_hash, Timestamp now) {
  if (db_.dialect() == Dialect::postgres) db_.send(lock_sessions_of_owner, {token_hash});
  return db_.one(rotate_session, {token_hash, now}, read_session);
}

std::optional<SessionRow> SqlSessionStore::find(std::string_view token_hash) {
  return db_.one(find_session, {token_hash}, read_session);
}

bool SqlSessionStore::revoke(std::string_view token_hash, Timestamp now) {
  return db_.run(revoke_session, {token_hash, now}) == 1;
}

bool SqlSessionStore::forget_rotation(std::string_view token_hash) {
  return db_.run(forget_session_rotation, {token_hash}) == 1;
}

std::int64_t SqlSessionStore::revoke_family(const SessionId& family, Timestamp now) {
  return db_.run(revoke_session_family, {family, now});
}

std::int64_t SqlSessionStore::revoke_all(const UserId& user, Timestamp now) {
  if (db_.dialect() == Dialect::postgres) db_.send(lock_sessions, {user});
  return db_.run(revoke_user_sessions, {user, now});
}

std::int64_t SqlSessionStore::purge(Timestamp before, int limit) { return db_.run(purge_sessions, {before, limit}); }

void SqlChallengeStore::insert(const ChallengeRow& c) {
  db_.send(insert_challenge,
          {c.id, c.user_id, c.email, c.code_hash, c.expires_at, c.resend_available_at, c.max_attempts, c.created_at});
}

std::optional<ChallengeRow> SqlChallengeStore::find(const ChallengeId& id) {
  return db_.one(find_challenge, {id}, read_challenge);
}

std::optional<ChallengeRow> SqlChallengeStore::latest(const UserId& user) {
  return db_.one(latest_challenge, {user}, read_challenge);
}

std::optional<ChallengeRow> SqlChallengeStore::lock_latest(const UserId& user) {
  // SQLite has one writer at a time, and that is the caller.
  if (db_.dialect() == Dialect::postgres) db_.send(lock_challenges, {user});
  return latest(user);
}

std::optional<int> SqlChallengeStore::take_attempt(const ChallengeId& id, Timestamp now) {
  return db_.one(take_challenge_attempt, {id, now}, [](const Row& row) { return row.get<int>(0); });
}

bool SqlChallengeStore::mark_verified(const ChallengeId& id, Timestamp now) {
  return db_.run(verify_challenge, {id, now}) == 1;
}

std::int64_t SqlChallengeStore::attempts_since(const UserId& user, Timestamp since) {
  return db_.number(count_attempts, {user, since});
}

std::int64_t SqlChallengeStore::purge(Timestamp expired_before, int limit) {
  return db_.run(purge_challenges, {expired_before, limit});
}

}  // namespace senpai::sql
