#include "channels/handshake/handshake_admission.hpp"

#include "config/defaults.hpp"

namespace ockam::channels {

namespace {

std::string link_of(const wire::route& initiator) { return std::string(initiator.front().value); }

} // namespace

bool handshake_admission::wait(first_message first) {
  const auto link = link_of(first.initiator);
  auto at = sources_.try_emplace(link).first;
  if (at->second.waiting.size() >= config::handshakes_waiting_per_link_max) return false;
  if (waiting_ >= config::handshakes_waiting_max) {
    const auto most = sources_.find(by_waiting_.rbegin()->second);
    if (most->second.waiting.size() <= at->second.waiting.size() + 1) {
      note(at);
      return false;
    }
    most->second.waiting.pop_back();
    --waiting_;
    note(most);
  }
  if (at->second.waiting.empty()) turns_.push_back(link);
  at->second.waiting.push_back(std::move(first));
  ++waiting_;
  note(at);
  return true;
}

handshake_admission::first_message handshake_admission::next() {
  const auto link = std::move(turns_.front());
  turns_.pop_front();
  const auto at = sources_.find(link);
  auto first = std::move(at->second.waiting.front());
  at->second.waiting.pop_front();
  --waiting_;
  if (!at->second.waiting.empty()) turns_.push_back(link);
  note(at);
  return first;
}

handshake_admission::begun handshake_admission::begin(const std::string& link) {
  const auto mine = sources_.try_emplace(link).first;
  std::optional<number> gives_way;
  if (mine->second.open.size() >= config::handshakes_open_per_link_max)
    gives_way = mine->second.open.front();
  else if (link_of_.size() >= config::handshakes_open_max)
    gives_way = sources_.at(by_open_.rbegin()->second).open.front();
  const auto handshake = next_++;
  mine->second.open.push_back(handshake);
  link_of_.emplace(handshake, link);
  note(mine);
  if (gives_way) end(*gives_way);
  return {handshake, gives_way};
}

void handshake_admission::end(number handshake) {
  const auto link = link_of_.extract(handshake);
  if (!link) return;
  const auto at = sources_.find(link.mapped());
  std::erase(at->second.open, handshake);
  note(at);
}

void handshake_admission::note(sources::iterator at) {
  const auto& link = at->first;
  auto& s = at->second;
  const auto move = [&link](order& all, std::size_t& noted, std::size_t now) {
    if (noted == now) return;
    if (noted > 0) all.erase({noted, link});
    if (now > 0) all.emplace(now, link);
    noted = now;
  };
  move(by_waiting_, s.noted_waiting, s.waiting.size());
  move(by_open_, s.noted_open, s.open.size());
  if (s.waiting.empty() && s.open.empty()) sources_.erase(at);
}

} // namespace ockam::channels
