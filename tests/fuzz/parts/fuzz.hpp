// What a fuzzing target is made of. A target is one executable: one file that defines `parsers`,
// and parts/main.cpp. The first byte of an input chooses the parser, the rest is for it.
//   OCKAM_FUZZ_LIST=1       prints the parsers in the order of their numbers, with the seeds that
//                           they make, and ends
//   OCKAM_FUZZ_REACHED=1    prints at the end how many inputs each parser took, and wholly
//   OCKAM_FUZZ_FAULT=NAME   seeds a fault: what that parser takes wholly ends the process
#pragma once
#include "wire/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max);

namespace ockam::fuzz {

using wire::bytes;
using wire::bytes_view;

/// What inputs are made of, so that mutations keep it: half of them do, and half of them do not.
enum class shape : unsigned char {
  plain,  ///< bytes or text
  cbor,   ///< one item, with items inside byte strings
  frames, ///< length:u32be body, again and again, as on a link
};

struct parser {
  const char* name;
  /// Returns whether it took the input wholly: nothing was refused, and what comes behind was done.
  bool (*take)(bytes_view);
  shape made_of = shape::plain;
  /// An input that it takes, of what only a target can make: it needs a key; null: none.
  bytes (*seed)() = nullptr;
};

/// Each target has its own.
extern const std::span<const parser> parsers;

/// Ends the process, so that the input is kept, if something does not hold that must whatever came.
template <class T>
void require(const T& holds) {
  if (!holds) std::abort();
}

/// Takes an input apart into choices: what a sequence of calls is made of.
class choices {
public:
  explicit choices(bytes_view from) noexcept : rest_(from) {}
  bool none() const noexcept { return rest_.empty(); }
  std::uint8_t byte() noexcept {
    if (rest_.empty()) return 0;
    const auto out = rest_.front();
    rest_ = rest_.subspan(1);
    return out;
  }
  std::size_t below(std::size_t bound) noexcept { return byte() % bound; }
  std::uint16_t number() noexcept { return static_cast<std::uint16_t>(byte() << 8 | byte()); }
  /// At most that many bytes.
  bytes_view some(std::size_t most) noexcept {
    const auto size = most < rest_.size() ? most : rest_.size();
    const auto out = rest_.first(size);
    rest_ = rest_.subspan(size);
    return out;
  }
  /// A byte that says how many, and so many bytes.
  bytes_view run() noexcept { return some(byte()); }
  bytes_view rest() noexcept { return some(rest_.size()); }

private:
  bytes_view rest_;
};

// -- mutations: cbor_mutator.cpp, frame_mutator.cpp ----------------------------------------------------

/// Changes one CBOR item somewhere in `data`, which keeps its shape around it. Returns the new size.
std::size_t mutate_cbor(std::uint8_t* data, std::size_t size, std::size_t max, unsigned seed);
/// Changes, doubles, swaps or drops frames; their lengths say what is there.
std::size_t mutate_frames(std::uint8_t* data, std::size_t size, std::size_t max, unsigned seed);

} // namespace ockam::fuzz
