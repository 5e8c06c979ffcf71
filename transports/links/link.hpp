// The worker of one TCP connection to another node, and a hop on routes like any other.
//   in    frames off the socket; its own address goes in front of their return route; routed
//   out   its own address comes off the onward route; framed, queued, written once per round
// Nothing a peer sends can do more than end its link. The link ends, too, when its peer does not
// take what is queued for it. A source that fills the queue is stopped at the link that it comes
// by, but only if nobody else has to do with that link, and not for long if the peer takes nothing
// at all: the slow one pays. Source: spec wire §1.6, §2.1.
#pragma once
#include "transports/bounds/link_deadlines.hpp"
#include "transports/bounds/link_memory.hpp"
#include "transports/bounds/link_pressure.hpp"
#include "transports/fair/frame_turn.hpp"
#include "transports/links/link_table.hpp"
#include "wire/messages/departure.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace ockam::transports {

class link : public worker,
             private link_socket::owner,
             private frame_taker,
             private reactor::writer {
public:
  /// `address` leads to this link in the directory, and in the link table.
  link(caf::actor_config&, transports::context&, connection, link_mode, std::string address);

  void deliver(message&&) override;
  send_gate* egress() override { return &pressure_.gate(); }
  void pause_reading() override;
  void resume_reading() override;
  void apply_backpressure(const wire::route& return_route) override {
    pressure_.apply_backpressure(return_route);
  }
  bool stops_others(std::size_t behind, caf::actor_id whom) const override;
  bool leads_away() const override { return true; }

  const std::string& address() const noexcept { return flow_->about().name; }
  const endpoint& peer() const noexcept { return peer_; }
  link_counters counters() const noexcept;
  const std::shared_ptr<link_life>& life() const noexcept { return life_; }
  /// The flow of what comes in by this link, with what it may name.
  transports::flow& flow() const noexcept { return *flow_; }
  /// Tells the peer in a heartbeat; nothing comes back.
  void tell_peer(wire::departure_notice);
  /// Whether what it brings has left by other links of late, or the other way round.
  bool passes_on() const;
  /// Says in the log that the link has ended, once in a while for each kind of end.
  void say_end(errc kind, std::string_view why) const;

private:
  friend class link_table;
  void on_start() override;
  void on_exit() override;
  void on_version(std::uint8_t) override;
  void on_frame(slice&& body) override;
  void on_input() override;
  void on_leaving() override { flow_->nobody_hears(); }
  std::size_t may_take() override;
  bool takes_later() override;
  void go_on(std::size_t frames) override;
  void on_output() override;
  void on_end(errc, std::string_view why) override; ///< never called from inside a call
  void flush() override;

  void note_end(errc kind, std::string_view why);
  std::unique_ptr<link_socket> socket_at(event_loop&, descriptor);
  void flush_once();
  void give_way();
  void end_stalled();
  std::uint64_t frames_and_pauses() const noexcept {
    return counters_.frames_in + counters_.pauses;
  }
  void meet(const message&);
  void tell_afar();
  void come_from_afar();
  void take_heartbeat(wire::bytes_view carried);
  void look_at_use();
  void look_at_frame();
  void count();

  /// Whether the peer takes this for a link of its own machine, and is to be told, once, that messages
  /// from other machines come by it.
  class afar_notice {
  public:
    explicit afar_notice(bool near) noexcept : due_(near) {}
    bool take() noexcept { return std::exchange(due_, false); }

  private:
    bool due_;
  };

  transports::context& node_;
  const endpoint peer_;
  const flow_ptr flow_;
  const std::unique_ptr<link_socket> socket_;
  const std::shared_ptr<link_life> life_ = std::make_shared<link_life>();
  link_pressure pressure_;
  link_deadlines deadlines_;
  frame_turn turn_;                    ///< of which source, the table says
  link_memory memory_;                 ///< as the table knows it
  link_table::entry* place_ = nullptr; ///< in the table; none: it was dropped
  link_counters counters_;             ///< without those of the socket
  unsigned input_pauses_ = 0;          ///< calls of pause_reading() without their resume_reading()
  afar_notice afar_;
  bool dirty_ = false; ///< from flush_once() until flush()
  bool known_ = false; ///< as the table knew it when it was asked last
};

} // namespace ockam::transports
