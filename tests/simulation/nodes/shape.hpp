// What is simulated: a small topology, and what happens in it, both from one seed.
//   c  clients ---- a  inlet ----[ relays ]---- b  outlet ---- s  server        x, y  strangers
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace ockam::simulation::nodes {

/// How the inlet's node reaches the outlet's.
enum class way : unsigned char {
  direct,
  relay,      ///< by a relay at r
  two_routes, ///< by a relay at r, and by another one at q
  chain,      ///< by a relay at r to q, and by one there
  played,     ///< by a relay at r whose host is played by the test, and may be hostile
};

/// Whom the outlet admits.
enum class door : unsigned char { open, identity, member };

struct shape {
  way by = way::direct;
  bool sealed = false;       ///< whether a channel leads from inlet to outlet
  bool owner_proven = false; ///< whether b registers its relay through a channel
  door at = door::open;
  bool resumes = true;    ///< whether streams may go on by another path
  unsigned strangers = 0; ///< 0 to 2
  static shape of_seed(std::uint64_t);
  friend bool operator==(const shape&, const shape&) = default;
};
std::string to_string(const shape&);
/// What is simpler by one thing each.
std::vector<shape> simpler_than(const shape&);

enum class what : unsigned char {
  pass_time,
  open,
  client_speaks,
  server_speaks,
  client_finishes,
  server_finishes,
  client_resets,
  server_resets,
  note, ///< a message of its own from a to b, where there is a channel
  // what goes wrong
  cut,
  slow,
  quick,
  silence, ///< packets of a host vanish
  voice,
  crash, ///< a process ends: what it had not written down is lost
  restart,
  refuse, ///< a host that has ended for longer: it is not started again before `restart`
  clock_jumps,
  expel, ///< a is no member any more
  readmit,
  lie,    ///< the played relay drops, repeats, turns round or says again what passes
  mute,   ///< it passes nothing on
  honest, ///< it does what it should
  forget, ///< it forgets its names, and says nothing
  // what strangers do
  knock, ///< a message to an address that it knows
  register_name,
  steal, ///< the name of b's relay, or a stream by its id
};

struct event {
  what kind;
  std::uint32_t which, size; ///< read as what fits
};
using schedule = std::vector<event>;
schedule schedule_of(const shape&, std::uint64_t seed);
std::string to_string(const event&);

} // namespace ockam::simulation::nodes
