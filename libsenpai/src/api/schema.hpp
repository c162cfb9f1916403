#pragma once
// The third visitor of `fields`: what a type looks like to clients, as JSON Schema 2020-12 with an example.
//
// Answers are shown by a sample that is walked as the Writer would, so a view may hold references; whatever may be
// missing has to be there in the sample, or be default-constructible. Objects and enums become named components; their
// name is that of the C++ type without `View`, arguments of templates first: Page<User> is `UserPage`.

#include <map>
#include <typeindex>

#include "api/codec.hpp"
#include "api/samples.hpp"

namespace senpai::api {

using OrderedJson = nlohmann::ordered_json;

template <class T>
constexpr bool is_id = false;
template <class Tag>
constexpr bool is_id<Id<Tag>> = true;
template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

/// The named schemas of one document.
class Schemas {
 public:
  /// What the Writer makes of values of this type.
  template <class T>
  OrderedJson of(const T& value);
  /// What the Reader takes. @param example  becomes what the rules say, or stays null.
  template <class T>
  OrderedJson of_input(T& target, const Rule&, OrderedJson& example);
  /// A body, named.
  template <class T>
  OrderedJson of_body(T& target, OrderedJson& example) {
    return of_input_object(target, example);
  }
  /// A query, not named.
  template <class T>
  OrderedJson of_query(T& target, OrderedJson& example);
  template <WireEnum E>
  OrderedJson of_enum();

  const OrderedJson& components() const { return components_; }

 private:
  template <class T>
  OrderedJson of_object(const T& value);
  template <class T>
  OrderedJson of_input_object(T& target, OrderedJson& example);
  /// True when the component is still to be made. @throws std::logic_error when another type has this name.
  bool is_new(const std::string& name, std::type_index);

  OrderedJson components_ = OrderedJson::object();
  OrderedJson examples_ = OrderedJson::object();
  std::map<std::string, std::type_index> types_{};
};

std::string schema_name(const std::type_info&);
OrderedJson reference(const std::string& name);
OrderedJson nullable(OrderedJson schema);
/// A text with the limits of its rule.
OrderedJson text_schema(const Rule&, Schemas&);
OrderedJson number_schema(const char* type, const Rule&);
OrderedJson texts_schema(const Rule&);
/// Adds what every kind of member may have.
void annotate(OrderedJson& schema, const Rule&);
/// The example of a rule for a schema of this type, or null.
OrderedJson example_of(const Rule&, const OrderedJson& schema);

/// Visits the fields of one type.
class Schema {
 public:
  explicit Schema(Schemas& all) : all_(all) {}

  // Answers.
  template <class T>
  void operator()(std::string_view name, const T& value) {
    properties_[std::string(name)] = all_.of(value);
    required_.push_back(name);
  }
  template <class T>
  void omittable(std::string_view name, const std::optional<T>& value) {
    properties_[std::string(name)] = value ? all_.of(*value) : all_.of(sample<T>());
  }

  // Requests.
  template <class T>
  void operator()(std::string_view name, T& target, const Rule& rule) {
    OrderedJson example;
    properties_[std::string(name)] = all_.of_input(target, rule, example);
    if (rule.is_required && !changes_only_) required_.push_back(name);
    if (!example.is_null()) example_[std::string(name)] = std::move(example);
  }
  /// For a change, where what is absent stays as it is.
  void changes_only() { changes_only_ = true; }

  OrderedJson object() const {
    OrderedJson schema{{"type", "object"}, {"properties", properties_}};
    if (!required_.empty()) schema["required"] = required_;
    return schema;
  }
  const OrderedJson& example() const { return example_; }

