// docs/PARITY.md tells the truth about what exists.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <senpai/api.hpp>
#include <set>
#include <sstream>

using namespace senpai;

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The cells of each row of the document, by the first one.
const std::map<std::string, std::vector<std::string>>& rows() {
  static const auto all = [] {
    std::map<std::string, std::vector<std::string>> found;
    std::istringstream lines(text_of(SENPAI_SOURCE_DIR "/docs/PARITY.md"));
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("| ")) continue;
      std::vector<std::string> cells;
      std::istringstream parts(line.substr(2));
      for (std::string cell; std::getline(parts, cell, '|');) {
        const auto end = cell.find_last_not_of(' ');
        cells.push_back(cell.substr(0, end + 1).substr(std::min(cell.find_first_not_of(' '), end + 1)));
      }
      const std::string name = cells.front();
      CHECK_MESSAGE(!found.contains(name), name);
      found[name] = std::move(cells);
    }
    return found;
  }();
  return all;
}

/// Every name of a test case below tests/.
const std::set<std::string>& test_names() {
  static const auto all = [] {
    std::set<std::string> names;
    static const std::regex test_case(R"re(TEST_CASE\(\s*"((?:[^"\\]|\\.)*)"\))re");
    for (const auto& entry : fs::recursive_directory_iterator(SENPAI_SOURCE_DIR "/tests")) {
      if (entry.path().extension() != ".cpp") continue;
      const std::string text = text_of(entry.path());
      for (std::sregex_iterator match(text.begin(), text.end(), test_case), end; match != end; ++match)
        names.insert((*match)[1]);
    }
    return names;
  }();
  return all;
}

/// The tests a row names, between backticks.
std::vector<std::string> tests_of(const std::vector<std::string>& cells) {
  std::vector<std::string> names;
  static const std::regex quoted("`([^`]+)`");
  for (std::sregex_iterator match(cells.back().begin(), cells.back().end(), quoted), end; match != end; ++match)
    names.push_back((*match)[1]);
  return names;
}

}  // namespace

TEST_CASE("tidy: the parity table has a row for every endpoint with its route") {
  for (const auto& endpoint : api::endpoints()) {
    const std::string name(endpoint.name);
    CAPTURE(name);
    const auto row = rows().find(name);
    REQUIRE(row != rows().end());
    REQUIRE(row->second.size() == 5);
    CHECK(row->second[2] == std::string(endpoint.method) + " " + std::string(endpoint.path));
  }
}

TEST_CASE("tidy: the parity table has a row for every gap") {
  const std::pair<char, int> sections[] = {{'A', 10}, {'B', 25}, {'C', 9}, {'D', 30},
                                           {'E', 12}, {'F', 8},  {'G', 12}, {'H', 10}};
  for (const auto& [letter, count] : sections)
    for (int i = 1; i <= count; ++i) {
      const std::string id = letter + std::to_string(i);
      CHECK_MESSAGE(rows().contains(id), id);
    }
}

TEST_CASE("tidy: what the parity table calls done names a test, and every test it names exists") {
  const auto is_state = [](const std::string& text) {
    return text.starts_with("done") || text.starts_with("later") || text.starts_with("left as it is");
  };
  CHECK(test_names().size() > 500);
  int named = 0;
  for (const auto& [id, cells] : rows()) {
    CAPTURE(id);
    const auto tests = tests_of(cells);
    named += static_cast<int>(tests.size());
    const std::string& state = cells[cells.size() - 2];
    CHECK((is_state(state) || state == "State"));
    if (state.starts_with("done")) CHECK_FALSE(tests.empty());
    for (const auto& test : tests) CHECK_MESSAGE(test_names().contains(test), test);
  }
  CHECK(named > 150);
}
