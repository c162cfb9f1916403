#pragma once
// What the library costs inside a program: its size, a platform for a test, and one call from four languages.

namespace bench {

/// Prints everything, with the aims.
void run_in_process();

/// What the child processes run: prints what the first and later sandboxes cost.
int run_sandboxes();

}  // namespace bench
