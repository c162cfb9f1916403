#pragma once
// The stores of users, their sessions and one-time codes on a connection.

#include <senpai/ports/storage.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

/// The statement of find(): one row per role, so that user and roles are one statement on every request. Sorted by us,
/// which spares the database a step. The benchmark compares with a database that runs nothing else.
inline constexpr Query find_user{"users.find", R"(
  SELECT u.id, u.full_name, u.email, u.email_verified_at, u.created_at, u.avatar_url, r.code
    FROM users u
    LEFT JOIN user_roles ur ON ur.user_id = u.id
    LEFT JOIN roles r ON r.id = ur.role_id
   WHERE u.id = $1)"};

class SqlUserStore final : public UserStore {
 public:
  explicit SqlUserStore(Connection& db) : db_(db) {}
  bool insert(const NewUser&) override;
  std::optional<User> find(const UserId&) override;
  std::optional<Credential> find_credential(std::string_view email) override;
  std::vector<std::string> known_roles() override;
  bool grant_role(const UserId&, std::string_view code, const std::string& row_id, Timestamp) override;
  bool replace_password_hash(const UserId&, std::string_view seen, std::string_view hash, Timestamp) override;
  void mark_email_verified(const UserId&, Timestamp) override;
  bool update_profile(const UserId&, const std::optional<std::string>& full_name,
                      const std::optional<std::optional<std::string>>& avatar_url, Timestamp) override;

 private:
  Connection& db_;
};

class SqlSessionStore final : public SessionStore {
 public:
  explicit SqlSessionStore(Connection& db) : db_(db) {}
  void insert(const SessionRow&) override;
  std::optional<SessionRow> rotate(std::string_view token_hash, Timestamp now) override;
  std::optional<SessionRow> find(std::string_view token_hash) override;
  bool revoke(std::string_view token_hash, Timestamp now) override;
  bool forget_rotation(std::string_view token_hash) override;
  std::int64_t revoke_family(const SessionId& family, Timestamp now) override;
  std::int64_t revoke_all(const UserId&, Timestamp now) override;
  std::int64_t purge(Timestamp before, int limit) override;

 private:
  Connection& db_;
};

class SqlChallengeStore final : public ChallengeStore {
 public:
  explicit SqlChallengeStore(Connection& db) : db_(db) {}
  void insert(const ChallengeRow&) override;
  std::optional<ChallengeRow> find(const ChallengeId&) override;
  std::optional<ChallengeRow> latest(const UserId&) override;
  std::optional<ChallengeRow> lock_latest(const UserId&) override;
  std::optional<int> take_attempt(const ChallengeId&, Timestamp now) override;
  bool mark_verified(const ChallengeId&, Timestamp now) override;
  std::int64_t attempts_since(const UserId&, Timestamp since) override;
  std::int64_t purge(Timestamp expired_before, int limit) override;

 private:
  Connection& db_;
};

}  // namespace senpai::sql
