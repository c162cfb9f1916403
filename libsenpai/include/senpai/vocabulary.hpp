#pragma once
// The small types every module speaks: ids, time, secrets, opaque JSON, request members, pages, actors.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace [[gnu::visibility("default")]] senpai {

// ---------------------------------------------------------------------------------------------------------------- time

/// UTC with millisecond precision, on the wire and in SQLite always `YYYY-MM-DDTHH:mm:ss.sssZ`.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// Times outside of the years 1 to 9999 are shown, and stored, as the first or last moment of these.
std::string to_text(Timestamp);

/// Reads ISO 8601 as callers write it: `2026`, `2026-02`, `2026-02-10`, with `T` or one blank before a time, seconds
/// and fraction optional, `Z`, `+09:00`, `+0900` or nothing (UTC). Digits beyond milliseconds are cut. Impossible dates
/// fail.
std::optional<Timestamp> parse_timestamp(std::string_view);

/// Where time, ids and randomness come from; see Options. Each is called from any thread, also from several at once.
using Clock = std::function<Timestamp()>;
/// A new UUID at each call, in upper or lower case. Anything else ends the operation with an internal error.
using IdSource = std::function<std::string()>;
/// Fills the bytes with what nobody can guess: salts, refresh tokens and, unless there is an IdSource, ids.
using RandomSource = std::function<void(std::span<std::byte>)>;

// ----------------------------------------------------------------------------------------------------------------- ids

/// True for a UUID in its 36-character form, in upper or lower case.
bool is_uuid(std::string_view);

/// Text that names one kind of thing; ids of different kinds do not convert into one another.
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}

  /// An id as it came over a wire. Text that cannot be an id of this kind becomes one that names nothing (the nil UUID
  /// or the empty text), so that it is "not found" on every backend, with the code and at the place of that check.
  static Id parse(std::string_view text);

  const std::string& text() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }
  friend bool operator==(const Id&, const Id&) = default;
  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  std::string text_;
};

/// The lower-case UUID in `text`, or the nil UUID.
std::string uuid_or_nil(std::string_view text);
/// `text` if it is 1..64 of `A-Za-z0-9_-`, else empty.
std::string slug_or_empty(std::string_view text);

template <class Tag>
Id<Tag> Id<Tag>::parse(std::string_view text) {
  if constexpr (Tag::uuid) return Id(uuid_or_nil(text));
  else return Id(slug_or_empty(text));
}

using UserId = Id<struct UserTag>;
using SessionId = Id<struct SessionTag>;
using ChallengeId = Id<struct ChallengeTag>;
using KycSessionId = Id<struct KycSessionTag>;
using KycDocumentId = Id<struct KycDocumentTag>;
using KycEventId = Id<struct KycEventTag>;
using JobId = Id<struct JobTag>;
using PostId = Id<struct PostTag>;
using ApplicationId = Id<struct ApplicationTag>;
using JourneyEventId = Id<struct JourneyEventTag>;
using ApplicationDocumentId = Id<struct ApplicationDocumentTag>;
using QueueId = Id<struct QueueTag>;
struct UserTag { static constexpr bool uuid = true; };
struct SessionTag { static constexpr bool uuid = true; };
struct ChallengeTag { static constexpr bool uuid = true; };
struct KycSessionTag { static constexpr bool uuid = true; };
struct KycDocumentTag { static constexpr bool uuid = true; };
struct KycEventTag { static constexpr bool uuid = true; };
struct JobTag { static constexpr bool uuid = false; };
struct PostTag { static constexpr bool uuid = false; };
struct ApplicationTag { static constexpr bool uuid = true; };
struct JourneyEventTag { static constexpr bool uuid = true; };
struct ApplicationDocumentTag { static constexpr bool uuid = true; };
struct QueueTag { static constexpr bool uuid = true; };

// --------------------------------------------------------------------------------------------------------------- enums

/// One row of an enum's table. The table serves JSON, SQL and OpenAPI, so a wire name is typed once.
template <class E>
struct WireName {
  E value;
  std::string_view name;
};
template <class E>
WireName(E, std::string_view) -> WireName<E>;  // for compilers that do not deduce aggregates

/// Found by argument-dependent lookup: each enum E on the wire has `constexpr auto wire_names(E)`.
template <class E>
concept WireEnum = requires(E e) { wire_names(e); };

template <WireEnum E>
constexpr std::string_view wire_name(E value) {
  for (const auto& row : wire_names(E{}))
    if (row.value == value) return row.name;
  return {};
}

/// The value with exactly this wire name.
template <WireEnum E>
constexpr std::optional<E> parse_wire(std::string_view name) {
  for (const auto& row : wire_names(E{}))
    if (row.name == name) return row.value;
  return std::nullopt;
}

// ------------------------------------------------------------------------------------------------------------- secrets

/// A password, token or key. It has no stream operator and no JSON form: printing one does not compile.
class Secret {
 public:
  Secret() = default;
  Secret(std::string value) : value_(std::move(value)) {}  // NOLINT: `.password = "…"` is meant to read naturally
  Secret(const char* value) : value_(value ? value : "") {}  // NOLINT: getenv() gives null

  /// The text itself; the name makes each use findable.
  const std::string& reveal() const noexcept { return value_; }
  bool empty() const noexcept { return value_.empty(); }

 private:
  std::string value_;
};

