#pragma once
// The stores of administration on a connection.

#include <senpai/ports/admin_store.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

class SqlAdminStore final : public AdminStore {
 public:
  explicit SqlAdminStore(Connection& db) : db_(db) {}
  Page<User> list_users(const UserFilter&) override;
  bool update_user(const UserId&, const AccountChange&, Timestamp) override;
  void revoke_role(const UserId&, std::string_view code) override;
  Overview overview(Timestamp midnight) override;

 private:
  Connection& db_;
};

class SqlActivityStore final : public ActivityStore {
 public:
  explicit SqlActivityStore(Connection& db) : db_(db) {}
  Page<ActivityEvent> timeline(const ActivityFilter&) override;

 private:
  Connection& db_;
};

}  // namespace senpai::sql
