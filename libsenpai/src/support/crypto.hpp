#pragma once
// Cryptography and randomness; crypto.cpp is the only user of OpenSSL and libargon2.

#include <senpai/vocabulary.hpp>

namespace senpai::crypto {

std::string sha256(std::string_view);      ///< 32 raw bytes.
std::string sha256_hex(std::string_view);  ///< 64 lower-case digits.
std::string hmac_sha256(std::string_view key, std::string_view message);  ///< 32 raw bytes.

/// SHA-256 of bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void update(std::string_view);
  std::string finish_hex();

 private:
  void* context_;
};

std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view);  ///< In any case.
std::string to_base64(std::string_view bytes);          ///< With padding.
std::optional<std::string> from_base64(std::string_view);
std::string to_base64url(std::string_view bytes);  ///< Without padding.
std::optional<std::string> from_base64url(std::string_view);

/// Takes the same time wherever the texts differ.
bool equal(std::string_view a, std::string_view b) noexcept;

/// What Options::random defaults to: the generator of the operating system, which no fork() copies.
void fill_random(std::span<std::byte>);
std::string random_bytes(std::size_t count, const RandomSource& = fill_random);
std::string random_uuid(const RandomSource& = fill_random);

std::string pbkdf2_sha256_hex(std::string_view password, std::string_view salt, int iterations);  ///< 32-byte key.
struct Argon2Cost {
  std::uint32_t memory_kib = 0;
  std::uint32_t iterations = 0;
  std::uint32_t lanes = 0;
};
/// What no hash of ours costs more than. A stored row must not be able to stall us.
constexpr Argon2Cost max_argon2_cost{4194304, 1000, 16};
/// The encoded form `$argon2id$v=19$m=…,t=…,p=…$SALT$HASH`. Computed by the calling thread alone.
std::string argon2id(std::string_view password, std::string_view salt, const Argon2Cost&);
bool argon2id_matches(std::string_view encoded, std::string_view password);

}  // namespace senpai::crypto
