#include "actors/routing/directory.hpp"

#include "config/base/log.hpp"

#include <caf/abstract_actor.hpp>

#include <algorithm>

namespace ockam::actors {

directory::directory(transports::reactor& home)
    : home_(home), entries_(std::make_shared<table>()) {}

directory::~directory() {
  const auto gone = std::exchange(*entries_, {}); // closing may end actors, which look in there
  for (const auto& [address, e] : gone) e->close();
}

bool directory::add(wire::address_view address, const caf::actor& to, std::string_view kind,
                    transports::reach named_first) {
  if (address.type != wire::local_type || address.value.empty() || !to) return false;
  if (entries_->contains(address.value)) return false;
  auto made =
      caf::make_counted<transports::port_entry>(to, address.value, kind, std::move(named_first));
  entries_->emplace(made->address, made);
  watch(made);
  return true;
}

/// An actor may end on any thread, and long after its address went to another one.
void directory::watch(const entry& e) {
  auto forget = [e, entries = std::weak_ptr(entries_)] {
    const auto known = entries.lock();
    if (!known) return;
    const auto at = known->find(e->address);
    if (at != known->end() && at->second == e) erase(*known, at);
  };
  const std::weak_ptr home = home_.weak_from_this();
  caf::actor {
    e->to
    } -> attach_functor([home, forget = std::move(forget)] {
      const auto loop = home.lock();
      if (!loop) return;
      if (loop->here())
        forget();
      else
        loop->post(forget);
    });
}

void directory::erase(table& entries, table::iterator at) {
  const auto gone = std::move(at->second); // closing may end an actor, which comes back here
  entries.erase(at);
  gone->close();
}

void directory::remove(wire::address_view address) {
  if (address.type != wire::local_type) return;
  const auto at = entries_->find(address.value);
  if (at != entries_->end()) erase(*entries_, at);
}

transports::port directory::find(wire::address_view address) const {
  if (address.type != wire::local_type) return {};
  const auto at = entries_->find(address.value);
  return at == entries_->end() ? transports::port{} : transports::port{at->second};
}

void directory::route(transports::message&& m) {
  if (m.onward.empty()) return; // it has arrived, and nobody wants it
  if (m.local_hops >= config::local_hops_max)
    return drop(m, "was passed on too often, the route loops");
  ++m.local_hops;
  const auto to = find(m.onward.front());
  if (!to.open()) {
    if (take_lost_ && take_lost_(m)) return;
    return drop(m, "no worker has that address");
  }
  if (m.entered && !to.admits(m)) return refuse(m, to);
  if (to.pass(std::move(m))) return;
  ++crowded_;
  drop(m, "too much waits for that worker"); // NOLINT(bugprone-use-after-move): it was not taken
}

void directory::drop(const transports::message& m, std::string_view why) {
  ++dropped_;
  const auto hop = wire::to_string(m.onward.front());
  // Peers choose the hop: as a part of the key it could fill the log's table of keys.
  config::log_limited("drop " + std::string(why), config::log_level::warn,
                      "dropped a message to " + hop + ": " + std::string(why));
}

/// Whoever sent the message hears nothing, as if nobody had that address.
void directory::refuse(const transports::message& m, const transports::port& to) {
  ++refused_reach_;
  if (const auto* const rule = to.rule()) return rule->refused(*m.entered);
  const std::string kind(to.kind());
  config::log_limited("reach " + kind, config::log_level::warn,
                      "dropped a message that entered by " + m.entered->about().name + ": the "
                          + kind + ' ' + wire::to_string(m.onward.front())
                          + " is not for everybody, and nothing that left there has named it");
}

std::vector<directory::row> directory::list() const {
  std::vector<row> rows;
  rows.reserve(entries_->size());
  for (const auto& [address, e] : *entries_)
    rows.push_back({e->address, e->kind, std::string(e->named_first.name())});
  std::sort(rows.begin(), rows.end(),
            [](const row& a, const row& b) { return a.address < b.address; });
  return rows;
}

} // namespace ockam::actors
