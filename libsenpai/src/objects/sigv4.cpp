#include "objects/sigv4.hpp"

#include <algorithm>

#include "support/crypto.hpp"

namespace senpai::sigv4 {
namespace {

constexpr const char* algorithm = "AWS4-HMAC-SHA256";

/// `20260210T090000Z`
std::string basic_time(Timestamp now) {
  std::string text;
  for (const char c : to_text(now).substr(0, 19))
    if (c != '-' && c != ':') text += c;
  return text + "Z";
}

/// Sorted as the signature wants it: by encoded name, then by encoded value.
std::string encoded_query(const Pairs& query) {
  Pairs encoded;
  for (const auto& [name, value] : query) encoded.emplace_back(encode(name), encode(value));
  std::ranges::sort(encoded);
  std::string text;
  for (const auto& [name, value] : encoded) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

std::string signature(const Key& key, std::string_view date, std::string_view message) {
  std::string step = crypto::hmac_sha256("AWS4" + key.secret.reveal(), date);
  step = crypto::hmac_sha256(step, key.region);
  step = crypto::hmac_sha256(step, key.service);
  step = crypto::hmac_sha256(step, "aws4_request");
  return crypto::to_hex(crypto::hmac_sha256(step, message));
}

}  // namespace

std::string encode(std::string_view text, bool keep_slashes) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~' || (c == '/' && keep_slashes);
    if (plain) {
      encoded += c;
      continue;
    }
    encoded += '%';
    encoded += digits[static_cast<unsigned char>(c) >> 4];
    encoded += digits[c & 15];
  }
  return encoded;
}

std::string signed_query(const Key& key, const Request& request) {
  Pairs headers = request.headers;
  headers.emplace_back("host", request.host);
  std::ranges::sort(headers);
  std::string names, lines;
  for (const auto& [name, value] : headers) {
    names += (names.empty() ? "" : ";") + name;
    lines += name + ":" + value + "\n";
  }
  const std::string time = basic_time(request.now);
  const std::string date = time.substr(0, 8);
  const std::string scope = date + "/" + key.region + "/" + key.service + "/aws4_request";
  Pairs query = request.query;
  query.emplace_back("X-Amz-Algorithm", algorithm);
  query.emplace_back("X-Amz-Credential", key.id + "/" + scope);
  query.emplace_back("X-Amz-Date", time);
  query.emplace_back("X-Amz-Expires", std::to_string(request.ttl.count()));
  query.emplace_back("X-Amz-SignedHeaders", names);
  if (!key.session_token.empty()) query.emplace_back("X-Amz-Security-Token", key.session_token.reveal());
  const std::string sorted = encoded_query(query);
  const std::string canonical = request.method + "\n" + request.path + "\n" + sorted + "\n" + lines + "\n" + names +
                                "\n" + request.payload_sha256;
  const std::string message =
      std::string(algorithm) + "\n" + time + "\n" + scope + "\n" + crypto::sha256_hex(canonical);
  return sorted + "&X-Amz-Signature=" + signature(key, date, message);
}

}  // namespace senpai::sigv4
