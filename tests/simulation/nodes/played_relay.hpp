// A node whose part the test plays: it has links, makes relays for whoever asks, and may be hostile.
// What passes it, both ways, is whole messages: records of a channel, where there is one.
#pragma once
#include "fixtures/virtual_node.hpp"
#include "simulation/dice.hpp"

#include <deque>
#include <string>

namespace ockam::simulation::nodes {

class played_relay {
public:
  enum class manner : unsigned char { honest, lies, mute };

  played_relay(tests::simulation& world, const std::string& host, std::uint64_t seed);

  void behave(manner how) { how_ = how; }
  manner behaves() const noexcept { return how_; }
  /// It has no relays any more, and tells nobody.
  void forget();
  bool has(std::string_view name) const { return node_.workers.find(wire::local(name)).open(); }
  /// When something was passed on by a name the last time; none if never.
  const std::optional<transports::time_point>& passed() const noexcept { return passed_; }

private:
  class desk;
  class relay;
  class middle;
  void pass(transports::message&&);

  tests::simulation& world_;
  dice random_;
  manner how_ = manner::honest;
  std::optional<transports::time_point> passed_;
  std::deque<transports::message> seen_, held_;
  std::deque<std::string> names_;
  tests::virtual_node node_;
};

} // namespace ockam::simulation::nodes
