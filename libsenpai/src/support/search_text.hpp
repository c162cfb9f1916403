#pragma once
// The folded texts by which rows are found; kept beside the rows by whoever changes them. None is ever empty, so an
// empty column means that a program wrote the row which does not know of it.

#include <string>
#include <string_view>

#include "support/text.hpp"

namespace senpai {

inline std::string job_search_text(std::string_view title, std::string_view description, std::string_view employer,
                                   std::string_view place) {
  return text::lower(
      std::string(title).append(" ").append(description).append(" ").append(employer).append(" ").append(place));
}

inline std::string post_search_text(std::string_view title, std::string_view excerpt, std::string_view author,
                                    std::string_view category) {
  return text::lower(
      std::string(title).append(" ").append(excerpt).append(" ").append(author).append(" ").append(category));
}

/// Folded name, a line break that keeps a search from matching across both, and the address, which is in lower case.
inline std::string user_search_text(std::string_view full_name, std::string_view email) {
  return text::lower(full_name).append("\n").append(email);
}

/// How an application is found: by job title and employer, or by the applicant's name and e-mail address. Whoever
/// changes one of them passes the new label to ApplicationStore.
inline std::string search_label(std::string_view first, std::string_view second) {
  return text::lower(std::string(first).append(" ").append(second));
}

}  // namespace senpai
