// Who may pass messages through a connection that was declared on this node: whoever comes by a link
// that was accepted on loopback; and, if that was said, everybody, or whom a policy admits.
#pragma once
#include "channels/workers/access_rules.hpp"
#include "transports/work/flow.hpp"

namespace ockam::actors {

class transit final : public transports::reach_rule {
public:
  struct wanted {
    bool everybody = false;
    std::optional<channels::policy>
        allow{}; ///< asked about who is behind a channel begun by a peer
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
  const channels::guard guard_;
};

} // namespace ockam::actors
