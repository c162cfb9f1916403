#pragma once
// How every part of the library refuses what it was configured with.

#include <senpai/error.hpp>
#include <string>

namespace senpai {

[[noreturn]] inline void refuse_option(const std::string& what) {
  throw Error(ErrorKind::invalid_argument, "invalid_option", what);
}

inline void require_option(bool usable, const std::string& what) {
  if (!usable) refuse_option(what);
}

}  // namespace senpai
