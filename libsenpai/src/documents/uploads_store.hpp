#pragma once
// The store of uploads on a connection.

#include <senpai/ports/storage.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

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

}  // namespace senpai::sql
