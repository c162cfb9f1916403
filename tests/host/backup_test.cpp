// Backup and restore of the SQLite profile with the real program.

#include <sys/stat.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <senpai/backends.hpp>
#include <set>

#include "host/files.hpp"
#include "host/server_process.hpp"
#include "host/wire.hpp"

using namespace senpai;
using namespace senpai::test;

namespace {

namespace fs = std::filesystem;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put_bytes(const fs::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

World::Headers bearer(const std::string& token) {
  return {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}};
}

std::string path_of_link(const std::string& url) { return url.substr(url.find("/objects/")); }

/// A candidate with a started identity check.
struct Owner {
  explicit Owner(int port, const std::string& email) : port_(port) {
    const Json account{{"fullName", "Rina"}, {"email", email}, {"password", "Kirei-na-hana-42"}};
    token_ = fetch(port, "POST", "/auth/register", {}, account.dump()).json().value("accessToken", "");
    fetch(port, "POST", "/identity/kyc/sessions", bearer(token_), "{}");
  }
  /// Uploads and registers one file; true when it counts.
  bool hand_in(const std::string& bytes) const {
    const Json asked{{"documentType", "PASSPORT"}, {"fileName", "p.jpg"}, {"contentType", "image/jpeg"},
                     {"contentLength", bytes.size()}, {"checksumSha256", sha256_hex(bytes)}};
    const auto link = fetch(port_, "POST", "/identity/kyc/upload-url", bearer(token_), asked.dump());
    if (link.status != 201) return false;
    const auto upload = link.json()["upload"];
    fetch(port_, "PUT", path_of_link(upload["uploadUrl"]), {{"Content-Type", "image/jpeg"}}, bytes);
    const Json document{{"documentType", "PASSPORT"}, {"objectKey", upload["objectKey"]},
                        {"checksumSha256", sha256_hex(bytes)}};
    return fetch(port_, "POST", "/identity/kyc/documents", bearer(token_), document.dump()).status == 201;
  }

 private:
  int port_;
  std::string token_;
};

/// A place with a server's data, and the environment to run commands on it.
struct Place {
  TemporaryFolder folder;
  Environment environment = environment_in(folder.path());
  fs::path database() const { return folder.path() / "senpai.db"; }
  fs::path objects() const { return folder.path() / "documents" / "objects"; }
  Finished run(std::vector<std::string> arguments) const { return run_server(std::move(arguments), environment); }
};

/// Counts the registered documents of a database, and checks the file of each.
int whole_documents(const Place& place) {
  int count = 0;
  open_sqlite({.path = place.database().string()})->read([&](Stores& s) {
    s.uploads.each_document([&](std::string_view key, std::string_view checksum) {
      CAPTURE(key);
      CHECK(sha256_hex(bytes_of(place.objects() / key)) == checksum);
      ++count;
    });
  });
  return count;
}

/// A small place whose server has stopped, with one document.
struct Filled : Place {
  Filled() {
    REQUIRE(run({"migrate"}).exit_code == 0);
    ServerProcess server({"serve"}, environment);
    REQUIRE(Owner(server.port(), "rina@example.test").hand_in("the passport"));
    server.signal(SIGTERM);
    REQUIRE(server.wait() == 0);
  }
  std::string backup_in(const TemporaryFolder& target) const {
    const auto path = (target.path() / "backup").string();
    const auto done = run({"backup", path});
    CAPTURE(done.errors);
    REQUIRE(done.exit_code == 0);
    return path;
  }
};

}  // namespace

TEST_CASE("backup: taken while documents are handed in, it restores to a whole system") {
  Place busy;
  REQUIRE(busy.run({"migrate"}).exit_code == 0);
  const TemporaryFolder target;
  const std::string path = (target.path() / "backup").string();
  int before = 0;
  {
    ServerProcess server({"serve"}, busy.environment);
    const int port = server.port();
    REQUIRE(port > 0);
    std::atomic<int> registered{0};
    std::atomic<bool> enough{false};
    std::vector<std::jthread> owners;
    for (int i = 0; i < 3; ++i)
      owners.emplace_back([&, i] {
        const Owner owner(port, "owner" + std::to_string(i) + "@example.test");
        for (int n = 0; n < 90 && !enough; ++n)
          registered += owner.hand_in("document " + std::to_string(i) + " " + std::to_string(n));
      });
    for (int waited = 0; registered < 10 && waited < 1000; ++waited) std::this_thread::sleep_for(milliseconds(20));
    before = registered;
    REQUIRE(before >= 10);
    const auto done = busy.run({"backup", path});
    enough = true;
    CAPTURE(done.errors);
    CHECK(done.exit_code == 0);
    CHECK(contains(done.output, "Backed up"));
  }
  CHECK_FALSE(fs::exists(path + ".partial"));
  CHECK(std::system(("cd " + path + " && sha256sum --quiet -c SHA256SUMS").c_str()) == 0);
  Place fresh;
  const auto restored = fresh.run({"restore", path});
  CAPTURE(restored.errors);
  CHECK(restored.exit_code == 0);
  CHECK(whole_documents(fresh) >= before);
  CHECK(fresh.run({"audit", "verify"}).exit_code == 0);
  ServerProcess server({"serve"}, fresh.environment);
  CHECK(fetch(server.port(), "GET", "/ready").status == 200);
}

