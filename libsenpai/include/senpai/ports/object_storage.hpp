#pragma once
// Where uploaded files live. Clients talk to the storage itself through signed, expiring links.

#include <memory>
#include <senpai/vocabulary.hpp>

namespace [[gnu::visibility("default")]] senpai {

/// The one file that a link for an upload is good for.
struct UploadRequest {
  std::string object_key{};  ///< Valid by the object-key rule: `A-Za-z0-9/_-.`, no leading slash, no `..`.
  std::string content_type{};
  std::int64_t content_length = 0;
  std::string checksum_sha256{};  ///< Hex.
  Timestamp now{};
  std::chrono::seconds ttl{900};
};

/// What a link to look at a file is made for.
struct DownloadRequest {
  std::string object_key{};
  std::string content_type{};  ///< Shown to the browser; empty if not known.
  Timestamp now{};
  std::chrono::seconds ttl{120};
};

/// A signed link that expires.
struct ObjectLink {
  std::string url{};
  std::string method{};
  std::vector<std::pair<std::string, std::string>> headers{};  ///< Must be sent with the request, verbatim.
  Timestamp expires_at{};
};

/// What a storage knows of an object.
struct ObjectInfo {
  std::int64_t size = 0;
  std::optional<std::string> content_type{};     ///< If the storage keeps it.
  std::optional<std::string> checksum_sha256{};  ///< Hex, of the stored bytes.
};

/// Implement it to keep files elsewhere. Methods may be called from any thread. Trouble with the storage is
/// Error{unavailable, "storage_unavailable"}; absence is a value.
class ObjectStorage {
 public:
  virtual ~ObjectStorage() = default;
  virtual ObjectLink upload_url(const UploadRequest&) = 0;
  virtual ObjectLink download_url(const DownloadRequest&) = 0;
  /// The location recorded with a document; not meant to be opened.
  virtual std::string file_url(std::string_view object_key) = 0;
  /// What is stored under a key, with the checksum of its bytes; nothing if there is no object.
  virtual std::optional<ObjectInfo> inspect(std::string_view object_key) = 0;
  /// Deletes an object; an absent one is fine.
  virtual void remove(std::string_view object_key) = 0;
  /// Removes what interrupted uploads left before `older_than`.
  virtual void sweep(Timestamp older_than) { (void)older_than; }
  /// Throws when the storage cannot be used now.
  virtual void check() {}
};

}  // namespace senpai
