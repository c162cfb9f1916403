#pragma once
// The page at /docs, bundled when the server is built.

#include <senpai/api.hpp>

namespace senpai::server {

/// A file of server/docs_page by its name.
std::optional<api::PageFile> docs_page(std::string_view name);

}  // namespace senpai::server
