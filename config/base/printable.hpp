// Texts that others wrote, made fit for a terminal, a list or a log: whoever chooses a name must
// not move a cursor, change colours, or have a line read in another order than it has.
//   ESC [ 2 J      ->  \x1b[2J
//   U+202E abc     ->  \u202eabc
//   a stray 0xff   ->  \xff
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ockam::config {

/// A character as Unicode counts them, and its bytes in UTF-8.
struct character {
  std::uint32_t code = 0;
  std::size_t size = 1;
};

/// The character that a text begins with; none if its first bytes are no UTF-8. REQUIRES: the text
/// is not empty.
std::optional<character> first_of(std::string_view text) noexcept;

/// Escapes controls of C0 except those in `kept`, DEL, controls of C1 (U+0080 to U+009F), what
/// changes the direction of text (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069), the
/// separators of lines U+2028 and U+2029, and bytes that are no UTF-8. Everything else stays.
std::string printable(std::string_view text, std::string_view kept = {});

/// Whether printable() leaves the text as it is.
bool is_printable(std::string_view text, std::string_view kept = {}) noexcept;

} // namespace ockam::config
