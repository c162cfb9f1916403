#include <senpai/vocabulary.hpp>

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace senpai {
namespace {

// What four digits of a year can show.
constexpr Timestamp first_moment = std::chrono::sys_days(std::chrono::year(1) / 1 / 1);
constexpr Timestamp last_moment =
    std::chrono::sys_days(std::chrono::year(10000) / 1 / 1) - std::chrono::milliseconds(1);

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes parts of a date text from the front.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }
  bool skip(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  /// Exactly `count` digits, within the range; -1 otherwise.
  int number(std::size_t count, int min, int max) {
    if (text_.size() < count ||
        !std::all_of(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(count), is_digit))
      return -1;
    int value = 0;
    std::from_chars(text_.data(), text_.data() + count, value);
    text_.remove_prefix(count);
    return value < min || value > max ? -1 : value;
  }
  /// Digits of a fraction as milliseconds, further ones cut; -1 if there are none.
  int milliseconds() {
    int value = 0, digits = 0;
    for (; !text_.empty() && is_digit(text_.front()); text_.remove_prefix(1), ++digits)
      if (digits < 3) value = value * 10 + (text_.front() - '0');
    for (int i = digits; i < 3; ++i) value *= 10;
    return digits == 0 ? -1 : value;
  }

 private:
  std::string_view text_;
};

/// The part behind the date: `T` or a blank, a time, an offset. Nothing if malformed.
std::optional<std::chrono::milliseconds> read_time(DateReader& in) {
  using namespace std::chrono;
  if (!in.skip('T') && !in.skip('t') && !in.skip(' ')) return std::nullopt;
  const int hour = in.number(2, 0, 24);
  if (hour < 0 || !in.skip(':')) return std::nullopt;
  const int minute = in.number(2, 0, 59);
  int second = 0, fraction = 0;
  if (minute < 0) return std::nullopt;
  if (in.skip(':')) {
    second = in.number(2, 0, 59);
    if (second < 0) return std::nullopt;
    if (in.skip('.') && (fraction = in.milliseconds()) < 0) return std::nullopt;
  }
  if (hour == 24 && (minute || second || fraction)) return std::nullopt;
  const milliseconds time = hours(hour) + minutes(minute) + seconds(second) + milliseconds(fraction);
  if (in.skip('Z') || in.skip('z') || in.done()) return time;
  const int sign = in.skip('+') ? 1 : in.skip('-') ? -1 : 0;
  if (sign == 0) return std::nullopt;
  const int offset_hours = in.number(2, 0, 23);
  if (offset_hours < 0) return std::nullopt;
  in.skip(':');
  // PostgreSQL prints whole-hour offsets without minutes.
  const int offset_minutes = in.done() ? 0 : in.number(2, 0, 59);
  if (offset_minutes < 0) return std::nullopt;
  return time - sign * (hours(offset_hours) + minutes(offset_minutes));
}

void put(char*& out, unsigned value, int digits) {
  for (int i = digits - 1; i >= 0; --i, value /= 10) out[i] = static_cast<char>('0' + value % 10);
  out += digits;
}

}  // namespace

std::string to_text(Timestamp time) {
  using namespace std::chrono;
  time = std::clamp(time, first_moment, last_moment);
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  char text[24];
  char* out = text;
  put(out, static_cast<unsigned>(static_cast<int>(date.year())), 4), *out++ = '-';
  put(out, static_cast<unsigned>(date.month()), 2), *out++ = '-';
  put(out, static_cast<unsigned>(date.day()), 2), *out++ = 'T';
  put(out, static_cast<unsigned>(clock.hours().count()), 2), *out++ = ':';
  put(out, static_cast<unsigned>(clock.minutes().count()), 2), *out++ = ':';
  put(out, static_cast<unsigned>(clock.seconds().count()), 2), *out++ = '.';
  put(out, static_cast<unsigned>(clock.subseconds().count()), 3), *out++ = 'Z';
  return {text, sizeof text};
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  using namespace std::chrono;
  DateReader in(text);
  const int y = in.number(4, 0, 9999);
  if (y < 0) return std::nullopt;
  int m = 1, d = 1;
  bool has_day = false;
  if (in.skip('-')) {
    if ((m = in.number(2, 1, 12)) < 0) return std::nullopt;
    has_day = in.skip('-');
    if (has_day && (d = in.number(2, 1, 31)) < 0) return std::nullopt;
  }
  const year_month_day date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
  if (!date.ok()) return std::nullopt;
  Timestamp time = sys_days(date);
  if (!in.done()) {
    const auto clock = has_day ? read_time(in) : std::nullopt;
    if (!clock || !in.done()) return std::nullopt;
    time += *clock;
  }
  // An offset may lead out of the four-digit years that the wire form can show.
  if (time < first_moment || time > last_moment) return std::nullopt;
  return time;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

std::string uuid_or_nil(std::string_view text) {
  if (!is_uuid(text)) return "00000000-0000-0000-0000-000000000000";
  std::string uuid(text);
  for (char& c : uuid)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  return uuid;
}

std::string slug_or_empty(std::string_view text) {
  const bool valid = !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  });
  return valid ? std::string(text) : std::string();
}

Actor Actor::admin(UserId id, std::string email) {
  Actor actor;
  actor.type = ActorType::admin;
  actor.user = std::move(id);
  actor.name = std::move(email);
  return actor;
}

Actor Actor::api_key() {
  Actor actor;
  actor.type = ActorType::admin;
  actor.name = "api-key";
  return actor;
}

}  // namespace senpai
