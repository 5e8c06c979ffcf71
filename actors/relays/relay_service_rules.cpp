// Who may have relays, and who may reach their owners: the part of relay_service that asks policies,
// credentials and teams.
#include "actors/access/isolation.hpp"
#include "actors/relays/relay_service.hpp"
#include "channels/workers/access_rules.hpp"
#include "channels/workers/channel_table.hpp"
#include "channels/workers/credential_table.hpp"
#include "config/base/log.hpp"

#include <algorithm>
#include <cctype>

namespace ockam::actors {

namespace {

/// `city='New York'` of city=New York, for a shell.
std::string shell_word(const std::string& key, const std::string& value) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) != 0
           || std::string_view{"-_.,:@%/"}.find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (std::all_of(value.begin(), value.end(), plain)) return key + "=" + value;
  auto text = key + "='";
  for (const char c : value) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

/// What an enroller types so that a member may have the name. An update takes the place of all that
/// the member has, so what it has is said again.
std::string way_to(std::string_view name, const wire::identifier& who,
                   const std::map<std::string, std::string>& has) {
  auto line = "an enroller of the project allows it: ockam project-member update " + to_string(who)
              + " --relay " + std::string(name);
  for (const auto& [key, value] : has)
    if (key != "ockam-relay" && key != channels::version_attribute && key != "trust_context_id")
      line += " --attribute " + shell_word(key, value);
  return line + ", or a new member's ticket: ockam project ticket --relay " + std::string(name);
}

} // namespace

status relay_service::ask_policy(std::string_view address,
                                 const std::optional<wire::identifier>& peer) const {
  const channels::access_guard gate(node_.access, channels::resource_types::relay,
                                    std::string(address.substr(wire::relay_prefix.size())), {},
                                    std::string(address));
  return gate.admits(peer);
}

void relay_service::ask_again(const std::optional<wire::identifier>& whose) {
  std::vector<std::pair<std::string, std::string>> denied;
  for (const auto& [address, one] : relays_) {
    if (whose && one.who.peer != whose) continue;
    if (const auto allowed = may_have(address, one.who.peer); !allowed)
      denied.emplace_back(address, allowed.error().message);
  }
  for (const auto& [address, why] : denied) {
    auto line = "relay " + address;
    line.append(" ends: ").append(why);
    config::log_event(config::log_level::warn, line);
    reserved_.release(address);
    end_relay(address, {wire::relay_notice_kind::ended, "its host has ended it: " + why});
  }
  if (node_.access.isolates_members()) end_unreachable(whose);
}

/// Who has no standing at the moment is refused by the relay, and loses its channel if that stays so.
void relay_service::end_unreachable(const std::optional<wire::identifier>& whose) {
  for (const auto& [address, one] : relays_) {
    if (!one.clients || !one.who.peer) continue;
    const auto* const owner = node_.credentials.find(*one.who.peer);
    if (!owner) continue;
    one.clients->end_if([&, &relay = address, &of = one](const wire::identifier& client) {
      if (client == of.who.peer || (whose && client != *whose && of.who.peer != whose))
        return false;
      const auto* const held = node_.credentials.find(client);
      if (!held || may_reach(held->attributes, &owner->attributes, wire::relay_name(relay)))
        return false;
      config::log_event(config::log_level::info, to_string(client) + " may not reach " + relay
                                                     + " any more, and what it began there ends");
      return true;
    });
  }
}

status relay_service::may_have(std::string_view address,
                               const std::optional<wire::identifier>& peer) const {
  if (kind_ == host::any_node) return ask_policy(address, peer);
  if (!peer) return fail(errc::denied, "it came through no secure channel");
  const auto* const standing = node_.credentials.find(*peer);
  if (!standing) return fail(errc::denied, "no credential of this project was shown");
  const auto name = wire::relay_name(address);
  const auto allowed = standing->attributes.find("ockam-relay");
  if (allowed == standing->attributes.end())
    return fail(errc::denied, "this member's ticket allows no relay",
                way_to(name, *peer, standing->attributes));
  if (allowed->second != "*" && allowed->second != name)
    return fail(errc::denied,
                "this member's ticket allows relay " + allowed->second + ", and not "
                    + std::string(name),
                way_to(name, *peer, standing->attributes));
  return ask_policy(address, peer);
}

status relay_service::permit(const registration& wanted) const {
  const auto& peer = wanted.who.peer;
  if (auto allowed = may_have(wanted.address, peer); !allowed) return allowed;
  if (kind_ == host::any_node) return ockam::done{};
  // Else it would outlive the channel, and its name would be taken for ever.
  const auto channel = node_.channels.find(wanted.message.return_route.front().value);
  if (!channel || channel->peer != *peer) return fail(errc::denied, "it took a way round");
  return ockam::done{};
}

} // namespace ockam::actors
