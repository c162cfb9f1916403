#pragma once
// How every object storage says that it cannot be used.

#include <senpai/error.hpp>

namespace senpai {

inline Error storage_trouble() {
  return {ErrorKind::unavailable, "storage_unavailable",
          "Documents cannot be stored or read right now. Please try again in a moment.", std::chrono::seconds(5)};
}

[[noreturn]] inline void refuse_storage() { throw storage_trouble(); }

}  // namespace senpai