TEST_CASE("backup: a place that is taken is kept, and replaced as a whole only if asked") {
  const Filled place;
  const TemporaryFolder target;
  const auto path = place.backup_in(target);
  const auto again = place.run({"backup", path});
  CHECK(again.exit_code == 1);
  CHECK(contains(again.errors, "--overwrite"));
  CHECK(place.run({"backup", path + "/", "--overwrite"}).exit_code == 0);
  CHECK_FALSE(fs::exists(path + ".old"));
  const auto foreign = target.path() / "letters";
  fs::create_directory(foreign);
  put_bytes(foreign / "letter", "dear");
  CHECK(place.run({"backup", foreign.string(), "--overwrite"}).exit_code == 1);
  CHECK(bytes_of(foreign / "letter") == "dear");
  fs::create_directory(path + "2.partial");
  CHECK(contains(place.run({"backup", path + "2"}).errors, "interrupted"));
  CHECK(place.run({"backup", path + "2", "--overwrite"}).exit_code == 0);
}

TEST_CASE("backup: documents that the server does not have either are named, with exit code 2") {
  const Filled place;
  std::string key;
  for (const auto& entry : fs::recursive_directory_iterator(place.objects()))
    if (entry.is_regular_file()) key = entry.path().lexically_relative(place.objects()).string();
  fs::remove(place.objects() / key);
  const TemporaryFolder target;
  const auto done = place.run({"backup", (target.path() / "backup").string()});
  CHECK(done.exit_code == 2);
  CHECK(contains(done.output, key));
}

TEST_CASE("restore: a backup that was altered or cut off or is not whole is refused and nothing is touched") {
  const Filled place;
  const TemporaryFolder target;
  const fs::path path = place.backup_in(target);
  std::string document;
  for (const auto& entry : fs::recursive_directory_iterator(path / "objects"))
    if (entry.is_regular_file()) document = entry.path().lexically_relative(path).string();
  const auto database = bytes_of(path / "database.db"), sums = bytes_of(path / "SHA256SUMS");
  const auto evil = std::string(64, 'a') + "  objects/../../evil\n";
  struct Damage {
    std::string file;
    std::optional<std::string> bytes;  ///< Nothing: the file is removed.
  };
  const std::vector<Damage> damages{{"database.db", database.substr(0, database.size() - 4096)},
                                    {"database.db", database + "x"},
                                    {"database.db", std::nullopt},
                                    {document, "another passport"},
                                    {document, std::nullopt},
                                    {"SHA256SUMS", sums.substr(0, sums.size() - 1)},
                                    {"SHA256SUMS", evil + sums},
                                    {"manifest.json", "{}"},
                                    {"manifest.json", "rubbish"},
                                    {"manifest.json", std::nullopt}};
  const Place fresh;
  for (const auto& damage : damages) {
    CAPTURE(damage.file);
    const auto whole = bytes_of(path / damage.file);
    if (damage.bytes) put_bytes(path / damage.file, *damage.bytes);
    else fs::remove(path / damage.file);
    const auto refused = fresh.run({"restore", path.string()});
    CHECK(refused.exit_code == 1);
    CHECK(contains(refused.errors, "cannot be used"));
    CHECK_FALSE(fs::exists(fresh.database()));
    CHECK_FALSE(fs::exists(fresh.objects()));
    put_bytes(path / damage.file, whole);
  }
  CHECK(fresh.run({"restore", path.string()}).exit_code == 0);
}

