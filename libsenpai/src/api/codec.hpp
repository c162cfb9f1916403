#pragma once
// One description of fields per wire type, `fields(visitor, value)`, read by Reader, written by Writer and shown by
// Schema (api/schema.hpp). Members of a request come with a Rule, so none is left undocumented.
//
// The reader never decides what is an error: it keeps absent, null and wrong type apart, and the service reports them
// in the order of the contract. Text follows the contract's coercion (absent, null, false, 0 are empty; other scalars
// are their text). A value without a text form, an array or object, becomes U+0000, which no text field accepts, so it
// fails with the field's own code.

#include <map>
#include <nlohmann/json.hpp>
#include <senpai/vocabulary.hpp>

#include "api/rule.hpp"
#include "support/json.hpp"

namespace senpai::api {

using Json = nlohmann::json;

// ------------------------------------------------------------------------------------------------------------- reading

/// `member` is null when the name is not there.
void read_value(const Json* member, std::string&);
void read_value(const Json* member, Secret&);  ///< Strings only: a number is no password.
void read_value(const Json* member, Number&);
void read_value(const Json* member, Patch<std::string>&);
void read_value(const Json* member, Patch<double>&);
void read_value(const Json* member, Patch<bool>&);
void read_value(const Json* member, Patch<JsonText>&);
void read_value(const Json* member, Patch<Timestamp>&);  ///< Blank text counts as null.
/// Items as text; anything but an array is unusable.
void read_value(const Json* member, Patch<std::vector<std::string>>&);

/// How enum tokens are compared.
std::string upper_trimmed(std::string_view);

template <WireEnum E>
void read_value(const Json* member, Patch<E>& target) {
  Patch<std::string> text;
  read_value(member, text);
  if (text.absent()) return;
  target = text.is_null() ? Patch<E>::null() : Patch<E>::unusable();
  if (!text.has_value()) return;
  if (const auto value = parse_wire<E>(upper_trimmed(*text))) target = *value;
}

class Reader;
/// A nested object of an input type.
template <class T>
  requires requires(Reader& r, T& v) { fields(r, v); }
void read_value(const Json* member, Patch<T>& target);

class Reader {
 public:
  explicit Reader(const Json& object) : object_(object) {}

  template <class T>
  void operator()(const char* name, T& target, const Rule&) {
    const auto found = object_.find(name);
    read_value(found == object_.end() ? nullptr : &*found, target);
  }

 private:
  const Json& object_;
};

/// Input types say their fields once:
/// `template <class V> void fields(V& v, Login& x) { v("email", x.email, must("rina@example.com")); }`
template <class T>
T read_fields(const Json& object) {
  T value{};
  if (object.is_object()) {
    Reader reader(object);
    fields(reader, value);
  }
  return value;
}

template <class T>
  requires requires(Reader& r, T& v) { fields(r, v); }
void read_value(const Json* member, Patch<T>& target) {
  if (!member) return;
  if (member->is_null()) target = Patch<T>::null();
  else if (member->is_object()) target = read_fields<T>(*member);
  else target = Patch<T>::unusable();
}

/// The page parameters of every list.
template <class V>
void page_fields(V& v, PageQuery& page, const LimitRule& limit) {
  v("cursor", page.cursor, may().pattern("^[0-9]+$").otherwise("0").about("`nextCursor` of the page before."));
  v("limit", page.limit, may().whole().range(1, limit.max).otherwise(limit.standard));
}

// ------------------------------------------------------------------------------------------------------------- writing

class Writer;
void write_value(std::string& out, bool);
void write_value(std::string& out, double);
void write_value(std::string& out, std::int64_t);
inline void write_value(std::string& out, int v) { write_value(out, std::int64_t{v}); }
inline void write_value(std::string& out, std::string_view v) { json::append_string(out, v); }
inline void write_value(std::string& out, const std::string& v) { json::append_string(out, v); }
inline void write_value(std::string& out, const char* v) { json::append_string(out, v); }
inline void write_value(std::string& out, Timestamp v) { json::append_string(out, to_text(v)); }
inline void write_value(std::string& out, std::chrono::seconds v) { write_value(out, std::int64_t{v.count()}); }
inline void write_value(std::string& out, const JsonText& v) { out += v.text(); }
inline void write_value(std::string& out, std::nullptr_t) { out += "null"; }
template <class Tag>
void write_value(std::string& out, const Id<Tag>& v) {
  json::append_string(out, v.text());
}
template <WireEnum E>
void write_value(std::string& out, E v) {
  json::append_string(out, wire_name(v));
}
template <class T>
void write_value(std::string& out, const std::optional<T>& v);
template <class T>
void write_value(std::string& out, const std::vector<T>& v);
/// Names with texts, for example headers.
void write_value(std::string& out, const std::vector<std::pair<std::string, std::string>>& v);
/// Names with counts.
void write_value(std::string& out, const std::map<std::string, std::int64_t>& v);
template <class T>
  requires requires(Writer& w, const T& v) { fields(w, v); }
void write_value(std::string& out, const T& v);

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) { out_ += '{'; }
  ~Writer() { out_ += '}'; }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  template <class T>
  void operator()(std::string_view name, const T& value) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;  // Names are literals of ours and need no escaping.
    out_ += "\":";
    write_value(out_, value);
  }
  /// A field that is left out when absent, where the contract says so.
  template <class T>
  void omittable(std::string_view name, const std::optional<T>& value) {
    if (value) (*this)(name, *value);
  }

 private:
  std::string& out_;
  bool first_ = true;
};

template <class T>
void write_value(std::string& out, const std::optional<T>& v) {
  if (v) write_value(out, *v);
  else out += "null";
}

template <class T>
void write_value(std::string& out, const std::vector<T>& v) {
  out += '[';
  for (std::size_t i = 0; i < v.size(); ++i) {
    if (i > 0) out += ',';
    write_value(out, v[i]);
  }
  out += ']';
}

template <class T>
  requires requires(Writer& w, const T& v) { fields(w, v); }
void write_value(std::string& out, const T& v) {
  Writer writer(out);
  fields(writer, v);
}

/// The block that tells where in a list we are.
struct PageInfo {
  PageWindow window;
  std::size_t count = 0;
  std::int64_t total = 0;
};

template <class V>
void fields(V& v, const PageInfo& p) {
  const std::int64_t next = p.window.offset + static_cast<std::int64_t>(p.count);
  std::optional<std::string> next_cursor;
  if (p.count > 0 && next < p.total) next_cursor = std::to_string(next);
  v("cursor", std::to_string(p.window.offset)), v("nextCursor", next_cursor), v("limit", p.window.limit);
  v("total", p.total);
}

template <class T>
PageInfo page_info(const Page<T>& page) {
  return {page.window, page.items.size(), page.total};
}

template <class V, class T>
void fields(V& v, const Page<T>& page) {
  v("items", page.items), v("pageInfo", page_info(page));
}

/// A page of the same extent whose items are made by `view`.
template <class T, class View>
auto map_page(const Page<T>& page, View view) {
  Page<std::invoke_result_t<View&, const T&>> mapped{{}, page.window, page.total};
  mapped.items.reserve(page.items.size());
  for (const auto& item : page.items) mapped.items.push_back(view(item));
  return mapped;
}

/// Parses a request body. @throws Error invalid_request_body for text that is not JSON, not UTF-8 or nested too deeply.
Json parse_body(std::string_view body);

}  // namespace senpai::api
