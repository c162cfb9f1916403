#pragma once
// The little JSON that is needed outside api/: defined in json_text.cpp beside JsonText.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace senpai::json {

/// Whether a text is nested deeper than 64 levels, which would need as much stack to write again. The parser could tell
/// as well, but one with a callback takes time by the square of what it reads.
bool too_deep(std::string_view text);

/// Appends `text` as a JSON string. Non-ASCII stays as it is.
void append_string(std::string& out, std::string_view text);

/// The texts of an array; anything else in it is left out.
std::vector<std::string> parse_texts(std::string_view array);

/// What an access token says.
struct Claims {
  std::string type;
  std::string subject;
  double expires_at = 0;  ///< Unix seconds; 0 when missing.
};
std::optional<Claims> parse_claims(std::string_view text);

}  // namespace senpai::json
