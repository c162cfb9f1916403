#include "on_postgres.hpp"

#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <senpai/senpai.hpp>
#include <stdexcept>
#include <thread>

#include "auth/auth_store.hpp"
#include "connection.hpp"
#include "jobs/jobs_store.hpp"

namespace bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

struct CloseConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using ConnectionPtr = std::unique_ptr<PGconn, CloseConnection>;

ConnectionPtr connect(const std::string& url) {
  ConnectionPtr connection(PQconnectdb(url.c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  return connection;
}

void check(PGconn* connection, PGresult* result) {
  const auto status = PQresultStatus(result);
  PQclear(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection));
}

/// A statement as the server sends it, and what it is asked with.
struct Statement {
  const char* sql;
  std::vector<std::string> values;
};

constexpr const char* insert_row_sql = "INSERT INTO bench_rows (note) VALUES ('one row, as long as a saved job')";

/// How often per second something was done, and what one cost the whole machine.
struct Rate {
  double per_second = 0;
  double cpu_us = 0;
};

/// How often `work`, made once per thread, runs on as many threads as there are connections.
Rate rate(milliseconds time, const std::function<std::function<void()>(int thread)>& make_work) {
  std::vector<std::function<void()>> works;
  for (int i = 0; i < connections; ++i) works.push_back(make_work(i));
  std::vector<std::int64_t> done(connections);
  const auto begin = steady_clock::now();
  const auto cpu_before = machine_cpu();
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < connections; ++i)
      threads.emplace_back([&, i] {
        for (; steady_clock::now() - begin < time; ++done[i]) works[i]();
      });
  }
  std::int64_t total = 0;
  for (const auto number : done) total += number;
  return {static_cast<double>(total) / std::chrono::duration<double>(steady_clock::now() - begin).count(),
          (machine_cpu() - cpu_before).count() / static_cast<double>(total)};
}

/// A prepared statement on a connection of its own.
class Prepared {
 public:
  Prepared(const std::string& url, const std::string& sql, std::vector<std::string> values)
      : connection_(connect(url)), values_(std::move(values)) {
    check(connection_.get(), PQprepare(connection_.get(), "s", sql.c_str(), 0, nullptr));
  }
  void run() {
    const char* values[4] = {};
    for (std::size_t i = 0; i < values_.size(); ++i) values[i] = values_[i].c_str();
    check(connection_.get(), PQexecPrepared(connection_.get(), "s", static_cast<int>(values_.size()), values, nullptr,
                                            nullptr, 0));
  }

 private:
  ConnectionPtr connection_;
  std::vector<std::string> values_;
};

Rate raw_rate(const std::string& url, milliseconds time, const Statement& statement) {
  return rate(time, [&](int) {
    const auto prepared = std::make_shared<Prepared>(url, statement.sql, statement.values);
    return [prepared] { prepared->run(); };
  });
}

/// Transactions of pgbench that insert one row each; 0 per second without pgbench.
Rate pgbench_rate(const std::string& url, milliseconds time) {
  const auto script = scratch() / "one_row.sql";
  std::ofstream(script) << insert_row_sql << ";\n";
  const std::string seconds = std::to_string(std::max<std::int64_t>(1, time.count() / 1000));
  const std::string command = "pgbench -n -M prepared -c " + std::to_string(connections) + " -j 2 -T " + seconds +
                              " -f '" + script.string() + "' '" + url + "' 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  const auto cpu_before = machine_cpu();
  char line[256];
  Rate found;
  double transactions = 0;
  while (pipe && std::fgets(line, sizeof line, pipe.get())) {
    std::sscanf(line, "tps = %lf", &found.per_second);
    std::sscanf(line, "number of transactions actually processed: %lf", &transactions);
  }
  found.cpu_us = (machine_cpu() - cpu_before).count() / std::max(1.0, transactions);
  return found;
}

