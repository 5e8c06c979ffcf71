#include "cli/launch/node_offers.hpp"

#include <array>

namespace ockam::cli {

namespace {

constexpr std::array<std::pair<std::string_view, bool node_offers::*>, 3> offer_names{
    {{"allow-relays", &node_offers::allow_relays},
     {"open", &node_offers::open},
     {"loopback-is-public", &node_offers::loopback_is_public}}};

} // namespace

node_offers node_offers::of(const config::node& said) {
  return {said.allow_relays, said.open, said.loopback_is_public};
}

node_offers node_offers::parse(std::string_view text) {
  node_offers out;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    for (const auto& [name, member] : offer_names)
      if (text.substr(0, comma) == name) out.*member = true;
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return out;
}

std::string node_offers::text() const {
  std::string out;
  for (const auto& [name, member] : offer_names)
    if (this->*member) out += (out.empty() ? "" : ",") + std::string(name);
  return out;
}

std::vector<std::string> node_offers::arguments() const {
  std::vector<std::string> out;
  for (const auto& [name, member] : offer_names)
    if (this->*member) out.push_back("--" + std::string(name));
  return out;
}

bool node_offers::cover(const node_offers& others) const noexcept {
  for (const auto& [name, member] : offer_names)
    if (others.*member && !(this->*member)) return false;
  return true;
}

} // namespace ockam::cli
