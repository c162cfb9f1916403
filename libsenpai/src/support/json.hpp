#pragma once
// The little JSON that is needed outside api/: defined in json_text.cpp beside JsonText.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace senpai::json {

/// Whether a text is nested deeper than that, which would need as much stack to write again. The parser could tell as
/// well, but one with a callback takes time by the square of what it reads.
bool too_deep(std::string_view text, int max_depth = 64);

/// An object as JsonText has it, however deep; nothing if the text is none.
std::optional<std::string> normalised_object(std::string_view text);

/// Appends `text` as a JSON string. Non-ASCII stays as it is.
void append_string(std::string& out, std::string_view text);

/// An array of texts.
std::string write_texts(const std::vector<std::string>& texts);

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
