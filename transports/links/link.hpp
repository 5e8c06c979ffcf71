// The worker of one TCP connection to another node, and a hop on routes like any other.
//   in    frames off the socket; its own address goes in front of their return route; routed
//   out   its own address comes off the onward route; framed, queued, written once per round
// Nothing a peer sends can do more than end its link. The link ends, too, when its peer does not
// take what is queued for it. A source that fills the queue is stopped at the link that it comes
// by, but only if nobody else has to do with that link, and not for long if the peer takes nothing
// at all: the slow one pays. Source: spec wire §1.6, §2.1.
#pragma once
#include "transports/fair/frame_turns.hpp"
#include "transports/links/link_socket.hpp"
#include "transports/links/link_table.hpp"
#include "transports/work/memory_budget.hpp"
#include "wire/messages/departure.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::transports {

class link : public worker,
             private link_socket::owner,
             private frame_taker,
             private reactor::writer {
public:
  /// `address` leads to this link in the directory, and in the link table.
  link(caf::actor_config&, transports::context&, connection, link_mode, std::string address);

  void deliver(message&&) override;
  send_gate* egress() override { return &gate_; }
  void pause_reading() override;
  void resume_reading() override;
  void apply_backpressure(const wire::route& return_route) override;
  bool stops_others(std::size_t behind, caf::actor_id whom) const override;
  bool leads_away() const override { return true; }

  const std::string& address() const noexcept { return address_; }
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

  void belong_to(frame_turns::source_ptr);
  void end_turn();
  void note_end(errc kind, std::string_view why);
  std::unique_ptr<link_socket> socket_at(event_loop&, descriptor);
  void flush_once();
  void give_way();
  void meet(const message&);
  void tell_afar();
  void come_from_afar();
  void take_heartbeat(wire::bytes_view carried);
  std::size_t room() const noexcept; ///< bytes that sources may still queue
  std::size_t queue_high() const noexcept;
  void look_at_use();
  void look_at_frame();
  void look_later();
  void look_for_progress();
  enum class which : unsigned char { all, shared };
  void release_sources(which = which::all);
  void count();

  transports::context& node_;
  const std::string address_;
  const endpoint peer_;
  const flow_ptr flow_;
  const std::unique_ptr<link_socket> socket_;
  const std::shared_ptr<link_life> life_ = std::make_shared<link_life>();
  send_gate gate_;
  timer deadline_;    ///< for the version, for a message, then for none in a while
  timer frame_timer_; ///< for the rest of a frame; armed once a while, not for each
  link_table::entry* place_ = nullptr; ///< in the table; none: it was dropped
  frame_turns::source_ptr turns_of_;   ///< whose frames its own are; the table sets it
  std::uint64_t frames_before_turn_ = 0;
  bool in_line_ = false;                         ///< some of its frames wait for their turn
  std::uint64_t use_then_ = 0, frames_then_ = 0; ///< when the two timers were armed
  struct held_back {
    port source;
    std::size_t behind; ///< hops behind it that what filled the queue came from
  };
  std::vector<held_back> held_back_; ///< sources that wait until the output is low again
  timer progress_timer_;             ///< armed while there are any, or the peer takes no more
  std::uint64_t bytes_out_then_ = 0;
  bool standing_ = false; ///< the peer takes nothing: no reason to stop what is for others
  int stood_ = 0;         ///< looks in a row in which it had taken nothing
  memory_budget::share memory_;
  link_counters counters_; ///< without those of the socket
  unsigned input_pauses_ = 0;
  link_load load_;         ///< as the table knows it
  bool dirty_ = false;     ///< flush() will come
  const bool near_;        ///< both ends are on this machine
  bool told_afar_ = false; ///< the peer knows that messages from other machines come
  bool known_ = false;     ///< as the table knew it when it was asked last
  bool failed_ = false;    ///< ended by an error, not by us
};

} // namespace ockam::transports
