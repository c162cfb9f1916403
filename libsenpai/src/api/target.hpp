#pragma once
// Request targets: path, query, percent-decoding. Total: any text gives an answer.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace senpai::api {

struct Target {
  std::string path;  ///< Starts with a slash, dot segments resolved, the alias `/v1` taken off; still encoded.
  std::vector<std::pair<std::string, std::string>> query;  ///< Decoded, in order; invalid UTF-8 stays out.
};

/// Reads a request target in origin form or absolute form; nothing for anything else.
std::optional<Target> parse_target(std::string_view);

/// The parts between slashes; views into `path`. A path that does not start with a slash has none.
std::vector<std::string_view> split_segments(std::string_view path);

/// Malformed escapes stay as they are.
std::string percent_decode(std::string_view, bool plus_is_blank = false);

}  // namespace senpai::api
