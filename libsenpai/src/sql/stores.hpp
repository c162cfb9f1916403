#pragma once
// The stores of the modules on a connection; each is defined in its module's *_sql.cpp.

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

class SqlKycStore final : public KycStore {
 public:
  explicit SqlKycStore(Connection& db) : db_(db) {}
  void insert_session(const KycSession&) override;
  std::optional<KycSession> find_session(const KycSessionId&) override;
  std::optional<KycSession> latest_session(const UserId&) override;
  bool submit(const KycSessionId&, Timestamp now) override;
  bool review(const KycSessionId&, KycStatus from, KycStatus to, std::string_view reviewer, Timestamp now) override;
  std::optional<ProviderMetadata> lock_provider_metadata(const KycSessionId&) override;
  void update_provider_metadata(const ProviderMetadata&) override;
  bool insert_document(const KycDocument&) override;
  bool has_document(const KycSessionId&, std::string_view checksum_sha256) override;
  std::int64_t count_documents(const KycSessionId&) override;
  std::vector<KycDocument> documents(const KycSessionId&) override;
  std::optional<KycDocument> find_document(const KycDocumentId&) override;
  void insert_event(const KycStatusEvent&) override;
  std::vector<KycStatusEvent> events(const KycSessionId&) override;
  Page<ReviewCase> review_queue(const ReviewFilter&, const PageWindow&) override;

 private:
  Connection& db_;
};

class SqlUploadStore final : public UploadStore {
 public:
  explicit SqlUploadStore(Connection& db) : db_(db) {}
  void insert(const UploadRow&) override;
  std::optional<UploadRow> find(std::string_view object_key) override;
  bool mark_registered(std::string_view object_key) override;
  std::int64_t declared_bytes(const UserId&) override;
  std::vector<std::string> abandon(Timestamp expired_before, int limit) override;
  void each_document(const std::function<void(std::string_view, std::string_view)>&) override;
  void forget(std::string_view object_key) override;

 private:
  Connection& db_;
};

class SqlQueueStore final : public QueueStore {
 public:
  explicit SqlQueueStore(Connection& db) : db_(db) {}
  void push(const QueueId&, std::string_view kind, std::string_view payload, std::string_view unique_key,
            Timestamp run_at) override;
  bool has_due(Timestamp now) override;
  std::optional<QueueJob> claim(Timestamp now, const std::string& lease, Timestamp lease_until) override;
  bool complete(const QueueId&, std::string_view lease, Timestamp now) override;
  bool fail(const QueueId&, std::string_view lease, std::string_view error, std::optional<Timestamp> run_at,
            Timestamp now) override;
  std::int64_t purge(Timestamp finished_before, int limit) override;

 private:
  Connection& db_;
};

class SqlInboxStore final : public InboxStore {
 public:
  explicit SqlInboxStore(Connection& db) : db_(db) {}
  Receipt receive(const Delivery&) override;
  std::int64_t purge(Timestamp seen_before, int limit) override;

 private:
  Connection& db_;
};

class SqlAuditStore final : public AuditStore {
 public:
  explicit SqlAuditStore(Connection& db) : db_(db) {}
  void append(const std::string& row_id, const AuditEntry&) override;
  std::vector<AuditRow> unsealed(int limit) override;
  std::optional<AuditRow> last_sealed() override;
  std::vector<AuditRow> sealed_from(std::int64_t number, int limit) override;
  bool seal(std::string_view row_id, std::int64_t number, std::string_view chain) override;
  std::int64_t count_unsealed() override;

 private:
  Connection& db_;
};

class SqlSearchStore final : public SearchStore {
 public:
  explicit SqlSearchStore(Connection& db) : db_(db) {}
  std::int64_t fold(int limit) override;

 private:
  Connection& db_;
};

}  // namespace senpai::sql
