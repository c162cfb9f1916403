#pragma once
// The store that keeps what is searched for folded, on a connection.

#include <senpai/ports/storage.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

class SqlSearchStore final : public SearchStore {
 public:
  explicit SqlSearchStore(Connection& db) : db_(db) {}
  std::int64_t fold(int limit) override;

 private:
  Connection& db_;
};

}  // namespace senpai::sql
