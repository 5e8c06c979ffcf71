// Decides who may pass messages through a connection that was declared on this node: whoever comes
// by a link that was accepted on loopback; and, if the declaration says so, everybody, or whomever
// a policy admits.
#pragma once
#include "channels/workers/access_rules.hpp"
#include "transports/work/flow.hpp"

namespace ockam::actors {

class transit final : public transports::reach_rule {
public:
  struct wanted {
    bool everybody = false;
    /// Asked about who is behind a channel begun by a peer.
    std::optional<channels::policy> allow{};
  };

  transit(const channels::access_rules& rules, std::string connection, wanted);

  bool admits(const transports::flow&) const override;
  void refused(const transports::flow&) const override;
  static constexpr std::string_view usual = "loopback";
  /// What lists say: `loopback`, `everybody`, or the policy.
  std::string in_words() const;

private:
  const std::string connection_;
  const wanted wanted_;
  const channels::access_guard guard_;
};

} // namespace ockam::actors
