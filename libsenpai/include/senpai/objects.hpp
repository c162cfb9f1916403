#pragma once
// Object storages that come with the library: memory (links only) and a folder of files.

#include <senpai/ports/object_storage.hpp>

namespace [[gnu::visibility("default")]] senpai {

struct MemoryObjectsOptions {
  std::string base_url = "http://localhost:9000";
  std::string bucket = "senpaijepang-kyc";
};

/// Links that look right and lead nowhere; nothing is stored. For tests and for clients that skip the upload.
std::shared_ptr<ObjectStorage> memory_objects(MemoryObjectsOptions = {});

struct FileObjectsOptions {
  std::string directory{};   ///< Created when missing.
  std::string public_url{};  ///< Where the host serves `/objects/{token}`, without a trailing slash.
  Secret secret{};           ///< The signing key is derived from it.
  std::vector<Secret> previous_secrets{};
  std::string bucket = "senpaijepang-kyc";
};

/// One upload on its way to the disk. Destroying it before finish() leaves no file.
class FileUpload {
 public:
  virtual ~FileUpload() = default;
  /// The size that was declared.
  virtual std::int64_t content_length() const = 0;
  /// @throws Error upload_mismatch when more arrives than was declared.
  virtual void write(std::string_view bytes) = 0;
  /// Checks length and checksum, syncs, and makes the object visible in one step. @throws Error upload_mismatch.
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

/// @throws Error unavailable when the folder cannot be made or written.
std::shared_ptr<FileObjects> file_objects(const FileObjectsOptions&);

}  // namespace senpai
