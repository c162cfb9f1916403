#pragma once
// Brings a database to the version of the library.

#include <senpai/ports/observer.hpp>
#include <senpai/ports/storage.hpp>
#include <string>
#include <vector>

#include "sql/connection.hpp"
#include "sql/migration.hpp"

namespace senpai::sql {

/// Applies what is missing, each file in a transaction of its own that first looks again. Returns the applied names.
std::vector<std::string> migrate(Database&, std::span<const Migration>, Timestamp now, Observer&);
/// All of them, in order.
std::vector<MigrationState> migration_states(Database&, std::span<const Migration>);

}  // namespace senpai::sql
