#pragma once
// The version of the library; CMake reads it from here.

namespace [[gnu::visibility("default")]] senpai {
constexpr const char* version = "0.1.0";
}
