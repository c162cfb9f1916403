#pragma once
// Text rules of the contract: what counts as blank, how length is counted, how case is folded.

#include <optional>
#include <string>
#include <string_view>

namespace senpai::text {

/// Without the contract's white space at both ends; U+3000 is part of it.
std::string_view trim(std::string_view);
/// Without any white space.
std::string without_spaces(std::string_view);

/// UTF-16 code units, as the clients count; nothing for invalid UTF-8 or text with U+0000, which no field accepts.
std::optional<int> length(std::string_view);
/// True when `text` may be stored and its length is in the range.
bool fits(std::string_view text, int min, int max);

/// Unicode simple case mapping, independent of locale.
std::string lower(std::string_view);
std::string upper(std::string_view);
/// Two letters, trimmed and in upper case (ISO 3166-1 alpha-2 in form); nothing otherwise.
std::optional<std::string> country_code(std::string_view);

bool valid_utf8(std::string_view);
/// Whether it has control characters or ends of lines, which names in mails and logs must not have.
bool has_control(std::string_view);
/// Something, `@`, something, `.`, something, without white space, a second `@` or invisible characters.
bool is_email(std::string_view);
/// An absolute http or https URL with a valid host.
bool is_http_url(std::string_view);
bool is_sha256_hex(std::string_view);
/// `A-Za-z0-9_-.` in parts between slashes, 1..1024, no `..`, no part empty or a dot.
bool is_object_key(std::string_view);
/// A file name as it may stand in an object key: lower case `a-z0-9._-`, no runs of `-` or `.`; `fallback` if nothing
/// is left.
std::string key_part(std::string_view, std::string_view fallback);

/// A number as clients write it: optional sign, digits, fraction, exponent, blanks around it.
std::optional<double> parse_number(std::string_view);

}  // namespace senpai::text
