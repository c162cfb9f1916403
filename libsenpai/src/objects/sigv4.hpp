#pragma once
// AWS Signature Version 4 in the query of a URL: whoever has the URL may send this one request until it expires.

#include <senpai/vocabulary.hpp>

namespace senpai::sigv4 {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Key {
  std::string id{};
  Secret secret{};
  Secret session_token{};
  std::string region{};
  std::string service = "s3";
};

struct Request {
  std::string method{};
  std::string host{};   ///< With the port unless it is the standard one: as clients send it.
  std::string path{};   ///< Percent-encoded.
  Pairs headers{};      ///< Beside Host, names in lower case; the client must send them exactly so.
  Pairs query{};        ///< Not encoded.
  std::string payload_sha256 = "UNSIGNED-PAYLOAD";
  Timestamp now{};
  std::chrono::seconds ttl{60};  ///< At most 7 days.
};

/// Percent-encodes everything but letters, digits, `-._~` and, if kept, slashes.
std::string encode(std::string_view, bool keep_slashes = false);

/// The query of the signed request, encoded, with the signature at its end.
std::string signed_query(const Key&, const Request&);

}  // namespace senpai::sigv4
