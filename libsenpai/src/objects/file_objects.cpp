// A folder of files behind signed links. Objects lie at `objects/KEY`; uploads grow in `incoming/` and are renamed when
// they are complete, checked and synced, so that an object is either whole or not there.

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <senpai/objects.hpp>

#include "objects/trouble.hpp"
#include "support/crypto.hpp"
#include "support/options.hpp"
#include "support/text.hpp"

namespace senpai {
namespace {

namespace fs = std::filesystem;

/// By what the system has just said.
[[noreturn]] void refuse_folder() { throw storage_trouble().because(std::strerror(errno)); }
[[noreturn]] void refuse_upload(const char* why) { throw Error(ErrorKind::invalid_argument, "upload_mismatch", why); }
[[noreturn]] void refuse_link() {
  throw Error(ErrorKind::forbidden, "link_invalid", "This link is not valid. Please ask for a new one.");
}

/// Whether it says that there is no such file. One with a name that is too long cannot be there.
bool is_absence(int error) { return error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG; }

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

void sync_folder(const fs::path& folder) {
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.ok() || ::fsync(fd.get()) != 0) refuse_folder();
}

/// Makes a folder and those above it, and syncs each new entry, so that a power cut cannot lose a folder with a file
/// that was acknowledged.
void make_folders(const fs::path& folder, const fs::path& root) {
  if (folder == root || fs::exists(folder)) return;
  make_folders(folder.parent_path(), root);
  if (::mkdir(folder.c_str(), 0750) != 0 && errno != EEXIST) refuse_folder();
  sync_folder(folder.parent_path());
}

/// What a link allows. Its text is signed and travels in the link.
struct Grant {
  std::string method;
  std::string key;
  std::string content_type;
  std::int64_t content_length = 0;
  std::string checksum;
  std::int64_t expires_at = 0;  ///< Milliseconds.

  std::string text() const {
    return method + "\n" + key + "\n" + content_type + "\n" + std::to_string(content_length) + "\n" + checksum + "\n" +
           std::to_string(expires_at);
  }
  static std::optional<Grant> parse(std::string_view text) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
      if (c == '\n') parts.emplace_back();
      else parts.back() += c;
    }
    if (parts.size() != 6) return std::nullopt;
    const auto number = [](const std::string& digits, std::int64_t& value) {
      return std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc{};
    };
    Grant grant{parts[0], parts[1], parts[2], 0, parts[4], 0};
    if (!number(parts[3], grant.content_length) || !number(parts[5], grant.expires_at)) return std::nullopt;
    return grant;
  }
};

