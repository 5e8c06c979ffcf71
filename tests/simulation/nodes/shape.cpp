#include "simulation/nodes/shape.hpp"

#include "simulation/dice.hpp"

#include <array>
#include <iterator>
#include <span>

namespace ockam::simulation::nodes {

namespace {

constexpr std::array way_names{"direct", "by a relay", "by two routes", "by a chain of relays",
                               "by a played relay"};
constexpr std::array door_names{"for everybody", "for one identity", "for members"};
constexpr std::array event_names{"time passes",
                                 "a client comes",
                                 "a client speaks",
                                 "a server speaks",
                                 "a client finishes",
                                 "a server finishes",
                                 "a client resets",
                                 "a server resets",
                                 "a note",
                                 "cut",
                                 "slow",
                                 "quick",
                                 "silence",
                                 "voice",
                                 "crash",
                                 "restart",
                                 "refuse",
                                 "the clock jumps",
                                 "expel",
                                 "readmit",
                                 "the relay lies",
                                 "the relay is mute",
                                 "the relay is honest",
                                 "the relay forgets",
                                 "a stranger knocks",
                                 "a stranger registers",
                                 "a stranger steals"};
static_assert(event_names.size() == static_cast<std::size_t>(what::steal) + 1);

} // namespace

shape shape::of_seed(std::uint64_t seed) {
  dice random{seed};
  shape s;
  s.by = static_cast<way>(random.below(5));
  s.sealed = !random.one_in(4);
  s.owner_proven = s.by != way::direct && s.by != way::played && random.one_in(2);
  s.at = s.sealed ? static_cast<door>(random.below(3)) : door::open;
  s.resumes = !random.one_in(5);
  s.strangers = static_cast<unsigned>(random.below(3));
  return s;
}

std::vector<shape> simpler_than(const shape& s) {
  std::vector<shape> out;
  const auto with = [&](auto change) {
    auto less = s;
    change(less);
    if (!(less == s)) out.push_back(less);
  };
  with([](shape& l) { l.strangers = 0; });
  with([](shape& l) { l.strangers = l.strangers > 1 ? 1 : l.strangers; });
  with([](shape& l) { l.by = way::direct, l.owner_proven = false; });
  with([](shape& l) {
    if (l.by == way::two_routes || l.by == way::chain) l.by = way::relay;
  });
  with([](shape& l) { l.owner_proven = false; });
  with([](shape& l) { l.at = door::open; });
  with([](shape& l) { l.sealed = false, l.at = door::open; });
  with([](shape& l) { l.resumes = false; });
  return out;
}

std::string to_string(const shape& s) {
  return std::string("an inlet reaches its outlet ") + way_names.at(static_cast<std::size_t>(s.by))
         + (s.sealed ? ", through a channel" : ", in clear")
         + (s.owner_proven ? ", the relay's owner is proven" : "") + ", the outlet is "
         + door_names.at(static_cast<std::size_t>(s.at))
         + (s.resumes ? "" : ", streams are not resumed")
         + "; strangers: " + std::to_string(s.strangers);
}

std::string to_string(const event& e) {
  return std::string(event_names.at(static_cast<std::size_t>(e.kind))) + " ("
         + std::to_string(e.which) + ", " + std::to_string(e.size) + ")";
}

schedule schedule_of(const shape& s, std::uint64_t seed) {
  using enum what;
  static constexpr what usual[] = {
      pass_time,     pass_time,     pass_time,       pass_time,       open,          open,
      client_speaks, client_speaks, client_speaks,   server_speaks,   server_speaks, server_speaks,
      note,          note,          client_finishes, server_finishes, client_resets, server_resets};
  static constexpr what faulty[] = {cut,    cut,         cut,   slow,   quick,   silence,
                                    voice,  voice,       crash, crash,  restart, restart,
                                    refuse, clock_jumps, expel, readmit};
  static constexpr what hostile[] = {lie, lie, lie, mute, honest, forget, forget};
  static constexpr what strange[] = {knock, knock, knock, register_name, steal};
  dice random{seed ^ 0xfa17};
  const auto any = [&](std::span<const what> all) { return all[random.below(all.size())]; };
  const auto apart = random.one_in(4) ? 0 : 3 + random.below(8); // events from fault to fault
  schedule out;
  for (auto left = 8 + random.below(28); left > 0; --left) {
    auto kind = any(usual);
    if (s.strangers > 0 && random.one_in(4)) kind = any(strange);
    if (apart > 0 && random.one_in(apart))
      kind = s.by == way::played && random.one_in(2) ? any(hostile) : any(faulty);
    out.push_back({kind, static_cast<std::uint32_t>(random.next()),
                   static_cast<std::uint32_t>(random.next())});
  }
  return out;
}

} // namespace ockam::simulation::nodes
