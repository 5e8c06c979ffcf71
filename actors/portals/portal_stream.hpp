// One end of a portal stream: a worker between a local socket and the far end's worker.
//   inlet's end    has a client's socket; Ping, waits for the Pong, or sends early (early_payload)
//   outlet's end   dials the target, keeps what comes early, then Pong
//   both           socket -> Payload to the far end; Payload -> socket; until both directions ended
// Input is read only with credit, if the far end is ours, and when the first hop's gate lets a
// chunk pass. The states are those of portal_state, the credit is that of credit_window. Sources:
// spec wire §5.2-§5.3, §11. Both ends know from the start who the far end is, if a secure channel
// has proven it; what anybody else sends, or nobody in particular, is dropped.
#pragma once
#include "actors/portals/credit_window.hpp"
#include "actors/portals/early_payload.hpp"
#include "actors/portals/path_watch.hpp"
#include "actors/portals/portal_state.hpp"
#include "actors/portals/stream_table.hpp"
#include "transports/links/byte_stream.hpp"
#include "transports/work/gate.hpp"
#include "transports/work/named_worker.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>
#include <ockam/stream_filter.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace ockam::actors {

class portal_stream final : public transports::named_worker,
                            transports::byte_stream::owner,
                            transports::gate::waiter {
public:
  struct from_client {
    transports::descriptor socket;
    wire::route outlet;
    std::optional<wire::identifier> peer{}; ///< identity that the outlet's node has proven
    std::shared_ptr<far_outlet> far = std::make_shared<far_outlet>();
    std::unique_ptr<stream_filter> filter{}; ///< null: nobody looks at what goes through
  };
  struct to_target {
    transports::endpoint target;
    transports::duration patience;               ///< for it to accept a connection
    wire::route inlet;                           ///< the Ping's return route
    std::uint16_t capabilities;                  ///< what our Pong accepts; 0: it has no tail
    std::optional<wire::identifier> peer{};      ///< who sent the Ping
    std::shared_ptr<early_streams> early{};      ///< where it may be known; none: it is not
    path_watch* paths = nullptr;                 ///< outlives it; none: its path is not watched
    std::shared_ptr<const std::string> source{}; ///< what streams of others are counted by
  };
  using group = std::shared_ptr<stream_group>;
  portal_stream(caf::actor_config&, transports::context&, group, from_client);
  portal_stream(caf::actor_config&, transports::context&, group, to_target);

  void deliver(transports::message&&) override;
  void pause_input() override { ++pauses_; }
  void resume_input() override;

  // -- from outside a call ------------------------------------------------------

  void close();     ///< called when the inlet or outlet gives the stream up
  void lose_way();  ///< called when the worker has ended by which the way leads away
  void lose_path(); ///< called when nobody answers at the far end any more
  bool goes_to(const far_outlet& far) const noexcept { return far_.get() == &far; }
  /// Who the far end is, as far as a channel has proven it.
  const std::optional<wire::identifier>& proven() const noexcept { return pinned_; }
  /// The actor by which the way leads away, once there is one.
  caf::actor_id hop() const noexcept { return hop_; }
  bool has_way() const noexcept { return way_.open(); }

  // for the table
  const std::shared_ptr<const std::string>& source() const noexcept { return source_; }
  void number(std::uint64_t one) noexcept { number_ = one; }
  std::uint64_t number() const noexcept { return number_; }
  void make_way(); ///< it is ended for others

  /// To itself: its turn, or its end, came in the middle of something else.
  enum class note : unsigned char { go_on, close, way_lost, path_dead, make_way, holds_most };

private:
  /// How the local socket goes once there is nothing to tell the far end any more.
  enum class parting {
    none,
    polite, ///< it gets all that is queued, then the end of output; its input is not waited for
    hard,   ///< it gets all that is queued, then a reset, because that is not all there was
  };

  void on_start() override;
  void on_exit() override;
  caf::message_handler control() override;
  void run_or_note(note);
  void take_note(note);
  void on_timer();

  // local socket
  void on_input() override;
  void on_written(std::size_t bytes) override;
  void on_broken() override;
  void on_turn(bool gone) override;
  void on_dialed(result<transports::connection>);
  void take_socket(transports::descriptor);
  bool may_read() const noexcept;
  void read_on();
  bool send_chunk(transports::slice&&);
  bool passes(bool from_client, wire::bytes_view data, bool end = false);
  void reject(std::string_view answer);
  void end_input();
  void discard_input();

  // far end
  [[nodiscard]] bool open_way(wire::route peer);
  void on_way_lost();
  void on_path_dead();
  bool tell(transports::slice payload);
  bool tell(const wire::bytes& m) { return tell(transports::slice::copy_of(m)); }
  void tell(tell_peer);
  void obey(on_message, const wire::portal_message&, transports::message&&);
  void start(stream_phase before, transports::message&& pong);
  void dismiss(transports::message&& pong);
  void take_payload(wire::bytes_view data, transports::message&&);
  void write_early();
  void leave_early();
  void finish_output();
  void on_far_close(stream_phase before);
  void hold_back(const transports::message&);
  bool alone_on_its_link(const transports::message&) const;
  void count_memory();
  void let_go();

  // the end
  void fail(std::string_view why);
  void part(parting);
  void settle();
  void end();
  void drop(std::string_view why);
  void say(std::string_view why, std::string_view detail = {}) const;

  group group_;
  transports::portal_counters& counted_;
  transports::descriptor client_;                    ///< until on_start()
  std::shared_ptr<far_outlet> far_;                  ///< null at an outlet
  const std::unique_ptr<stream_filter> filter_;      ///< mostly null
  transports::endpoint target_;                      ///< until it is dialed
  transports::duration patience_{};                  ///< for the target to be dialed
  std::uint16_t capabilities_ = portal_capabilities; ///< what our Ping offers or our Pong accepts
  std::shared_ptr<early_streams> early_; ///< until the inlet is known to know this stream's address
  wire::bytes early_data_; ///< came while dialing: at most the credit, mostly one small request
  path_watch* const paths_ = nullptr;
  std::shared_ptr<path_watch::path> path_; ///< null while it is not watched
  std::unique_ptr<transports::dialing> dialing_;
  std::optional<transports::byte_stream> socket_; ///< none until the target is dialed
  wire::route peer_;
  const std::optional<wire::identifier> pinned_;    ///< whom each message must come from
  const std::shared_ptr<const std::string> source_; ///< of an outlet's stream, if others began it
  std::uint64_t number_ = 0;
  transports::memory_budget::share memory_; ///< of all that waits
  transports::port way_, held_back_; ///< peer_'s first hop; the link paused because of a slow sink
  caf::actor_id hop_ = 0;
  portal_state state_;
  send_credit credit_;
  receive_window window_;
  transports::timer timer_;         ///< for the Pong, for a slow sink, for the end
  unsigned pauses_ = 0;             ///< calls of pause_input() without their resume_input()
  parting parting_ = parting::none; ///< set by part(), once
  bool input_ended_ = false;        ///< set when the local socket has no more input
  bool doubted_ = false;            ///< set when no Pong came within config::pong_doubt
  bool progress_ = false;           ///< set when something is written, cleared when the timer looks
  int idle_looks_ = 0; ///< looks of the timer in a row that saw no progress, at a hard parting
};

} // namespace ockam::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::portal_stream::note)
