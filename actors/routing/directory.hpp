// The directory of one node: which actor an address leads to. Only local addresses (type 0) lead
// anywhere. Every entry vanishes with its actor, wherever that runs. A look-up allocates nothing.
#pragma once
#include "transports/work/port.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ockam::actors {

class directory final : public transports::directory {
public:
  explicit directory(transports::reactor& home);
  ~directory() override; ///< closes every entry: ports to them lead nowhere from then on

  bool add(wire::address_view address, const caf::actor& to, std::string_view kind,
           transports::reach named_first) override;
  void remove(wire::address_view address) override;
  transports::port find(wire::address_view address) const override;
  void route(transports::message&&) override;

  /// Sets who takes messages to an address that no worker has, and returns whether it took one.
  void on_lost(std::function<bool(transports::message&)> taker) { take_lost_ = std::move(taker); }

  struct row {
    std::string address, kind, reach;
  };
  std::vector<row> list() const; ///< in the order of addresses
  /// How many messages led nowhere, looped, or found too much waiting.
  std::uint64_t dropped() const noexcept { return dropped_; }
  /// How many of these found too much waiting.
  std::uint64_t crowded() const noexcept { return crowded_; }
  /// How many messages were for addresses that their flow may not name.
  std::uint64_t refused_reach() const noexcept { return refused_reach_; }

private:
  using entry = caf::intrusive_ptr<transports::port_entry>;
  using table = std::unordered_map<std::string_view, entry>; ///< by what the entry itself holds

  static void erase(table&, table::iterator);
  void watch(const entry&);
  void drop(const transports::message&, std::string_view why);
  void refuse(const transports::message&, const transports::port&);

  transports::reactor& home_;
  std::shared_ptr<table> entries_; ///< not shared; actors that end see whether it is there
  std::function<bool(transports::message&)> take_lost_;
  std::uint64_t dropped_ = 0, crowded_ = 0, refused_reach_ = 0;
};

} // namespace ockam::actors
