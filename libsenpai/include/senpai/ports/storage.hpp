#pragma once
// The whole persistence contract on one page. Implement it to bring a store of your own; storage_contract() of the
// CMake component `contract` proves an implementation.
//
// Texts are compared byte by byte, e-mail addresses included; callers have normalised them, ids to lower case. Times
// come back to the millisecond; of rows with the same time the order of insertion counts. Views are good during the
// call only. Limits are positive, offsets may lie behind the end. A row that refers to something that is not there, or
// repeats an id, makes the unit of work throw, at the latest when it ends; unless its function says otherwise.

#include <functional>
#include <memory>
#include <senpai/audit.hpp>
#include <senpai/auth.hpp>
#include <senpai/kyc.hpp>
#include <senpai/ports/admin_store.hpp>
#include <senpai/ports/applications_store.hpp>
#include <senpai/ports/content_store.hpp>
#include <senpai/ports/organizations_store.hpp>
#include <type_traits>

namespace [[gnu::visibility("default")]] senpai {

// ---------------------------------------------------------------------------------------------------------------- rows

/// An account as it is first stored.
struct NewUser {
  UserId id{};
  std::string full_name{};
  std::string email{};
  std::string password_hash{};
  Timestamp created_at{};
};

/// A user with what proves the password.
struct Credential {
  User user{};
  std::string password_hash{};
};

/// A refresh token as it is stored: by its hash.
struct SessionRow {
  SessionId id{};
  UserId user_id{};
  std::string token_hash{};
  SessionId family{};  ///< The first session of a chain of rotations.
  Timestamp expires_at{};
  std::optional<Timestamp> revoked_at{};
  std::optional<Timestamp> rotated_at{};  ///< Set when a refresh replaced it, not by a logout.
  Timestamp created_at{};
};

/// A one-time code as it is stored: by its hash.
struct ChallengeRow {
  ChallengeId id{};
  UserId user_id{};
  std::string email{};
  std::string code_hash{};
  Timestamp expires_at{};
  Timestamp resend_available_at{};
  int attempt_count = 0;
  int max_attempts = 5;
  std::optional<Timestamp> verified_at{};
  Timestamp created_at{};
};

/// What became of an upload that was declared.
enum class UploadState { pending, registered, abandoned };
constexpr auto wire_names(UploadState) {
  return std::array{WireName{UploadState::pending, "PENDING"}, WireName{UploadState::registered, "REGISTERED"},
                    WireName{UploadState::abandoned, "ABANDONED"}};
}

/// A declared upload: what the stored object has to look like.
struct UploadRow {
  std::string object_key{};
  UserId user_id{};
  std::string content_type{};
  std::int64_t content_length = 0;
  std::string checksum_sha256{};
  UploadState state = UploadState::pending;
  Timestamp expires_at{};
  Timestamp created_at{};
};

/// A session with the three origins of its provider metadata; `session.provider_metadata` is their merged view.
struct ProviderMetadata {
  KycSession session{};
  JsonText owner{};
  JsonText vendor{};
  JsonText system{};
  std::optional<std::string> vendor_ref{};  ///< The vendor's reference; that of the session is the merged one.
};

/// A job that a worker has claimed.
struct QueueJob {
  QueueId id{};
  std::string kind{};
  std::string payload{};  ///< Ids only, never secrets or personal data.
  int attempt = 0;        ///< 1 for the first try.
  std::string lease{};    ///< Must be shown to finish the job.
};

/// A webhook's delivery, as it is remembered.
struct Delivery {
  std::string_view key{};
  std::string_view payload_sha256{};
  KycSessionId session{};  ///< What it is about.
  Timestamp at{};
  Timestamp fresh_before{};  ///< A key that was seen earlier counts as new.
};

/// Whether a delivery is new, the same again, or another body under a known key.
enum class InboxOutcome { fresh, duplicate, conflicting };

/// What became of a delivery.
struct Receipt {
  InboxOutcome outcome = InboxOutcome::fresh;
  std::optional<ProviderMetadata> session{};  ///< As KycStore::lock_provider_metadata() gives it.
};

// -------------------------------------------------------------------------------------------------------------- stores

/// Keeps accounts and roles.
class UserStore {
 public:
  virtual ~UserStore() = default;
  /// False when the e-mail address is taken; nothing is written then.
  [[nodiscard]] virtual bool insert(const NewUser&) = 0;
  virtual std::optional<User> find(const UserId&) = 0;
  virtual std::optional<Credential> find_credential(std::string_view email) = 0;
  virtual std::vector<std::string> known_roles() = 0;
  /// False when there is no such role; granting twice is fine.
  [[nodiscard]] virtual bool grant_role(const UserId&, std::string_view code, const std::string& row_id, Timestamp) = 0;
  /// False when the stored hash is no longer `seen`. May be given `seen` itself: then it confirms that, and nobody else
  /// changes the hash before the transaction ends.
  [[nodiscard]] virtual bool replace_password_hash(const UserId&, std::string_view seen, std::string_view hash,
                                                   Timestamp) = 0;
  /// Sets the time once; a later call keeps the first.
  virtual void mark_email_verified(const UserId&, Timestamp) = 0;
  /// False when the user is gone. An absent value keeps what is stored; an absent inner value clears it.
  [[nodiscard]] virtual bool update_profile(const UserId&, const std::optional<std::string>& full_name,
                                            const std::optional<std::optional<std::string>>& avatar_url, Timestamp) = 0;
};

/// Keeps refresh tokens.
class SessionStore {
 public:
  virtual ~SessionStore() = default;
  virtual void insert(const SessionRow&) = 0;
  /// Ends a live session as rotated and returns it; nothing if it was not live. Exactly one caller gets it. Until the
  /// transaction ends, others who rotate or end all sessions of the same user wait: they must not miss the session that
  /// takes its place.
  virtual std::optional<SessionRow> rotate(std::string_view token_hash, Timestamp now) = 0;
  virtual std::optional<SessionRow> find(std::string_view token_hash) = 0;
  /// Ends a live session; false if it was not live. The first time of ending is kept.
  [[nodiscard]] virtual bool revoke(std::string_view token_hash, Timestamp now) = 0;
  /// Makes a rotated session one that ended like others, once its reuse has been dealt with; false if it was none.
  [[nodiscard]] virtual bool forget_rotation(std::string_view token_hash) = 0;
  /// Ends all live sessions of a family; returns how many. The caller has called rotate() with one of its tokens in
  /// this transaction, which holds the lock described there.
  virtual std::int64_t revoke_family(const SessionId& family, Timestamp now) = 0;
  /// Ends all live sessions of a user; returns how many.
  virtual std::int64_t revoke_all(const UserId&, Timestamp now) = 0;
  /// Deletes sessions that expired before `before` and those that were revoked before it and not rotated, at most
  /// `limit`; returns how many. Rotated ones stay until they expire, so that the reuse of their tokens is noticed.
  virtual std::int64_t purge(Timestamp before, int limit) = 0;
};

/// Keeps one-time codes.
class ChallengeStore {
 public:
  virtual ~ChallengeStore() = default;
  virtual void insert(const ChallengeRow&) = 0;
  virtual std::optional<ChallengeRow> find(const ChallengeId&) = 0;
  virtual std::optional<ChallengeRow> latest(const UserId&) = 0;  ///< By creation.
  /// The same. Others who call this for the same user wait until the transaction ends, also when there is none yet.
  virtual std::optional<ChallengeRow> lock_latest(const UserId&) = 0;
  /// Counts one try before the code is compared, so parallel guesses cannot exceed the limit.
  /// Returns the new count, or nothing when no try is left or the challenge is used.
  virtual std::optional<int> take_attempt(const ChallengeId&, Timestamp now) = 0;
  /// False when it was used already.
  [[nodiscard]] virtual bool mark_verified(const ChallengeId&, Timestamp now) = 0;
  /// Tries of all challenges of a user created at a time or later.
  virtual std::int64_t attempts_since(const UserId&, Timestamp since) = 0;
  virtual std::int64_t purge(Timestamp expired_before, int limit) = 0;
};

/// Keeps identity checks, their documents and their changes of state.
class KycStore {
 public:
  virtual ~KycStore() = default;
  virtual void insert_session(const KycSession&) = 0;
  virtual std::optional<KycSession> find_session(const KycSessionId&) = 0;
  virtual std::optional<KycSession> latest_session(const UserId&) = 0;  ///< By creation.
  /// CREATED to SUBMITTED; the first time of submission is kept. False when the session is not CREATED.
  [[nodiscard]] virtual bool submit(const KycSessionId&, Timestamp now) = 0;
  /// Records a review if the status is still `from`; false otherwise.
  [[nodiscard]] virtual bool review(const KycSessionId&, KycStatus from, KycStatus to, std::string_view reviewer,
                                    Timestamp now) = 0;
  /// Until the unit of work ends, nobody else changes the session.
  virtual std::optional<ProviderMetadata> lock_provider_metadata(const KycSessionId&) = 0;
  /// Stores the metadata, and of the session `provider_ref`, `provider_metadata` and `updated_at`.
  virtual void update_provider_metadata(const ProviderMetadata&) = 0;
  /// False when the session already has this checksum.
  [[nodiscard]] virtual bool insert_document(const KycDocument&) = 0;
  virtual bool has_document(const KycSessionId&, std::string_view checksum_sha256) = 0;
  virtual std::int64_t count_documents(const KycSessionId&) = 0;
  virtual std::vector<KycDocument> documents(const KycSessionId&) = 0;  ///< Oldest first.
  virtual std::optional<KycDocument> find_document(const KycDocumentId&) = 0;
  virtual void insert_event(const KycStatusEvent&) = 0;
  virtual std::vector<KycStatusEvent> events(const KycSessionId&) = 0;  ///< Oldest first.
  /// Newest submission first. A fixed number of statements, whatever the page size.
  virtual Page<ReviewCase> review_queue(const ReviewFilter&, const PageWindow&) = 0;
};

/// Keeps what was declared for uploading, until it is registered or given up.
class UploadStore {
 public:
  virtual ~UploadStore() = default;
  virtual void insert(const UploadRow&) = 0;
  virtual std::optional<UploadRow> find(std::string_view object_key) = 0;
  /// False when the upload was given up meanwhile. Registering twice is fine.
  [[nodiscard]] virtual bool mark_registered(std::string_view object_key) = 0;
  /// Bytes declared by a user and not purged.
  virtual std::int64_t declared_bytes(const UserId&) = 0;
  /// Marks pending uploads that expired before a time as abandoned and returns keys whose objects are to be removed,
  /// including those of an interrupted purge.
  virtual std::vector<std::string> abandon(Timestamp expired_before, int limit) = 0;
  /// Calls back for every registered document of every module that has a file, with key and checksum.
  virtual void each_document(const std::function<void(std::string_view, std::string_view)>&) = 0;
  /// Deletes the row of an abandoned upload.
  virtual void forget(std::string_view object_key) = 0;
};

/// Keeps work for the worker.
class QueueStore {
 public:
  virtual ~QueueStore() = default;
  /// Adds a job in the caller's transaction. A `unique_key` that is already queued makes this do nothing.
  virtual void push(const QueueId&, std::string_view kind, std::string_view payload, std::string_view unique_key,
                    Timestamp run_at) = 0;
  /// Whether claim() would find a job; a read, so that idle workers do not disturb writers.
  virtual bool has_due(Timestamp now) = 0;
  /// The job that is due longest, leased until `lease_until`. Leases that ran out are handed out again.
  virtual std::optional<QueueJob> claim(Timestamp now, const std::string& lease, Timestamp lease_until) = 0;
  /// False when the lease was lost; then somebody else has or had the job.
  [[nodiscard]] virtual bool complete(const QueueId&, std::string_view lease, Timestamp now) = 0;
  /// Has the job tried again at `run_at`, or keeps it as dead for an operator when absent. False when the lease was
  /// lost.
  [[nodiscard]] virtual bool fail(const QueueId&, std::string_view lease, std::string_view error,
                                  std::optional<Timestamp> run_at, Timestamp now) = 0;
  /// Deletes jobs that were completed before a time; dead ones stay.
  virtual std::int64_t purge(Timestamp finished_before, int limit) = 0;
};

/// Remembers deliveries of webhooks.
class InboxStore {
 public:
  virtual ~InboxStore() = default;
  /// Remembers a delivery unless its key was seen after `fresh_before`, and locks the session it is about.
  virtual Receipt receive(const Delivery&) = 0;
  /// Forgets keys that were first seen before a time.
  virtual std::int64_t purge(Timestamp seen_before, int limit) = 0;
};

/// Keeps the audit trail.
class AuditStore {
 public:
  virtual ~AuditStore() = default;
  virtual void append(const std::string& row_id, const AuditEntry&) = 0;
  virtual std::vector<AuditRow> unsealed(int limit) = 0;  ///< In order of insertion.
  /// The sealed row with the highest number. In a write, others who ask for it wait until the transaction ends.
  virtual std::optional<AuditRow> last_sealed() = 0;
  virtual std::vector<AuditRow> sealed_from(std::int64_t number, int limit) = 0;  ///< Including it, ascending.
  /// False when the row is sealed already.
  [[nodiscard]] virtual bool seal(std::string_view row_id, std::int64_t number, std::string_view chain) = 0;
  virtual std::int64_t count_unsealed() = 0;
};

/// Keeps what search finds by up to date.
class SearchStore {
 public:
  virtual ~SearchStore() = default;
  /// Makes rows findable that another program wrote or changed, at most `limit`; returns how many.
  virtual std::int64_t fold(int limit) = 0;
};

/// What a unit of work may touch.
struct Stores {
  UserStore& users;
  SessionStore& sessions;
  ChallengeStore& challenges;
  KycStore& kyc;
  UploadStore& uploads;
  JobStore& jobs;
  FeedStore& feed;
  QueueStore& queue;
  InboxStore& inbox;
  AuditStore& audit;
  OrganizationStore& organizations;
  AdminStore& administration;
  ActivityStore& activity;
  ApplicationStore& applications;
  ApplicationDocumentStore& application_documents;
  SearchStore& search;
};

/// One step of the schema.
struct MigrationState {
  std::string name{};
  std::optional<Timestamp> applied_at{};  ///< Absent: it is still to be applied.
};

/// A place to keep everything. Methods may be called from any thread.
class Storage {
 public:
  virtual ~Storage() = default;
  using Work = std::function<void(Stores&)>;

