#pragma once
// What the services share. Private to the library.

#include <atomic>
#include <mutex>
#include <senpai/error.hpp>
#include <senpai/platform.hpp>

#include "auth/credentials.hpp"

namespace senpai {

/// The end of the audit trail as this process last saw it.
struct SealedHead {
  std::mutex mutex{};
  std::int64_t number = 0;  ///< 0 before the first look.
  std::string chain{};
  bool stopped = false;  ///< It was changed, or sealed with another key, so nothing follows it.
};

struct Runtime {
  /// @param checked  complete: every default is filled in. @param no_clock_given  the embedder brought none.
  Runtime(Options checked, bool no_clock_given)
      : options(std::move(checked)), own_clock(no_clock_given), credentials(options.auth, options.random) {}

  const Options options;
  const bool own_clock;  ///< now() is this machine's clock, which may be wrong.
  Credentials credentials;
  SealedHead sealed;
  std::atomic<Timestamp> next_purge{};  ///< By whichever worker comes first; the epoch before any did.

  Storage& storage() const { return *options.storage; }
  ObjectStorage& objects() const { return *options.objects; }
  Observer& observer() const { return *options.observer; }
  Timestamp now() const { return options.clock(); }
  /// @throws Error internal when the source gives anything but a UUID: rows under another id would be found by nobody.
  std::string new_id() const {
    const std::string id = options.new_id();
    if (!is_uuid(id)) throw Error::internal("new_id must give UUIDs");
    return uuid_or_nil(id);
  }
};

/// The common ways to say no, in one short line each.
[[noreturn]] inline void reject(const char* code, const std::string& message) {
  throw Error(ErrorKind::invalid_argument, code, message);
}
[[noreturn]] inline void missing(const char* code, const std::string& message) {
  throw Error(ErrorKind::not_found, code, message);
}
[[noreturn]] inline void conflict(const char* code, const std::string& message) {
  throw Error(ErrorKind::conflict, code, message);
}

/// Services trust the actor they are given, but somebody who is no administrator never gets here by oversight.
/// @throws insufficient_admin_role.
inline void require_administrator(const Actor& actor) {
  if (actor.type == ActorType::user)
    throw Error(ErrorKind::forbidden, "insufficient_admin_role", "Only an administrator may do this.");
}

/// The largest cursor whose offset a JSON number carries exactly.
constexpr double max_cursor = 9007199254740991.0;

/// Checks cursor, then limit. @throws invalid_cursor, invalid_limit.
PageWindow check_page(const PageQuery&, const LimitRule&);

/// Text that may be missing: trimmed, nothing if blank. @throws `code` when longer than `max`.
/// @param what  begins the sentence of the refusal, here and below.
std::optional<std::string> checked_optional(std::string_view given, int max, const char* code, const char* what);

/// An http or https address that may be missing. @throws `code` for anything else, or longer than `max`.
std::optional<std::string> checked_url(const Patch<std::string>& given, int max, const char* code, const char* what);

/// The names of an enum for a sentence: `A, B or C`.
template <WireEnum E>
std::string names_of() {
  constexpr auto names = wire_names(E{});
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text.append(i == 0 ? "" : i + 1 < names.size() ? ", " : " or ").append(names[i].name);
  return text;
}

/// Trimmed text; blank is as good as none.
std::optional<std::string> blank_to_none(std::string_view given);

/// Search text as it is compared: trimmed and folded. Longer than any search column needs is cut.
std::string search_text(std::string_view given);

}  // namespace senpai
