#include "channels/handshake/handshake_admission.hpp"

#include "config/defaults.hpp"

#include <algorithm>

namespace ockam::channels {

handshake_admission::outcome handshake_admission::wait(first_message first) {
  const auto of_link = links_.find(first.link);
  if (of_link != links_.end() && of_link->second.waiting >= config::handshakes_waiting_per_link_max)
    return outcome::too_many_of_link;
  if (waiting() >= config::handshakes_waiting_max) {
    const auto gone = waiting_.make_way(first.source);
    if (!gone) return outcome::too_many;
    waits_no_more(gone->link);
  }
  ++links_[first.link].waiting;
  const auto source = first.source;
  waiting_.push(source, std::move(first));
  return outcome::waits;
}

handshake_admission::first_message handshake_admission::next() {
  auto first = waiting_.next();
  waits_no_more(first.link);
  return first;
}

handshake_admission::begun handshake_admission::begin(const std::string& link,
                                                      const std::string& source) {
  begun out{next_++};
  if (const auto of_link = links_.find(link);
      of_link != links_.end()
      && of_link->second.open.size() >= config::handshakes_open_per_link_max) {
    out.gives_way = *of_link->second.open.begin();
    out.why = config::limit::handshakes_open_per_link;
  } else if (unfinished() >= config::handshakes_open_max) {
    out.gives_way = ~by_size_.rbegin()->second;
  }
  if (out.gives_way) end(*out.gives_way);
  change(source, [&](std::set<number>& open) { open.insert(out.handshake); });
  links_[link].open.insert(out.handshake);
  open_.emplace(out.handshake, handshake{link, source});
  return out;
}

void handshake_admission::end(number which) {
  const auto gone = open_.extract(which);
  if (!gone) return;
  const auto& [link, source] = gone.mapped();
  change(source, [&](std::set<number>& open) { open.erase(which); });
  links_.at(link).open.erase(which);
  forget_unused(link);
}

void handshake_admission::waits_no_more(const std::string& link) {
  --links_.at(link).waiting;
  forget_unused(link);
}

void handshake_admission::forget_unused(const std::string& link) {
  const auto at = links_.find(link);
  if (at->second.waiting == 0 && at->second.open.empty()) links_.erase(at);
}

template <class F>
void handshake_admission::change(const std::string& source, F&& how) {
  const auto at = of_source_.try_emplace(source).first;
  auto& open = at->second;
  if (!open.empty()) by_size_.erase({open.size(), ~*open.begin()});
  how(open);
  if (open.empty())
    of_source_.erase(at);
  else
    by_size_.emplace(open.size(), ~*open.begin());
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