struct Row {
  std::string name;
  int expected;
  std::function<std::string(int, int)> next;
  std::function<Rate(milliseconds)> floor;  ///< What PostgreSQL's own tools do.
  Statement statement;  ///< What a bare HTTP server runs that is measured as well.
  std::vector<double> ours{}, floors{}, cpu_us{}, p50_us{}, p99_us{};
  std::vector<double> ratios{}, cpu_ratios{}, in_process_ratios{}, bare_ratios{};  ///< 1 is as good as its tools.
};

/// The same requests answered without sockets: what the library itself makes of the database.
class InProcess {
 public:
  explicit InProcess(const std::string& url)
      : platform_({.storage = senpai::open_postgres({.url = url, .connections = connections}),
                   .auth = {.token_secret = token_secret},
                   .kyc_webhook = {.secrets = {webhook_secret}, .max_skew = std::chrono::seconds(100'000)}}),
        api_(platform_) {}

  Rate rate_of(const Row& row, milliseconds time, int first_number) {
    return rate(time, [&](int thread) {
      return [&, thread, number = first_number]() mutable { answer(row.next(thread, number++), row.expected); };
    });
  }

 private:
  void answer(const std::string& text, int expected) {
    const auto body = text.find("\r\n\r\n") + 4;
    auto head = senpai::server::parse_head(std::string_view(text).substr(0, body));
    const auto response = api_.handle({.method = head->method, .target = head->target,
                                       .headers = std::move(head->headers), .body = text.substr(body)});
    if (response.status != expected)
      throw std::runtime_error("a request was answered with status " + std::to_string(response.status));
  }

  senpai::Platform platform_;
  senpai::api::Api api_;
};

void measure(const Settings& settings, const Server& server, const std::string& url, std::vector<Row>& rows) {
  constexpr int numbers = 1'000'000;  // More than a measurement uses, so that none repeats the keys of another.
  InProcess in_process(url);
  for (Row& row : rows) {
    std::fprintf(stderr, "  measuring %s on PostgreSQL …\n", row.name.c_str());
    sample(server.process, server.port, settings.time / 3, row.expected,
           [&](int c, int n) { return row.next(c, n); });
    std::vector<std::string> statement{url, row.statement.sql};
    statement.insert(statement.end(), row.statement.values.begin(), row.statement.values.end());
    const BareServer bare(Client(server.port).send(row.next(0, 0)).body.size(), statement);
    const std::string plain = make_request("GET", "/health");
    for (int round = 0; round < rounds; ++round) {
      const Sample s = sample(server.process, server.port, settings.time, row.expected,
                              [&](int c, int n) { return row.next(c, (2 * round + 1) * numbers + n); });
      row.ours.push_back(s.load.requests_per_second), row.cpu_us.push_back(s.cpu_us);
      row.p50_us.push_back(s.load.p50_us), row.p99_us.push_back(s.load.p99_us);
      const Rate floor = row.floor(settings.time);
      row.floors.push_back(floor.per_second);
      const auto with_bare = sample(bare.process, bare.port, settings.time, 200, [&](int, int) { return plain; });
      row.bare_ratios.push_back(row.ours.back() / with_bare.load.requests_per_second);
      if (floor.per_second == 0) continue;
      row.ratios.push_back(row.ours.back() / floor.per_second);
      row.cpu_ratios.push_back(floor.cpu_us / s.serving_us);
      const Rate without_sockets = in_process.rate_of(row, settings.time, (2 * round + 2) * numbers);
      row.in_process_ratios.push_back(without_sockets.per_second / floor.per_second);
    }
  }
}

void print_ratio(const std::vector<double>& ratios) {
  if (ratios.empty()) std::printf(" %11s", "-");
  else std::printf(" %10.0f%%", median(ratios) * 100);
}

void print(const std::vector<Row>& rows) {
  std::printf("\non PostgreSQL, durable, %d connections, medians of %d alternating rounds (aim: 60 %% of its own"
              " tools, all on the same cores)\n\n", connections, rounds);
  std::printf("%-22s %7s %7s %7s %7s %11s %11s %11s %11s %11s\n", "", "req/s", "p50 µs", "p99 µs", "CPU µs",
              "libpq, tps", "HTTP", "HTTP, CPU", "in process", "bare HTTP");
  for (const Row& row : rows) {
    std::printf("%-22s %7.0f %7.0f %7.0f %7.1f %11.0f", row.name.c_str(), median(row.ours), median(row.p50_us),
                median(row.p99_us), median(row.cpu_us), median(row.floors));
    for (const auto* ratios : {&row.ratios, &row.cpu_ratios, &row.in_process_ratios, &row.bare_ratios})
      print_ratio(*ratios);
    std::printf("\n");
  }
  std::printf("\nlibpq: the same statement alone; for writes, pgbench inserting one row a transaction\n"
              "HTTP: requests to the server in comparison with that\n"
              "HTTP, CPU: its CPU time with PostgreSQL's, in comparison with that of server and PostgreSQL\n"
              "in process: the same requests given to senpai::api::Api without sockets, in comparison with that\n"
              "bare HTTP: requests to the server beside a bare cpp-httplib server that runs libpq's statement\n\n");
}

}  // namespace

void run_statement(const std::vector<std::string>& statement) {
  thread_local Prepared prepared(statement.at(0), statement.at(1), {statement.begin() + 2, statement.end()});
  prepared.run();
}

void run_on_postgres(const Settings& settings) {
  const char* cluster = std::getenv("SENPAI_TEST_POSTGRES");
  if (!cluster) {
    std::printf("\nnot measured on PostgreSQL, because there is none; it comes with the Debian package postgresql\n");
    return;
  }
  const std::string admin = cluster, url = admin.substr(0, admin.rfind('/') + 1) + "bench";
  const auto session = connect(admin);
  check(session.get(), PQexec(session.get(), "DROP DATABASE IF EXISTS bench WITH (FORCE)"));
  check(session.get(), PQexec(session.get(), "CREATE DATABASE bench TEMPLATE template0"));
  const auto setup = connect(url);
  check(setup.get(), PQexec(setup.get(), "CREATE TABLE bench_rows (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                                         " note text NOT NULL, at timestamptz NOT NULL DEFAULT now())"));
  const Server server(Server::Url{url}, "postgres");
  const std::string job = "job_tokyo_senior_welder_001";
  std::vector<Person> people;
  for (int i = 0; i < connections; ++i) people.push_back(make_person(server.port, "p" + std::to_string(i) + "@x.test"));
  const std::string bearer = "Authorization: Bearer " + people.front().token;

  const Statement find_job{senpai::sql::find_job.text(), {job, "00000000-0000-0000-0000-000000000000"}};
  const Statement find_user{senpai::sql::find_user.text(), {people.front().id}};
  const Statement insert_row{insert_row_sql, {}};
  const auto raw = [&](const Statement& s) { return [&url, &s](milliseconds time) { return raw_rate(url, time, s); }; };
  const auto one_row = [&](milliseconds time) { return pgbench_rate(url, time); };
  const std::string one_job = make_request("GET", "/jobs/" + job), me = make_request("GET", "/auth/me", {bearer});
  // Each saves and removes in turn, so every request writes.
  const auto save = [&](int c, int n) {
    const std::vector<std::string> headers{"Authorization: Bearer " + people[static_cast<std::size_t>(c)].token};
    return n % 2 == 0 ? make_request("POST", "/users/me/saved-jobs", headers, R"({"jobId":")" + job + "\"}")
                      : make_request("DELETE", "/users/me/saved-jobs/" + job, headers);
  };
  std::vector<std::function<std::string(int, int)>> hooks;
  for (const auto& person : people) hooks.push_back(webhook_requests(person));
  std::vector<Row> rows{
      {"GET /jobs/{id}", 200, [&](int, int) { return one_job; }, raw(find_job), find_job},
      {"GET /auth/me", 200, [&](int, int) { return me; }, raw(find_user), find_user},
      {"save or remove a job", 200, save, one_row, insert_row},
      {"provider webhook", 202, [&](int c, int n) { return hooks[static_cast<std::size_t>(c)](c, n); }, one_row,
       insert_row}};
  measure(settings, server, url, rows);
  print(rows);
}

}  // namespace bench
