#include "growth.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <thread>

#include "data.hpp"
#include "load.hpp"
#include "processes.hpp"

namespace bench {
namespace {

using Json = nlohmann::json;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr int rounds = 5;
constexpr int saved_items = 60;  ///< Of the person whose own lists are read: more than a page.

enum class Who { anybody, person, administrator };
enum class Where { first, middle, last };

/// One line of the table. In the target `{job}`, `{employer}`, `{applicant}`, `{applied}`, `{application}` and
/// `{session}` stand for ids of that database. `bound` is how many times its small cost it may cost; 0: as it comes.
struct Case {
  const char* name;
  Who who;
  const char* target;
  double bound;
  Where where = Where::first;
};

constexpr double same = 2, deep = 10, reported = 0;
constexpr auto anybody = Who::anybody, person = Who::person, administrator = Who::administrator;

constexpr Case cases[] = {
    {"jobs", anybody, "/jobs", same},
    {"jobs, signed in", person, "/jobs", same},
    {"jobs, by type", anybody, "/jobs?employmentType=PART_TIME", same},
    {"jobs, by visa", anybody, "/jobs?visaSponsored=true", same},
    {"job detail", anybody, "/jobs/{job}", same},
    {"posts", anybody, "/feed/posts", same},
    {"posts, signed in", person, "/feed/posts", same},
    {"posts, by category", anybody, "/feed/posts?category=VISA", same},
    {"signed-in user", person, "/auth/me", same},
    {"own profile", person, "/users/me/profile", same},
    {"own saved jobs", person, "/users/me/saved-jobs", same},
    {"own saved posts", person, "/users/me/saved-posts", same},
    {"own applications", person, "/users/me/applications", same},
    {"own applications, by status", person, "/users/me/applications?status=SUBMITTED", same},
    {"review queue", administrator, "/admin/kyc/review-queue", same},
    {"review queue, all", administrator, "/admin/kyc/review-queue?status=ALL", same},
    {"review queue, one status", administrator, "/admin/kyc/review-queue?status=MANUAL_REVIEW", same},
    {"cases", administrator, "/admin/cases", same},
    {"activity", administrator, "/admin/activity-events", same},
    {"activity, by type", administrator, "/admin/activity-events?type=KYC", same},
    {"activity, by other type", administrator, "/admin/activity-events?type=APPLICATION", same},
    {"activity, by reviewer", administrator, "/admin/activity-events?actorId=reviewer@example.test", same},
    {"activity, by applicant", administrator, "/admin/activity-events?actorId={applicant}", same},
    {"activity, from", administrator, "/admin/activity-events?from={month ago}", same},
    {"activity, to", administrator, "/admin/activity-events?to={month ago}", same},
    {"audit", administrator, "/admin/audit/events", same},
    {"audit, by kind of actor", administrator, "/admin/audit/events?actorType=USER", same},
    {"audit, by entity", administrator, "/admin/audit/events?entityId={session}", same},
    {"audit, by kind of entity", administrator, "/admin/audit/events?entityType=KYC_SESSION", same},
    {"overview", administrator, "/admin/overview/summary", same},
    {"all jobs", administrator, "/admin/jobs", same},
    {"all posts", administrator, "/admin/feed/posts", same},
    {"all posts, by category", administrator, "/admin/feed/posts?category=VISA", same},
    {"users", administrator, "/admin/users", same},
    {"organizations", administrator, "/admin/organizations", same},
    {"organizations, by type", administrator, "/admin/organizations?orgType=LPK", same},
    {"organizations, by status", administrator, "/admin/organizations?verificationStatus=PENDING", same},
    {"applications", administrator, "/admin/applications", same},
    {"applications, by status", administrator, "/admin/applications?status=INTERVIEW", same},
    {"applications, by job", administrator, "/admin/applications?jobId={applied}", same},
    {"applications, by employer", administrator, "/admin/applications?orgId={employer}", same},
    {"one application", administrator, "/admin/applications/{application}", same},

    {"jobs", anybody, "/jobs", deep, Where::last},
    {"posts", anybody, "/feed/posts", deep, Where::last},
    {"own saved jobs", person, "/users/me/saved-jobs", deep, Where::last},
    {"own applications", person, "/users/me/applications", deep, Where::last},
    {"review queue", administrator, "/admin/kyc/review-queue", deep, Where::last},
    {"activity", administrator, "/admin/activity-events", deep, Where::last},
    {"audit", administrator, "/admin/audit/events", deep, Where::last},
    {"all jobs", administrator, "/admin/jobs", deep, Where::last},
    {"all posts", administrator, "/admin/feed/posts", deep, Where::last},
    {"users", administrator, "/admin/users", deep, Where::last},
    {"organizations", administrator, "/admin/organizations", deep, Where::last},
    {"applications", administrator, "/admin/applications", deep, Where::last},

    {"jobs, rare word", anybody, "/jobs?q=kintsugi", deep},
    {"posts, rare word", anybody, "/feed/posts?q=hanabi", deep},
    {"all jobs, rare word", administrator, "/admin/jobs?q=kintsugi", deep},
    {"all posts, rare word", administrator, "/admin/feed/posts?q=hanabi", deep},
    {"users, rare word", administrator, "/admin/users?q=tsukimi", deep},
    {"applications, rare word", administrator, "/admin/applications?q=tsukimi", deep},

    {"jobs", anybody, "/jobs", reported, Where::middle},
    {"posts", anybody, "/feed/posts", reported, Where::middle},
    {"review queue", administrator, "/admin/kyc/review-queue", reported, Where::middle},
    {"activity", administrator, "/admin/activity-events", reported, Where::middle},
    {"users", administrator, "/admin/users", reported, Where::middle},
    {"applications", administrator, "/admin/applications", reported, Where::middle},
    {"jobs, by type", anybody, "/jobs?employmentType=PART_TIME", reported, Where::last},
    {"jobs, by type", anybody, "/jobs?employmentType=PART_TIME", reported, Where::middle},
    {"posts, by category", anybody, "/feed/posts?category=VISA", reported, Where::last},
    {"review queue, all", administrator, "/admin/kyc/review-queue?status=ALL", reported, Where::middle},
    {"activity, by type", administrator, "/admin/activity-events?type=KYC", reported, Where::last},
    {"applications, by status", administrator, "/admin/applications?status=INTERVIEW", reported, Where::last},
    {"jobs, by type and visa", anybody, "/jobs?employmentType=PART_TIME&visaSponsored=true", reported},
    {"jobs, by place", anybody, "/jobs?location=kanazawa", reported},
    {"jobs, by place and visa", anybody, "/jobs?location=kanazawa&visaSponsored=true", reported},
    {"jobs, frequent word", anybody, "/jobs?q=welder", reported},
    {"jobs, two letters", anybody, "/jobs?q=cn", reported},
    {"jobs, rare word, by type", anybody, "/jobs?q=kintsugi&employmentType=FULL_TIME", reported},
    {"posts, frequent word", anybody, "/feed/posts?q=visa%20paperwork", reported},
    {"posts, two letters", anybody, "/feed/posts?q=no", reported},
    {"users, frequent name", administrator, "/admin/users?q=hartono", reported},
    {"applications, frequent word", administrator, "/admin/applications?q=welder", reported},
    {"applications, by job and employer", administrator, "/admin/applications?jobId={applied}&orgId={employer}",
     reported},
    {"organizations, by type and status", administrator,
     "/admin/organizations?orgType=LPK&verificationStatus=PENDING", reported},
    {"activity, by type and actor", administrator,
     "/admin/activity-events?type=KYC&actorId=reviewer@example.test", reported},
    {"audit, by actor and time", administrator, "/admin/audit/events?actorType=ADMIN&from={month ago}", reported},
};

/// A server on one of the two databases.
class Side {
 public:
  Side(const char* name, const std::filesystem::path& database) : server_(database, name) {
    const Json registered = call("POST", "/auth/register",
                                 {{"fullName", "Growth Person"},
                                  {"email", "growth-" + std::to_string(::getpid()) + "@example.test"},
                                  {"password", "Kirei-na-hana-42"}}, Who::anybody);
    token_ = registered["accessToken"];
    const Json jobs = save("/jobs", "/users/me/saved-jobs", "jobId");
    save("/feed/posts", "/users/me/saved-posts", "postId");
    for (const std::string id : jobs) call("POST", "/jobs/" + id + "/applications", Json::object(), person);
    const Json page = get("/admin/applications?cursor=100&limit=1", administrator);
    const Json& application = page["items"][0];
    ids_ = {{"{job}", jobs[0]},
            {"{application}", application["application"]["id"]},
            {"{applied}", application["application"]["jobId"]},
            {"{employer}", application["application"]["job"]["employer"]["id"]},
            {"{applicant}", registered["user"]["id"]},  // Of others there is more to show in the large store.
            {"{session}", get("/admin/kyc/review-queue?limit=1", administrator)["items"][0]["session"]["id"]},
            {"{month ago}", senpai::to_text(std::chrono::floor<milliseconds>(std::chrono::system_clock::now()) -
                                            std::chrono::days(30))}};
  }

