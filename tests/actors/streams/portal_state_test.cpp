// Every message in every state, against the table in portal_state.hpp; both kinds of peer.
#include "actors/streams/portal_state.hpp"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <vector>

using namespace ockam;
using actors::on_message;
using actors::portal_state;
using actors::stream_phase;
using actors::tell_peer;
using wire::portal_kind;

namespace {

constexpr std::uint16_t both = wire::portal_credit | wire::portal_half_close;

wire::portal_message message(portal_kind kind) {
  wire::portal_message m;
  m.kind = kind;
  return m;
}

wire::portal_message pong(std::optional<std::uint16_t> capabilities) {
  auto m = message(portal_kind::pong);
  m.capabilities = capabilities;
  return m;
}

wire::portal_message counted(std::uint16_t counter) {
  auto m = message(portal_kind::payload);
  m.counter = counter;
  return m;
}

/// An end in the wanted state, reached by events as they come.
portal_state make(stream_phase phase, bool extended) {
  auto s = portal_state::of_outlet(extended);
  switch (phase) {
  case stream_phase::opening: return portal_state::of_inlet(false);
  case stream_phase::early:
    s = portal_state::of_inlet(true);
    CHECK(s.count() == 0); // something is sent
    break;
  case stream_phase::early_ended:
    s = portal_state::of_inlet(true);
    CHECK(s.end_local() == tell_peer::end);
    break;
  case stream_phase::abandoned:
    s = portal_state::of_inlet(false);
    CHECK(s.fail() == tell_peer::nothing);
    break;
  case stream_phase::open: break;
  case stream_phase::local_ended:
  case stream_phase::disconnecting: (void)s.end_local(); break;
  case stream_phase::remote_ended: (void)s.take(message(portal_kind::end)); break;
  case stream_phase::both_ended:
    (void)s.end_local();
    (void)s.take(message(portal_kind::end));
    break;
  case stream_phase::closed: s.close(); break;
  }
  REQUIRE(s.phase() == phase);
  return s;
}

using row = std::array<on_message, 6>; // in the order of `kinds`
constexpr std::array kinds{portal_kind::ping,   portal_kind::pong, portal_kind::payload,
                           portal_kind::credit, portal_kind::end,  portal_kind::disconnect};

constexpr auto ignore = on_message::ignore, start = on_message::start,
               dismiss = on_message::dismiss, write = on_message::write, grant = on_message::grant,
               finish = on_message::finish, close_ = on_message::close, refuse = on_message::refuse;

const std::map<stream_phase, row> extended_table{
    {stream_phase::opening, {ignore, start, refuse, refuse, refuse, close_}},
    {stream_phase::early, {ignore, start, refuse, refuse, refuse, close_}},
    {stream_phase::early_ended, {ignore, start, refuse, refuse, refuse, close_}},
    {stream_phase::abandoned, {ignore, dismiss, ignore, ignore, ignore, close_}},
    {stream_phase::open, {ignore, ignore, write, grant, finish, close_}},
    {stream_phase::local_ended, {ignore, ignore, write, ignore, finish, close_}},
    {stream_phase::remote_ended, {ignore, ignore, refuse, grant, refuse, close_}},
    {stream_phase::both_ended, {ignore, ignore, refuse, ignore, refuse, close_}},
    {stream_phase::closed, {ignore, ignore, ignore, ignore, ignore, ignore}},
};
const std::map<stream_phase, row> plain_table{
    {stream_phase::opening, {ignore, start, refuse, refuse, refuse, close_}},
    {stream_phase::early, {ignore, dismiss, refuse, refuse, refuse, close_}},
    {stream_phase::early_ended, {ignore, dismiss, refuse, refuse, refuse, close_}},
    {stream_phase::abandoned, {ignore, dismiss, ignore, ignore, ignore, close_}},
    {stream_phase::open, {ignore, ignore, write, ignore, ignore, close_}},
    {stream_phase::disconnecting, {ignore, ignore, ignore, ignore, ignore, close_}},
    {stream_phase::closed, {ignore, ignore, ignore, ignore, ignore, ignore}},
};

stream_phase after(stream_phase before, on_message what) {
  switch (what) {
  case on_message::start:
    return before == stream_phase::early_ended ? stream_phase::local_ended : stream_phase::open;
  case on_message::finish:
    return before == stream_phase::open ? stream_phase::remote_ended : stream_phase::both_ended;
  case on_message::dismiss:
  case on_message::close:
  case on_message::refuse: return stream_phase::closed;
  default: return before;
  }
}

void check_table(const std::map<stream_phase, row>& table, bool extended) {
  for (auto& [phase, expected] : table)
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      CAPTURE(static_cast<int>(phase));
      CAPTURE(static_cast<int>(kinds[i]));
      auto s = make(phase, extended);
      auto m = message(kinds[i]);
      if (kinds[i] == portal_kind::pong && extended) m.capabilities = actors::portal_capabilities;
      CHECK(s.take(m) == expected[i]);
      CHECK(s.phase() == after(phase, expected[i]));
    }
}

} // namespace

