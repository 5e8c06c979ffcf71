#include "actors/diagnosis/route_ping.hpp"

#include "actors/relays/relay_service.hpp"
#include "actors/routing/error_text.hpp"
#include "actors/services/echo.hpp"
#include "wire/encoding/bare.hpp"
#include "wire/text.hpp"

namespace ockam::actors {

namespace {

constexpr std::string_view payload_prefix = "route ping ";

bool is_worker(const wire::multiaddr_part& part) {
  return part.proto == wire::protocol::service || part.proto == wire::protocol::worker;
}

/// A text, because the echo of the reference takes nothing else.
wire::bytes payload_of(std::size_t number) {
  return wire::encode_text(std::string(payload_prefix) + std::to_string(number));
}

std::optional<std::size_t> number_in(const transports::slice& payload) {
  const auto text = wire::decode_text(payload);
  if (!text || !text->starts_with(payload_prefix)) return {};
  return wire::whole_number<std::size_t>(text->substr(payload_prefix.size()));
}

} // namespace

wire::multiaddr echo_at_end_of(const wire::multiaddr& to) {
  auto parts = to.parts();
  const auto& last = parts.back();
  if (is_worker(last) && last.value == echo::standard_address) return to;
  if (is_worker(last) && !last.value.starts_with(wire::relay_prefix)) parts.pop_back();
  parts.push_back({wire::protocol::service, std::string(echo::standard_address)});
  return wire::multiaddr(std::move(parts));
}

route_ping::route_ping(caf::actor_config& cfg, channels::context& node, std::string address,
                       ping_order order, answer taker)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      order_(std::move(order)),
      answer_(std::move(taker)),
      began_(home().now()),
      next_(*this, [this] { send_next(); }) {}

void route_ping::start(channels::context& node, ping_order order, answer taker) {
  auto address = node.random.address();
  const auto started =
      node.home.spawn<route_ping>(std::ref(node), address, std::move(order), std::move(taker));
  node.workers.add(wire::local(address), started, "route ping", transports::reach::who_learnt_it());
}

void route_ping::on_start() {
  set_down_handler([this](const caf::down_msg&) {
    report_.lost_way = lost_way(way_, "an echo");
    report_.round_trips.resize(order_.count);
    finish(std::move(report_));
  });
  opening_ = open_route(channels_, order_.way, [this](result<route_handle> way) {
    run([&] { way ? take_way(std::move(*way)) : finish(way.error()); });
  });
}

void route_ping::take_way(route_handle way) {
  way_ = std::move(way);
  report_.opened = home().now() - began_;
  if (way_.onward().size() == 2) report_.peer = way_.peer(); // the channel, the echo
  watch(way_.first_hop());
  send_next();
}

/// Sends the next echo, or finishes when all were sent: the time of the last one is over then.
void route_ping::send_next() {
  if (sent_.size() == order_.count) return finish(std::move(report_));
  const auto payload = payload_of(sent_.size());
  sent_.push_back(home().now());
  report_.round_trips.emplace_back();
  next_.arm(sent_.size() == order_.count ? order_.timeout : order_.interval);
  write_to(way_.onward(), transports::slice::copy_of(payload));
}

void route_ping::deliver(transports::message&& m) {
  const auto number = number_in(m.payload);
  if (!number || *number >= sent_.size() || !way_.answers(m.peer)) return; // a guess at our address
  auto& round_trip = report_.round_trips[*number];
  const auto took = home().now() - sent_[*number];
  if (round_trip || took > order_.timeout) return;
  round_trip = took;
  if (order_.on_reply) order_.on_reply(*number, took);
  if (++replies_ == order_.count) finish(std::move(report_));
}

void route_ping::finish(result<ping_report> what) {
  if (const auto to = std::exchange(answer_, nullptr)) to(std::move(what));
  quit();
}

void route_ping::on_exit() {
  answer_ = nullptr;
  order_.on_reply = nullptr;
  opening_.reset();
  way_ = {};
}

} // namespace ockam::actors