  /// The whole request of a line, for this database.
  std::string request(const Case& c) {
    std::string target = c.target;
    for (const auto& [name, id] : ids_)
      if (const auto at = target.find(name); at != std::string::npos) target.replace(at, name.size(), id);
    if (c.where != Where::first) {
      const Json page = get(target, c.who)["pageInfo"];
      const std::int64_t limit = page["limit"], total = page["total"];
      const std::int64_t cursor = std::max<std::int64_t>(0, c.where == Where::last ? total - limit : total / 2);
      target += (target.find('?') == std::string::npos ? '?' : '&') + ("cursor=" + std::to_string(cursor));
    }
    return make_request("GET", target, headers(c.who));
  }

  /// CPU time of the server for each of so many requests.
  double cost_us(const std::string& request, int times) {
    send(request);  // Uncounted: the server may have closed the idle connection.
    const auto before = server_.process.cpu();
    for (int i = 0; i < times; ++i) send(request);
    return std::chrono::duration<double, std::micro>(server_.process.cpu() - before).count() / times;
  }

  /// Waits until work in the background, such as sealing audit rows, is done.
  void settle() {
    for (int tries = 0; tries < 60; ++tries) {
      const auto before = server_.process.cpu();
      std::this_thread::sleep_for(milliseconds(500));
      if (server_.process.cpu() - before < milliseconds(5)) return;
    }
  }

