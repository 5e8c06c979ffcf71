// Looks at the streams of a node that owe an acknowledgement or wait for one, all with one timer. A
// stream is looked at every config::ack_delay until it leaves; an idle one is not there. Confined to
// the node's reactor.
#pragma once
#include "transports/reactor/pinned_actor.hpp"

#include <cstdint>
#include <vector>

namespace ockam::actors {

class stream_sweep final : public transports::pinned_actor {
public:
  /// A stream, as far as the sweep knows it.
  class swept {
  public:
    /// Called from outside of any call. Leaves if it need not be looked at again.
    virtual void look() = 0;

  protected:
    ~swept() = default;

  private:
    friend class stream_sweep;
    std::uint32_t place_ = 0; ///< 1 + its index in the list; 0: it is in none
  };

  explicit stream_sweep(caf::actor_config&);

  /// To be looked at from now on; nothing if it is already. It leaves before it ends.
  void enter(swept& who);
  void leave(swept& who);
  std::size_t size() const noexcept { return all_.size(); }

private:
  caf::behavior make_behavior() override;
  void look();
  void arm();

  std::vector<swept*> all_;
  transports::timer timer_;
  bool started_ = false;
};

} // namespace ockam::actors
