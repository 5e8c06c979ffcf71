// One end of a portal stream: a worker between a local socket and the far end's worker.
//   inlet's end    has a client's socket; Ping, waits for the Pong, or sends early (early_payload)
//   outlet's end   dials the target, keeps what comes early, then Pong
//   both           socket -> Payload to the far end; Payload -> socket; until both directions ended
// Input is read only with credit, if the far end is ours, and when the first hop's gate lets a
// chunk pass. The states are those of portal_state, the credit is that of credit_window. Sources:
// spec wire §5.2-§5.3, §11. Both ends know from the start who the far end is, if a secure channel
// has proven it; what anybody else sends, or nobody in particular, is dropped.
// A stream whose Pong accepted it goes on over another path when its own is lost: stream_path says
// when, stream_positions what is to be sent again. Its id is its first address at the inlet's end.
//   portal_stream.cpp          begin, notes, end          portal_stream_far.cpp    the far end
//   portal_stream_socket.cpp   the local socket           portal_stream_acks.cpp   what is where
//                                                         portal_stream_path.cpp   another path
#pragma once
#include "actors/portals/path_watch.hpp"
#include "actors/portals/stream_table.hpp"
#include "actors/streams/attachment.hpp"
#include "actors/streams/credit_window.hpp"
#include "actors/streams/early_payload.hpp"
#include "actors/streams/known_streams.hpp"
#include "actors/streams/portal_state.hpp"
#include "actors/streams/stream_acks.hpp"
#include "actors/streams/stream_closing.hpp"
#include "actors/streams/stream_path.hpp"
#include "actors/streams/stream_positions.hpp"
#include "actors/streams/stream_sweep.hpp"
#include "actors/ways/stream_end.hpp"
#include "actors/ways/stream_ways.hpp"
#include "transports/links/byte_stream.hpp"
#include "transports/tls/tls_handshake.hpp"
#include "transports/work/named_worker.hpp"
#include "transports/work/send_gate.hpp"
#include "wire/http/host_rewriter.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>
#include <ockam/stream_filter.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ockam::actors {

