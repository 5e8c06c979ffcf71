#include "actors/relays/relay_names.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

namespace {

std::string address_of(std::string_view name) {
  return wire::relay_address(wire::relay_name(name));
}

json describe(std::string_view address, const reserved_names::entry& one,
              transports::time_point now) {
  json out{{"name", wire::relay_name(address)},
           {"owner", to_string(one.owner)},
           {"reserved_ms", nullptr}};
  if (one.until)
    out["reserved_ms"] =
        std::chrono::duration_cast<std::chrono::milliseconds>(*one.until - now).count();
  return out;
}

} // namespace

relay_names::relay_names(caf::actor service_actor, relay_service& service)
    : service_actor_(std::move(service_actor)), service_(service) {}

result<json> relay_names::list() const {
  auto out = json::array();
  for (const auto& [address, one] : service_.reserved().all())
    out.push_back(describe(address, one, service_.home().now()));
  return out;
}

result<json> relay_names::show(std::string_view name) const {
  const auto& all = service_.reserved().all();
  const auto at = all.find(address_of(name));
  if (at == all.end())
    return fail(errc::not_found, "the name " + std::string(name) + " is nobody's");
  return describe(at->first, at->second, service_.home().now());
}

void relay_names::create(const config::relay_name& noted, const answer& to) {
  const auto who = wire::identifier::parse(noted.owner);
  if (!who) return to(who.error());
  service_.restore(address_of(noted.name), *who);
  to(show(noted.name));
}

result<json> relay_names::remove(std::string_view name) {
  auto gone = show(name);
  if (gone) service_.free_name(address_of(name));
  return gone;
}

void relay_names::take_notebook(notebook notes) {
  service_.write_names_with(
      {[put = std::move(notes.put)](const std::string& address, const wire::identifier& owner) {
         config::relay_name noted;
         noted.name = wire::relay_name(address), noted.owner = to_string(owner);
         put(noted.name, config::write_body(noted));
       },
       [forget = std::move(notes.forget)](const std::string& address) {
         forget(std::string(wire::relay_name(address)));
       }});
}

} // namespace ockam::actors
