#pragma once
// The one exception type of the library.

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace [[gnu::visibility("default")]] senpai {

/// What went wrong, in terms no protocol owns. The HTTP status is derived from it in one place (api/dispatch.cpp).
enum class ErrorKind {
  invalid_argument,  ///< The caller must change the request. HTTP 400.
  unauthenticated,   ///< Who is calling is not known. HTTP 401.
  forbidden,         ///< The caller is known and may not. HTTP 403.
  not_found,         ///< HTTP 404.
  conflict,          ///< The state does not allow it. HTTP 409.
  rate_limited,      ///< Later. HTTP 429.
  unavailable,       ///< A dependency is down, we are saturated, or this is not set up here. HTTP 503.
  internal,          ///< A defect of ours or of a part that you brought. HTTP 500.
};

/// Thrown by every service for the person at the other end. Absence and duplicates inside the library are values.
///
/// `code` is a stable snake_case token with static storage duration; `what()` is one English sentence that is safe
/// to show. What your own parts throw (Options, Storage, Work) is not changed on its way through a service.
///
/// Methods name the codes of their own. Beside these any may throw `service_unavailable` (the store is away, saturated
/// or not migrated, or too many change the same thing at once) and `internal_error`; those with an `admin` throw
/// `insufficient_admin_role`, see Actor.
class Error final : public std::runtime_error {
 public:
  Error(ErrorKind kind, const char* code, const std::string& message)
      : std::runtime_error(message), kind_(kind), code_(code) {}
  Error(ErrorKind kind, const char* code, const std::string& message, std::chrono::seconds retry_after)
      : std::runtime_error(message), kind_(kind), code_(code), retry_after_(retry_after) {}
  /// Kind internal, code "internal_error": the same sentence for everybody, and what is behind it for the log.
  static Error internal(const std::string& cause) {
    return Error(ErrorKind::internal, "internal_error",
                 "Something went wrong on our side. Please try again, and tell support if it stays.").because(cause);
  }
  /// The same error with what is behind it.
  Error because(const std::string& cause) const {
    Error error(*this);
    error.cause_ = std::make_shared<const std::string>(cause);
    return error;
  }

  ErrorKind kind() const noexcept { return kind_; }
  const char* code() const noexcept { return code_; }
  /// When trying again makes sense, if it does; only with `rate_limited` and `unavailable`.
  std::optional<std::chrono::seconds> retry_after() const noexcept { return retry_after_; }
  /// For logs and never for callers: what is behind it; `what()` where nothing more is known.
  const char* cause() const noexcept { return cause_ ? cause_->c_str() : what(); }

 private:
  ErrorKind kind_;
  const char* code_;
  std::optional<std::chrono::seconds> retry_after_;
  std::shared_ptr<const std::string> cause_;  ///< Shared, so that copying an exception never throws.
};

}  // namespace senpai
