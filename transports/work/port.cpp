#include "transports/work/port.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <cstring>

namespace ockam::transports {

port_entry::port_entry(caf::actor target, std::string_view at, std::string_view what, reach first)
    : to(std::move(target)),
      sink(dynamic_cast<worker*>(caf::actor_cast<caf::abstract_actor*>(to))),
      address(at),
      kind(what),
      named_first(std::move(first)) {}

void port_entry::close() {
  to = nullptr;
  sink = nullptr;
  forget();
}

const caf::actor& port::actor() const noexcept {
  static const caf::actor nobody;
  return entry_ ? entry_->to : nobody;
}

bool port::pass(message&& what) const {
  if (!open()) return false;
  auto keep = entry_; // the call may close the entry, and its worker with it
  auto sink = keep->sink;
  if (sink && sink->callable()) {
    sink->run([&] { sink->deliver(std::move(what)); });
    return true;
  }
  return send_to_mailbox(std::move(what));
}

namespace {

/// A place in the mailbox of a worker that this reactor does not run; free again when the message
/// is gone.
struct mailbox_place {
  mailbox_place(caf::intrusive_ptr<port_entry> e, std::size_t n) : entry(std::move(e)), bytes(n) {
    ++entry->waiting_messages, entry->waiting_bytes += bytes;
  }
  mailbox_place(const mailbox_place&) = delete;
  mailbox_place& operator=(const mailbox_place&) = delete;
  ~mailbox_place() { --entry->waiting_messages, entry->waiting_bytes -= bytes; }
  caf::intrusive_ptr<port_entry> entry;
  std::size_t bytes;
};

/// Messages may stay in such a mailbox for long, and 4096 small ones must not keep as many blocks.
slice apart(slice&& payload) {
  constexpr std::size_t waste_max = 8; // bytes in memory for each byte of payload
  if (payload.held() <= waste_max * payload.size() || payload.empty()) return std::move(payload);
  auto room = config::headroom + payload.size() + config::tailroom;
  auto block = slab::make_small(room);
  auto at = block->data() + config::headroom;
  std::memcpy(at, payload.data(), payload.size());
  return {std::move(block), at, payload.size(), config::headroom, config::tailroom};
}

} // namespace

bool port::send_to_mailbox(message&& what) const {
  if (entry_->sink) { // same reactor: drained before the next socket is read
    caf::anon_send(entry_->to, std::move(what));
    return true;
  }
  auto bytes = what.payload.size();
  if (entry_->waiting_messages >= config::mailbox_messages_max
      || entry_->waiting_bytes + bytes > config::mailbox_bytes_max)
    return false;
  what.payload = apart(std::move(what.payload));
  what.place = std::make_shared<mailbox_place>(entry_, bytes);
  caf::anon_send(entry_->to, std::move(what));
  return true;
}

// -- flows ----------------------------------------------------------------------------------------

bool port::admits(message& m) const {
  if (!open()) return false;
  if (entry_->named_first.admits(*m.entered)) return true;
  const auto known = m.entered->learnt().find(*entry_);
  if (!known) return false;
  m.via = *known;
  return true;
}

void learn_way_back(flow& out, const directory& workers, const message& m) {
  if (m.return_route.empty()) return;
  // Nearly always the message is of the stream that was learnt last.
  if (auto last = static_cast<port_entry*>(out.learnt().last());
      last && out.learnt().just_learnt(*last, m.via)
      && m.return_route.front() == wire::local(last->address)
      && (m.return_route.size() == 1 || (last->sink && last->sink->leads_away())))
    return;
  for (auto hop : m.return_route) {
    auto at = workers.find(hop);
    if (!at.open()) return;
    if (!at.entry_->named_first.admits(out)) out.learn(*at.entry_, m.via);
    if (auto here = at.here(); here && here->leads_away()) return;
  }
}

port leading_away(const directory& workers, const wire::route& way) {
  port last;
  for (auto hop : way) {
    auto at = workers.find(hop);
    if (!at.open()) break;
    last = at;
    auto here = at.here();
    if (!here || here->leads_away()) break;
  }
  return last;
}

} // namespace ockam::transports
