// Uploads to and downloads from the folder of files, through signed links.

#include <charconv>

#include "api/endpoint.hpp"

namespace senpai::api {
namespace {

FileObjects& folder(Context& c) {
  auto* files = dynamic_cast<FileObjects*>(c.platform.options().objects.get());
  if (!files) throw Error(ErrorKind::not_found, "not_found", "Files are not stored on this server.");
  return *files;
}

std::optional<std::int64_t> content_length(const Request& request) {
  const auto text = request.header("content-length");
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void upload(Context& c, const Stream&) {
  allow_uploads(c.response);
  const UploadHeaders headers{c.request.header("content-type"), content_length(c.request),
                              c.request.header("x-amz-meta-checksum-sha256")};
  const auto file = folder(c).open_upload(c.parameter("token"), headers, c.now());
  if (c.request.read_body) {
    std::vector<char> buffer(65536);
    while (const auto got = c.request.read_body(buffer.data(), buffer.size())) file->write({buffer.data(), got});
  } else {
    file->write(c.request.body);
  }
  file->finish();
}

Bytes download(Context& c) {
  c.response.file = folder(c).open_download(c.parameter("token"), c.now());
  c.response.set_header("Content-Type", c.response.file->content_type());
  c.response.set_header("X-Content-Type-Options", "nosniff");
  c.response.set_header("Cache-Control", "private, no-store");
  return {};
}

constexpr Endpoint table[] = {
    endpoint<&upload>("objects.upload", "PUT /objects/{token}", Access::open, 204,
                      "Store a file behind an upload link.",
                      "403 link_invalid link_expired, 400 upload_mismatch invalid_request_body, 404 not_found, "
                      "503 storage_unavailable",
                      "Send type, length and checksum as they were declared for the link."),
    endpoint<&download>("objects.download", "GET /objects/{token}", Access::open, 200,
                        "Fetch a file by a preview link.",
                        "403 link_invalid link_expired, 404 object_not_found not_found, 503 storage_unavailable"),
};

}  // namespace

std::span<const Endpoint> objects_endpoints() { return table; }

}  // namespace senpai::api
