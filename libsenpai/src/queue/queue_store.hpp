#pragma once
// The store of the job queue on a connection.

#include <senpai/ports/storage.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

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

}  // namespace senpai::sql