  /// Runs `work` with stores to read from, at the same time as other reads and, except in memory, as a write. Each call
  /// of a store sees what has been committed by then; a page and its total are of one moment. Throws as write() when
  /// the store cannot be reached.
  virtual void read(const Work&) = 0;
  /// One transaction: returning commits, throwing rolls back, and what `work` throws comes out as it is. Inside, touch
  /// only the stores and locals: no network, no hashing, no nesting. `work` may run again after a serialization
  /// failure. When the store cannot be reached, or it is not known whether the commit happened, this throws
  /// Error{unavailable, "service_unavailable"}; in the latter case it does not try again.
  virtual void write(const Work&) = 0;

  /// Brings the schema to this version; safe to race. Returns the names of the migrations it applied.
  virtual std::vector<std::string> migrate() = 0;
  /// Every migration of this version, in order. Throws when the store cannot be reached, or ran another text under
  /// one of the names.
  virtual std::vector<MigrationState> migrations() = 0;
  /// The store's own clock, where it is not that of this machine. Throws as read().
  virtual std::optional<Timestamp> clock() { return std::nullopt; }
};

/// Names of migrations not applied yet; empty when the schema is current.
std::vector<std::string> pending_migrations(Storage&);

/// storage.read, returning what the closure returns.
template <class F>
auto read(Storage& storage, F&& work) {
  std::optional<std::invoke_result_t<F&, Stores&>> result;
  storage.read([&](Stores& stores) { result.emplace(work(stores)); });
  return std::move(result).value();  // Throws if the storage has not called.
}

/// storage.write, returning what the closure returns, if anything.
template <class F>
auto write(Storage& storage, F&& work) {
  using Result = std::invoke_result_t<F&, Stores&>;
  if constexpr (std::is_void_v<Result>) {
    storage.write([&](Stores& stores) { work(stores); });
  } else {
    std::optional<Result> result;
    storage.write([&](Stores& stores) { result.emplace(work(stores)); });
    return std::move(result).value();
  }
}

}  // namespace senpai
