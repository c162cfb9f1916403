#include "backup.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <senpai/backends.hpp>
#include <senpai/version.hpp>
#include <sstream>

#include "sha256.hpp"

namespace senpai::server {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int format = 1;
constexpr const char* manifest_name = "manifest.json";
constexpr const char* sums_name = "SHA256SUMS";
constexpr const char* database_name = "database.db";
constexpr const char* objects_name = "objects";
constexpr std::size_t max_listed = 20;
constexpr std::size_t max_made_by = 200;

[[noreturn]] void fail(const std::string& why) { throw std::runtime_error(why); }
[[noreturn]] void fail_file(const std::string& what, const fs::path& path) {
  fail("cannot " + what + " " + path.string() + ": " + std::strerror(errno));
}

// --------------------------------------------------------------------------------------------------------------- files

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

struct FileSum {
  std::string sha256{};
  std::int64_t bytes = 0;
};

/// Reads a file, and writes it to `to` unless that is empty. Nothing when the file is not there.
std::optional<FileSum> copy_and_sum(const fs::path& from, const fs::path& to) {
  // Without O_NONBLOCK a named pipe would wait for its writer for ever.
  const Descriptor in(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!in.ok() && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  struct stat status {};
  if (!in.ok() || ::fstat(in.get(), &status) != 0) fail_file("read", from);
  if (!S_ISREG(status.st_mode)) fail("cannot read " + from.string() + ": it is not a file");
  const Descriptor out(to.empty() ? -1 : ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!to.empty() && !out.ok()) fail_file("write", to);
  Sha256 digest;
  FileSum sum;
  std::string buffer(256 * 1024, '\0');
  for (;;) {
    const auto got = ::read(in.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_file("read", from);
    if (got == 0) break;
    std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
    digest.update(bytes);
    sum.bytes += got;
    while (out.ok() && !bytes.empty()) {
      const auto written = ::write(out.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) fail_file("write", to);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  sum.sha256 = digest.finish();
  return sum;
}

/// Everything written so far to the file system of this folder is on disk afterwards.
void sync(const fs::path& folder) {
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.ok() || ::syncfs(fd.get()) != 0) fail_file("sync", folder);
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write_text(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  if (!(file << text) || !file.flush()) fail_file("write", path);
}

/// `backup/` and `backup` are the same place; names are put behind it.
fs::path place(const std::string& directory) {
  fs::path path = fs::absolute(directory).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

fs::path beside(fs::path path, const char* suffix) { return path += suffix; }

/// A line on standard error now and then, for those who wait.
class Progress {
 public:
  void show(const std::string& line) {
    const auto now = std::chrono::steady_clock::now();
    if (now - shown_ < std::chrono::seconds(1)) return;
    shown_ = now;
    std::cerr << line << std::endl;
  }

 private:
  std::chrono::steady_clock::time_point shown_ = std::chrono::steady_clock::now();
};

// ------------------------------------------------------------------------------------------------------------ a backup

/// Checksums by path inside the backup, and how many bytes they stand for.
struct Contents {
  std::map<std::string, std::string> sums{};
  std::int64_t bytes = 0;
  bool with_documents = false;
  std::string made_by{};

  void add(const std::string& path, const FileSum& sum) {
    sums[path] = sum.sha256;
    bytes += sum.bytes;
  }
  std::size_t documents() const { return sums.size() - sums.count(database_name); }
  std::string summary() const {
    return "the database and " + (with_documents ? std::to_string(documents()) + " documents" : "no documents") + ", " +
           std::to_string(bytes) + " bytes";
  }
};

/// Keys of documents; also keeps an altered list from naming files outside of the backup.
bool is_object_path(std::string_view path) {
  constexpr std::string_view start = "objects/";
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-.";
  return path.starts_with(start) && path.size() > start.size() && path.back() != '/' &&
         path.find("..") == std::string_view::npos && path.find("//") == std::string_view::npos &&
         path.find_first_not_of(allowed) == std::string_view::npos;
}

/// Copies documents that are not in the copy yet. They never change, so a name that is there is enough.
void copy_documents(const fs::path& from, const fs::path& to, Contents& contents, Progress& progress) {
  std::error_code error;
  for (auto entry = fs::recursive_directory_iterator(from / objects_name, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code gone;
    if (!entry->is_regular_file(gone) || entry->is_symlink(gone)) continue;
    const std::string path = entry->path().lexically_relative(from).generic_string();
    if (!is_object_path(path) || contents.sums.contains(path)) continue;
    fs::create_directories((to / path).parent_path());
    // A purge may have taken an upload that nobody registered.
    if (const auto sum = copy_and_sum(entry->path(), to / path)) contents.add(path, *sum);
    progress.show(contents.summary() + " copied so far");
  }
  if (error && error != std::errc::no_such_file_or_directory)
    fail("cannot read " + from.string() + ": " + error.message());
}

void write_lists(const fs::path& directory, const Contents& contents) {
  std::string lines;
  for (const auto& [path, sum] : contents.sums) lines += sum + "  " + path + "\n";
  write_text(directory / sums_name, lines);
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const Json manifest{{"format", format},
                      {"madeBy", std::string("senpai-server ") + version},
                      {"createdAt", to_text(now)},
                      {"documents", contents.with_documents},
                      {"files", contents.sums.size()},
                      {"bytes", contents.bytes},
                      {"sha256sums", sha256_hex(lines)}};
  write_text(directory / manifest_name, manifest.dump(2) + "\n");
}

/// Whether this is a file of the backup itself. A link could lead anywhere, and a pipe has no end.
bool is_inside(const fs::path& directory, const fs::path& path) {
  fs::path at = directory;
  for (const auto& part : path)
    if (fs::is_symlink(at /= part)) return false;
  return !fs::exists(at) || fs::is_regular_file(at);
}

/// Reads and checks everything. @throws std::runtime_error that says what is wrong with the backup.
Contents verified(const fs::path& directory, Progress& progress) {
  const std::string refusal = directory.string() + " cannot be used: ";
  for (const char* name : {manifest_name, sums_name, database_name})
    if (!is_inside(directory, name)) fail(refusal + name + " is a link or not a file");
  if (!fs::exists(directory / manifest_name)) fail(refusal + "it is no backup, or not a whole one (no manifest.json)");
  const Json manifest = Json::parse(read_text(directory / manifest_name), nullptr, false);
  if (!manifest.is_object() || manifest.value("format", Json()) != format)
    fail(refusal + "manifest.json is damaged, or of a newer version of this program");
  const std::string lines = read_text(directory / sums_name);
  if (manifest.value("sha256sums", Json()) != sha256_hex(lines)) fail(refusal + "SHA256SUMS was altered");
  Contents contents;
  contents.with_documents = manifest.value("documents", Json()) == true;
  // Anybody may have written it, so what would steer a terminal is escaped.
  contents.made_by = manifest.value("madeBy", Json()).dump(-1, ' ', true).substr(0, max_made_by);
  std::istringstream list(lines);
  for (std::string line; std::getline(list, line);) {
    const std::string sum = line.substr(0, 64), path = line.size() > 66 ? line.substr(66) : "";
    if (path != database_name && !(contents.with_documents && is_object_path(path)))
      fail(refusal + "SHA256SUMS names a file of another kind");
    if (!is_inside(directory, path)) fail(refusal + path + " is a link, below one, or not a file");
    const auto found = copy_and_sum(directory / path, {});
    if (!found) fail(refusal + path + " is missing");
    if (found->sha256 != sum) fail(refusal + path + " was altered or cut off");
    contents.add(path, *found);
    progress.show(contents.summary() + " checked so far");
  }
  if (!contents.sums.contains(database_name)) fail(refusal + "it holds no database");
  return contents;
}

/// Documents that the copied database knows and that are not in the copy as registered.
std::vector<std::string> missing_documents(const fs::path& directory, const Contents& contents) {
  std::vector<std::string> missing;
  const auto storage = open_sqlite({.path = (directory / database_name).string(), .readers = 1});
  // An older schema may lack what is asked for; it was checked by the program that wrote it.
  if (!pending_migrations(*storage).empty()) return missing;
  storage->read([&](Stores& s) {
    s.uploads.each_document([&](std::string_view key, std::string_view checksum) {
      const auto found = contents.sums.find("objects/" + std::string(key));
      if (found == contents.sums.end() || found->second != checksum) missing.emplace_back(key);
    });
  });
  return missing;
}

/// A folder that this run makes and that goes with it, unless it was moved away: a backup or a restore grows in it.
class Workplace {
 public:
  explicit Workplace(fs::path path) : path_(std::move(path)) {
    fs::create_directories(path_.parent_path());
    if (::mkdir(path_.c_str(), 0700) != 0 && errno == EEXIST)
      fail("another run works in " + path_.string() + " or was interrupted; if none runs: rm -r " + path_.string());
    if (!fs::is_directory(path_)) fail_file("make the folder", path_);
  }
  ~Workplace() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// What an interrupted backup left goes, and nothing else that happens to have the name.
void remove_leftover(const fs::path& folder) {
  const auto is_ours = [](const fs::directory_entry& entry) {
    const std::string name = entry.path().filename();
    return name == objects_name || name == manifest_name || name == sums_name || name.starts_with(database_name);
  };
  if (!fs::is_directory(fs::symlink_status(folder))) return;
  if (std::ranges::all_of(fs::directory_iterator(folder), is_ours)) fs::remove_all(folder);
}

void check_target(const fs::path& target, bool overwrite) {
  std::error_code ignored;
  if (!fs::exists(target) || fs::is_empty(target, ignored)) return;
  if (!overwrite) fail(target.string() + " exists already; choose another place, or add --overwrite");
  if (!fs::exists(target / manifest_name)) fail(target.string() + " is not a backup, so it is not replaced");
}

/// Puts what grew in a Workplace where it belongs. Unless it is kept, what was there before comes back.
class Replacement {
 public:
  /// @param companions  endings of files beside the target that go with it.
  explicit Replacement(fs::path target, const std::vector<std::string>& companions = {}) : target_(std::move(target)) {
    names_.push_back(target_.filename());
    for (const auto& ending : companions) names_.push_back(beside(target_.filename(), ending.c_str()));
  }
  ~Replacement() {
    if (kept_) return;
    std::error_code error;
    if (placed_) fs::rename(target_, from_, error);
    for (const auto& name : moved_)
      if (!error) fs::rename(old_ / name, target_.parent_path() / name, error);
    if (!error && !old_.empty()) fs::remove(old_, error);
    if (error) std::cerr << "cannot put back " << target_ << ", see " << old_ << ": " << error.message() << "\n";
  }
  Replacement(const Replacement&) = delete;
  Replacement& operator=(const Replacement&) = delete;

  void place(const fs::path& from) {
    for (const auto& name : names_) move_away(name);
    from_ = from;
    fs::rename(from_, target_);
    placed_ = true;
    sync(target_.parent_path());
  }
  void keep() {
    kept_ = true;
    std::error_code error;
    if (!old_.empty()) fs::remove_all(old_, error);
    if (error) std::cerr << "cannot remove what was replaced, " << old_ << ": " << error.message() << "\n";
  }

 private:
  void move_away(const fs::path& name) {
    const fs::path present = target_.parent_path() / name;
    if (!fs::exists(fs::symlink_status(present))) return;
    if (old_.empty()) {
      std::string folder = beside(target_, ".old-XXXXXX");
      if (!::mkdtemp(folder.data())) fail_file("make the folder", folder);
      old_ = folder;
    }
    std::error_code error;
    fs::rename(present, old_ / name, error);
    if (error) fail("cannot move " + present.string() + ": " + error.message());
    moved_.push_back(name);
  }

  const fs::path target_;
  std::vector<fs::path> names_{};
  fs::path from_{};
  fs::path old_{};  ///< The folder that what was there waits in.
  std::vector<fs::path> moved_{};
  bool placed_ = false;
  bool kept_ = false;
};

}  // namespace

int run_backup(const Site& site, const std::string& directory, bool overwrite) {
  const fs::path target = place(directory);
  check_target(target, overwrite);
  if (!fs::exists(site.database)) fail("there is no database at " + site.database);
  if (const auto parent = target.parent_path(); !parent.empty() && !fs::exists(parent))
    fail("there is no folder " + parent.string() + " to put the backup into; create it, or mount its disk");
  if (overwrite) remove_leftover(beside(target, ".partial"));
  const Workplace work(beside(target, ".partial"));
  Progress progress;
  Contents contents;
  contents.with_documents = !site.documents.empty();
  // Documents, database, documents again. A document is registered after its file is whole, so the second pass finds
  // those of the copied database that came since the first. One that is purged since then, with its job, was copied in
  // the first: a purge leaves young files alone.
  if (contents.with_documents) copy_documents(site.documents, work.path(), contents, progress);
  const fs::path database = work.path() / database_name;
  copy_sqlite(site.database, database.string(), [&](double part) {
    progress.show("database: " + std::to_string(static_cast<int>(part * 100)) + " % copied so far");
  });
  if (contents.with_documents) copy_documents(site.documents, work.path(), contents, progress);
  const auto missing = contents.with_documents ? missing_documents(work.path(), contents) : std::vector<std::string>();
  close_sqlite(database.string());
  contents.add(database_name, copy_and_sum(database, {}).value());
  write_lists(work.path(), contents);
  sync(work.path());
  verified(work.path(), progress);
  Replacement replacement(target);
  replacement.place(work.path());
  replacement.keep();
  std::cout << "Backed up " << contents.summary() << ", to " << target.string() << std::endl;
  if (!contents.with_documents)
    std::cout << "Documents are not files of this machine; keep their bucket by the means of its service." << std::endl;
  if (missing.empty()) return 0;
  std::cout << missing.size() << " registered documents have no file, or another one than was registered:\n";
  for (std::size_t i = 0; i < std::min(missing.size(), max_listed); ++i) std::cout << "  " << missing[i] << "\n";
  if (missing.size() > max_listed) std::cout << "  ...\n";
  std::cout << "They were not lost by this backup: the server does not have them either." << std::endl;
  return 2;
}

int run_restore(const Site& site, const std::string& directory, bool overwrite) {
  const fs::path backup = place(directory), database = place(site.database);
  const fs::path documents = site.documents.empty() ? fs::path() : place(site.documents);
  Progress progress;
  const Contents contents = verified(backup, progress);
  if (contents.with_documents && documents.empty())
    fail("this backup holds documents; set OBJECT_STORAGE_PROVIDER=filesystem and OBJECT_STORAGE_DIR to restore them");
  const fs::path objects = documents / objects_name;
  const bool replaces_documents = contents.with_documents && fs::exists(objects) && !fs::is_empty(objects);
  if (!overwrite && fs::exists(database)) fail(database.string() + " exists already; to replace it, add --overwrite");
  if (!overwrite && replaces_documents) fail(objects.string() + " is not empty; to replace it, add --overwrite");
  if (fs::exists(database) && !close_sqlite(database.string()))
    fail(database.string() + " is in use; stop every server that uses it first");

  const Workplace new_database(beside(database, ".restoring"));
  std::optional<Workplace> new_objects;
  if (contents.with_documents) new_objects.emplace(beside(objects, ".restoring"));
  for (const auto& [path, sum] : contents.sums) {
    const fs::path to = path == database_name ? new_database.path() / path
                                              : new_objects->path() / fs::path(path).lexically_relative(objects_name);
    fs::create_directories(to.parent_path());
    const auto copied = copy_and_sum(backup / path, to);
    if (!copied || copied->sha256 != sum) fail(path + " changed while it was restored; nothing was replaced");
    progress.show("restoring " + path);
  }
  // A log that belongs to another database would be played into this one.
  Replacement replaced_objects(objects), replaced_database(database, {"-wal", "-shm", "-journal"});
  if (new_objects) {
    sync(documents);
    replaced_objects.place(new_objects->path());
  }
  sync(new_database.path());
  replaced_database.place(new_database.path() / database_name);
  replaced_objects.keep();
  replaced_database.keep();
  std::cout << "Restored " << contents.summary() << ", made by " << contents.made_by
            << ".\nNext: senpai-server migrate, then senpai-server audit verify, then start the server." << std::endl;
  return 0;
}

void check_no_restore_was_killed(const std::string& database) {
  const fs::path path(database);
  if (fs::exists(fs::symlink_status(path))) return;
  const std::string start = path.filename().string() + ".old-";
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(path.has_parent_path() ? path.parent_path() : ".", none))
    if (entry.path().filename().string().starts_with(start) && fs::exists(entry.path() / path.filename()))
      fail("a restore was killed before it was done: the former database waits in " + entry.path().string() +
           "; restore again, or move it back with all that is beside it there");
}

}  // namespace senpai::server
