// Sequences of portal messages and local events against one end of a stream: its states, counters
// and credit, decoded from bytes as they come. What the end does is compared with what any order
// must leave true.
#include "actors/portals/credit_window.hpp"
#include "actors/portals/portal_state.hpp"
#include "fuzz.hpp"

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

constexpr fuzz::parser all[] = {{"inlet", inlet},
                                {"early_inlet", early_inlet},
                                {"plain_outlet", plain_outlet},
                                {"outlet", outlet}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
