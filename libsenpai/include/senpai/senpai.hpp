#pragma once
// Everything an embedder needs.

#include <senpai/api.hpp>
#include <senpai/backends.hpp>
#include <senpai/error.hpp>
#include <senpai/objects.hpp>
#include <senpai/platform.hpp>
#include <senpai/version.hpp>
