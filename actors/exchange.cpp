#include "actors/exchange.hpp"

#include "actors/wording.hpp"

namespace ockam::actors {

exchange::exchange(caf::actor_config& cfg, transports::context& node, std::string address,
                   wire::multiaddr to, wire::bytes payload, transports::duration timeout,
                   answer taker)
    : named_worker(cfg, node, std::move(address)),
      to_(std::move(to)),
      payload_(std::move(payload)),
      timeout_(timeout),
      answer_(std::move(taker)),
      deadline_(*this, [this] { expire(); }) {}

void exchange::start(transports::context& node, wire::multiaddr to, wire::bytes payload,
                     transports::duration timeout, answer taker) {
  auto address = node.random.address();
  const auto started = node.home.spawn<exchange>(node, address, std::move(to), std::move(payload),
                                                 timeout, std::move(taker));
  node.workers.add(wire::local(address), started, "message");
}

void exchange::on_start() {
  const auto last = to_.empty() ? wire::protocol::tcp : to_.parts().back().proto;
  if (last == wire::protocol::tcp)
    return finish(fail(errc::invalid, wire::to_string(to_) + " names a node and no worker on it",
                       "add one, like /service/uppercase"));
  set_down_handler([this](const caf::down_msg&) {
    finish(fail(errc::unavailable, lost_way(way_, "a reply from " + wire::to_string(to_))));
  });
  deadline_.arm(timeout_);
  const auto dial_timeout = std::min<transports::duration>(timeout_, config::connect_timeout);
  opening_ = open_route(node_, to_, dial_timeout, [this](result<opened_route> way) {
    run([&] { way ? send(std::move(*way)) : finish(way.error()); });
  });
}

void exchange::send(opened_route way) {
  way_ = std::move(way);
  monitor(way_.first_hop());
  sent_ = true;
  transports::message m;
  m.onward = way_.onward();
  m.return_route.push_back(address());
  m.payload = transports::slice::copy_of(payload_);
  node_.workers.route(std::move(m));
}

void exchange::deliver(transports::message&& m) {
  if (!sent_) return; // a guess at our address
  const auto payload = m.payload.view();
  finish(wire::bytes(payload.begin(), payload.end()));
}

void exchange::expire() {
  const auto next = first_behind_link(to_, {});
  finish(fail(errc::timed_out,
              no_answer("no reply from " + wire::to_string(to_), timeout_, way_, next)));
}

void exchange::finish(result<wire::bytes> what) {
  if (const auto to = std::exchange(answer_, nullptr)) to(std::move(what));
  quit();
}

void exchange::on_exit() {
  answer_ = nullptr;
  opening_.reset();
  way_ = {};
}

} // namespace ockam::actors
