// The rules of the source tree that a program can check.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <senpai/api.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace senpai;

namespace {

namespace fs = std::filesystem;

struct SourceFile {
  std::string path;  ///< Relative to the root, for example `libsenpai/src/auth/auth_sql.cpp`.
  std::string name;  ///< Without folders.
  std::vector<std::string> lines;
  bool ends_with_newline = false;

  bool below(const std::string& folder) const { return path.starts_with(folder); }
  bool ends(const std::string& suffix) const { return path.ends_with(suffix); }
  bool is_code() const { return ends(".cpp") || ends(".hpp"); }
};

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

const std::vector<SourceFile>& sources() {
  static const auto all = [] {
    std::vector<SourceFile> files;
    const fs::path root = SENPAI_SOURCE_DIR;
    for (const char* folder : {"libsenpai", "server", "tests", "examples", "migrations", "bindings"}) {
      if (!fs::exists(root / folder)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const auto extension = entry.path().extension();
        if (extension != ".cpp" && extension != ".hpp" && extension != ".sql") continue;
        SourceFile file{fs::relative(entry.path(), root).generic_string(), entry.path().filename().string(), {}};
        const std::string text = read_file(entry.path());
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) file.lines.push_back(line);
        file.ends_with_newline = text.ends_with('\n') && !text.ends_with("\n\n");
        files.push_back(std::move(file));
      }
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
  }();
  return all;
}

/// Every offence of one rule, one per line, so that a failure shows them all at once.
class Offences {
 public:
  void add(const SourceFile& file, std::size_t line, const std::string& what) {
    text_ += file.path + ":" + std::to_string(line + 1) + ": " + what + "\n";
  }
  void add(const SourceFile& file, const std::string& what) { text_ += file.path + ": " + what + "\n"; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

struct Include {
  std::size_t line = 0;
  std::string what;  ///< Without its brackets or quotes.
  bool quoted = false;
};

std::vector<Include> includes(const SourceFile& file) {
  static const std::regex pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"].*)");
  std::vector<Include> found;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    std::smatch match;
    if (std::regex_match(file.lines[i], match, pattern)) found.push_back({i, match[2], match[1] == "\""});
  }
  return found;
}

/// A header of the language: `<vector>`, without folder and without `.h`.
bool is_standard(const Include& include) {
  return !include.quoted && include.what.find_first_of("/.") == std::string::npos;
}

bool starts_with_any(const std::string& text, const std::vector<std::string>& starts) {
  return std::any_of(starts.begin(), starts.end(), [&](const auto& start) { return text.starts_with(start); });
}

/// The folder of a module with a slash: `auth/` of `libsenpai/src/auth/auth_sql.cpp`.
std::string module_of(const SourceFile& file) {
  const std::string start = "libsenpai/src/";
  const auto slash = file.path.find('/', start.size());
  return slash == std::string::npos ? "(none)/" : file.path.substr(start.size(), slash + 1 - start.size());
}

/// Code without comments and without what stands in quotes.
std::string code_of(const std::string& line) {
  static const std::regex quoted(R"("(\\.|[^"\\])*")");
  const std::string bare = std::regex_replace(line, quoted, "\"\"");
  return bare.substr(0, bare.find("//"));
}

/// The wire names of each enum in a public header as SQL would list them, with the name of the enum.
std::map<std::string, std::string> wire_name_lists() {
  static const std::regex table(R"(^constexpr auto wire_names\((\w+)\))");
  static const std::regex quoted(R"re("([A-Z_]+)")re");
  std::map<std::string, std::string> lists;
  for (const auto& file : sources()) {
    if (!file.below("libsenpai/include/")) continue;
    std::string name, list;
    for (const auto& line : file.lines) {
      std::smatch begin;
      if (std::regex_search(line, begin, table)) name = begin[1];
      for (std::sregex_iterator match(line.begin(), line.end(), quoted), end; !name.empty() && match != end; ++match)
        list += (list.empty() ? "'" : ", '") + (*match)[1].str() + "'";
      if (line != "}" || name.empty()) continue;
      lists[std::exchange(list, {})] = std::exchange(name, {});
    }
  }
  return lists;
}

}  // namespace

TEST_SUITE("tidy") {
  TEST_CASE("tidy: the tree was found") {
    CHECK(sources().size() > 80);
  }

  TEST_CASE("tidy: lines have at most 120 characters and files at most 600 lines without tabs") {
    Offences offences;
    for (const auto& file : sources()) {
      if (file.lines.size() > 600) offences.add(file, std::to_string(file.lines.size()) + " lines");
      if (!file.ends_with_newline) offences.add(file, "does not end with one line break");
      for (std::size_t i = 0; i < file.lines.size(); ++i) {
        const auto& line = file.lines[i];
        if (file.is_code() && characters(line) > 120)
          offences.add(file, i, std::to_string(characters(line)) + " characters");
        if (line.find('\t') != std::string::npos) offences.add(file, i, "a tab");
        if (line.ends_with(' ') || line.ends_with('\r')) offences.add(file, i, "a blank at the end");
      }
    }
    CHECK(offences.text() == "");
  }

  TEST_CASE("tidy: functions have at most 70 lines") {
    static const std::regex begin(R"(^(  )?[A-Za-z_~][^\[\]=]*\) ?(const |noexcept |override |final |-> \S+ )*\{$)");
    static const std::regex other(R"(^ *(if|for|while|switch|do|try|TEST_SUITE|SUBCASE|namespace)\b.*)");
    Offences offences;
    for (const auto& file : sources()) {
      if (!file.is_code()) continue;
      for (std::size_t i = 0; i < file.lines.size(); ++i) {
        if (!std::regex_match(file.lines[i], begin) || std::regex_match(file.lines[i], other)) continue;
        const std::string end_line = file.lines[i].starts_with("  ") ? "  }" : "}";
        auto end = i + 1;
        while (end < file.lines.size() && file.lines[end] != end_line) ++end;
        if (end - i > 71) offences.add(file, i, std::to_string(end - i - 1) + " lines in a function");
      }
    }
    CHECK(offences.text() == "");
  }

  TEST_CASE("tidy: no word of unfinished work and no path of one machine stands in a source") {
    const std::vector<std::string> words{"TO" "DO", "FIX" "ME", "XX" "X:"};
    const std::vector<std::string> paths{"\"/wo" "rk", "\"/tm" "p", "\"/ho" "me/", "\"/ro" "ot"};
    Offences offences;
    for (const auto& file : sources())
      for (std::size_t i = 0; i < file.lines.size(); ++i)
        for (const auto* list : {&words, &paths})
          for (const auto& text : *list)
            if (file.lines[i].find(text) != std::string::npos) offences.add(file, i, text);
    CHECK(offences.text() == "");
  }

  TEST_CASE("tidy: every header is included once at most") {
    Offences offences;
    for (const auto& file : sources())
      if (file.ends(".hpp") && (file.lines.empty() || file.lines.front() != "#pragma once"))
        offences.add(file, "does not begin with #pragma once");
    CHECK(offences.text() == "");
  }

  TEST_CASE("tidy: the names of test cases survive CTest") {
    // doctest's CMake script splits names at semicolons, and loses the label of a suite at commas: such tests would
    // count as passed without being run, or run where they should not.
    static const std::regex name(R"re(^( *)TEST_CASE\("(.*)"\))re");
    Offences offences;
    for (const auto& file : sources()) {
      for (std::size_t i = 0; i < file.lines.size(); ++i) {
        std::smatch match;
        if (!file.below("tests/") || !std::regex_search(file.lines[i], match, name)) continue;
        const std::string forbidden = match[1].length() > 0 ? ",;\\\"*?" : ";\\\"*?";
        const auto at = match[2].str().find_first_of(forbidden);
        if (at != std::string::npos) offences.add(file, i, "'" + match[2].str().substr(at, 1) + "' in a name");
      }
    }
    CHECK(offences.text() == "");
  }

  // -------------------------------------------------------------------------------------------- who may include whom

  TEST_CASE("tidy: public headers include the language's and each other and nothing else") {
    Offences offences;
    for (const auto& file : sources()) {
      if (!file.below("libsenpai/include/")) continue;
      for (const auto& include : includes(file)) {
        const bool own = !include.quoted && include.what.starts_with("senpai/");
        if (!own && !is_standard(include)) offences.add(file, include.line, include.what);
        const bool service = include.what == "senpai/platform.hpp" || include.what == "senpai/api.hpp";
        if (file.below("libsenpai/include/senpai/ports/") && service) offences.add(file, include.line, include.what);
      }
    }
    CHECK(offences.text() == "");
  }

  TEST_CASE("tidy: every type of the public headers has a sentence that says what it is") {
    static const std::regex type(R"((struct|class|enum class) (\w+).*\{)");
    static const std::regex head(R"(template.*|  requires.*)");
    Offences offences;
    int types = 0;
    for (const auto& file : sources()) {
      if (!file.below("libsenpai/include/")) continue;
      for (std::size_t i = 1; i < file.lines.size(); ++i) {
        std::smatch match;
        if (!std::regex_match(file.lines[i], match, type) || match[2].str().ends_with("Tag")) continue;
        auto above = i - 1;
        while (above > 0 && std::regex_match(file.lines[above], head)) --above;
        if (!file.lines[above].starts_with("///")) offences.add(file, i, match[2]);
        ++types;
      }
    }
    CHECK(offences.text() == "");
    CHECK(types > 150);
  }

  TEST_CASE("tidy: what public headers declare is exported and nothing else is") {
    const std::string opening = "namespace [[gnu::visibility(\"default\")]] senpai {";
    Offences offences;
    for (const auto& file : sources()) {
      if (!file.below("libsenpai/")) continue;
      const bool is_public = file.below("libsenpai/include/");
      for (std::size_t i = 0; i < file.lines.size(); ++i) {
        const auto& line = file.lines[i];
        if (is_public && line.starts_with("namespace") && line.find(" senpai") != std::string::npos && line != opening)
          offences.add(file, i, "this namespace is not exported");
        if (!is_public && line.find("visibility(\"default\")") != std::string::npos)
          offences.add(file, i, "only public headers export");
      }
    }
    CHECK(offences.text() == "");
  }

  TEST_CASE("tidy: services know neither wire nor SQL and SQL knows nothing but itself and wire knows no store") {
    Offences offences;
    for (const auto& file : sources()) {
      if (!file.below("libsenpai/src/")) continue;
      for (const auto& include : includes(file)) {
        const auto& what = include.what;
        bool bad = false;
        if (file.ends("_service.cpp")) bad = starts_with_any(what, {"api/", "sql/", "nlohmann/"});
        if (file.ends("_sql.cpp"))
          bad = !is_standard(include) && !starts_with_any(what, {"sql/", "senpai/", "support/", module_of(file)});
        if (file.ends("_api.cpp")) bad = starts_with_any(what, {"sql/", "senpai/ports/storage.hpp"});
        if (file.below("libsenpai/src/api/")) bad = bad || what.starts_with("sql/");
        if (bad) offences.add(file, include.line, what);
      }
    }
    CHECK(offences.text() == "");
  }

  TEST_CASE("tidy: each foreign library has one home inside libsenpai") {
    const std::map<std::string, std::string> homes{{"sqlite3.h", "libsenpai/src/sql/sqlite.cpp"},
                                                   {"SQLiteCpp/", "libsenpai/src/sql/sqlite.cpp"},
                                                   {"libpq-fe.h", "libsenpai/src/sql/postgres_connection.hpp"},
                                                   {"openssl/", "libsenpai/src/support/crypto.cpp"},
                                                   {"argon2.h", "libsenpai/src/support/crypto.cpp"},
                                                   {"utf8proc.h", "libsenpai/src/support/text.cpp"},
                                                   {"zlib.h", "libsenpai/src/sql/sqlite.cpp"}};
    Offences offences;
    for (const auto& file : sources()) {
      if (!file.below("libsenpai/") || file.below("libsenpai/cmake/")) continue;
      for (const auto& include : includes(file)) {
        for (const auto& [start, home] : homes)
          if (include.what.starts_with(start) && file.path != home) offences.add(file, include.line, include.what);
        const bool json_home = file.below("libsenpai/src/api/") || file.ends("_api.cpp") || file.ends("_wire.hpp") ||
                               file.path == "libsenpai/src/support/json_text.cpp";
        if (include.what.starts_with("nlohmann/") && !json_home) offences.add(file, include.line, include.what);
        if (include.what == "httplib.h") offences.add(file, include.line, include.what);
      }
    }
    CHECK(offences.text() == "");
  }

  TEST_CASE("tidy: OpenSSL has one home inside the server and cpp-httplib has two") {
    const std::map<std::string, std::set<std::string>> homes{
        {"openssl/", {"server/sha256.hpp"}},
        {"httplib.h", {"server/http_host.cpp", "server/http_client.cpp"}}};
    Offences offences;
    for (const auto& file : sources())
      for (const auto& include : includes(file))
        for (const auto& [start, files] : homes)
          if (file.below("server/") && include.what.starts_with(start) && !files.contains(file.path))
            offences.add(file, include.line, include.what);
    CHECK(offences.text() == "");
  }

  TEST_CASE("tidy: the server and the bindings and the examples use the public headers of the library only") {
    Offences offences;
    for (const auto& file : sources()) {
      if (!file.below("server/") && !file.below("bindings/") && !file.below("examples/")) continue;
      const auto folder = (fs::path(SENPAI_SOURCE_DIR) / file.path).parent_path();
      for (const auto& include : includes(file)) {
        const bool foreign = include.quoted && !fs::exists(folder / include.what);
        if (foreign || include.what.find("libsenpai") != std::string::npos || include.what.find("..") == 0)
          offences.add(file, include.line, include.what);
      }
    }
    CHECK(offences.text() == "");
  }

  TEST_CASE("tidy: the library prints nothing and ends nothing and reads no environment") {
    static const std::regex forbidden(
        R"((^|[^A-Za-z0-9_.])((std::)?(f|v|vf)?printf|(std::)?puts|std::(cout|cerr|clog)|(std::)?(secure_)?getenv)"
        R"(|(std::)?(abort|exit|_exit|quick_exit|terminate)\s*\(|std::system\s*\(|std::thread\s|std::jthread\s))");
    Offences offences;
    for (const auto& file : sources()) {
      if (!file.below("libsenpai/")) continue;
      for (std::size_t i = 0; i < file.lines.size(); ++i)
        if (std::regex_search(code_of(file.lines[i]), forbidden)) offences.add(file, i, file.lines[i]);
    }
    CHECK(offences.text() == "");
  }

  TEST_CASE("tidy: every source of the library is listed in its CMakeLists.txt") {
    const std::string listed = read_file(fs::path(SENPAI_SOURCE_DIR) / "libsenpai/CMakeLists.txt");
    Offences offences;
    for (const auto& file : sources()) {
      if (!file.below("libsenpai/src/") || !file.ends(".cpp")) continue;
      const std::string entry = file.path.substr(std::string("libsenpai/").size());
      if (!std::regex_search(listed, std::regex("\\b" + entry + "\\b"))) offences.add(file, "is not listed");
    }
    CHECK(offences.text() == "");
  }

  // ------------------------------------------------------------------------------------------------- one list of each

  TEST_CASE("tidy: each list of states in a migration is the list of wire names of its enum") {
    auto lists = wire_name_lists();
    // Lists that never leave the database.
    lists["'READY', 'RUNNING', 'DONE', 'DEAD'"] = "a job's state";
    lists["'ALL', 'JOB', 'EMPLOYER'"] = "the scope of a total";
    lists["'ALL', 'DAY', 'ACTOR'"] = "the scope of a total of events";
    std::set<std::string> used;
    static const std::regex pattern(R"(\bIN \(('[A-Z_]+'(, *'[A-Z_]+')+)\)\))");
    Offences offences;
    for (const auto& file : sources()) {
      if (!file.below("migrations/")) continue;
      std::string text;
      for (const auto& line : file.lines) text += line + " ";
      for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) {
        const std::string list = (*match)[1].str();
        if (lists.contains(list)) used.insert(lists[list]);
        else offences.add(file, "no enum has the names " + list);
      }
    }
    CHECK(offences.text() == "");
    for (const char* name : {"KycStatus", "ActorType", "EmploymentType", "LifecycleStatus", "UploadState"}) {
      CAPTURE(name);
      CHECK(used.contains(name));
    }
  }

  TEST_CASE("tidy: endpoints have names and routes of their own") {
    static const std::regex name_pattern("[a-z]+\\.[a-z]+([A-Z][a-z]+)*");
    static const std::regex path_pattern("(/([a-z0-9-]+|[a-z0-9-]*\\.json|\\{[a-zA-Z]+\\}))+");
    static const std::regex parameter("\\{[a-zA-Z]+\\}");
    std::set<std::string> names, routes;
    for (const auto& endpoint : api::endpoints()) {
      const std::string name(endpoint.name), path(endpoint.path);
      CAPTURE(name);
      CHECK(std::regex_match(name, name_pattern));
      CHECK(names.insert(name).second);
      CHECK(std::regex_match(path, path_pattern));
      CHECK(routes.insert(std::string(endpoint.method) + " " + std::regex_replace(path, parameter, "{}")).second);
      CHECK_FALSE(path.starts_with("/v1"));
      CHECK(std::set<std::string_view>{"GET", "POST", "PATCH", "DELETE", "PUT"}.contains(endpoint.method));
      CHECK(std::set<int>{200, 201, 202, 204}.contains(endpoint.status));
      CHECK(endpoint.summary.size() > 8);
      CHECK(endpoint.summary.ends_with('.'));
      const bool administration = path.starts_with("/admin/");
      const bool own = path.starts_with("/users/me/");
      if (administration) CHECK((endpoint.access == "admin" || endpoint.access == "super_admin"));
      if (own) CHECK(endpoint.access == "user");
    }
    CHECK(names.size() >= 30);
  }
}
