#include "actors/sessions/managed_link.hpp"

#include "actors/services/echo.hpp"
#include "config/base/log.hpp"

namespace ockam::actors {

managed_link::managed_link(caf::actor_config& cfg, transports::context& node, std::string address,
                           request wanted, answer taker)
    : named_worker(cfg, node, std::move(address)),
      wanted_(std::move(wanted)),
      answer_(std::move(taker)),
      patience_(*this,
                [this] {
                  supervisor_.lost(
                      fail(errc::timed_out, transports::why_silent(to_string(wanted_.to))));
                }),
      supervisor_(*this, node.random, *this, true) {}

void managed_link::on_start() {
  set_down_handler([this](const caf::down_msg& gone) {
    if (!link_ || link_.address() != gone.source) return;
    const auto refusal = transports::why_never_spoke(*life_, to_string(wanted_.to));
    supervisor_.lost(fail(errc::unavailable, refusal.empty()
                                                 ? "the link to " + to_string(wanted_.to) + " ended"
                                                 : refusal));
  });
  supervisor_.start();
}

void managed_link::on_exit() {
  answer_ = nullptr;
  attempt_.reset();
  listening_.reset();
  if (std::exchange(link_, {})) node_.links.close(wanted_.link);
}

void managed_link::deliver(transports::message&& m) { supervisor_.take(m); }

/// A dial can not be taken back: what comes of it after that is closed.
void managed_link::open() {
  attempt_ = std::make_shared<int>();
  node_.links.open(
      node_, wanted_.to, wanted_.timeout,
      [this, wanted = std::weak_ptr(attempt_), &links = node_.links,
       address = wanted_.link](result<transports::link_info> made) {
        if (!wanted.expired())
          run([&] { take(std::move(made)); });
        else if (made)
          links.close(address);
      },
      wanted_.link, transports::reach::ruled(wanted_.passes));
}

void managed_link::take(result<transports::link_info> made) {
  attempt_.reset();
  if (!made) return supervisor_.lost(made.error());
  link_ = made->actor;
  watch(link_);
  life_ = made->life;
  if (life_->spoke) return heard_of_it();
  listening_ = std::make_shared<int>();
  patience_.arm(wanted_.timeout);
  // The link tells in the middle of its own call.
  life_->changed = [this, wanted = std::weak_ptr(listening_), &loop = home()] {
    loop.post([this, wanted] {
      if (!wanted.expired()) run([this] { heard_of_it(); });
    });
  };
}

/// Anybody can take a connection; it is one with a node once the peer has said so. The end of the
/// link is told by a down message.
void managed_link::heard_of_it() {
  if (!life_->spoke) return;
  listening_.reset();
  patience_.disarm();
  if (const auto to = std::exchange(answer_, nullptr)) to(ockam::done{});
  supervisor_.opened(true);
}

void managed_link::close(const error&) {
  attempt_.reset();
  listening_.reset();
  patience_.disarm();
  wanted_.timeout = wanted_.again;
  if (!link_) return;
  unwatch(link_);
  link_ = nullptr;
  node_.links.close(wanted_.link);
}

wire::route managed_link::proof() const {
  return {wire::local(wanted_.link), wire::local(echo::standard_address)};
}

std::uint64_t managed_link::heard() const {
  const auto link = node_.links.find(wanted_.link);
  return link ? link->counters.frames_in : 0;
}

void managed_link::changed() {
  if (supervisor_.usable()) return;
  if (const auto to = std::exchange(answer_, nullptr)) {
    to(supervisor_.why());
    return quit();
  }
  config::log_limited("connection " + wanted_.link, config::log_level::warn,
                      "connection to " + to_string(wanted_.to) + ": " + supervisor_.why().message);
}

} // namespace ockam::actors
