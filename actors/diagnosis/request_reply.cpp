#include "actors/diagnosis/request_reply.hpp"

#include "actors/routing/error_text.hpp"

namespace ockam::actors {

request_reply::request_reply(caf::actor_config& cfg, channels::context& node, std::string address,
                             route_request wanted, wire::bytes payload, answer taker)
    : named_worker(cfg, node, std::move(address)),
      channels_(node),
      wanted_(std::move(wanted)),
      payload_(std::move(payload)),
      answer_(std::move(taker)),
      began_(home().now()),
      deadline_(*this, [this] { expire(); }) {}

void request_reply::start(channels::context& node, route_request wanted, wire::bytes payload,
                          answer taker) {
  auto address = node.random.address();
  const auto started = node.home.spawn<request_reply>(std::ref(node), address, std::move(wanted),
                                                      std::move(payload), std::move(taker));
  node.workers.add(wire::local(address), started, "message", transports::reach::who_learnt_it());
}

void request_reply::on_start() {
  const auto& to = wanted_.to;
  const auto last = to.empty() ? wire::protocol::tcp : to.parts().back().proto;
  if (last == wire::protocol::tcp || last == wire::protocol::secure)
    return finish(fail(errc::invalid, wire::to_string(to) + " names a node and no worker on it",
                       "add one, like /service/uppercase"));
  set_down_handler([this, to](const caf::down_msg&) {
    finish(fail(errc::unavailable, lost_way(way_, "a reply from " + wire::to_string(to))));
  });
  opening_ = open_route(channels_, wanted_, [this](result<route_handle> way) {
    run([&] { way ? send(std::move(*way)) : finish(way.error()); });
  });
}

void request_reply::send(route_handle way) {
  way_ = std::move(way);
  deadline_.arm(wanted_.timeout - (home().now() - began_));
  watch(way_.first_hop());
  sent_ = true;
  write_to(way_.onward(), transports::slice::copy_of(payload_));
}

void request_reply::deliver(transports::message&& m) {
  if (!sent_ || !way_.answers(m.peer)) return; // somebody guessed our address
  const auto payload = m.payload.view();
  finish(wire::bytes(payload.begin(), payload.end()));
}

void request_reply::expire() {
  finish(fail(errc::timed_out, no_answer("no reply from " + wire::to_string(wanted_.to),
                                         wanted_.timeout, way_, {})));
}

void request_reply::finish(result<wire::bytes> what) {
  if (const auto to = std::exchange(answer_, nullptr)) to(std::move(what));
  quit();
}

void request_reply::on_exit() {
  answer_ = nullptr;
  opening_.reset();
  way_ = {};
}

} // namespace ockam::actors
