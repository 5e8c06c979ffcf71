#include "actors/access/credentials.hpp"

#include "channels/workers/credential_table.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

namespace {

json describe(const wire::identifier& peer, const channels::standing& held) {
  return {{"identifier", to_string(peer)},
          {"authority", to_string(held.authority)},
          {"attributes", held.attributes},
          {"expires_at", held.until}};
}

} // namespace

result<json> credentials::list() const {
  auto out = json::array();
  for (const auto& peer : node_.credentials.peers())
    if (const auto* const held = node_.credentials.find(peer)) out.push_back(describe(peer, *held));
  return out;
}

result<json> credentials::show(std::string_view identifier) const {
  OCKAM_TRY(peer, wire::identifier::parse(identifier));
  if (const auto* const held = node_.credentials.find(peer)) return describe(peer, *held);
  return fail(errc::not_found, std::string(identifier) + " shows no credential that holds",
              "ockam credential list");
}

void credentials::create(const config::credential& wanted, const answer& to) {
  auto authority = channels::identity::decode(wanted.authority);
  if (!authority) return to(authority.error());
  json made{{"authority", to_string(authority->id())}, {"identifier", ""}};
  if (!wanted.shown.empty()) {
    if (!node_.self) return to(fail(errc::config, "this node has no identity that could show it"));
    wire::cbor_reader reader{wanted.shown};
    auto credential = channels::take_presented_credential(reader);
    if (!reader.ok()) return to(fail(errc::invalid, "credential: is none"));
    const auto& self = node_.self->who().id();
    auto said = channels::verify(credential, *authority, self, node_.time.now());
    if (!said) return to(said.error());
    made = describe(self, {std::move(said->attributes), said->valid.until, authority->id()});
    node_.credentials.show_of(authority->id(), std::move(credential));
  }
  node_.credentials.trust(std::move(*authority));
  to(made);
}

} // namespace ockam::actors
