#pragma once
// What administration reads and writes beyond the stores of the modules; part of ports/storage.hpp.

#include <senpai/admin.hpp>

namespace [[gnu::visibility("default")]] senpai {

/// A checked UserQuery.
struct UserFilter {
  std::string search{};  ///< Folded text; empty: any.
  PageWindow window{};
};

/// Absent values keep what is stored.
struct AccountChange {
  std::optional<std::string> full_name{};
  std::optional<std::string> password_hash{};
};

/// What administration reads and writes of accounts.
class AdminStore {
 public:
  virtual ~AdminStore() = default;
  /// Newest first, with roles.
  virtual Page<User> list_users(const UserFilter&) = 0;
  /// False when the user is gone. Also called without a change, so that simultaneous updates of one user queue up.
  [[nodiscard]] virtual bool update_user(const UserId&, const AccountChange&, Timestamp) = 0;
  virtual void revoke_role(const UserId&, std::string_view code) = 0;
  /// One statement. @param midnight  where today begins.
  virtual Overview overview(Timestamp midnight) = 0;
};

/// An ActivitySelection as stores take it: which tables are to be read, and for what.
struct ActivityFilter {
  bool kyc = true;
  bool applications = true;
  std::vector<ActivityType> audit{};           ///< Types whose events are rows of the audit trail.
  std::optional<std::string> audit_action{};  ///< Of those only this one, as it is stored.
  std::optional<ActorType> actor_type{};
  std::optional<std::string> actor_id{};
  std::optional<std::string> entity_id{};
  std::optional<Timestamp> from{};
  std::optional<Timestamp> to{};
  PageWindow window{};
};

/// The timeline, read from the tables of all modules.
class ActivityStore {
 public:
  virtual ~ActivityStore() = default;
  /// Newest first; at the same time identity checks before applications and these before the rest, then by id. Two
  /// statements, whatever the page and the history. `title` of identity checks is empty and `description` their reason,
  /// if any; of the audit trail `action` is as it is stored and both are empty.
  virtual Page<ActivityEvent> timeline(const ActivityFilter&) = 0;
};

}  // namespace senpai