 private:
  std::vector<std::string> headers(Who who) const {
    if (who == Who::person) return {"Authorization: Bearer " + token_};
    if (who == Who::administrator) return {std::string("x-admin-api-key: ") + admin_key};
    return {};
  }

  Json call(const char* method, const std::string& target, const Json& body, Who who) {
    return Json::parse(send(make_request(method, target, headers(who), body.is_null() ? "" : body.dump())).body);
  }

  Reply send(const std::string& request) {
    const auto now = std::chrono::steady_clock::now();
    if (!client_ || now - used_ > std::chrono::seconds(2)) client_.emplace(server_.port);
    used_ = now;
    Reply reply = client_->send(request);
    if (reply.status >= 300) throw std::runtime_error(request.substr(0, request.find('\r')) + ": " + reply.body);
    return reply;
  }
  Json get(const std::string& target, Who who) { return call("GET", target, nullptr, who); }

  /// Saves some of a list for the person; their ids.
  Json save(const std::string& list, const std::string& saved, const char* id_name) {
    Json ids = Json::array();
    for (int cursor = 0; cursor < saved_items; cursor += 20) {
      const Json page = get(list + "?cursor=" + std::to_string(cursor), person);
      for (const auto& item : page["items"]) {
        call("POST", saved, {{id_name, item["id"]}}, person);
        ids.push_back(item["id"]);
      }
    }
    return ids;
  }

  Server server_;
  std::optional<Client> client_;
  std::chrono::steady_clock::time_point used_{};
  std::string token_;
  std::vector<std::pair<std::string, std::string>> ids_;
};

/// A SQLite file that is about to be filled: with caches that hold it, and with its indexes of letters made at the end.
/// FTS5 writes a new piece of index with every statement of a transaction, which would take most of the time.
class QuickFilling {
 public:
  explicit QuickFilling(const std::filesystem::path& file) {
    sqlite3_auto_extension(entry());
    sqlite3_open(file.c_str(), &db_);
    sqlite3_busy_timeout(db_, 5000);
    for (const auto& name :
         texts("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%_search_insert'")) {
      later_ += texts("SELECT sql FROM sqlite_schema WHERE name = '" + name + "'").front() + ";";
      const std::string index = name.substr(0, name.rfind("_insert"));
      later_ += "INSERT INTO " + index + " (" + index + ") VALUES ('rebuild');";
      run("DROP TRIGGER " + name);
    }
  }
  ~QuickFilling() {
    sqlite3_close(db_);
    sqlite3_cancel_auto_extension(entry());
  }
  QuickFilling(const QuickFilling&) = delete;
  QuickFilling& operator=(const QuickFilling&) = delete;

  void finish() { run("BEGIN;" + later_ + "COMMIT"); }

 private:
  static int enlarge(sqlite3* db, char**, const void*) {
    // Not `temp_store = MEMORY`: the journal of a statement is then a list that each one walks from its beginning.
    return sqlite3_exec(db, "PRAGMA cache_size = -2000000; PRAGMA wal_autocheckpoint = 100000", nullptr, nullptr,
                        nullptr);
  }
  // SQLite's own type for this: a function of unknown arguments.
  static void (*entry())() { return reinterpret_cast<void (*)()>(&enlarge); }