TEST_CASE("restore: what is there is kept unless it may be overwritten, and never under a running server") {
  const Filled place;
  const TemporaryFolder target;
  const auto path = place.backup_in(target);
  Filled other;
  put_bytes(other.objects() / "stray", "x");
  const auto refused = other.run({"restore", path});
  CHECK(refused.exit_code == 1);
  CHECK(contains(refused.errors, "--overwrite"));
  {
    ServerProcess server({"serve"}, other.environment);
    REQUIRE(server.port() > 0);
    const auto in_use = other.run({"restore", path, "--overwrite"});
    CHECK(in_use.exit_code == 1);
    CHECK(contains(in_use.errors, "stop every server"));
    CHECK(fs::exists(other.objects() / "stray"));
    server.kill();
  }
  CHECK(other.run({"restore", path, "--overwrite"}).exit_code == 0);
  CHECK_FALSE(fs::exists(other.objects() / "stray"));
  CHECK(whole_documents(other) == 1);
  for (const auto& entry : fs::directory_iterator(other.folder.path())) CAPTURE(entry.path());
  CHECK_FALSE(fs::exists(other.database().string() + ".restoring"));
  CHECK_FALSE(fs::exists(other.objects().string() + ".old"));
}

TEST_CASE("restore: when the database cannot be put in place everything stays as it was") {
  const Filled place;
  const TemporaryFolder target;
  const auto path = place.backup_in(target);
  Place other;
  // The longest name that leaves room for what grows beside it, and none for the folder that the old one would wait in.
  const fs::path database = other.folder.path() / (std::string(242, 'd') + ".db");
  other.environment["DATABASE_URL"] = "sqlite:" + database.string();
  REQUIRE(other.run({"migrate"}).exit_code == 0);
  fs::create_directories(other.objects());
  put_bytes(other.objects() / "stray", "x");
  const auto names = [&](const fs::path& folder) {
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) found.insert(entry.path().filename());
    return found;
  };
  const auto before = names(other.folder.path());
  const auto failed = other.run({"restore", path, "--overwrite"});
  CHECK(failed.exit_code == 1);
  CHECK(contains(failed.errors, ".old-"));
  CHECK(names(other.objects()) == std::set<std::string>{"stray"});
  CHECK(bytes_of(other.objects() / "stray") == "x");
  CHECK(names(other.folder.path()) == before);
  CHECK(names(other.folder.path() / "documents") == std::set<std::string>{"objects"});
  // And where there were no documents, none are left in the way of the next run.
  fs::remove_all(other.objects());
  CHECK(other.run({"restore", path, "--overwrite"}).exit_code == 1);
  CHECK_FALSE(fs::exists(other.objects()));
  open_sqlite({.path = database.string()})->read([](Stores& s) {
    s.uploads.each_document([](std::string_view, std::string_view) { FAIL("this is the database of the backup"); });
  });
}

TEST_CASE("restore: after one that was killed nothing starts on an empty database") {
  const Filled place;
  const TemporaryFolder target;
  const auto path = place.backup_in(target);
  // As the kill between the two moves leaves it.
  const fs::path aside = place.database().string() + ".old-a1B2c3";
  fs::create_directory(aside);
  fs::rename(place.database(), aside / place.database().filename());
  for (const std::string command : {"serve", "migrate"}) {
    CAPTURE(command);
    const auto refused = place.run({command});
    CHECK(refused.exit_code == 1);
    CHECK(contains(refused.errors, aside.string()));
    CHECK_FALSE(fs::exists(place.database()));
  }
  CHECK(place.run({"restore", path, "--overwrite"}).exit_code == 0);
  CHECK(place.run({"migrate"}).exit_code == 0);
  CHECK(fs::exists(aside / place.database().filename()));
  CHECK(whole_documents(place) == 1);
}

TEST_CASE("restore: the log that another database has left is not played into the restored one") {
  const Filled place;
  const TemporaryFolder target;
  const auto path = place.backup_in(target);
  Place other;
  put_bytes(other.database().string() + "-wal", "of another database");
  CHECK(other.run({"restore", path}).exit_code == 0);
  CHECK_FALSE(fs::exists(other.database().string() + "-wal"));
  CHECK(whole_documents(other) == 1);
}

