// "Did you mean": the word a typo was meant to be.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace ockam::config {

/// The number of insertions, deletions, replacements and swaps of neighbours that lead from one
/// word to the other.
std::size_t distance(std::string_view from, std::string_view to);

/// The known word at the least distance, or an empty text when none is near.
std::string closest(std::string_view word, std::span<const std::string> known);

} // namespace ockam::config
