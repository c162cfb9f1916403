#pragma once
// Saving a job or a post, which differ in their tables only.

#include <senpai/content.hpp>

#include "sql/connection.hpp"

namespace senpai::sql {

/// @param query      saves what is public at `now` unless it is saved already.
/// @param lifecycle  looks up what was to be saved; asked only when nothing was.
/// @returns as JobStore::save().
template <class FindLifecycle>
std::optional<bool> save_public(Connection& db, const Query& query, std::initializer_list<Value> values, Timestamp now,
                                FindLifecycle lifecycle) {
  try {
    if (db.run_alone(query, values) == 1) return true;
  } catch (const Failure& failure) {
    if (failure.kind() != Failure::Kind::foreign_key) throw;
    return std::nullopt;  // It was deleted meanwhile, or who saves was.
  }
  const auto found = lifecycle();
  if (!found || found->effective(now) != LifecycleStatus::published) return std::nullopt;
  return false;
}

}  // namespace senpai::sql
