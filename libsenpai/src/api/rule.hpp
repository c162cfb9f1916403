#pragma once
// What a client has to know about a member of a request, beside its name and type. Services check it, in the order of
// the contract; here it is written down for the document, next to the name it belongs to.

#include <limits>
#include <nlohmann/json.hpp>
#include <senpai/vocabulary.hpp>

namespace senpai {

namespace api {
class Schemas;
/// The schema of an enum, named; or of some of its values.
template <WireEnum E>
nlohmann::ordered_json enum_schema(Schemas&);
template <auto... values>
nlohmann::ordered_json choice_schema(Schemas&);
}  // namespace api

struct Rule {
  static constexpr double unlimited = std::numeric_limits<double>::infinity();
  struct Range {
    double min, max;
  };

  bool is_required = false;
  bool is_nullable = false;
  bool is_whole = false;
  std::string_view example{};   ///< Texts and dates as they are, anything else as JSON.
  std::string_view standard{};  ///< What absence means, written like `example`.
  std::optional<int> standard_number{};
  std::string_view meaning{};
  std::string_view regex{};
  std::string_view media{};     ///< `format` of JSON Schema.
  std::optional<Range> limits{};       ///< Of the length of a text, the number of items, or the value of a number.
  std::optional<Range> item_limits{};  ///< Of the length of each text in a list.
  nlohmann::ordered_json (*choices)(api::Schemas&) = nullptr;

 private:
  // Stands first, because Clang 14 computes no constant with a template that comes later.
  template <class Member, class Value>
  constexpr Rule with(Member Rule::*member, Value value) const {
    Rule rule = *this;
    rule.*member = value;
    return rule;
  }

 public:
  /// UTF-16 units of a text, which are its characters for nearly everybody.
  constexpr Rule length(double min, double max) const { return range(min, max); }
  constexpr Rule items(double min, double max) const { return range(min, max); }
  constexpr Rule range(double min, double max) const { return with(&Rule::limits, Range{min, max}); }
  constexpr Rule each(double min, double max) const { return with(&Rule::item_limits, Range{min, max}); }
  /// A text that is the name of a value of this enum.
  template <WireEnum E>
  constexpr Rule one_of() const {
    return with(&Rule::choices, &api::enum_schema<E>);
  }
  template <auto first, auto... more>
  constexpr Rule one_of() const {
    return with(&Rule::choices, &api::choice_schema<first, more...>);
  }
  constexpr Rule whole() const { return with(&Rule::is_whole, true); }
  constexpr Rule pattern(std::string_view expression) const { return with(&Rule::regex, expression); }
  constexpr Rule format(std::string_view name) const { return with(&Rule::media, name); }
  /// Null is as good as leaving it out, or means "none" where the sentence says so.
  constexpr Rule nullable() const { return with(&Rule::is_nullable, true); }
  constexpr Rule otherwise(std::string_view value) const { return with(&Rule::standard, value); }
  constexpr Rule otherwise(int value) const { return with(&Rule::standard_number, value); }
  constexpr Rule about(std::string_view sentence) const { return with(&Rule::meaning, sentence); }
};

/// A member that has to be there.
constexpr Rule must(std::string_view example = {}) { return {.is_required = true, .example = example}; }
/// A member that may be missing; without an example it is left out of the examples.
constexpr Rule may(std::string_view example = {}) { return {.example = example}; }

}  // namespace senpai
