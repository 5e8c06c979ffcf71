#include "actors/sessions/managed_route.hpp"

#include "actors/routing/error_text.hpp"
#include "actors/services/echo.hpp"

#include <algorithm>

namespace ockam::actors {

managed_route::managed_route(transports::named_worker& owner, channels::context& node,
                             route_request wanted, transports::duration again, user& taker)
    : owner_(owner),
      node_(node),
      wanted_(std::move(wanted)),
      again_(again),
      user_(taker),
      left_look_(owner, [this] { look_at_left(); }),
      arrived_(owner,
               [this] {
                 owner_.watch(way_.first_hop());
                 supervisor_.opened(false);
               }),
      silence_{{owner, [this] { look_at_silence(); }}},
      next_(owner, node, *this, config::departure_follow_delay),
      supervisor_(owner, node.random, *this, true) {
  wanted_.shares = true;
}

void managed_route::start() {
  next_.start();
  supervisor_.start();
}

void managed_route::open() {
  if (auto made = next_.take()) {
    way_ = std::move(*made);
    return arrived_.arm(transports::duration::zero());
  }
  const auto given = wanted_.timeout != transports::duration::zero();
  if (!given) wanted_.timeout = supervisor_.patience(again_);
  opening_ = open_route(node_, wanted_, [this, given](result<route_handle> made) {
    owner_.run([&] {
      opening_.reset();
      wanted_.timeout = {};
      if (!made) return supervisor_.lost(made.error());
      way_ = std::move(*made);
      owner_.watch(way_.first_hop());
      supervisor_.opened(given);
    });
  });
}

void managed_route::close(const error& why) {
  opening_.reset();
  arrived_.disarm();
  silence_.look.disarm();
  if (!way_.first_hop()) return;
  if (why.code == errc::timed_out) way_.suspect();
  user_.route_lost(*this, why);
  owner_.unwatch(way_.first_hop());
  way_ = {};
  asks_ = asking::process;
}

void managed_route::end() {
  next_.stop();
  silence_.look.disarm();
  opening_.reset();
  way_ = {};
  left_.clear();
}

void managed_route::hop_ended(const caf::actor_addr& who) {
  if (way_.first_hop() && way_.first_hop().address() == who)
    supervisor_.lost(fail(errc::unavailable, lost_way(way_)));
}

bool managed_route::take(const transports::message& m) {
  if (!supervisor_.take(m)) return false;
  silence_.look.disarm();
  next_.calm();
  return true;
}

// -- while nothing comes back -----------------------------------------------------------

/// In clear nobody knows whether the same node would be at the end of another way.
void managed_route::suspect() {
  supervisor_.suspect();
  const auto& proof = supervisor_.state().proof();
  if (!supervisor_.usable() || !proof.suspected() || !way_.peer() || silence_.look.armed()) return;
  silence_.heard = heard();
  silence_.look.arm(std::max<transports::duration>(config::pong_doubt, 2 * proof.round_trip()));
}

void managed_route::look_at_silence() {
  if (heard() != silence_.heard) return; // pings are behind other things
  const auto answer = 4 * supervisor_.state().proof().round_trip();
  next_.hurry(std::clamp<transports::duration>(answer, config::session_patience_min,
                                               config::session_attempt_timeout));
}

// -- the next way -----------------------------------------------------------------------

void managed_route::changed() {
  if (next_.ready()) supervisor_.retry_now();
  user_.route_changed(*this);
}

void managed_route::leaving(bool does) {
  supervisor_.leave(does);
  if (does) user_.route_leaving(*this);
}

/// The next way is used at once, by what comes new: what goes by the present one has its own time. In
/// clear nobody is proven to be at both, so the present one is used until nothing leans on it.
void managed_route::try_next(const route_handle& way) {
  if (next_.hurries())
    return heard() == silence_.heard && way.peer() == way_.peer() ? next_.settle() : next_.calm();
  if (!way.peer()) return next_.settle();
  auto made = next_.take_now();
  if (!made) return;
  owner_.unwatch(way_.first_hop());
  left_.push_back(std::exchange(way_, std::move(*made)));
  left_look_.arm(config::departure_look_period);
  owner_.watch(way_.first_hop());
  asks_ = asking::process;
  supervisor_.leave(false);
  user_.route_renewed(*this);
  supervisor_.renew();
}

void managed_route::look_at_left() {
  std::erase_if(left_, [this](const route_handle& way) {
    return !way.first_hop() || !node_.in_use.any(way.first_hop().id());
  });
  if (!left_.empty()) left_look_.arm(config::departure_look_period);
}

void managed_route::go_over() {
  supervisor_.lost(fail(errc::unavailable, next_.hurries()
                                               ? "nothing comes back by it, and by another way "
                                                 "somebody answers"
                                               : "the node that its link leads to goes"));
}

wire::route managed_route::proof() const { return way_to_echo(node_.workers, way_.onward()); }

/// The name that stands where a ping has `echo`.
wire::bytes managed_route::question() const {
  const auto& onward = way_.onward();
  if (asks_ == asking::nothing || !user_.wants_outlet() || onward.empty()
      || proof().size() > onward.size())
    return {};
  const auto last = onward.back();
  if (last.type != wire::local_type) return {};
  return wire::encode_outlet_question(last.value, asks_ == asking::process);
}

/// Who does not answer is not asked so again: a node that knows no such question sees it once.
void managed_route::told(wire::bytes_view behind_token) {
  if (behind_token.empty() || asks_ == asking::nothing) return;
  const auto said = wire::decode_outlet_answer(behind_token);
  if (!said) asks_ = asks_ == asking::process ? asking::outlet : asking::nothing;
  if (said) user_.outlet_answered(*this, *said);
  if (said && said->leaving) next_.renew();
}

wire::route way_to_echo(const transports::directory& workers, wire::route onward) {
  const auto port = onward.empty() ? transports::port{} : workers.find(onward.front());
  const auto* const first = port.here();
  const auto away = first && (first->leads_away() || first->proven_peer());
  if (!onward.empty() && !(away && onward.size() == 1)) onward.pop_back();
  onward.push_back(wire::local(echo::standard_address));
  return onward;
}

} // namespace ockam::actors
