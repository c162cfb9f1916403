#pragma once
// The version of the library; CMake reads it from here.

namespace senpai {
constexpr const char* version = "0.1.0";
}
