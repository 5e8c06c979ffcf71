// Sequences of portal messages and local events against one end of a stream: its states, counters
// and credit, its positions and its path, decoded from bytes as they come. What the end does is
// compared with what any order must leave true.
#include "actors/streams/credit_window.hpp"
#include "actors/streams/portal_state.hpp"
#include "actors/streams/stream_path.hpp"
#include "actors/streams/stream_positions.hpp"
#include "fuzz.hpp"

#include <algorithm>

using namespace ockam;
using namespace ockam::actors;
using fuzz::bytes_view;
using fuzz::require;

namespace {

/// One end, as portal_stream uses the parts.
struct stream_end {
  explicit stream_end(portal_state from) : state(from) {}

  void hear(bytes_view message) {
    const auto m = wire::decode_portal(message);
    if (!m) return;
    ++heard;
    const auto before = state.phase();
    const auto extended = state.extended();
    const auto what = state.take(*m);
    if (before == stream_phase::closed) require(what == on_message::ignore);
    if (state.phase() == stream_phase::closed && before != stream_phase::closed) ++closings;
    switch (what) {
    case on_message::ignore: break;
    case on_message::start:
      require(waits_for_pong(before) && !state.waits() && m->kind == wire::portal_kind::pong);
      require(state.extended() == (accepted_capabilities(m->capabilities) != 0));
      break;
    case on_message::write: take(*m, extended); break;
    case on_message::grant:
      require(extended && m->kind == wire::portal_kind::credit);
      credit.add(m->credit);
      break;
    case on_message::finish:
      require(extended && !finished);
      finished = true;
      break;
    case on_message::close: require(m->kind == wire::portal_kind::disconnect); [[fallthrough]];
    case on_message::dismiss:
    case on_message::refuse: require(state.phase() == stream_phase::closed);
    }
  }

  /// Nothing comes after the end of output, and never more than was granted.
  void take(const wire::portal_message& m, bool extended) {
    require(m.kind == wire::portal_kind::payload && !finished);
    if (!extended) return;
    const auto granted = window.granted();
    const auto taken = window.take(m.payload.size(), now);
    require(taken == (m.payload.size() <= granted));
    if (!taken) static_cast<void>(state.fail());
    require(window.granted() + window.held() <= window.size());
  }

  void act(fuzz::choices& from) {
    now += std::chrono::milliseconds(from.byte());
    switch (from.below(5)) {
    case 0: {
      const auto size = std::min<std::uint64_t>(from.number(), credit.left());
      if (!state.sends()) return;
      const auto counter = state.count();
      require(!counter || *counter == static_cast<std::uint16_t>(sent));
      sent += counter ? 1 : 0;
      credit.spend(size);
      return;
    }
    case 1: {
      if (!state.sends()) return;
      const auto extended = state.extended();
      const auto told = state.end_local();
      require(told == (extended ? tell_peer::end : tell_peer::disconnect) && !state.sends());
      return;
    }
    case 2: return static_cast<void>(state.fail());
    case 3: return state.close();
    default: {
      const auto size = std::min<std::size_t>(window.held(), from.number());
      static_cast<void>(window.release(size, now));
      require(window.granted() + window.held() <= window.size());
      require(window.size() <= config::stream_credit_max);
    }
    }
  }

  portal_state state;
  send_credit credit;
  receive_window window;
  transports::time_point now{std::chrono::hours(1)};
  std::size_t heard = 0, closings = 0, sent = 0;
  bool finished = false;
};

/// size and message, or 0 and what happens here.
bool play(stream_end end, bytes_view data) {
  fuzz::choices from{data};
  for (auto steps = 0; !from.none() && steps < 200; ++steps) {
    const auto message = from.run();
    if (message.empty())
      end.act(from);
    else
      end.hear(message);
    require(!(end.state.waits() && end.state.receives()));
  }
  return end.heard > 1;
}

bool inlet(bytes_view data) { return play(stream_end(portal_state::of_inlet(false)), data); }
bool early_inlet(bytes_view data) { return play(stream_end(portal_state::of_inlet(true)), data); }
bool plain_outlet(bytes_view data) {
  return play(stream_end(portal_state::of_outlet(false)), data);
}
bool outlet(bytes_view data) { return play(stream_end(portal_state::of_outlet(true)), data); }

/// The byte that stands at a position of what goes out.
std::uint8_t byte_at(std::uint64_t position) {
  return static_cast<std::uint8_t>(position ^ position >> 8);
}

/// One end of a stream that can go on over another path, whose far end says what it likes.
struct lasting_end {
  void hear(bytes_view message) {
    const auto m = wire::decode_portal(message);
    if (!m) return;
    ++heard;
    const auto acked = at.acked(), received = at.received();
    switch (m->kind) {
    case wire::portal_kind::payload: take(*m); break;
    case wire::portal_kind::end:
      if (m->positions) {
        const auto what = at.take_end(m->positions->position);
        require((what == stream_positions::arrival::fresh) == (at.received() == received + 1));
        require(at.ack(m->positions->received) || at.acked() == acked);
      }
      break;
    case wire::portal_kind::position:
      require(at.ack(m->place.received) || at.acked() == acked);
      static_cast<void>(at.allow(m->place.limit));
      break;
    case wire::portal_kind::resume:
      if (path.take_resume(m->attempt) == path_order::attach) attach(m->received, m->limit);
      break;
    case wire::portal_kind::resumed:
      if (path.take_resumed(m->attempt) == path_order::attach) attach(m->received, m->limit);
      break;
    case wire::portal_kind::lost: static_cast<void>(path.lost()); break;
    case wire::portal_kind::gone: static_cast<void>(path.take_gone(m->attempt, true)); break;
    default: break;
    }
    holds(acked, received);
  }

