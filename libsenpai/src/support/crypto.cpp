#include "support/crypto.hpp"

#include <argon2.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <new>
#include <senpai/error.hpp>

namespace senpai::crypto {
namespace {

constexpr std::size_t digest_size = 32;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

[[noreturn]] void fail(const char* what) { throw Error::internal(what); }

/// OpenSSL looks algorithms up by name, which costs more than a short text does; so it is done once. Never freed: at
/// the end of the process others may still use them.
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (!algorithm) fail("there is no SHA-256");
  return algorithm;
}

/// HMAC-SHA256 before it is given a key.
const EVP_MAC_CTX* keyless_hmac() {
  static const EVP_MAC_CTX* const context = [] {
    const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> hmac(EVP_MAC_fetch(nullptr, "HMAC", nullptr),
                                                                 &EVP_MAC_free);
    EVP_MAC_CTX* made = hmac ? EVP_MAC_CTX_new(hmac.get()) : nullptr;
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                     OSSL_PARAM_construct_end()};
    if (!made || EVP_MAC_CTX_set_params(made, parameters) != 1) fail("there is no HMAC-SHA256");
    return made;
  }();
  return context;
}

std::string without_padding(std::string text) {
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

std::optional<std::string> from_unpadded(std::string_view text) {
  if (text.size() % 4 == 1 || text.find('=') != std::string_view::npos) return std::nullopt;
  return from_base64(std::string(text).append((4 - text.size() % 4) % 4, '='));
}

}  // namespace

std::string sha256(std::string_view text) {
  std::string digest(digest_size, '\0');
  if (EVP_Digest(text.data(), text.size(), bytes_of(digest), nullptr, sha256_algorithm(), nullptr) != 1)
    fail("SHA-256 failed");
  return digest;
}

std::string sha256_hex(std::string_view text) { return to_hex(sha256(text)); }

std::string hmac_sha256(std::string_view key, std::string_view message) {
  const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> mac(EVP_MAC_CTX_dup(keyless_hmac()),
                                                                      &EVP_MAC_CTX_free);
  std::string digest(digest_size, '\0');
  std::size_t size = 0;
  // OpenSSL takes a null key for "none yet", so an empty key still needs an address.
  const auto key_bytes = key.empty() ? std::string_view("") : key;
  if (!mac || EVP_MAC_init(mac.get(), bytes_of(key_bytes), key.size(), nullptr) != 1 ||
      EVP_MAC_update(mac.get(), bytes_of(message), message.size()) != 1 ||
      EVP_MAC_final(mac.get(), bytes_of(digest), &size, digest.size()) != 1)
    fail("HMAC-SHA256 failed");
  return digest;
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_ || EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_), sha256_algorithm(), nullptr) != 1)
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
  std::string text = without_padding(to_base64(bytes));
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.find_first_of("+/") != std::string_view::npos) return std::nullopt;
  std::string standard(text);
  for (char& c : standard) c = c == '-' ? '+' : c == '_' ? '/' : c;
  return from_unpadded(standard);
}

bool equal(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void fill_random(std::span<std::byte> bytes) {
  constexpr std::size_t most_at_once = 256;  // POSIX.1-2024, getentropy
  for (; !bytes.empty(); bytes = bytes.subspan(std::min(bytes.size(), most_at_once)))
    if (::getentropy(bytes.data(), std::min(bytes.size(), most_at_once)) != 0) fail("no randomness available");
}

std::string random_bytes(std::size_t count, const RandomSource& random) {
  std::string bytes(count, '\0');
  random(std::as_writable_bytes(std::span(bytes)));
  return bytes;
}

std::string random_uuid(const RandomSource& random) {
  std::string bytes = random_bytes(16, random);
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

namespace {

/// libargon2's simpler functions start a thread for each lane. The lanes decide what comes out, the threads do not.
std::string argon2id_bytes(std::string_view password, std::string_view salt, const Argon2Cost& cost,
                           std::size_t size) {
  std::string hash(size, '\0');
  argon2_context context{};
  context.out = bytes_of(hash);
  context.outlen = static_cast<std::uint32_t>(hash.size());
  // The library only overwrites what it takes when it is told to, and it is not.
  context.pwd = const_cast<std::uint8_t*>(bytes_of(password));
  context.pwdlen = static_cast<std::uint32_t>(password.size());
  context.salt = const_cast<std::uint8_t*>(bytes_of(salt));
  context.saltlen = static_cast<std::uint32_t>(salt.size());
  context.t_cost = cost.iterations;
  context.m_cost = cost.memory_kib;
  context.lanes = cost.lanes;
  context.threads = 1;
  context.version = ARGON2_VERSION_13;
  const int result = argon2id_ctx(&context);
  if (result == ARGON2_MEMORY_ALLOCATION_ERROR) throw std::bad_alloc();
  if (result != ARGON2_OK) fail(argon2_error_message(result));
  return hash;
}

struct Argon2Hash {
  Argon2Cost cost;
  std::string salt;
  std::string hash;
};

std::optional<Argon2Hash> parse_argon2id(std::string_view text) {
  const auto skip = [&](std::string_view literal) {
    if (!text.starts_with(literal)) return false;
    text.remove_prefix(literal.size());
    return true;
  };
  const auto number = [&](std::uint32_t& value, std::uint32_t max) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return error == std::errc{} && value >= 1 && value <= max;
  };
  Argon2Hash parsed;
  if (!skip("$argon2id$v=19$m=") || !number(parsed.cost.memory_kib, max_argon2_cost.memory_kib)) return std::nullopt;
  if (!skip(",t=") || !number(parsed.cost.iterations, max_argon2_cost.iterations)) return std::nullopt;
  if (!skip(",p=") || !number(parsed.cost.lanes, max_argon2_cost.lanes) || !skip("$")) return std::nullopt;
  const auto dollar = text.find('$');
  if (dollar == std::string_view::npos) return std::nullopt;
  auto salt = from_unpadded(text.substr(0, dollar)), hash = from_unpadded(text.substr(dollar + 1));
  const bool usable = salt && hash && salt->size() >= ARGON2_MIN_SALT_LENGTH && hash->size() >= ARGON2_MIN_OUTLEN &&
                      hash->size() <= 64 && parsed.cost.memory_kib >= 8 * parsed.cost.lanes;
  if (!usable) return std::nullopt;
  parsed.salt = std::move(*salt);
  parsed.hash = std::move(*hash);
  return parsed;
}

}  // namespace

std::string argon2id(std::string_view password, std::string_view salt, const Argon2Cost& cost) {
  return "$argon2id$v=19$m=" + std::to_string(cost.memory_kib) + ",t=" + std::to_string(cost.iterations) +
         ",p=" + std::to_string(cost.lanes) + "$" + without_padding(to_base64(salt)) + "$" +
         without_padding(to_base64(argon2id_bytes(password, salt, cost, digest_size)));
}

bool argon2id_matches(std::string_view encoded, std::string_view password) {
  const auto parsed = parse_argon2id(encoded);
  return parsed && equal(argon2id_bytes(password, parsed->salt, parsed->cost, parsed->hash.size()), parsed->hash);
}

}  // namespace senpai::crypto
