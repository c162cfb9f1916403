#pragma once
// The configuration of senpai_open(): Options as JSON.

#include <senpai/senpai.hpp>
#include <string_view>

namespace senpai::c {

/// @throws Error invalid_argument "invalid_option" naming the member that is unusable or unknown.
Options read_options(std::string_view json, std::shared_ptr<Observer>);

}  // namespace senpai::c
