#pragma once

#include "parts.hpp"

namespace bench {

/// Reads and writes on the PostgreSQL that SENPAI_TEST_POSTGRES names, beside libpq and pgbench with as many
/// connections. Says so when there is none.
void run_on_postgres(const Settings&);

/// Runs a statement with plain libpq, on a connection of the calling thread.
/// @param statement  URL, SQL, and its parameters.
void run_statement(const std::vector<std::string>& statement);

}  // namespace bench
