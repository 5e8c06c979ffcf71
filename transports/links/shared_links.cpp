#include "transports/links/shared_links.hpp"

#include "config/defaults.hpp"
#include "transports/work/named_worker.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <array>

namespace ockam::transports {

held_link::~held_link() { caf::anon_send_exit(info.actor, caf::exit_reason::user_shutdown); }

/// Asks the node at the other end of a link for an echo (spec wire §4.3). Whatever comes by the
/// link says that it lives; only the echo does so in time if there is nothing else.
class link_question final : public named_worker {
public:
  using verdict = std::function<void(bool alive)>;
  link_question(caf::actor_config& cfg, transports::context& node, std::string address,
                std::string link, verdict to)
      : named_worker(cfg, node, std::move(address)),
        link_(std::move(link)),
        verdict_(std::move(to)),
        patience_(*this, [this] { say(frames() != before_); }) {}

  void deliver(message&&) override { say(true); }

private:
  static constexpr std::size_t token_size = 16;

  void on_start() override {
    before_ = frames();
    patience_.arm(config::link_doubt_timeout);
    std::array<std::uint8_t, token_size> token{};
    node_.random.fill(token);
    write_to({wire::local(link_), wire::local("echo")}, slice::copy_of(token));
  }
  std::uint64_t frames() const {
    const auto link = node_.links.find(link_);
    return link ? link->counters.frames_in : before_;
  }
  void say(bool alive) {
    quit();
    if (const auto to = std::exchange(verdict_, nullptr)) to(alive);
  }

  const std::string link_;
  verdict verdict_;
  timer patience_;
  std::uint64_t before_ = 0;
};

bool shared_links::is_open(const std::shared_ptr<held_link>& link) const {
  if (!link) return false;
  const auto now = all_.find(link->info.address);
  return now && now->actor == link->info.actor;
}

void shared_links::open(context& node, const endpoint& to, duration timeout, answer reply) {
  auto& at = places_[to_string(to)];
  const auto link = at.link.lock();
  if (is_open(link) && !at.doubted)
    return node.home.post([link, reply = std::move(reply)] { reply(link); });
  at.waiting.push_back(std::move(reply));
  if (at.dialing || (at.doubted && is_open(link))) return;
  dial(node, to, timeout);
}

void shared_links::leave(std::string_view link) {
  for (auto& [to, at] : places_)
    if (const auto one = at.link.lock(); one && one->info.address == link) at.link.reset();
}

void shared_links::dial(context& node, const endpoint& to, duration timeout) {
  places_[to_string(to)].dialing = true;
  all_.open(node, to, timeout, [this, &node, to](result<link_info> made) {
    auto& at = places_[to_string(to)];
    at.dialing = at.doubted = false;
    if (!made) return tell(at, made.error());
    const auto link = std::make_shared<held_link>(std::move(*made));
    link->on_suspect = [this, &node, to, address = link->info.address] {
      suspect(node, to, address);
    };
    at.link = link;
    tell(at, link);
    std::erase_if(places_, [](const auto& each) {
      const auto& [key, one] = each;
      return one.link.expired() && !one.dialing && one.waiting.empty();
    });
  });
}

/// Answers all who wait; they may ask for more at once.
void shared_links::tell(place& at, const result<std::shared_ptr<held_link>>& outcome) {
  for (const auto& each : std::exchange(at.waiting, {})) each(outcome);
}

void shared_links::suspect(context& node, const endpoint& to, const std::string& link) {
  auto& at = places_[to_string(to)];
  const auto one = at.link.lock();
  if (!one || one->info.address != link || std::exchange(at.doubted, true)) return;
  const auto address = node.random.address();
  const auto asking = node.home.spawn<link_question>(
      std::ref(node), address, link,
      [this, &node, to, link](bool alive) { settle(node, to, link, alive); });
  node.workers.add(wire::local(address), asking, "link question", reach::who_learnt_it());
}

void shared_links::settle(context& node, const endpoint& to, const std::string& link, bool alive) {
  auto& at = places_[to_string(to)];
  const auto one = at.link.lock();
  if (at.dialing || (one && one->info.address != link)) return; // it was replaced meanwhile
  at.doubted = false;
  if (alive && is_open(one)) return tell(at, one);
  if (one) node.net.avoid(node.home, one->info.peer);
  at.link.reset();
  if (!at.waiting.empty()) dial(node, to, config::connect_timeout);
}

} // namespace ockam::transports
