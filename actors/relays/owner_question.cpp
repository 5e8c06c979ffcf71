#include "actors/relays/owner_question.hpp"

#include "actors/services/echo.hpp"

#include <algorithm>

namespace ockam::actors {

owner_question::owner_question(caf::actor_config& cfg, transports::context& node,
                               std::string address, wire::route way,
                               std::optional<wire::identifier> owner, answer to)
    : named_worker(cfg, node, std::move(address)),
      way_(std::move(way)),
      owner_(owner),
      answer_(std::move(to)),
      deadline_(*this, [this] { say(false); }) {}

void owner_question::on_start() {
  node_.random.fill(token_);
  deadline_.arm(config::owner_answer_timeout);
  way_.push_back(wire::local(echo::standard_address));
  write_to(std::exchange(way_, {}), transports::slice::copy_of(token_));
}

void owner_question::deliver(transports::message&& m) {
  const auto said = m.payload.view();
  if (owner_ && m.peer != owner_) return; // a guess at our address
  if (std::equal(said.begin(), said.end(), token_.begin(), token_.end())) say(true);
}

void owner_question::say(bool is_there) {
  const auto to = std::exchange(answer_, nullptr);
  quit();
  if (to) to(is_there);
}

} // namespace ockam::actors
