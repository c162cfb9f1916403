#include "in_process.hpp"

#include <openssl/evp.h>
#include <senpai.h>
#include <time.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <senpai/testing.hpp>
#include <sstream>
#include <stdexcept>

#include "parts.hpp"
#include "raw_sqlite.hpp"

namespace bench {
namespace {

using Path = std::filesystem::path;

constexpr const char* secret = "at least thirty-two bytes of secret";
constexpr const char* sample_job = "job_tokyo_senior_welder_001";

/// The first line that a program prints; empty when it cannot run.
std::string line_from(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen((command + " 2>/dev/null").c_str(), "r"), &::pclose);
  char text[200] = "";
  return pipe && std::fgets(text, sizeof text, pipe.get()) ? text : "";
}

double number_from(const std::string& command) { return std::strtod(line_from(command).c_str(), nullptr); }

const char* judged(bool met) { return met ? "met" : "MISSED"; }

// ------------------------------------------------------------------------------------------------------------- size

void print_size(const char* what, const Path& library, double aim) {
  const Path stripped = scratch() / "stripped.so";
  if (std::system(("strip --strip-unneeded -o '" + stripped.string() + "' '" + library.string() + "'").c_str()) != 0)
    throw std::runtime_error("cannot strip " + library.string());
  const double size = static_cast<double>(std::filesystem::file_size(stripped)) / 1e6;
  std::printf("%-44s %6.2f MB", what, size);
  if (aim > 0) std::printf("   (aim: under %.0f, %s)", aim, judged(size < aim));
  std::printf("\n");
}

// ---------------------------------------------------------------------------------------------------------- sandbox

double milliseconds_of(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

void print_sandboxes() {
  constexpr int processes = 20;
  constexpr double aim = 20;
  const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
  std::array<std::vector<double>, 4> columns;
  for (int i = 0; i < processes; ++i) {
    std::istringstream line(line_from("'" + self + "' --sandboxes"));
    for (auto& column : columns) line >> column.emplace_back();
  }
  const char* names[] = {"first testing::Sandbox of a process", "another testing::Sandbox"};
  for (std::size_t i = 0; i < 2; ++i) {
    const double wall = median(columns[i * 2]), cpu = median(columns[i * 2 + 1]);
    std::printf("%-44s %6.2f ms, CPU %.2f   (aim: under %.0f, %s)\n", names[i], wall, cpu, aim, judged(wall < aim));
  }
}

// -------------------------------------------------------------------------------------------------------- languages

double cpp_find(const Path& database) {
  senpai::Platform platform({.storage = senpai::open_sqlite({.path = database.string()}),
                             .auth = {.token_secret = secret}});
  const senpai::JobId id(sample_job);
  return cost(calls, [&] { (void)platform.jobs().find(id); });
}

double c_find(const Path& database) {
  const std::string config =
      Json{{"sqlite", {{"path", database.string()}}}, {"auth", {{"tokenSecret", secret}}}}.dump();
  const std::unique_ptr<senpai_platform, void (*)(senpai_platform*)> platform(senpai_open(config.c_str(), nullptr),
                                                                              &senpai_close);
  const std::string input = Json{{"jobId", sample_job}}.dump();
  return cost(calls, [&] { senpai_free(senpai_call(platform.get(), "jobs.find", nullptr, input.c_str())); });
}

/// 0 where the language is not installed.
double python_find(const Path& database) {
  return number_from("SENPAI_LIBRARY='" SENPAI_C_LIBRARY "' PYTHONPATH='" SENPAI_SOURCE_DIR
                     "/bindings/python' python3 '" SENPAI_SOURCE_DIR "/tests/bench/call.py' '" +
                     database.string() + "' " + std::to_string(calls));
}

double node_find(const Path& database) {
  return number_from("SENPAI_ADDON='" SENPAI_NODE_ADDON "' node '" SENPAI_SOURCE_DIR
                     "/tests/bench/call.mjs' '" SENPAI_SOURCE_DIR "/bindings/node/index.mjs' '" +
                     database.string() + "' " + std::to_string(calls));
}

/// How many times as long this machine takes at the moment as the one that aims in µs are meant for: on that, OpenSSL's
/// PBKDF2-SHA256 takes 27 ms for 120,000 rounds.
double slowness() {
  constexpr int iterations = 120'000;
  constexpr double meant_ms = 27;
  std::array<unsigned char, 32> key{};
  const double before = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID);
  PKCS5_PBKDF2_HMAC("password", 8, key.data(), static_cast<int>(key.size()), iterations, EVP_sha256(),
                    static_cast<int>(key.size()), key.data());
  return (milliseconds_of(CLOCK_PROCESS_CPUTIME_ID) - before) / meant_ms;
}

/// Rounds in which each language has its turn, so that whatever else the machine does falls on all of them; what one
/// costs more than another is the median of the differences within the rounds.
void print_languages(const Path& database) {
  constexpr int turns = 11;
  struct Language {
    const char* name;
    double (*measure)(const Path&);
    double aim;  ///< Times the statement, or µs over C.
    bool over_c;
    std::vector<double> us{}, compared{};
  };
  Language languages[] = {{"C++, jobs().find(id)", cpp_find, 2, false},
                          {"C, senpai_call", c_find, 3, false},
                          {"Python, platform.jobs.find", python_find, 20, true},
                          {"Node, platform.jobs.find", node_find, 20, true}};
  std::vector<double> statement, slow;
  for (int turn = 0; turn < turns; ++turn) {
    slow.push_back(slowness());
    statement.push_back(measure_raw_find(database));
    for (auto& language : languages) {
      language.us.push_back(language.measure(database));
      language.compared.push_back(language.over_c ? language.us.back() - languages[1].us.back()
                                                  : language.us.back() / statement.back());
    }
  }
  const double slower = median(slow);
  std::printf("\none call in process, CPU of all threads in µs, medians of %d alternating rounds; at the moment this"
              " machine takes %.1f\ntimes as long as the one that aims in µs are meant for (PBKDF2 of 120,000 rounds in"
              " 27 ms)\n", turns, slower);
  std::printf("%-34s %8.2f\n", "the statement, SQLite's C API", median(statement));
  for (const auto& language : languages) {
    const double us = median(language.us), compared = median(language.compared);
    if (us == 0) continue;
    if (language.over_c)
      std::printf("%-34s %8.2f   C + %.1f, C + %.1f there   (aim: under C + %.0f, %s)\n", language.name, us, compared,
                  compared / slower, language.aim, judged(compared / slower < language.aim));
    else
      std::printf("%-34s %8.2f   %.2f times   (aim: under %.0f, %s)\n", language.name, us, compared, language.aim,
                  judged(compared < language.aim));
  }
}

}  // namespace

int run_sandboxes() {
  constexpr int later = 20;
  const double wall = milliseconds_of(CLOCK_MONOTONIC), cpu = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID);
  {
    const senpai::testing::Sandbox first;
  }
  const double wall_first = milliseconds_of(CLOCK_MONOTONIC), cpu_first = milliseconds_of(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < later; ++i) {
    const senpai::testing::Sandbox another;
  }
  std::printf("%f %f %f %f\n", wall_first - wall, cpu_first - cpu,
              (milliseconds_of(CLOCK_MONOTONIC) - wall_first) / later,
              (milliseconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_first) / later);
  return 0;
}

void run_in_process() {
  std::fprintf(stderr, "  measuring in process …\n");
  const Path database = scratch() / "in-process.db";
  senpai::open_sqlite({.path = database.string()})->migrate();
  print_languages(database);
  std::printf("\n");
  print_size("libsenpai.so with SQLite only, stripped", SENPAI_SQLITE_LIBRARY, 3);
  print_size("libsenpai.so with both stores, stripped", SENPAI_SHARED_LIBRARY, 0);
  print_sandboxes();
  std::printf("\n");
}

}  // namespace bench
