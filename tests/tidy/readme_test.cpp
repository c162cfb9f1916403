// What the README shows is what compiles.

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(std::string(SENPAI_SOURCE_DIR) + "/" + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST_SUITE("tidy") {
  TEST_CASE("readme: the C++ example is examples/quickstart.cpp to the letter") {
    const std::string readme = read_file("README.md");
    const std::string example = read_file("examples/quickstart.cpp");
    REQUIRE(!example.empty());
    const auto begin = readme.find("```cpp\n") + 7;
    REQUIRE(begin != std::string::npos + 7);
    CHECK(readme.substr(begin, readme.find("```", begin) - begin) == example);
  }
}

}  // namespace