TEST_CASE("every message in every state has its meaning, between our nodes") {
  check_table(extended_table, true);
}

TEST_CASE("every message in every state has its meaning, with a real node") {
  check_table(plain_table, false);
}

TEST_CASE("a peer is ours if its Pong accepts credit and half-close") {
  for (auto& [capabilities, extended] :
       std::map<std::optional<std::uint16_t>, bool>{{std::nullopt, false},
                                                    {0, false},
                                                    {wire::portal_credit, false},
                                                    {wire::portal_half_close, false},
                                                    {both, true},
                                                    {0xffff, true}}) {
    auto s = portal_state::of_inlet(false);
    CHECK(s.take(pong(capabilities)) == on_message::start);
    CHECK(s.extended() == extended);
    CHECK(s.take(pong(both)) == on_message::ignore); // a later Pong changes nothing
    CHECK(s.extended() == extended);
  }
}

TEST_CASE("the end of local input is half-close to ours and Disconnect to others") {
  auto ours = portal_state::of_outlet(true);
  CHECK(ours.end_local() == tell_peer::end);
  CHECK(ours.phase() == stream_phase::local_ended);
  CHECK_FALSE(ours.sends());
  CHECK(ours.receives());

  auto answered = make(stream_phase::remote_ended, true);
  CHECK(answered.sends());
  CHECK_FALSE(answered.receives());
  CHECK(answered.end_local() == tell_peer::end);
  CHECK(answered.phase() == stream_phase::both_ended);

  auto other = portal_state::of_outlet(false);
  CHECK(other.end_local() == tell_peer::disconnect);
  CHECK(other.phase() == stream_phase::disconnecting);
  CHECK_FALSE(other.sends());
  CHECK_FALSE(other.receives());
}

TEST_CASE("a failure is told once, to a peer that is known") {
  for (auto phase : {stream_phase::open, stream_phase::local_ended, stream_phase::remote_ended,
                     stream_phase::both_ended}) {
    auto s = make(phase, true);
    CHECK(s.fail() == tell_peer::disconnect);
    CHECK(s.phase() == stream_phase::closed);
    CHECK(s.fail() == tell_peer::nothing);
  }
  auto told = make(stream_phase::disconnecting, false);
  CHECK(told.fail() == tell_peer::nothing);
  CHECK(told.phase() == stream_phase::closed);

  auto early = make(stream_phase::opening, false);
  CHECK(early.fail() == tell_peer::nothing);
  CHECK(early.phase() == stream_phase::abandoned);
  CHECK(early.fail() == tell_peer::nothing);
  CHECK(early.take(pong(both)) == on_message::dismiss);
  CHECK(early.phase() == stream_phase::closed);
}