  void take(const wire::portal_message& m) {
    if (!m.positions) return;
    const auto before = at.received();
    const auto what = at.take(m.positions->position, m.payload.size());
    if (what.what == stream_positions::arrival::fresh) {
      require(what.skip < m.payload.size());
      require(at.received() == before + m.payload.size() - what.skip);
    } else
      require(at.received() == before);
    static_cast<void>(at.ack(m.positions->received));
  }

  /// From there on what was sent must come again, byte by byte.
  void attach(std::uint64_t received, std::uint64_t limit) {
    const auto acked = at.acked();
    if (!at.attach(received, limit)) return require(at.acked() == acked);
    require(at.acked() == received && at.repeats() == (received < at.sent()));
    expected = received;
  }

  void act(fuzz::choices& from) {
    const auto acked = at.acked(), received = at.received();
    switch (from.below(4)) {
    case 0: {
      wire::bytes data(std::min<std::uint64_t>(from.number(), at.room()));
      if (data.empty()) break;
      for (std::size_t i = 0; i < data.size(); ++i) data[i] = byte_at(at.sent() + i);
      auto piece = transports::slice::copy_of(data);
      const auto position = at.sent();
      require(at.send(piece) == static_cast<std::uint32_t>(position));
      require(at.sent() == position + data.size());
      break;
    }
    case 1:
      if (!at.ended()) static_cast<void>(at.send_end());
      require(at.room() == 0);
      break;
    case 2: repeat(from.below(8)); break;
    default: static_cast<void>(path.offered());
    }
    holds(acked, received);
  }

  void repeat(std::size_t pieces) {
    for (; pieces > 0 && at.repeats(); --pieces) {
      expected = std::max(expected, at.acked());
      const auto piece = at.next();
      require(piece.position == static_cast<std::uint32_t>(expected));
      for (const auto byte : piece.data) require(byte == byte_at(expected++));
      if (piece.data.empty()) require(at.ended() && ++expected == at.sent());
    }
  }

  void holds(std::uint64_t acked, std::uint64_t received) const {
    require(at.acked() >= acked && at.acked() <= at.sent() && at.received() >= received);
    require(!at.all_acked() || at.kept() == 0);
    require(!at.repeats() || at.room() == 0);
  }

  stream_positions at;
  stream_path path = stream_path::of_outlet();
  std::uint64_t expected = 0; ///< position of the next byte that is repeated
  std::size_t heard = 0;
};

/// As play(): size and message, or 0 and what happens here.
bool lasting(bytes_view data, stream_path path) {
  fuzz::choices from{data};
  lasting_end end;
  end.path = path;
  end.path.open();
  for (auto steps = 0; !from.none() && steps < 200; ++steps) {
    const auto message = from.run();
    if (message.empty())
      end.act(from);
    else
      end.hear(message);
  }
  return end.heard > 1;
}
bool lasting_outlet(bytes_view data) { return lasting(data, stream_path::of_outlet()); }
bool lasting_inlet(bytes_view data) { return lasting(data, stream_path::of_inlet()); }

constexpr fuzz::parser all[] = {
    {"inlet", inlet},   {"early_inlet", early_inlet},       {"plain_outlet", plain_outlet},
    {"outlet", outlet}, {"lasting_outlet", lasting_outlet}, {"lasting_inlet", lasting_inlet}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
