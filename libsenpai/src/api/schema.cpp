#include "api/schema.hpp"

#include <cxxabi.h>

#include <stdexcept>

namespace senpai::api {
namespace {

/// `Page<User>` of `senpai::Page<senpai::User>`, as `UserPage`.
std::string plain_name(std::string_view type) {
  std::string arguments;
  if (const auto open = type.find('<'); open != type.npos) {
    int depth = 0;
    auto begin = open + 1;
    for (auto i = open; i < type.size(); ++i) {
      depth += type[i] == '<' ? 1 : type[i] == '>' ? -1 : 0;
      if ((type[i] == ',' && depth == 1) || depth == 0) {
        arguments += plain_name(type.substr(begin, i - begin));
        begin = i + 1;
      }
      if (depth == 0) break;
    }
    type = type.substr(0, open);
  }
  if (const auto scope = type.rfind(':'); scope != type.npos) type.remove_prefix(scope + 1);
  for (const std::string_view suffix : {"View", "Tag"})
    if (type.ends_with(suffix)) type.remove_suffix(suffix.size());
  if (type == "Id") return arguments;
  return arguments.append(type);
}

}  // namespace

std::string schema_name(const std::type_info& type) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> readable(abi::__cxa_demangle(type.name(), nullptr, nullptr, &status),
                                                        std::free);
  return plain_name(readable ? readable.get() : type.name());
}

bool Schemas::is_new(const std::string& name, std::type_index type) {
  const auto [place, inserted] = types_.emplace(name, type);
  if (!inserted && place->second != type)
    throw std::logic_error("two wire types are called " + name + "; please rename one of them");
  if (inserted) components_[name] = nullptr;  // Keeps the place, and ends the recursion of nested types.
  return inserted;
}

OrderedJson reference(const std::string& name) { return {{"$ref", "#/components/schemas/" + name}}; }

OrderedJson nullable(OrderedJson schema) {
  if (schema.contains("type") && !schema.contains("enum")) {
    schema["type"] = OrderedJson::array({schema["type"], "null"});
    return schema;
  }
  OrderedJson choice = OrderedJson::object();
  choice["anyOf"] = OrderedJson::array({schema, {{"type", "null"}}});
  return choice;
}

namespace {

/// The two members that bound a length, as far as they say something.
void add_bounds(OrderedJson& schema, const std::optional<Rule::Range>& limits, const char* min, const char* max) {
  if (!limits) return;
  if (limits->min > 0) schema[min] = static_cast<std::int64_t>(limits->min);
  if (limits->max < Rule::unlimited) schema[max] = static_cast<std::int64_t>(limits->max);
}

}  // namespace

OrderedJson text_schema(const Rule& rule, Schemas& schemas) {
  if (rule.choices) return rule.choices(schemas);
  OrderedJson schema{{"type", "string"}};
  if (!rule.media.empty()) schema["format"] = rule.media;
  add_bounds(schema, rule.limits, "minLength", "maxLength");
  if (!rule.regex.empty()) schema["pattern"] = rule.regex;
  return schema;
}

OrderedJson number_schema(const char* type, const Rule& rule) {
  OrderedJson schema{{"type", type}};
  const bool whole = schema["type"] == "integer";
  const auto number = [whole](double value) { return whole ? OrderedJson(std::int64_t(value)) : OrderedJson(value); };
  schema["format"] = whole ? "int64" : "double";
  if (!rule.limits) return schema;
  schema["minimum"] = number(rule.limits->min);
  if (rule.limits->max < Rule::unlimited) schema["maximum"] = number(rule.limits->max);
  return schema;
}

OrderedJson texts_schema(const Rule& rule) {
  OrderedJson item{{"type", "string"}};
  add_bounds(item, rule.item_limits, "minLength", "maxLength");
  OrderedJson schema{{"type", "array"}, {"items", item}};
  add_bounds(schema, rule.limits, "minItems", "maxItems");
  return schema;
}

void annotate(OrderedJson& schema, const Rule& rule) {
  if (!rule.meaning.empty()) schema["description"] = rule.meaning;
  if (rule.standard_number) schema["default"] = *rule.standard_number;
  else if (!rule.standard.empty()) schema["default"] = rule.standard;
}

OrderedJson example_of(const Rule& rule, const OrderedJson& schema) {
  if (rule.example.empty()) return nullptr;
  const bool text = !schema.contains("type") || schema["type"] == "string";
  return text ? OrderedJson(rule.example) : OrderedJson::parse(rule.example);
}

}  // namespace senpai::api