  void run(const std::string& sql) {
    if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db_));
  }
  std::vector<std::string> texts(const std::string& sql) {
    std::vector<std::string> rows;
    const auto add = [](void* to, int, char** values, char**) {
      static_cast<std::vector<std::string>*>(to)->emplace_back(values[0]);
      return 0;
    };
    if (sqlite3_exec(db_, sql.c_str(), add, &rows, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
    return rows;
  }

  sqlite3* db_ = nullptr;
  std::string later_;  ///< What makes and keeps the indexes.
};

std::filesystem::path make_database(const std::filesystem::path& folder, const char* name, const DataSizes& sizes) {
  const auto finished = folder / (std::string(name) + ".db");
  if (std::filesystem::exists(finished)) {
    std::fprintf(stderr, "using %s again\n", finished.c_str());
    return finished;
  }
  const auto unfinished = folder / (std::string(name) + ".new.db");
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(unfinished.string() + end);
  senpai::open_sqlite({.path = unfinished.string()})->migrate();
  {
    QuickFilling filling(unfinished);
    const auto storage = senpai::open_sqlite({.path = unfinished.string(), .durable = false});
    const auto begin = std::chrono::steady_clock::now();
    fill(*storage, sizes, std::chrono::floor<milliseconds>(std::chrono::system_clock::now()),
         [&](const char* what, int done, int all) {
           const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
           std::fprintf(stderr, "\rfilling %s: %7d of %7d %-16s %5.0f s%s", name, done, all, what, seconds,
                        done == all ? "\n" : "");
         });
    std::fprintf(stderr, "making the indexes of letters …\n");
    filling.finish();
  }
  std::filesystem::rename(unfinished, finished);
  return finished;
}

struct Line {
  double small_us = 0;
  double large_us = 0;
  double ratio() const { return large_us / small_us; }
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Line measure(const GrowthSettings& settings, const Case& c, Side& small, Side& large) {
  const double time_us = settings.quick ? 10'000 : 40'000;  // Of each measurement.
  std::array<Side*, 2> sides{&small, &large};
  std::array<std::string, 2> requests;
  std::array<int, 2> times{};
  std::array<std::vector<double>, 2> costs;
  for (std::size_t i = 0; i < 2; ++i) {
    requests[i] = sides[i]->request(c);
    // Warm: the server reads through several connections, each with a cache of its own.
    const double first = sides[i]->cost_us(requests[i], 16);
    times[i] = static_cast<int>(std::clamp(time_us / first, 4.0, 400.0));
    if (first < time_us / 16) sides[i]->cost_us(requests[i], times[i]);
  }
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < 2; ++i) costs[i].push_back(sides[i]->cost_us(requests[i], times[i]));
  return {median(costs[0]), median(costs[1])};
}

std::string title(const Case& c) {
  if (c.where == Where::last) return std::string(c.name) + ": last page";
  if (c.where == Where::middle) return std::string(c.name) + ": middle page";
  return c.name;
}

void print(const Case& c, const Line& line) {
  std::printf("%-44s %10.0f %10.0f %7.2f", title(c).c_str(), line.small_us, line.large_us, line.ratio());
  if (c.bound == reported) std::printf("\n");
  else std::printf("  at most %2.0f%s\n", c.bound, line.ratio() > c.bound ? "  MISSED" : "");
  std::fflush(stdout);
}

}  // namespace

int run_growth(const GrowthSettings& settings) {
  const auto folder = settings.data.empty() ? scratch() : settings.data;
  std::filesystem::create_directories(folder);
  const auto small_database = make_database(folder, "small", small_sizes);
  const auto large_database = make_database(folder, "large", large_sizes);
  Side small("small", small_database), large("large", large_database);
  for (Side* side : {&small, &large}) side->settle();

  std::printf("CPU of server and database in µs per request, warm, medians of %d alternating rounds.\n", rounds);
  std::printf("Small: 1,000 each of jobs, posts, users, applications and identity checks. Large: 100,000 jobs, posts\n"
              "and users, 200,000 applications, 50,000 identity checks.\n\n");
  std::printf("%-44s %10s %10s %7s\n", "", "small", "large", "ratio");
  int missed = 0;
  double bound = same;
  for (const Case& c : cases) {
    if (c.bound != bound) std::printf("\n");
    bound = c.bound;
    const Line line = measure(settings, c, small, large);
    print(c, line);
    if (c.bound != reported && line.ratio() > c.bound) ++missed;
  }
  std::printf("\n%s\n", missed == 0 ? "Every bound holds." : "Bounds are missed; see the marks.");
  return missed;
}

}  // namespace bench
