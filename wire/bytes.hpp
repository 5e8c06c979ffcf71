// What the rooms call a run of bytes.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::wire {

using bytes = std::vector<std::uint8_t>;
using bytes_view = std::span<const std::uint8_t>;

/// The bytes of `text`, not copied.
inline bytes_view view_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// `data` as text, not copied and not checked to be UTF-8.
inline std::string_view text_of(bytes_view data) {
  return {reinterpret_cast<const char*>(data.data()), data.size()};
}
bool is_utf8(bytes_view data);
/// Lower-case hex, two digits a byte.
std::string to_hex(bytes_view data);
/// Reads hex into `out`. Returns false, with `out` empty, on an odd length or a wrong digit.
bool from_hex(std::string_view text, bytes& out);

} // namespace ockam::wire
