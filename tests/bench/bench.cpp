// ./dev bench: what a request costs the server, beside a bare cpp-httplib handler that returns a body of the same size
// and beside the raw SQLite statement, all in one run.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <senpai/senpai.hpp>
#include <stdexcept>

#include "growth.hpp"
#include "in_process.hpp"
#include "on_postgres.hpp"
#include "parts.hpp"
#include "raw_sqlite.hpp"
#include "sample_photo.hpp"

namespace bench {
namespace {

using std::chrono::milliseconds;

std::string photo(int number) {
  std::string bytes(reinterpret_cast<const char*>(senpai::server::sample_photo.data()),
                    senpai::server::sample_photo.size());
  return bytes + std::to_string(number);  // What follows the end of an image is ignored by viewers.
}

std::string path_of(const std::string& url) { return url.substr(url.find('/', url.find("://") + 3)); }

std::string sha256(const std::string& bytes);

/// Register, log in, upload a photo, submit, vendor's webhook, admin's decision, reading: 17 requests.
void main_job(int port, int number) {
  Client client(port);
  const std::string email = "job" + std::to_string(number) + "@example.test";
  const Json registered = call(client, "POST", "/auth/register",
                               {{"fullName", "Main Job"}, {"email", email}, {"password", "Kirei-na-hana-42"}}, {}, 201);
  if (registered["emailVerification"].contains("developmentCode"))
    call(client, "POST", "/auth/email-verification/verify",
         {{"email", email}, {"code", registered["emailVerification"]["developmentCode"]}}, {}, 200);
  const Json login = call(client, "POST", "/auth/login", {{"email", email}, {"password", "Kirei-na-hana-42"}}, {}, 200);
  const std::vector<std::string> user{"Authorization: Bearer " + login["accessToken"].get<std::string>()};
  const std::vector<std::string> admin{std::string("x-admin-api-key: ") + admin_key};
  const std::string session =
      call(client, "POST", "/identity/kyc/sessions", Json::object(), user, 201)["session"]["id"];
  const std::string bytes = photo(number);
  const std::string checksum = sha256(bytes);
  const Json upload = call(client, "POST", "/identity/kyc/upload-url",
                           {{"documentType", "PASSPORT"}, {"fileName", "passport.jpg"}, {"contentType", "image/jpeg"},
                            {"contentLength", bytes.size()}, {"checksumSha256", checksum}}, user, 201)["upload"];
  const Reply stored =
      client.send(make_request("PUT", path_of(upload["uploadUrl"]), {"Content-Type: image/jpeg"}, bytes));
  if (stored.status != 204) throw std::runtime_error("the upload was refused: " + stored.body);
  const Json document = call(client, "POST", "/identity/kyc/documents",
                             {{"documentType", "PASSPORT"}, {"objectKey", upload["objectKey"]},
                              {"checksumSha256", checksum}}, user, 201)["document"];
  call(client, "POST", "/identity/kyc/sessions/" + session + "/submit", nullptr, user, 200);
  const std::string body = Json{{"sessionId", session}, {"metadata", {{"score", 98}}}}.dump();
  const auto now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
  const std::string key = "job-" + std::to_string(number);
  call(client, "POST", "/identity/kyc/provider-webhook", Json::parse(body),
       {std::string("x-kyc-webhook-secret: ") + webhook_secret, "x-idempotency-key: " + key,
        "x-kyc-webhook-timestamp: " + std::to_string(now.time_since_epoch().count()),
        "x-kyc-webhook-signature: " + senpai::sign_webhook(webhook_secret, key, now, body)}, 202);
  call(client, "GET", "/admin/kyc/review-queue", nullptr, admin, 200);
  const Json link = call(client, "POST", "/admin/kyc/documents/" + document["id"].get<std::string>() + "/preview-url",
                         Json::object(), admin, 200);
  if (client.send(make_request("GET", path_of(link["url"]))).body != bytes)
    throw std::runtime_error("the preview is not the photo");
  call(client, "POST", "/admin/kyc/review", {{"sessionId", session}, {"decision", "VERIFIED"}, {"reviewedBy", "bench"}},
       admin, 200);
  for (const char* path :
       {"/identity/kyc/status", "/identity/kyc/history", "/jobs", "/feed/posts", "/users/me/profile"})
    call(client, "GET", path, nullptr, user, 200);
}

struct Row {
  std::string name;
  std::vector<Sample> ours;
  std::vector<double> bare_us;
  double raw_us = 0;  ///< 0: no statement.
};

template <class Value>
double median_of(const Row& row, Value value) {
  std::vector<double> values;
  for (const auto& s : row.ours) values.push_back(value(s));
  return median(values);
}

void print(const Row& row) {
  const double cpu = median_of(row, [](const Sample& s) { return s.cpu_us; });
  const double bare = median(row.bare_us);
  std::printf("%-20s %9.0f %8.0f %8.0f %9.1f", row.name.c_str(),
              median_of(row, [](const Sample& s) { return s.load.requests_per_second; }),
              median_of(row, [](const Sample& s) { return s.load.p50_us; }),
              median_of(row, [](const Sample& s) { return s.load.p99_us; }), cpu);
  if (bare > 0) std::printf(" %9.1f %9.1f", bare, cpu - bare);
  else std::printf(" %9s %9s", "-", "-");
  if (row.raw_us > 0) std::printf(" %9.1f\n", row.raw_us);
  else std::printf(" %9s\n", "-");
  std::fflush(stdout);
}

/// One endpoint, alternating with the bare handler.
template <class Next>
Row measure(const Settings& settings, const Server& server, const std::string& name, int expected, Next next) {
  std::fprintf(stderr, "  measuring %s …\n", name.c_str());
  Client probe(server.port);
  const BareServer bare(probe.send(next(0, -1)).body.size());
  const std::string plain = make_request("GET", "/health");
  Row row{name, {}, {}, 0};
  sample(server.process, server.port, settings.time / 3, expected,
         [&](int c, int n) { return next(c, 1'000'000 + n); });
  for (int round = 0; round < rounds; ++round) {
    row.ours.push_back(sample(server.process, server.port, settings.time, expected, [&](int c, int n) {
      return next(c, 2'000'000 + round * 1'000'000 + n);
    }));
    row.bare_us.push_back(
        sample(bare.process, bare.port, settings.time, 200, [&](int, int) { return plain; }).cpu_us);
  }
  return row;
}

Row measure_main_job(const Server& server) {
  std::fprintf(stderr, "  measuring the main job …\n");
  Row row{"whole main job", {}, {}, 0};
  constexpr int jobs_per_round = 10;
  int number = 0;
  for (int round = 0; round < rounds; ++round) {
    Sample s;
    std::vector<double> latencies;
    const auto before = server.process.cpu();
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < jobs_per_round; ++i) {
      const auto start = std::chrono::steady_clock::now();
      main_job(server.port, number++);
      latencies.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    s.cpu_us = std::chrono::duration<double, std::micro>(server.process.cpu() - before).count() / jobs_per_round;
    s.load.requests_per_second = jobs_per_round / seconds;
    s.load.p50_us = median(latencies);
    s.load.p99_us = *std::max_element(latencies.begin(), latencies.end());
    row.ours.push_back(s);
  }
  return row;
}

/// 20 jobs instead of the four samples, so that a page is full.
void fill_jobs(const std::filesystem::path& database);

void run(const Settings& settings) {
  std::fprintf(stderr, "starting senpai-server …\n");
  const Server server;
  const long idle_kib = server.process.rss_kib();
  const auto database = scratch() / "bench.db";
  fill_jobs(database);
  const Person person = make_person(server.port, "bench@example.test");
  const std::string bearer = "Authorization: Bearer " + person.token;

  std::vector<Row> rows;
  const std::string health = make_request("GET", "/health");
  const std::string me = make_request("GET", "/auth/me", {bearer});
  const std::string jobs = make_request("GET", "/jobs?limit=20");
  rows.push_back(measure(settings, server, "GET /health", 200, [&](int, int) { return health; }));
  rows.push_back(measure(settings, server, "GET /auth/me", 200, [&](int, int) { return me; }));
  rows.push_back(measure(settings, server, "GET /jobs?limit=20", 200, [&](int, int) { return jobs; }));
  rows.push_back(measure(settings, server, "provider webhook", 202, webhook_requests(person)));
  rows.push_back(measure_main_job(server));

  std::fprintf(stderr, "  measuring raw SQLite …\n");
  std::map<std::string, std::vector<double>> raw;
  for (int round = 0; round < rounds; ++round) {
    const RawCosts costs = measure_raw(database, person.id, person.kyc_session);
    raw["me"].push_back(costs.find_user), raw["jobs"].push_back(costs.list_jobs), raw["hook"].push_back(costs.webhook);
  }
  rows[1].raw_us = median(raw["me"]), rows[2].raw_us = median(raw["jobs"]), rows[3].raw_us = median(raw["hook"]);

  std::printf("\n%d connections, medians of %d alternating rounds; CPU of the server process in µs per request\n\n",
              connections, rounds);
  std::printf("%-20s %9s %8s %8s %9s %9s %9s %9s\n", "", "req/s", "p50 µs", "p99 µs", "CPU µs", "bare µs", "over bare",
              "raw SQL");
  for (const Row& row : rows) print(row);
  std::printf("\nmemory when idle: %.1f MB resident (aim: 20); after the load: %.1f MB\n",
              static_cast<double>(idle_kib) / 1024, static_cast<double>(server.process.rss_kib()) / 1024);
  std::printf("from exec to the first answer: %.1f ms (aim: 50)\n",
              static_cast<double>(server.to_first_answer.count()) / 1000);
}

}  // namespace
}  // namespace bench