class portal_stream final : public transports::named_worker,
                            transports::byte_stream::owner,
                            transports::send_gate::waiter,
                            stream_sweep::swept {
public:
  struct from_client {
    transports::edge_socket socket;
    wire::route outlet;
    std::optional<wire::identifier> peer{}; ///< identity that the outlet's node has proven
    std::shared_ptr<far_outlet> far = std::make_shared<far_outlet>();
    std::unique_ptr<stream_filter> filter{}; ///< null: nobody looks at what goes through
    std::shared_ptr<stream_ways> ways{};     ///< where other ways are found; null: nowhere
    transports::duration waits_for_way{};    ///< how long it may be without one; 0: not at all
    transports::time_point came{};           ///< when the client came
    std::string from{};                      ///< the client's address
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
    std::shared_ptr<known_streams> known{};      ///< where it is known by its id; none: it is not
    std::uint64_t incarnation = 0;               ///< of the outlet
    transports::duration waits_for_way{};        ///< how long it may be without one; 0: not at all
    std::shared_ptr<const void> dials{};         ///< its place among those that dial, until it has
    std::string from{};                          ///< address of the link that the Ping came by
    transports::tls_context::shared tls{};       ///< null: the target is spoken to as it comes
    std::string
        http_host{}; ///< what the target's requests are to be for; empty: they pass as they are
  };
  using group = std::shared_ptr<stream_group>;
  portal_stream(caf::actor_config&, transports::context&, group, from_client);
  portal_stream(caf::actor_config&, transports::context&, group, to_target);
  ~portal_stream() override;

  void deliver(transports::message&&) override;
  void pause_reading() override { ++local_.pauses; }
  void resume_reading() override;

  // -- from outside a call ------------------------------------------------------

  void close();               ///< called when the inlet or outlet gives the stream up
  void on_route_lost();       ///< called when the worker has ended by which the way leads away
  void on_peer_unreachable(); ///< called when nobody answers at the far end any more
  bool goes_to(const far_outlet& far) const noexcept;
  /// Who the far end is, as far as a channel has proven it.
  const std::optional<wire::identifier>& proven() const noexcept { return far_.pinned; }
  /// The actor by which the way leads away, once there is one.
  caf::actor_id hop() const noexcept { return at_.hop(); }
  bool has_way() const noexcept { return at_.is_open(); }
  /// Whether it waits for another way, and since when; REQUIRES then: detached().
  bool detached() const noexcept { return resume_.course.without_way(); }
  transports::time_point detached_since() const noexcept;
  void take_offer(); ///< called when a route carries that may be its way
  void leave_way();  ///< called when its way is about to end, and another one may carry
  void doubt();      ///< called when the process of its far end may have ended
  /// Called when too many wait for a way, or none will be given to it.
  void end_detached(stream_end why);

  // for the table
  const std::shared_ptr<const std::string>& source() const noexcept { return source_; }
  void number(std::uint64_t one) noexcept { number_ = one; }
  std::uint64_t number() const noexcept { return number_; }
  void make_way(); ///< it is ended for others

  /// To itself: its turn, or its end, came in the middle of something else.
  enum class note : unsigned char {
    go_on,
    close,
    way_lost,
    path_dead,
    make_way,
    holds_most,
    offered,
    leave,
    doubt,
    end_detached, ///< for resume_.end_why
  };

private:
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
  void on_ready(bool gone) override;
  void on_dialed(result<transports::connection>);
  void on_target(transports::edge_socket);
  bool tell_pong();
  void on_no_target(const ockam::error& why);
  void take_socket(transports::edge_socket);
  bool may_send() const noexcept;
  bool may_read() const noexcept;
  std::size_t may_take() const noexcept;
  void read_on();
  bool repeat_kept();
  bool repeat_one();
  bool send_chunk(transports::slice&&);
  static void wrap(transports::slice& data, std::span<const std::uint8_t> tail);
  void stop_reading();
  bool passes(bool from_client, wire::bytes_view data, bool end = false);
  void write_out(transports::slice&&);
  bool hear_answer(wire::bytes_view);
  void refuse_request(const ockam::error&);
  std::size_t release_changed(std::size_t before, std::size_t after);
  void reject(std::string_view answer);
  void end_input();
  void discard_input();
  void release_window(std::size_t bytes);

  // far end
  [[nodiscard]] bool open_way(wire::route peer);
  void on_way_lost();
  void on_path_dead();
  bool nothing_left_to_say() const noexcept;
  bool tell(transports::slice payload);
  bool tell(const wire::bytes& m) { return tell(transports::slice::copy_of(m)); }
  void tell(tell_peer);
  void tell_end();
  void take(const wire::portal_message&, transports::message&&);
  void take_position(const wire::portal_place&);
  void take_fresh(const wire::portal_message&, std::size_t skip, transports::message&&);
  void take_positioned(const wire::portal_message&, transports::message&&);
  void obey(on_message, const wire::portal_message&, transports::message&&);
  void start(stream_phase before, transports::message&& pong);
  void dismiss(transports::message&& pong);
  void refuse(std::string_view why);
  void take_payload(wire::bytes_view data, transports::message&&);
  void write_early();
  void leave_early();
  void finish_output();
  void on_far_close(stream_phase before);
  void hold_back(const transports::message&);
  bool alone_on_its_link(const transports::message&) const;
  void count_memory();
  void let_go();

  // another path
  struct search;
  bool can_wait() const noexcept; ///< for another way, once it has had one
  bool goes_on() const noexcept;
  bool waits_for_last_ack() const noexcept;
  std::uint32_t tell_received() noexcept;
  std::uint64_t heard_on_path() const noexcept;
  std::uint64_t limit_in() const noexcept;
  void owe();
  void tell_position();
  void answer_probe();
  [[nodiscard]] bool take_ack(std::uint32_t received);
  void watch_acks();
  void look() override;
  void leave_together();
  bool look_after_acks(transports::time_point now);
  void probe(transports::time_point now);
  void give_path_up(std::string_view why, bool stands);
  void leave_hop();
  void let_path_go(bool stands);
  void seek();
  void move_on();
  void ask_for(stream_ways::found);
  void on_search_timer();
  void search_again();
  void say_lost_again(transports::time_point now);
  void take_gone(const wire::portal_message&);
  void take_answer(const wire::portal_message&, transports::message&&);
  void take_resume(const wire::portal_message&, const transports::message&);
  void answer_resume(std::uint64_t received, std::uint64_t limit, wire::route back);
  void go_on_attached();
  void forget();
  bool hand_back();
  void leave_search();
  void end_without_way(stream_end why, std::string_view words);

  // the end
  void give_up();
  void linger();
  void fail(std::string_view why);
  void part(close_mode);
  void settle();
  void end();
  void drop(std::string_view why);
  void say(std::string_view why, std::string_view detail = {}) const;
  using fate = config::stream_entry::outcome;
  void begin_record(std::string from, std::string_view inlets_end);
  void write_down(fate, std::string_view why);

  /// How requests to the target are made ones for its host.
  struct http_requests {
    explicit http_requests(std::string host) : rewriter(std::move(host)) {}
    wire::host_rewriter rewriter;
    std::size_t added = 0; ///< bytes to be written that the far end did not send
  };
  /// The socket on this side, and what is on its way to it or from it.
  struct local_end {
    transports::edge_socket client{};              ///< until on_start()
    const std::unique_ptr<stream_filter> filter{}; ///< mostly null
    transports::endpoint target{};                 ///< until it is dialed
    transports::duration patience{};               ///< for the target to be dialed
    std::unique_ptr<transports::dialing> dialing{};
    transports::tls_context::shared tls{};                 ///< null: the target speaks none
    std::unique_ptr<transports::tls_handshake> agreeing{}; ///< with the target
    std::shared_ptr<const void> dials{};                   ///< given back when it has dialed
    std::optional<transports::byte_stream> socket{};       ///< none until the target is dialed
    wire::bytes early_data{}; ///< came while dialing: at most the credit, mostly one small request
    bool input_ended = false; ///< set when the socket has no more input
    transports::port held_back{}; ///< the link paused because of a slow sink
    unsigned pauses = 0; ///< calls of pause_reading() without their resume_reading(), on this way
    std::unique_ptr<stream_record> record{}; ///< until it is written down; null if nobody wants it
    std::unique_ptr<http_requests> http{};   ///< mostly null
  };
  /// Who is at the other end, and what is known of it and of the path to it.
  struct far_end {
    std::shared_ptr<far_outlet> outlet{};             ///< null at an outlet
    const std::optional<wire::identifier> pinned{};   ///< whom each message must come from
    std::uint16_t capabilities = portal_capabilities; ///< our Ping offers them, or our Pong accepts
    std::uint64_t incarnation = 0;                    ///< of the outlet
    std::shared_ptr<early_streams> early{}; ///< until the inlet is known to know this address
    path_watch* const paths = nullptr;
    std::shared_ptr<path_watch::path> path{}; ///< null while it is not watched
    caf::actor_id lost_hop = 0;               ///< that way_lost is about
    bool heard = false;                       ///< whether a message came to an address of its own
    bool doubted = false;                     ///< set when no Pong came within config::pong_doubt
  };
  /// How it goes on over another path, if it can.
  struct resuming {
    const std::shared_ptr<stream_ways> ways{};  ///< null at an outlet
    const transports::duration waits_for_way{}; ///< 0: it ends with its path
    stream_path course;
    const transports::time_point came{};    ///< when an inlet's client came
    std::shared_ptr<known_streams> known{}; ///< at an outlet, if it is known by its id
    stream_positions positions{};
    wire::stream_id id{};
    stream_end end_why = stream_end::limit;
    std::size_t kept = 0;                ///< bytes of memory that are kept, as the group knows
    std::unique_ptr<search> in_search{}; ///< while it looks for another way
  };

  group group_;
  transports::portal_counters& counted_;
  local_end local_;
  far_end far_;
  attachment at_;                                   ///< the way that messages take
  const std::shared_ptr<const std::string> source_; ///< of an outlet's stream, if others began it
  std::uint64_t number_ = 0;
  transports::memory_budget::share memory_; ///< of all that waits
  portal_state state_;
  send_credit credit_; ///< of a stream without positions
  receive_window window_;
  transports::timer timer_; ///< for the Pong, for a slow sink, for the end
  stream_closing closing_;
  stream_acks acks_;
  resuming resume_;
};

} // namespace ockam::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ockam::actors::portal_stream::note)
