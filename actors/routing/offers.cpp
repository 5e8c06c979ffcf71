#include "actors/routing/offers.hpp"

#include "config/base/log.hpp"

#include <array>
#include <utility>

namespace ockam::actors {

namespace {

enum class offer : unsigned char { relays, outlets, hop };

constexpr std::array<std::pair<const char*, const char*>, 3> offer_words{
    {{"relay service", "node create --allow-relays, or --authorized at a listener"},
     {"tcp-outlet", "tcp-outlet create --allow or --authorized, or node create --open"},
     {"hop", "service start hop"}}};

} // namespace

struct offers::state {
  offer_options wanted;
  bool open_hop = false;
  std::array<std::uint64_t, offer_words.size()> refused{};
};

class offers::rule final : public transports::reach_rule {
public:
  rule(std::shared_ptr<state> of, offer what, std::function<bool()> decides = {})
      : state_(std::move(of)), what_(what), decides_(std::move(decides)) {}

  bool admits(const transports::flow& from) const override {
    const auto& about = from.about();
    if (about.loopback) return true;
    const auto& wanted = state_->wanted;
    switch (what_) {
    case offer::relays:
      return wanted.relays || wanted.everything || wanted.project_node || about.authorized;
    case offer::outlets:
      return wanted.everything || decides_() || about.authorized
             || (about.peer && about.peer == wanted.self);
    case offer::hop: break;
    }
    return state_->open_hop;
  }

  void refused(const transports::flow& from) const override {
    const auto which = static_cast<std::size_t>(what_);
    if (state_->refused.at(which)++ > 0) return;
    const auto& [what, option] = offer_words.at(which);
    config::log(config::log_level::warn,
                std::string("refused a message to ") + what + " that came by " + from.about().name
                    + ", not from this machine; what opens it: " + option + " (said once)");
  }

private:
  std::shared_ptr<state> state_;
  const offer what_;
  const std::function<bool()> decides_;
};

offers::offers(offer_options wanted) : state_(std::make_shared<state>(state{std::move(wanted)})) {}

transports::reach offers::relay_service() const {
  return transports::reach::ruled(std::make_shared<rule>(state_, offer::relays));
}

transports::reach offers::hop() const {
  return transports::reach::ruled(std::make_shared<rule>(state_, offer::hop));
}

transports::reach offers::outlet(std::function<bool()> decides) const {
  return transports::reach::ruled(
      std::make_shared<rule>(state_, offer::outlets, std::move(decides)));
}

bool offers::open_hop(bool on) const { return std::exchange(state_->open_hop, on); }

std::vector<offers::refusal> offers::refused() const {
  std::vector<refusal> out;
  for (std::size_t i = 0; i < offer_words.size(); ++i)
    if (state_->refused.at(i) > 0)
      out.push_back({offer_words.at(i).first, offer_words.at(i).second, state_->refused.at(i)});
  return out;
}

} // namespace ockam::actors
