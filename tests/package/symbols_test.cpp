// What libsenpai.so and libsenpai_c.so export is what their headers declare.

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  REQUIRE(pipe);
  std::string text;
  char buffer[4096];
  while (const auto got = std::fread(buffer, 1, sizeof buffer, pipe.get())) text.append(buffer, got);
  return text;
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Functions a library exports, without parameters, such as `senpai::Platform::migrate`.
std::set<std::string> exported_functions(const std::string& library) {
  std::istringstream lines(output_of("nm -D -C --defined-only '" + library + "'"));
  static const std::regex line_pattern(R"(^[0-9a-f]+ T ([^(]+)(\(.*)?$)");
  std::set<std::string> names;
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, line_pattern))
      names.insert(std::regex_replace(match[1].str(), std::regex(R"(\[abi:cxx11\])"), ""));
  }
  return names;
}

/// Names of everything else a library exports.
std::vector<std::string> exported_objects(const std::string& library) {
  std::istringstream lines(output_of("nm -D -C --defined-only '" + library + "'"));
  std::vector<std::string> names;
  for (std::string line; std::getline(lines, line);)
    if (line.size() > 19 && line[17] != 'T') names.push_back(line.substr(19));
  return names;
}

/// Functions that a header declares and leaves to the library. Understands C++ as our headers write it.
class Declarations {
 public:
  std::set<std::string> names;

  void read(const std::string& header) {
    std::istringstream lines(header);
    std::string code;
    for (std::string line; std::getline(lines, line);)
      if (!line.starts_with("#")) code += std::regex_replace(line, std::regex("//.*"), "") + " ";
    code = std::regex_replace(code, std::regex(R"(= *\{\})"), "");  // arguments that may be left out
    for (const char c : code) {
      if (c == '{') open();
      else if (c == '}') close();
      else if (c == ';') end_of_statement();
      else if (inside_ == 0) statement_ += c;
    }
  }

 private:
  void open() {
    static const std::regex named(
        R"(.*\b(namespace|class|struct)\s+(?:\[\[.*\]\]\s+)?(\w+)(\s+final)?(\s*:[^()]*)?\s*$)");
    std::smatch match;
    const bool is_template = statement_.find("template") != std::string::npos;
    if (inside_ == 0 && !is_template && std::regex_match(statement_, match, named)) scopes_.push_back(match[2].str());
    else ++inside_;
    if (inside_ == 0) statement_.clear();
  }
  void close() {
    if (inside_ > 0) --inside_;
    else if (!scopes_.empty()) scopes_.pop_back();
    if (inside_ == 0) statement_.clear();
  }
  void end_of_statement() {
    if (inside_ > 0) return;
    static const std::regex function(R"((?:^|[\s*&])(~?\w+|operator[^\s(]+)\s*\((.*)$)");
    static const std::regex no_function(R"(^\s*(using|friend|template|static_assert)\b)");
    static const std::regex defined_here(R"(\)[^()]*=\s*(0|default|delete)\s*$)");
    std::smatch match;
    if (!std::regex_search(statement_, no_function) && !std::regex_search(statement_, defined_here) &&
        std::regex_search(statement_, match, function)) {
      std::string name;
      for (const auto& scope : scopes_) name += scope + "::";
      names.insert(name + match[1].str());
    }
    statement_.clear();
  }

  std::vector<std::string> scopes_;
  std::string statement_;
  int inside_ = 0;  ///< Braces of bodies and initialisers.
};

/// Those of `some` that are not among the others, one per line.
std::string without(const std::set<std::string>& some, const std::set<std::string>& others) {
  std::string rest;
  for (const auto& name : some)
    if (!others.contains(name)) rest += name + "\n";
  return rest;
}

}  // namespace

TEST_SUITE("tidy") {
  TEST_CASE("symbols: the shared library exports what the public headers declare and nothing else") {
    Declarations declared;
    for (const auto& entry : fs::recursive_directory_iterator(SENPAI_SOURCE_DIR "/libsenpai/include/senpai"))
      if (entry.is_regular_file()) declared.read(read_file(entry.path()));
    const auto exported = exported_functions(SENPAI_SHARED_LIBRARY);
    CHECK(exported.size() > 100);
    CHECK(exported.contains("senpai::Platform::migrate"));
    CHECK(without(exported, declared.names) == "");
    CHECK(without(declared.names, exported) == "");
    for (const auto& name : exported_objects(SENPAI_SHARED_LIBRARY)) {
      CAPTURE(name);
      CHECK(std::regex_match(name, std::regex(R"((typeinfo|typeinfo name|vtable) for senpai::[A-Z].*|senpai::.*)")));
    }
  }

  TEST_CASE("symbols: the C library exports the functions of senpai.h and nothing else") {
    const std::string header = read_file(SENPAI_SOURCE_DIR "/bindings/c/senpai.h");
    std::set<std::string> declared;
    static const std::regex function(R"(^[a-z_].*\b(senpai_\w+)\(.*)");
    std::istringstream lines(header);
    for (std::string line; std::getline(lines, line);) {
      std::smatch match;
      if (!line.starts_with("typedef") && std::regex_match(line, match, function)) declared.insert(match[1]);
    }
    CHECK(declared.size() == 12);
    CHECK(exported_functions(SENPAI_C_LIBRARY) == declared);
    CHECK(exported_objects(SENPAI_C_LIBRARY) == std::vector<std::string>{});
  }
}