#include <openssl/evp.h>
#include <sqlite3.h>

namespace bench {
namespace {

std::string sha256(const std::string& bytes) {
  unsigned char digest[32];
  EVP_Digest(bytes.data(), bytes.size(), digest, nullptr, EVP_sha256(), nullptr);
  std::string hex(64, '0');
  for (int i = 0; i < 32; ++i) std::snprintf(&hex[static_cast<std::size_t>(i) * 2], 3, "%02x", digest[i]);
  return hex;
}

void fill_jobs(const std::filesystem::path& database) {
  sqlite3* db = nullptr;
  sqlite3_open(database.c_str(), &db);
  sqlite3_busy_timeout(db, 5000);
  for (int i = 0; i < 20; ++i) {
    const std::string sql =
        "INSERT INTO jobs (id, title, employment_type, visa_sponsorship, description, requirements_json, location_json,"
        " employer_json, created_at, updated_at, published_at) SELECT 'bench_" + std::to_string(i) +
        "', title, employment_type, visa_sponsorship, description, requirements_json, location_json, employer_json,"
        " '2026-02-01T00:00:00.000Z', updated_at, published_at FROM jobs LIMIT 1";
    if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error("cannot fill the job catalogue");
  }
  sqlite3_close(db);
}

}  // namespace
}  // namespace bench

