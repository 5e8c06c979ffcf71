#include "channels/handshake/handshake_admission.hpp"

#include "config/defaults.hpp"

#include <algorithm>

namespace ockam::channels {

void handshake_admission::drop_newest(sources::iterator at) {
  const auto gone = std::move(at->second.waiting.back().link);
  at->second.waiting.pop_back(); // it has another one, in front
  --waiting_;
  --links_.at(gone).waiting;
  note(gone);
  note(at);
}

handshake_admission::outcome handshake_admission::wait(first_message first) {
  const auto of_link = links_.find(first.link);
  if (of_link != links_.end() && of_link->second.waiting >= config::handshakes_waiting_per_link_max)
    return outcome::too_many_of_link;
  if (waiting_ >= config::handshakes_waiting_max) {
    const auto most = sources_.find(std::get<std::string>(*by_waiting_.rbegin()));
    const auto mine = sources_.find(first.source);
    const auto count = mine == sources_.end() ? 0 : mine->second.waiting.size();
    if (most->second.waiting.size() <= count + 1) return outcome::too_many;
    drop_newest(most);
  }
  const auto at = sources_.try_emplace(first.source).first;
  if (at->second.waiting.empty()) turns_.push_back(first.source);
  ++links_[first.link].waiting;
  ++waiting_;
  at->second.waiting.push_back(std::move(first));
  note(at);
  return outcome::waits;
}

handshake_admission::first_message handshake_admission::next() {
  const auto name = std::move(turns_.front());
  turns_.pop_front();
  const auto at = sources_.find(name);
  auto first = std::move(at->second.waiting.front());
  at->second.waiting.pop_front();
  --waiting_;
  --links_.at(first.link).waiting;
  if (!at->second.waiting.empty()) turns_.push_back(name);
  note(first.link);
  note(at);
  return first;
}

handshake_admission::begun handshake_admission::begin(const std::string& link,
                                                      const std::string& source) {
  std::optional<number> gives_way;
  if (const auto of_link = links_.find(link);
      of_link != links_.end()
      && of_link->second.open.size() >= config::handshakes_open_per_link_max)
    gives_way = *of_link->second.open.begin();
  else if (open_.size() >= config::handshakes_open_max)
    gives_way = *sources_.at(std::get<std::string>(*by_open_.rbegin())).open.begin();
  if (gives_way) end(*gives_way);
  const auto number = next_++;
  const auto mine = sources_.try_emplace(source).first;
  mine->second.open.insert(number);
  links_[link].open.insert(number);
  open_.emplace(number, handshake{link, source});
  note(mine);
  return {number, gives_way};
}

void handshake_admission::end(number which) {
  const auto gone = open_.extract(which);
  if (!gone) return;
  const auto& [link, name] = gone.mapped();
  links_.at(link).open.erase(which);
  const auto at = sources_.find(name);
  at->second.open.erase(which);
  note(link);
  note(at);
}

void handshake_admission::note(const std::string& name) {
  const auto at = links_.find(name);
  if (at->second.waiting == 0 && at->second.open.empty()) links_.erase(at);
}

void handshake_admission::note(sources::iterator at) {
  auto& [name, s] = *at;
  const auto move = [](order& all, std::optional<order::value_type>& noted,
                       std::optional<order::value_type> now) {
    if (noted == now) return;
    if (noted) all.erase(*noted);
    noted = std::move(now);
    if (noted) all.insert(*noted);
  };
  std::optional<order::value_type> waits, open;
  if (!s.waiting.empty()) waits.emplace(s.waiting.size(), 0, name);
  if (!s.open.empty()) open.emplace(s.open.size(), ~*s.open.begin(), name);
  move(by_waiting_, s.noted_waiting, std::move(waits));
  move(by_open_, s.noted_open, std::move(open));
  if (s.waiting.empty() && s.open.empty()) sources_.erase(at);
}

std::size_t handshake_admission::waiting_of_busiest_link() const {
  std::size_t out = 0;
  for (const auto& [name, one] : links_) out = std::max(out, one.waiting);
  return out;
}

std::size_t handshake_admission::unfinished_of_busiest_link() const {
  std::size_t out = 0;
  for (const auto& [name, one] : links_) out = std::max(out, one.open.size());
  return out;
}

} // namespace ockam::channels
