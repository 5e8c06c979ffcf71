// How inlets and outlets tell of their streams, and that a name is taken.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/portals/stream_table.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace ockam::actors {

inline auto milliseconds_of(transports::duration time) {
  return std::chrono::floor<std::chrono::milliseconds>(time).count();
}

/// What became of streams whose way was lost.
json describe_fates(const stream_group& streams, transports::time_point now);

/// What is there may be in use: nobody is told to delete it.
error name_is_taken(std::string_view noun, std::string_view name, std::string_view hint);

} // namespace ockam::actors