TEST_CASE("counters run from 0 and wrap; one out of order is refused, none at all is fine") {
  auto s = portal_state::of_outlet(false);
  for (unsigned i = 0; i <= 0x10000; ++i)
    REQUIRE(s.take(counted(static_cast<std::uint16_t>(i))) == on_message::write);
  CHECK(s.take(message(portal_kind::payload)) == on_message::write);
  CHECK(s.take(counted(1)) == on_message::write);
  CHECK(s.take(counted(3)) == on_message::refuse);
  CHECK(s.phase() == stream_phase::closed);

  auto late = portal_state::of_outlet(true);
  CHECK(late.take(counted(1)) == on_message::refuse);
  auto lingering = make(stream_phase::disconnecting, false);
  CHECK(lingering.take(counted(7)) == on_message::ignore);
}

TEST_CASE("a Pong accepts what was offered: early payload only with credit and half-close") {
  using actors::accepted_capabilities;
  CHECK(accepted_capabilities({}) == 0);
  for (std::uint16_t offered = 0; offered < 16; ++offered) {
    CAPTURE(offered);
    CHECK(accepted_capabilities(offered) == ((offered & both) == both ? offered & 15 : 0));
  }
  CHECK(accepted_capabilities(0xffff) == (actors::portal_capabilities | wire::portal_resume));
}

TEST_CASE("who may send early has credit from the start, and is open to any Pong until it sends") {
  for (auto& [capabilities, extended] : std::map<std::optional<std::uint16_t>, bool>{
           {std::nullopt, false}, {both, true}, {actors::portal_capabilities, true}}) {
    auto s = portal_state::of_inlet(true);
    CHECK(s.waits());
    CHECK(s.sends());
    CHECK_FALSE(s.receives());
    CHECK(s.extended());
    CHECK(s.take(pong(capabilities)) == on_message::start);
    CHECK(s.phase() == stream_phase::open);
    CHECK(s.extended() == extended);
    CHECK_FALSE(s.waits());
    CHECK_FALSE(s.count()); // nothing went early, nothing is counted
  }
  CHECK_FALSE(portal_state::of_inlet(false).sends());
}

TEST_CASE(
    "what was sent early to an outlet that does not accept it is lost, and so is the stream") {
  for (auto phase : {stream_phase::early, stream_phase::early_ended})
    for (const auto& capabilities : {std::optional<std::uint16_t>{}, std::optional{both}}) {
      auto s = make(phase, true);
      CHECK_FALSE((s.sends() && phase == stream_phase::early_ended));
      CHECK(s.take(pong(capabilities)) == on_message::dismiss);
      CHECK(s.phase() == stream_phase::closed);
    }
}

TEST_CASE("a failure while waiting leaves the Pong to be answered, also behind early payload") {
  for (auto phase : {stream_phase::early, stream_phase::early_ended}) {
    auto s = make(phase, true);
    CHECK(s.fail() == tell_peer::nothing);
    CHECK(s.phase() == stream_phase::abandoned);
    CHECK(s.take(pong(actors::portal_capabilities)) == on_message::dismiss);
  }
}

TEST_CASE("a stream that began early counts to its end, and the other side finds every gap") {
  auto sender = portal_state::of_inlet(true);
  std::vector<std::optional<std::uint16_t>> numbers{sender.count(), sender.count()};
  CHECK(sender.take(pong(actors::portal_capabilities)) == on_message::start);
  numbers.push_back(sender.count());
  CHECK(sender.end_local() == tell_peer::end);
  numbers.push_back(sender.count());
  CHECK(numbers == decltype(numbers){0, 1, 2, 3});

  auto end = message(portal_kind::end);
  for (std::size_t lost = 0; lost <= numbers.size(); ++lost) {
    CAPTURE(lost);
    auto receiver = portal_state::of_outlet(true);
    auto last = on_message::ignore;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (i == lost) continue;
      end.counter = numbers[i];
      last = receiver.take(i == 3 ? end : counted(*numbers[i]));
      if (last == refuse) break;
    }
    CHECK(last == (lost == 4 ? finish : lost == 3 ? on_message::write : refuse));
  }
}
