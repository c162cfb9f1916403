#pragma once
// Copies of the SQLite profile: the database and its folder of documents, in a folder that `sha256sum -c` can check.

#include <string>

namespace senpai::server {

/// What is copied, or where it is restored to.
struct Site {
  std::string database{};   ///< The SQLite file.
  std::string documents{};  ///< Folder of the documents; empty when they are kept elsewhere.
};

/// Copies while the server runs, checks the copy, and only then gives it its name. Returns 0, or 2 when documents have
/// been missing before. @throws std::runtime_error with one line for the operator.
int run_backup(const Site&, const std::string& directory, bool overwrite);

/// Checks the whole backup, then puts it in place. @throws std::runtime_error.
int run_restore(const Site&, const std::string& directory, bool overwrite);

/// For whoever is about to create a database. @throws std::runtime_error when a restore that was killed has left the
/// former one aside and no other in its place.
void check_no_restore_was_killed(const std::string& database);

}  // namespace senpai::server
