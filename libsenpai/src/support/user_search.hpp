#pragma once
// The column by which administrators find users.

#include <string>
#include <string_view>

#include "support/text.hpp"

namespace senpai::sql {

/// Folded name, a line break that keeps a search from matching across both, and the address, which is in lower case.
inline std::string user_search_text(std::string_view full_name, std::string_view email) {
  return text::lower(full_name).append("\n").append(email);
}

}  // namespace senpai::sql
