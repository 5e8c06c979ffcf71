// Why a stream that waited for another path ended. A closed list: its words are labels of metrics.
#pragma once
#include <array>
#include <cstddef>
#include <string_view>

namespace ockam::actors {

enum class stream_end : unsigned char {
  no_way,        ///< no way was there in time
  unknown_there, ///< the outlet does not know it: it was started again, or is another one
  not_the_peer,  ///< what is there is somebody else
  denied,        ///< a policy does not admit the peer any more
  memory,        ///< no memory to keep its bytes
  protocol,      ///< the far end broke the protocol
  limit,         ///< too many streams wait for a way
  given_up,      ///< its client or target, or the command of an operator, ended it
};
inline constexpr std::array<std::string_view, 8> stream_end_names{
    "no_way", "unknown_there", "not_the_peer", "denied", "memory", "protocol", "limit", "given_up"};
constexpr std::string_view to_string(stream_end why) noexcept {
  return stream_end_names[static_cast<std::size_t>(why)];
}

} // namespace ockam::actors
