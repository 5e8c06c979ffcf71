// Which actor an address leads to, for one node. Only local addresses (type 0) lead anywhere. Every
// entry vanishes with its actor, wherever that runs. A look-up allocates nothing.
#pragma once
#include "transports/work/port.hpp"

#include <cstdint>
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

  bool add(wire::address_view address, const caf::actor& to, std::string_view kind) override;
  void remove(wire::address_view address) override;
  transports::port find(wire::address_view address) const override;
  void route(transports::message&&) override;

  struct row {
    std::string address, kind;
  };
  std::vector<row> list() const; ///< by address
  /// Messages that led nowhere, looped, or found too much waiting.
  std::uint64_t dropped() const noexcept { return dropped_; }

private:
  struct hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using entry = caf::intrusive_ptr<transports::port_entry>;
  using table = std::unordered_map<std::string, entry, hash, std::equal_to<>>;

  static void erase(table&, table::iterator);
  void watch(const std::string& address, const entry&);
  void drop(const transports::message&, std::string_view why);

  transports::reactor& home_;
  std::shared_ptr<table> entries_; ///< shared with nobody; actors that end look whether it is there
  std::uint64_t dropped_ = 0;
};

} // namespace ockam::actors
