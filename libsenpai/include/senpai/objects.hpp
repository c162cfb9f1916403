#pragma once
// Object storages that come with the library: memory (links only), a folder of files, and any S3-compatible service.

#include <senpai/ports/http_client.hpp>
#include <senpai/ports/object_storage.hpp>
#include <senpai/ports/observer.hpp>

namespace [[gnu::visibility("default")]] senpai {

/// What the links of memory_objects() look like.
struct MemoryObjectsOptions {
  std::string base_url = "http://localhost:9000";
  std::string bucket = "senpaijepang-kyc";
};

/// Links that look right and lead nowhere; nothing is stored. For tests and for clients that skip the upload.
std::shared_ptr<ObjectStorage> memory_objects(MemoryObjectsOptions = {});

/// A folder for documents, and how its links are signed.
struct FileObjectsOptions {
  std::string directory{};   ///< Created when missing.
  std::string public_url{};  ///< Where the host serves `/objects/{token}`, without a trailing slash.
  Secret secret{};           ///< The signing key is derived from it, so it must not be empty.
  std::vector<Secret> previous_secrets{};  ///< Links made with them are still good.
  std::string bucket = "senpaijepang-kyc";
};

/// One upload on its way to the disk. Destroying it before finish() leaves no file.
class FileUpload {
 public:
  virtual ~FileUpload() = default;
  /// The size that was declared.
  virtual std::int64_t content_length() const = 0;
  /// @throws Error upload_mismatch when more arrives than was declared, storage_unavailable.
  virtual void write(std::string_view bytes) = 0;
  /// Checks length and checksum, syncs, and makes the object visible in one step.
  /// @throws Error upload_mismatch, storage_unavailable.
  virtual void finish() = 0;
};

/// The headers of an upload that were promised in the link. Empty when not sent.
struct UploadHeaders {
  std::string_view content_type{};
  std::optional<std::int64_t> content_length{};
  std::string_view checksum_sha256{};
};

/// A stored file open for reading.
class FileSource {
 public:
  virtual ~FileSource() = default;
  virtual std::int64_t size() const = 0;
  virtual std::string content_type() const = 0;
  /// Fills the buffer from `offset`; returns how much, 0 at the end. @throws Error storage_unavailable.
  virtual std::size_t read(std::int64_t offset, char* buffer, std::size_t size) = 0;
};

/// Files below one folder. The host serves the links: it calls open_upload() or open_download() with the token.
class FileObjects : public ObjectStorage {
 public:
  /// @throws Error link_invalid or link_expired (forbidden), upload_mismatch (invalid_argument), storage_unavailable.
  virtual std::unique_ptr<FileUpload> open_upload(std::string_view token, const UploadHeaders&, Timestamp now) = 0;
  /// @throws Error link_invalid or link_expired (forbidden), object_not_found, storage_unavailable.
  virtual std::shared_ptr<FileSource> open_download(std::string_view token, Timestamp now) = 0;
};

/// @throws Error invalid_argument "invalid_option", storage_unavailable when the folder cannot be made or written.
std::shared_ptr<FileObjects> file_objects(const FileObjectsOptions&);

/// A bucket, and how it is reached.
struct S3ObjectsOptions {
  /// Of the service, without the bucket: `https://s3.ap-northeast-1.amazonaws.com`, `http://localhost:9000`,
  /// `https://ACCOUNT.r2.cloudflarestorage.com`, `https://storage.googleapis.com`.
  std::string endpoint{};
  std::string region = "ap-northeast-1";    ///< `auto` for R2 and Google.
  std::string bucket = "senpaijepang-kyc";  ///< Of letters, digits, dots, hyphens and underscores.
  bool path_style = true;       ///< The bucket is in the path of links; otherwise it is in front of the host's name.
  std::string access_key_id{};  ///< Required, as is its secret.
  Secret secret_access_key{};
  Secret session_token{};              ///< Of temporary credentials, whose links end with them at the latest.
  std::shared_ptr<HttpClient> http{};  ///< Required.
  std::shared_ptr<Observer> observer{};
  Clock clock{};                             ///< Dates what the library itself asks; defaults to the system clock.
  std::chrono::milliseconds timeout{10000};  ///< For one use of the bucket, all its tries included; at least 2 ms.
  /// Uses of the bucket at once, at least 1; one more waits half a second and is refused, so that a hanging service
  /// holds few threads.
  int max_calls = 16;
};

/// Files in a bucket; clients reach them through presigned links (AWS Signature Version 4). A link for an upload is
/// good for the declared type, length and checksum only. Objects of stores without checksums are read to get them.
class S3Objects : public ObjectStorage {
 public:
  /// Creates the bucket if it is missing; true when it did. @throws Error storage_unavailable when it cannot be used,
  /// with a sentence that tells an operator where to look.
  virtual bool ensure_bucket() = 0;
};

/// @throws Error invalid_argument "invalid_option" naming the option that is unusable.
std::shared_ptr<S3Objects> s3_objects(S3ObjectsOptions);

}  // namespace senpai