class Upload final : public FileUpload {
 public:
  Upload(Grant grant, const fs::path& root)
      : grant_(std::move(grant)),
        root_(root),
        temporary_(root / "incoming" / crypto::random_uuid()),
        fd_(::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640)) {
    if (!fd_.ok()) refuse_folder();
  }
  ~Upload() override {
    if (!finished_) ::unlink(temporary_.c_str());
  }

  std::int64_t content_length() const override { return grant_.content_length; }

  void write(std::string_view bytes) override {
    size_ += static_cast<std::int64_t>(bytes.size());
    if (size_ > grant_.content_length) refuse_upload("The file is longer than declared.");
    digest_.update(bytes);
    while (!bytes.empty()) {
      const auto written = ::write(fd_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) refuse_folder();
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void finish() override {
    if (size_ != grant_.content_length) refuse_upload("The file is shorter than declared.");
    if (!crypto::equal(digest_.finish_hex(), grant_.checksum))
      refuse_upload("The file does not have the declared SHA-256 checksum.");
    if (::fsync(fd_.get()) != 0) refuse_folder();
    const fs::path objects = root_ / "objects";
    const fs::path target = objects / grant_.key;
    make_folders(target.parent_path(), objects);
    if (::rename(temporary_.c_str(), target.c_str()) != 0) refuse_folder();
    finished_ = true;
    sync_folder(target.parent_path());
  }

 private:
  Grant grant_;
  fs::path root_;
  fs::path temporary_;
  Descriptor fd_;
  crypto::Sha256 digest_;
  std::int64_t size_ = 0;
  bool finished_ = false;
};

class Source final : public FileSource {
 public:
  Source(Descriptor fd, std::int64_t size, std::string type)
      : fd_(std::move(fd)), size_(size), type_(std::move(type)) {}
  std::int64_t size() const override { return size_; }
  std::string content_type() const override { return type_; }
  std::size_t read(std::int64_t offset, char* buffer, std::size_t size) override {
    ssize_t got = 0;
    do got = ::pread(fd_.get(), buffer, size, offset);
    while (got < 0 && errno == EINTR);
    if (got < 0) refuse_folder();
    return static_cast<std::size_t>(got);
  }

 private:
  Descriptor fd_;
  std::int64_t size_;
  std::string type_;
};

class FileObjectsImpl final : public FileObjects {
 public:
  explicit FileObjectsImpl(const FileObjectsOptions& options)
      : root_(options.directory), public_url_(options.public_url), bucket_(options.bucket) {
    keys_.push_back(link_key(options.secret));
    for (const Secret& former : options.previous_secrets) keys_.push_back(link_key(former));
    std::error_code error;
    fs::create_directories(root_ / "objects", error);
    if (!error) fs::create_directories(root_ / "incoming", error);
    if (error || ::access((root_ / "incoming").c_str(), W_OK) != 0)
      throw Error(ErrorKind::unavailable, "storage_unavailable",
                  "the documents folder " + options.directory +
                      " cannot be written; check the directory (OBJECT_STORAGE_DIR)");
  }

  ObjectLink upload_url(const UploadRequest& r) override {
    const Timestamp expires = r.now + r.ttl;
    return {link({"PUT", r.object_key, r.content_type, r.content_length, r.checksum_sha256,
                  expires.time_since_epoch().count()}),
            "PUT",
            {{"Content-Type", r.content_type}, {"x-amz-meta-checksum-sha256", r.checksum_sha256}},
            expires};
  }

  ObjectLink download_url(const DownloadRequest& r) override {
    const Timestamp expires = r.now + r.ttl;
    return {link({"GET", r.object_key, r.content_type, 0, "", expires.time_since_epoch().count()}), "GET", {}, expires};
  }

  std::string file_url(std::string_view key) override { return "s3://" + bucket_ + "/" + std::string(key); }

  std::optional<ObjectInfo> inspect(std::string_view key) override {
    const auto source = open_object(key, "");
    if (!source) return std::nullopt;
    crypto::Sha256 digest;
    std::vector<char> buffer(65536);
    std::int64_t size = 0;
    while (const auto got = source->read(size, buffer.data(), buffer.size())) {
      digest.update({buffer.data(), got});
      size += static_cast<std::int64_t>(got);
    }
    // The type was checked when the file arrived; a file system does not keep it.
    return ObjectInfo{size, std::nullopt, digest.finish_hex()};
  }

  void remove(std::string_view key) override {
    if (!text::is_object_key(key)) return;
    if (::unlink(object_path(key).c_str()) != 0 && !is_absence(errno)) refuse_folder();
  }

  void sweep(Timestamp older_than) override {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(root_ / "incoming", error)) {
      struct stat info {};
      if (::stat(entry.path().c_str(), &info) != 0) continue;
      if (std::chrono::system_clock::from_time_t(info.st_mtime) < older_than) ::unlink(entry.path().c_str());
    }
  }

  void check() override {
    struct statvfs room {};
    if (::access((root_ / "incoming").c_str(), W_OK) != 0 || ::statvfs(root_.c_str(), &room) != 0) refuse_folder();
    if (room.f_blocks != 0 && room.f_bavail == 0) errno = ENOSPC, refuse_folder();
  }

  std::unique_ptr<FileUpload> open_upload(std::string_view token, const UploadHeaders& headers,
                                          Timestamp now) override {
    Grant grant = verified(token, "PUT", now);
    // A parameter such as `; charset=` does not change the type.
    const auto type = text::lower(text::trim(headers.content_type.substr(0, headers.content_type.find(';'))));
    if (type != grant.content_type)
      refuse_upload("The header Content-Type must be the one that came with the upload link.");
    if (headers.content_length && *headers.content_length != grant.content_length)
      refuse_upload("The file does not have the declared length.");
    if (!headers.checksum_sha256.empty() && text::lower(text::trim(headers.checksum_sha256)) != grant.checksum)
      refuse_upload("The header x-amz-meta-checksum-sha256 must be the one that came with the upload link.");
    return std::make_unique<Upload>(std::move(grant), root_);
  }

  std::shared_ptr<FileSource> open_download(std::string_view token, Timestamp now) override {
    const Grant grant = verified(token, "GET", now);
    auto source = open_object(grant.key, grant.content_type.empty() ? "application/octet-stream" : grant.content_type);
    if (!source) throw Error(ErrorKind::not_found, "object_not_found", "This file is not stored any more.");
    return source;
  }

 private:
  /// Links have a key of their own, so that none can pass for a token.
  static std::string link_key(const Secret& secret) {
    return crypto::hmac_sha256(secret.reveal(), "senpai object links 1");
  }

  std::string link(const Grant& grant) const {
    const std::string payload = crypto::to_base64url(grant.text());
    return public_url_ + "/objects/" + payload + "." +
           crypto::to_base64url(crypto::hmac_sha256(keys_.front(), payload));
  }

  Grant verified(std::string_view token, std::string_view method, Timestamp now) const {
    const auto dot = token.find('.');
    if (dot == std::string_view::npos) refuse_link();
    const auto payload = token.substr(0, dot);
    bool authentic = false;
    for (const auto& key : keys_)
      authentic |= crypto::equal(crypto::to_base64url(crypto::hmac_sha256(key, payload)), token.substr(dot + 1));
    const auto text = authentic ? crypto::from_base64url(payload) : std::nullopt;
    auto grant = text ? Grant::parse(*text) : std::nullopt;
    // The key was checked before it was signed; checking again costs nothing and guards the folder.
    if (!grant || grant->method != method || !text::is_object_key(grant->key)) refuse_link();
    if (now.time_since_epoch().count() >= grant->expires_at)
      throw Error(ErrorKind::forbidden, "link_expired", "This link has expired. Please ask for a new one.");
    return std::move(*grant);
  }

  fs::path object_path(std::string_view key) const { return root_ / "objects" / key; }

  std::shared_ptr<FileSource> open_object(std::string_view key, std::string type) const {
    if (!text::is_object_key(key)) return nullptr;
    Descriptor fd(::open(object_path(key).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd.ok()) {
      if (is_absence(errno) || errno == ELOOP) return nullptr;
      refuse_folder();
    }
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0) refuse_folder();
    if (!S_ISREG(info.st_mode)) return nullptr;
    return std::make_shared<Source>(std::move(fd), info.st_size, std::move(type));
  }

  fs::path root_;
  std::string public_url_;
  std::string bucket_;
  std::vector<std::string> keys_;
};

}  // namespace

std::shared_ptr<FileObjects> file_objects(const FileObjectsOptions& options) {
  // The present folder, and links that anybody can sign, are nothing to fall back to.
  require_option(!options.directory.empty() && options.directory.find('\0') == std::string::npos,
                 "directory must name a folder for documents");
  require_option(text::is_http_url(options.public_url),
                 "public_url must be the http or https address under which the host answers");
  require_option(!options.secret.empty(), "secret must not be empty; links are signed with it");
  for (const Secret& former : options.previous_secrets)
    require_option(!former.empty(), "previous_secrets must not hold an empty secret; leave it out");
  return std::make_shared<FileObjectsImpl>(options);
}

}  // namespace senpai
