#include "transports/bounds/link_pressure.hpp"

#include "config/defaults.hpp"

#include <algorithm>

namespace ockam::transports {

link_pressure::link_pressure(worker& link, const directory& workers, link_socket& socket,
                             std::function<void()> flush, std::function<void()> stalled)
    : link_(link),
      workers_(workers),
      socket_(socket),
      flush_(std::move(flush)),
      stalled_(std::move(stalled)),
      gate_([this] { flush_(); }),
      timer_(link, [this] { look(); }) {}

std::size_t link_pressure::room() const noexcept {
  return config::link_unsent_max - std::min(config::link_unsent_max, socket_.now().unsent);
}

void link_pressure::queued(const wire::route& return_route) {
  apply_backpressure(return_route);
  gate_.set_room(room());
}

void link_pressure::stop(const wire::route& return_route) {
  const auto first = sources_.empty();
  if (!sources_.pause(workers_, return_route, link_)) return;
  if (first) timer_.disarm(); // the peer has its time from now on
  look_later();
}

void link_pressure::on_output() {
  const auto& now = socket_.now();
  progress_.note(now.bytes_out);
  if (now.unsent <= config::link_queue_low)
    sources_.release_sources(paused_sources::which::all, link_);
  gate_.set_room(room());
  if (gate_.crowded() && now.unsent == 0)
    flush_();
  else if (gate_.crowded() || !sources_.empty() || now.blocked)
    socket_.report_output();
  if (now.blocked) look_later();
}

void link_pressure::look_later() {
  if (timer_.armed()) return;
  progress_.begin(socket_.now().bytes_out);
  timer_.arm(config::link_standing_after);
}

void link_pressure::look() {
  const auto& now = socket_.now();
  if (!now.blocked && sources_.empty()) return;
  progress_.look(now.bytes_out);
  if (now.blocked && progress_.stalled()) return stalled_();
  if (!sources_.empty()) progress_.decide();
  const auto all = progress_.stands() && now.unsent <= config::link_queue_standing;
  sources_.release_sources(all ? paused_sources::which::all : paused_sources::which::shared, link_);
  look_later();
}

void link_pressure::end() {
  sources_.release_sources(paused_sources::which::all, link_);
  gate_.close();
}

} // namespace ockam::transports
