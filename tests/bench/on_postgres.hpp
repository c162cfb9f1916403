#pragma once

#include "parts.hpp"

namespace bench {

/// Reads and writes on the PostgreSQL that SENPAI_TEST_POSTGRES names, beside libpq and pgbench with as many
/// connections. Says so when there is none.
void run_on_postgres(const Settings&);

}  // namespace bench
