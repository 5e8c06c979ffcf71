// Time and randomness come to actors through these, so that whole nodes run in a test on a virtual
// clock.
#pragma once
#include <chrono>
#include <cstdint>
#include <span>
#include <string>

namespace ockam::transports {

using time_point = std::chrono::steady_clock::time_point;
using duration = std::chrono::steady_clock::duration;

struct clock {
  virtual ~clock() = default;
  virtual time_point now() const = 0; ///< monotonic: never jumps
};

struct steady_clock : clock {
  time_point now() const override { return std::chrono::steady_clock::now(); }
};

/// The time of day, which nodes have to know because what is signed says when it holds. It may
/// jump.
struct wall_clock {
  virtual ~wall_clock() = default;
  virtual std::uint64_t now() const = 0; ///< seconds since 1970-01-01 00:00 UTC
};

struct system_wall_clock : wall_clock {
  std::uint64_t now() const override;
};

struct randomness {
  virtual ~randomness() = default;
  virtual void fill(std::span<std::uint8_t>) = 0;
  /// 32 lower-case hex characters: the name of a worker that nobody can guess.
  std::string address();
};

/// The operating system's generator. Not OpenSSL's: a node without channels need not load it.
struct system_randomness : randomness {
  void fill(std::span<std::uint8_t>) override;
};

} // namespace ockam::transports
