// Paths of a simulated stream, and what is under way on them.
#pragma once
#include "transports/io/buffer.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <string>

namespace ockam::simulation {

enum class side : unsigned char { inlet, outlet };
constexpr side other(side s) { return s == side::inlet ? side::outlet : side::inlet; }
constexpr const char* name_of(side s) { return s == side::inlet ? "inlet" : "outlet"; }

/// One of a stream's addresses; each attachment has its own.
using address = std::uint32_t;
inline constexpr address nowhere = 0, outlets_own = 1;

enum class kind : unsigned char { payload, end, position, resume, resumed, lost, gone };

/// As wire::portal_message, with the low halves of positions; only Resume and Resumed have them whole.
struct letter {
  kind what = kind::payload;
  address to = nowhere;
  address back = nowhere; ///< of a Resume or Resumed: where its sender is found
  std::uint32_t position = 0, received = 0, limit = 0, attempt = 0;
  std::uint64_t whole_received = 0, whole_limit = 0;
  transports::slice data{};
};
std::string to_string(const letter&);

struct path {
  unsigned number = 0;
  bool stands = true; ///< whether it takes anything; what it took may come later all the same
  std::array<std::deque<letter>, 2> under_way{}; ///< to the inlet, to the outlet
  std::deque<letter>& to(side s) { return under_way[s == side::inlet ? 0 : 1]; }
  bool idle() const { return under_way[0].empty() && under_way[1].empty(); }
};

} // namespace ockam::simulation
