#pragma once
// The audit trail: who did what. Rows are appended by the transactions they tell about and sealed into a keyed chain
// soon after, so that a row that was changed, taken out or put in later is found.

#include <senpai/vocabulary.hpp>

namespace [[gnu::visibility("default")]] senpai {

struct Runtime;

constexpr std::size_t max_audit_problems = 100;

/// How the audit trail is sealed and shown.
struct AuditOptions {
  /// Keys the chain. Keep it where the database's administrators cannot read it. Empty: derived from the token secret,
  /// so rotating that one would make the chain unverifiable.
  Secret key{};
  /// Show what the trail tells about jobs, posts, organizations and accounts in the activity routes as well. Off as in
  /// the original, whose clients know identity checks and applications only.
  bool in_activity = false;
};

/// One fact for the audit trail, written in the transaction that it tells about.
struct AuditEntry {
  Actor actor{};
  std::string action{};  ///< For example `kyc.status_changed`.
  std::string entity_type{};
  std::string entity_id{};
  std::optional<std::string> from_state{};
  std::optional<std::string> to_state{};
  JsonText details{};
  Timestamp at{};
};

/// A row as it is stored.
struct AuditRow {
  std::string id{};
  std::string actor_type{};
  std::optional<std::string> actor_id{};
  std::string actor_name{};
  std::string action{};
  std::string entity_type{};
  std::string entity_id{};
  std::optional<std::string> from_state{};
  std::optional<std::string> to_state{};
  std::optional<std::string> request_id{};
  JsonText details{};
  Timestamp at{};
  std::optional<std::int64_t> number{};  ///< Dense, from 1; absent until sealed.
  std::string chain{};                   ///< HMAC-SHA256 over the former chain value, the number and this row, as hex.
};

/// A place where the chain does not hold.
struct AuditProblem {
  enum class Kind {
    missing,   ///< No row has this number though later ones exist.
    altered,   ///< The row was changed, or put in by somebody without the key.
    cut_off,   ///< The expected head is not in the chain: rows at the end were taken away.
  };
  Kind kind = Kind::altered;
  std::int64_t number = 0;
  std::string row_id{};
};

/// What AuditService::verify() found.
struct AuditReport {
  std::int64_t sealed = 0;
  std::int64_t unsealed = 0;  ///< Too young to be in the chain yet, normally a few seconds' worth.
  std::string head{};  ///< Chain value of the last sealed row; note it elsewhere to prove later that none was cut.
  std::vector<AuditProblem> problems{};  ///< At most max_audit_problems.
};

/// Every method may be called from any thread, and sealing from several processes.
class AuditService {
 public:
  explicit AuditService(Runtime& runtime) : runtime_(runtime) {}

  /// Seals up to `limit` rows, none if that is not positive; returns how many. The worker calls it. The new head is
  /// logged as audit.sealed: noted outside of the database, it proves later that nothing before it was rewritten. When
  /// the row that this platform saw last is gone or changed, audit.rewritten is logged and nothing more is sealed. Rows
  /// are taken for genuine until they are sealed.
  int seal(int limit);

  /// Reads the whole chain, a thousand rows at a time. @param expected_head  a head noted earlier; empty: not checked.
  AuditReport verify(std::string_view expected_head = {});

 private:
  Runtime& runtime_;
};

}  // namespace senpai