constexpr const char* usage = R"(usage: senpai_bench [in-process | postgres] [--quick]
       senpai_bench growth [--quick] [--data FOLDER]

Without a word: what requests cost the server, beside a bare HTTP server and beside the raw SQLite statements; what the
library costs inside a program, in size and in C++, C, Python and Node; then on the PostgreSQL that SENPAI_TEST_POSTGRES
names, beside libpq and pgbench. in-process, postgres: only that.

growth: whether requests cost more where there is more data. Fills two databases (1,000 and 100,000 of each; takes a
minute or two), runs a server on each and prints the CPU time of both for every list, with a mark where a bound is
missed; then the exit code is 1. --data keeps the databases in a folder and uses them again.

--quick measures for a shorter time.
)";

int main(int argc, char** argv) {
  try {
    if (argc >= 4 && std::strcmp(argv[1], "--bare-server") == 0)
      return bench::run_bare_server(std::atoi(argv[2]), static_cast<std::size_t>(std::atoi(argv[3])),
                                    {argv + 4, argv + argc});
    std::vector<std::string_view> words(argv + 1, argv + argc);
    const auto take = [&](std::string_view word) { return std::erase(words, word) > 0; };
    if (take("--help") || take("-h")) {
      std::fputs(usage, stdout);
      return 0;
    }
    const bool quick = take("--quick");
    if (take("growth")) {
      bench::GrowthSettings settings{.quick = quick};
      if (words.size() == 2 && words[0] == "--data") {
        settings.data = words[1];
        words.clear();
      }
      if (words.empty()) return bench::run_growth(settings) == 0 ? 0 : 1;
    }
    if (take("--sandboxes")) return bench::run_sandboxes();
    const bool only_postgres = take("postgres"), only_in_process = take("in-process");
    if (!words.empty()) {
      std::fprintf(stderr, "unknown argument %s\n%s", std::string(words.front()).c_str(), usage);
      return 2;
    }
    bench::Settings settings;
    if (quick) settings.time = std::chrono::milliseconds(300);
    if (!only_postgres && !only_in_process) bench::run(settings);
    if (!only_postgres) bench::run_in_process();
    if (!only_in_process) bench::run_on_postgres(settings);
    return 0;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "benchmark failed: %s\n", e.what());
    return 1;
  }
}
