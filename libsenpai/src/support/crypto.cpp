#include "support/crypto.hpp"

#include <argon2.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <senpai/error.hpp>

namespace senpai::crypto {
namespace {

constexpr std::size_t digest_size = 32;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

[[noreturn]] void fail(const char* what) { throw Error(ErrorKind::internal, "internal_error", what); }

}  // namespace

std::string sha256(std::string_view text) {
  std::string digest(digest_size, '\0');
  if (EVP_Digest(text.data(), text.size(), bytes_of(digest), nullptr, EVP_sha256(), nullptr) != 1)
    fail("SHA-256 failed");
  return digest;
}

std::string sha256_hex(std::string_view text) { return to_hex(sha256(text)); }

std::string hmac_sha256(std::string_view key, std::string_view message) {
  std::string digest(digest_size, '\0');
  unsigned size = 0;
  // OpenSSL takes a null key for "reuse the last one", so an empty key still needs an address.
  const void* key_data = key.empty() ? "" : key.data();
  if (!HMAC(EVP_sha256(), key_data, static_cast<int>(key.size()), bytes_of(message), message.size(), bytes_of(digest),
            &size))
    fail("HMAC-SHA256 failed");
  return digest;
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_ || EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_), EVP_sha256(), nullptr) != 1)
    fail("SHA-256 failed");
}
Sha256::~Sha256() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }
void Sha256::update(std::string_view bytes) {
  if (EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), bytes.data(), bytes.size()) != 1) fail("SHA-256 failed");
}
std::string Sha256::finish_hex() {
  std::string digest(digest_size, '\0');
  if (EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), bytes_of(digest), nullptr) != 1) fail("SHA-256 failed");
  return to_hex(digest);
}

std::string to_hex(std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    hex += digits[static_cast<unsigned char>(c) >> 4];
    hex += digits[c & 15];
  }
  return hex;
}

std::optional<std::string> from_hex(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  };
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]), low = digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

std::string to_base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(bytes_of(text), bytes_of(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  if (text.size() % 4 != 0) return std::nullopt;
  for (const char c : text.substr(0, text.size() - padding)) {
    const bool known =
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    if (!known) return std::nullopt;
  }
  std::string bytes(text.size() / 4 * 3, '\0');
  if (EVP_DecodeBlock(bytes_of(bytes), bytes_of(text), static_cast<int>(text.size())) < 0) return std::nullopt;
  bytes.resize(bytes.size() - padding);
  return bytes;
}

std::string to_base64url(std::string_view bytes) {
  std::string text = to_base64(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1 || text.find_first_of("+/=") != std::string_view::npos) return std::nullopt;
  std::string padded(text);
  for (char& c : padded) c = c == '-' ? '+' : c == '_' ? '/' : c;
  padded.append((4 - text.size() % 4) % 4, '=');
  return from_base64(padded);
}

bool equal(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(bytes_of(bytes), static_cast<int>(count)) != 1) fail("no randomness available");
  return bytes;
}

std::string random_uuid() {
  std::string bytes = random_bytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);  // RFC 9562: version 4
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);  // and variant 10
  std::string text = to_hex(bytes);
  for (const std::size_t at : {8u, 13u, 18u, 23u}) text.insert(at, 1, '-');
  return text;
}

std::string pbkdf2_sha256_hex(std::string_view password, std::string_view salt, int iterations) {
  std::string key(digest_size, '\0');
  if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), bytes_of(salt),
                        static_cast<int>(salt.size()), iterations, EVP_sha256(), static_cast<int>(key.size()),
                        bytes_of(key)) != 1)
    fail("PBKDF2 failed");
  return to_hex(key);
}

std::string argon2id(std::string_view password, std::uint32_t memory_kib, std::uint32_t iterations,
                     std::uint32_t parallelism) {
  const std::string salt = random_bytes(16);
  std::string encoded(argon2_encodedlen(iterations, memory_kib, parallelism, 16, digest_size, Argon2_id), '\0');
  const int result = argon2id_hash_encoded(iterations, memory_kib, parallelism, password.data(), password.size(),
                                           salt.data(), salt.size(), digest_size, encoded.data(), encoded.size());
  if (result != ARGON2_OK) fail(argon2_error_message(result));
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool argon2id_matches(const std::string& encoded, std::string_view password) {
  return argon2id_verify(encoded.c_str(), password.data(), password.size()) == ARGON2_OK;
}

}  // namespace senpai::crypto
