#include "actors/services/tcp_listeners.hpp"

#include <caf/send.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::actors {

namespace {

json describe(const transports::listening& l) {
  return {{"id", l.address},
          {"transport", "TCP"},
          {"mode", "Listening"},
          {"address", transports::to_string(l.bound)},
          {"worker_address", l.address}};
}

error no_listener(std::string_view name) {
  return ockam::not_found("tcp listener", std::string(name), "ockam tcp-listener list");
}

void close(const transports::listening& l) {
  caf::anon_send_exit(l.actor, caf::exit_reason::user_shutdown);
}

} // namespace

result<transports::listening> tcp_listeners::listen(const transports::endpoint& at) {
  auto made = transports::listen(node_, at);
  if (made) open_.push_back(*made);
  return made;
}

tcp_listeners::listeners::const_iterator tcp_listeners::find(std::string_view name) const {
  return std::find_if(open_.begin(), open_.end(), [name](const transports::listening& l) {
    return l.address == name || transports::to_string(l.bound) == name;
  });
}

result<json> tcp_listeners::list() const {
  auto out = json::array();
  for (const auto& l : open_) out.push_back(describe(l));
  return out;
}

result<json> tcp_listeners::show(std::string_view name) const {
  const auto at = find(name);
  if (at == open_.end()) return no_listener(name);
  return describe(*at);
}

void tcp_listeners::create(const config::tcp_listener& wanted, const answer& to) {
  const auto where = transports::endpoint::parse(wanted.address);
  if (!where) return to(where.error());
  const auto& id = wanted.worker_address;
  wire::bytes ignored;
  if (!id.empty() && (!wire::from_hex(id, ignored) || ignored.size() != 16))
    return to(fail(errc::invalid, "worker_address: is not 32 hexadecimal digits"));
  if (!id.empty() && find(id) != open_.end())
    return to(already_exists("tcp listener", id, "ockam tcp-listener delete " + id));
  const auto made = listen(*where);
  if (!made) return to(made.error());
  if (!id.empty()) open_.back().address = id;
  to(describe(open_.back()));
}

result<json> tcp_listeners::remove(std::string_view name) {
  const auto at = find(name);
  if (at == open_.end()) return no_listener(name);
  auto gone = describe(*at);
  close(*at);
  open_.erase(at);
  return gone;
}

void tcp_listeners::close_all() {
  for (const auto& l : open_) close(l);
  open_.clear();
}

void tcp_listeners::drain(std::function<void()> drained) {
  close_all();
  drained();
}

} // namespace ockam::actors
