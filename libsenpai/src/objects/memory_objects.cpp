// Links that look right and lead nowhere.

#include <senpai/objects.hpp>

namespace senpai {
namespace {

class MemoryObjects final : public ObjectStorage {
 public:
  explicit MemoryObjects(MemoryObjectsOptions options) : options_(std::move(options)) {}

  ObjectLink upload_url(const UploadRequest& r) override {
    return {location(r.object_key) + "?mockPresigned=1&expires=" + expires(r.now, r.ttl), "PUT",
            {{"Content-Type", r.content_type}, {"x-amz-meta-checksum-sha256", r.checksum_sha256}}, r.now + r.ttl};
  }
  ObjectLink download_url(const DownloadRequest& r) override {
    return {location(r.object_key) + "?mockPresigned=1&method=GET&expires=" + expires(r.now, r.ttl), "GET", {},
            r.now + r.ttl};
  }
  std::string file_url(std::string_view key) override { return "s3://" + options_.bucket + "/" + std::string(key); }
  std::optional<ObjectInfo> inspect(std::string_view) override { return std::nullopt; }
  void remove(std::string_view) override {}

 private:
  std::string location(const std::string& key) const { return options_.base_url + "/" + options_.bucket + "/" + key; }
  static std::string expires(Timestamp now, std::chrono::seconds ttl) {
    return std::to_string((std::chrono::floor<std::chrono::seconds>(now) + ttl).time_since_epoch().count());
  }
  MemoryObjectsOptions options_;
};

}  // namespace

std::shared_ptr<ObjectStorage> memory_objects(MemoryObjectsOptions options) {
  return std::make_shared<MemoryObjects>(std::move(options));
}

}  // namespace senpai