TEST_CASE("backup and restore: they explain themselves, and what they cannot do") {
  for (const std::string command : {"backup", "restore"}) {
    const auto help = run_server({command, "--help"});
    CHECK(help.exit_code == 0);
    CHECK(contains(help.output, "--overwrite"));
    CHECK(contains(help.output, "xit code"));
    CHECK(contains(run_server({command}).errors, "usage: senpai-server " + command));
    CHECK(contains(run_server({command, "a", "b"}).errors, "usage"));
    CHECK(contains(run_server({command, "a"}).errors, "AUTH_STORE=sqlite"));
  }
  Filled place;
  const TemporaryFolder target;
  const auto path = place.backup_in(target);
  Place elsewhere;
  elsewhere.environment["OBJECT_STORAGE_PROVIDER"] = "memory";
  CHECK(contains(elsewhere.run({"restore", path}).errors, "OBJECT_STORAGE_DIR"));
  place.environment["OBJECT_STORAGE_PROVIDER"] = "memory";
  const auto without = place.run({"backup", path + "2"});
  CHECK(without.exit_code == 0);
  CHECK(contains(without.output, "no documents"));
  CHECK(elsewhere.run({"restore", path + "2"}).exit_code == 0);
  CHECK(contains(elsewhere.run({"backup", "/proc/nowhere/backup"}).errors, "senpai-server: "));
}

TEST_CASE("backup and restore: what others left under names like theirs is kept") {
  Filled place;
  const TemporaryFolder target;
  const auto path = place.backup_in(target);
  const auto keep = [](const fs::path& folder) {
    fs::create_directories(folder);
    put_bytes(folder / "letter", "dear");
    return folder / "letter";
  };
  const auto old = keep(path + ".old"), objects_old = keep(place.objects().string() + ".old");
  CHECK(place.run({"backup", path, "--overwrite"}).exit_code == 0);
  CHECK(place.run({"restore", path, "--overwrite"}).exit_code == 0);
  CHECK(whole_documents(place) == 1);
  CHECK(bytes_of(old) == "dear");
  CHECK(bytes_of(objects_old) == "dear");
  std::vector<std::string> beside;
  for (const auto& entry : fs::directory_iterator(target.path())) beside.push_back(entry.path().filename());
  std::ranges::sort(beside);
  CHECK(beside == std::vector<std::string>{"backup", "backup.old"});
  const auto partial = keep(path + ".partial"), restoring = keep(place.objects().string() + ".restoring");
  for (const char* command : {"backup", "restore"}) {
    const auto refused = place.run({command, path, "--overwrite"});
    CHECK(refused.exit_code == 1);
    CHECK(contains(refused.errors, "rm -r"));
  }
  CHECK(bytes_of(partial) == "dear");
  CHECK(bytes_of(restoring) == "dear");
  CHECK(whole_documents(place) == 1);
  CHECK_FALSE(fs::exists(place.database().string() + ".restoring"));
}

TEST_CASE("restore: links and pipes inside a backup are refused, and documents that its manifest denies") {
  const Filled place;
  const TemporaryFolder target;
  const fs::path path = place.backup_in(target);
  const Place fresh;
  const auto check_refused = [&] {
    const auto refused = fresh.run({"restore", path.string()});
    CHECK(refused.exit_code == 1);
    CHECK(contains(refused.errors, "cannot be used"));
    CHECK_FALSE(fs::exists(fresh.database()));
  };
  for (const std::string name : {"manifest.json", "SHA256SUMS", "database.db", "objects"}) {
    CAPTURE(name);
    fs::rename(path / name, target.path() / name);
    fs::create_symlink(target.path() / name, path / name);
    check_refused();
    fs::remove(path / name);
    REQUIRE(::mkfifo((path / name).c_str(), 0600) == 0);
    check_refused();
    fs::remove(path / name);
    fs::rename(target.path() / name, path / name);
  }
  auto manifest = Json::parse(bytes_of(path / "manifest.json"));
  manifest["documents"] = false;
  put_bytes(path / "manifest.json", manifest.dump());
  check_refused();
  manifest["documents"] = true;
  manifest["madeBy"] = "me\x1b[31m\u202e";
  put_bytes(path / "manifest.json", manifest.dump());
  const auto done = fresh.run({"restore", path.string()});
  CHECK(done.exit_code == 0);
  CHECK(contains(done.output, "\"me\\u001b[31m\\u202e\""));
}

TEST_CASE("backup: database and documents and the copies of both are for their owner only") {
  const auto before = ::umask(0022);
  const Filled place;
  const TemporaryFolder target;
  const auto path = place.backup_in(target);
  ::umask(before);
  int looked_at = 0;
  for (const fs::path& folder : {place.folder.path(), fs::path(path)})
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      CAPTURE(entry.path());
      CHECK((entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
      ++looked_at;
    }
  CHECK(looked_at > 8);
}