 private:
  Schemas& all_;
  OrderedJson properties_ = OrderedJson::object();
  OrderedJson required_ = OrderedJson::array();
  OrderedJson example_ = OrderedJson::object();
  bool changes_only_ = false;
};

/// The members of a draft as a change, none of which is required.
template <class T>
struct Change {
  T draft{};
};
template <class V, class T>
void fields(V& v, Change<T>& x) {
  if constexpr (requires { v.changes_only(); }) v.changes_only();
  fields(v, x.draft);
}

// --------------------------------------------------------------------------------------------------------------- enums

template <auto... values>
OrderedJson choice_schema(Schemas&) {
  return {{"type", "string"}, {"enum", OrderedJson::array({std::string(wire_name(values))...})}};
}

template <WireEnum E>
OrderedJson Schemas::of_enum() {
  const std::string name = schema_name(typeid(E));
  if (is_new(name, typeid(E))) {
    OrderedJson names = OrderedJson::array();
    for (const auto& row : wire_names(E{})) names.push_back(row.name);
    components_[name] = {{"type", "string"}, {"enum", names}};
  }
  return reference(name);
}

template <WireEnum E>
OrderedJson enum_schema(Schemas& schemas) {
  return schemas.of_enum<E>();
}

// ------------------------------------------------------------------------------------------------------------- answers

template <class T>
OrderedJson Schemas::of(const T& value) {
  if constexpr (std::is_same_v<T, bool>) return {{"type", "boolean"}};
  else if constexpr (std::is_same_v<T, int>) return {{"type", "integer"}, {"format", "int32"}};
  else if constexpr (std::is_integral_v<T> || std::is_same_v<T, std::chrono::seconds>)
    return {{"type", "integer"}, {"format", "int64"}};
  else if constexpr (std::is_floating_point_v<T>) return {{"type", "number"}, {"format", "double"}};
  else if constexpr (std::is_same_v<T, Timestamp>) return {{"type", "string"}, {"format", "date-time"}};
  else if constexpr (WireEnum<T>) return of_enum<T>();
  else if constexpr (is_id<T> || std::is_convertible_v<T, std::string_view>) return {{"type", "string"}};
  else if constexpr (std::is_same_v<T, JsonText>) return {{"type", "object"}, {"additionalProperties", true}};
  else if constexpr (is_optional<T>) {
    using Item = typename T::value_type;
    if constexpr (is_self_contained<Item>) return nullable(of(value ? *value : sample<Item>()));
    else return nullable(of(value.value()));
  } else if constexpr (requires { fields(std::declval<Schema&>(), value); }) return of_object(value);
  else if constexpr (requires { value.begin()->second; }) {
    using Member = std::remove_cvref_t<decltype(value.begin()->second)>;
    return {{"type", "object"}, {"additionalProperties", of(Member{})}};
  } else {
    static_assert(is_list<T>);
    using Item = typename T::value_type;
    if constexpr (is_self_contained<Item>)
      return {{"type", "array"}, {"items", of(value.empty() ? sample<Item>() : value.front())}};
    else return {{"type", "array"}, {"items", of(value.at(0))}};
  }
}

template <class T>
OrderedJson Schemas::of_object(const T& value) {
  const std::string name = schema_name(typeid(T));
  if (is_new(name, typeid(T))) {
    Schema visitor(*this);
    fields(visitor, value);
    components_[name] = visitor.object();
    components_[name]["additionalProperties"] = false;
  }
  return reference(name);
}

// ------------------------------------------------------------------------------------------------------------ requests

template <class T>
OrderedJson Schemas::of_input(T& target, const Rule& rule, OrderedJson& example) {
  OrderedJson schema;
  if constexpr (std::is_same_v<T, Number>) {
    schema = rule.regex.empty() ? number_schema("integer", rule) : text_schema(rule, *this);
  } else if constexpr (requires { target.is_unusable(); }) {
    auto value = target.value();
    return of_input(value, rule, example);
  } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, Secret>) {
    schema = text_schema(rule, *this);
  } else if constexpr (std::is_same_v<T, double>) {
    schema = number_schema(rule.is_whole ? "integer" : "number", rule);
  } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
    schema = texts_schema(rule);
  } else if constexpr (WireEnum<T>) {
    schema = rule.choices ? rule.choices(*this) : of_enum<T>();
  } else if constexpr (requires { fields(std::declval<Schema&>(), target); }) {
    schema = of_input_object(target, example);
  } else {  // As in an answer.
    schema = of(std::as_const(target));
  }
  if (example.is_null()) example = example_of(rule, schema);
  annotate(schema, rule);
  return rule.is_nullable ? nullable(std::move(schema)) : schema;
}

template <class T>
OrderedJson Schemas::of_input_object(T& target, OrderedJson& example) {
  const std::string name = schema_name(typeid(T));
  if (is_new(name, typeid(T))) {
    Schema visitor(*this);
    fields(visitor, target);
    components_[name] = visitor.object();
    examples_[name] = visitor.example();
  }
  example = examples_[name];
  return reference(name);
}

template <class T>
OrderedJson Schemas::of_query(T& target, OrderedJson& example) {
  Schema visitor(*this);
  fields(visitor, target);
  example = visitor.example();
  return visitor.object();
}

}  // namespace senpai::api