// ---------------------------------------------------------------------------------------------------------------- json

/// A JSON object as checked, normalised text (members sorted by name, no white space). The library stores and merges
/// such objects and looks no further inside than the functions below do.
class JsonText {
 public:
  JsonText() : text_("{}") {}

  /// The object in `text`, or nothing if it is not one, is not UTF-8, has U+0000 in a text or name, or nests more than
  /// 64 levels. Whole numbers lose their decimal point.
  static std::optional<JsonText> parse_object(std::string_view text);
  /// Text that is already normalised, for example read back from our own store. Not checked.
  static JsonText trusted(std::string text);

  const std::string& text() const noexcept { return text_; }
  bool empty() const noexcept { return text_ == "{}"; }

  /// This object with the members of `other` put over it, top level only.
  JsonText merged_with(const JsonText& other) const;
  /// This object without the members whose names `other` has.
  JsonText without_members_of(const JsonText& other) const;
  JsonText without(std::string_view member) const;
  /// This object with one member set. In texts U+FFFD stands for what is not UTF-8.
  JsonText with(std::string_view member, std::string_view text_value) const;
  JsonText with(std::string_view member, std::int64_t number) const;
  JsonText with(std::string_view member, const JsonText& object) const;
  JsonText with_null(std::string_view member) const;
  /// The member if it is an object.
  std::optional<JsonText> object(std::string_view member) const;
  /// The member if it is a string.
  std::optional<std::string> string(std::string_view member) const;
  /// The member if it is a number.
  std::optional<double> number(std::string_view member) const;
  /// Names of the first `limit` members.
  std::vector<std::string> member_names(std::size_t limit) const;

  friend bool operator==(const JsonText&, const JsonText&) = default;

 private:
  std::string text_;
};

// ------------------------------------------------------------------------------------------------------------ requests

/// A member of a request where it matters how it came: not at all, as null, as something of another type, or as a
/// value. Services report what is wrong in the order of the published contract, so readers must not decide.
template <class T>
class Patch {
 public:
  enum class State { absent, null, unusable, value };

  Patch() = default;
  template <class U>
    requires(std::is_convertible_v<U &&, T> && !std::is_same_v<std::remove_cvref_t<U>, Patch>)
  Patch(U&& value) : state_(State::value), value_(std::forward<U>(value)) {}  // NOLINT: `.provider = "manual"`

  static Patch null() { return Patch(State::null); }
  static Patch unusable() { return Patch(State::unusable); }

  bool absent() const noexcept { return state_ == State::absent; }
  bool is_null() const noexcept { return state_ == State::null; }
  /// Given, but neither null nor of this type.
  bool is_unusable() const noexcept { return state_ == State::unusable; }
  bool has_value() const noexcept { return state_ == State::value; }
  /// An empty `T` unless has_value().
  const T& value() const noexcept { return value_; }
  const T& operator*() const noexcept { return value_; }
  const T* operator->() const noexcept { return &value_; }

 private:
  explicit Patch(State state) : state_(state) {}
  State state_ = State::absent;
  T value_{};
};

/// A number as callers send it, not yet checked. NaN stands for "given, but not a number", so it fails every range.
using Number = std::optional<double>;

/// Which part of a list is wanted. Offsets, as the published clients compute page numbers from them.
struct PageQuery {
  Number cursor;  ///< Zero-based offset, 0 when absent, at most 2^53 - 1.
  Number limit;   ///< Each list states its default and range; outside of it is an error, never clamped.
};

/// Range of a list's limit, and whether fractions, also of the cursor, are cut or refused.
struct LimitRule {
  int standard = 20;
  int max = 50;
  bool cut_fraction = false;
};
constexpr LimitRule short_list{};  ///< Of jobs, posts, applications.
constexpr LimitRule organization_list{.max = 100};
constexpr LimitRule long_list{.standard = 25, .max = 100, .cut_fraction = true};  ///< Of people, checks, events.

/// A checked PageQuery.
struct PageWindow {
  std::int64_t offset = 0;
  int limit = 20;
};

/// Part of a list, and how long the whole is.
template <class T>
struct Page {
  std::vector<T> items;
  PageWindow window;
  std::int64_t total = 0;  ///< Matching rows before paging.
};

// -------------------------------------------------------------------------------------------------------------- actors

/// What kind of caller acts.
enum class ActorType { user, admin, system };
constexpr auto wire_names(ActorType) {
  return std::array{WireName{ActorType::user, "USER"}, WireName{ActorType::admin, "ADMIN"},
                    WireName{ActorType::system, "SYSTEM"}};
}

/// Who does it: the authenticated principal, written into the audit trail whatever names a request claims. Methods for
/// administrators refuse an actor that is a user with `insufficient_admin_role`; AuthService::administrator() makes one
/// of an administrator's account.
struct Actor {
  ActorType type = ActorType::system;
  UserId user{};             ///< Empty for an API key and for the system.
  std::string name{};        ///< E-mail of an administrator, `api-key`, or `system`.
  std::string request_id{};  ///< Of the request this belongs to, if there is one.

  Actor() : name("system") {}
  Actor(UserId id) : type(ActorType::user), user(std::move(id)) {}  // NOLINT: `kyc().start(user.id, …)`
  static Actor admin(UserId id, std::string email);  ///< Checks nothing.
  static Actor api_key();
};

}  // namespace senpai
