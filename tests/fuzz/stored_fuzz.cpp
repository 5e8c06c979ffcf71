// Rows of a home's database as they must never be: any text in any column, and what is read of it.
#include "channels/membership/confirmations.hpp"
#include "channels/membership/project.hpp"
#include "cli/home/credential_text.hpp"
#include "cli/launch/node_offers.hpp"
#include "config/store/state_store.hpp"
#include "fixtures/temporary_directory.hpp"
#include "person.hpp"
#include "stored.hpp"
#include "transports/io/network.hpp"

using namespace ockam;
using fuzz::bytes_view;
using fuzz::put;
using fuzz::require;

namespace {

struct home {
  home() {
    require(state.vaults().add("v", "/v"));
    require(state.identities().add({"i", "I", fuzz::alice().who.to_hex(), "v"}));
    require(state.projects().put({"p", "n", "{}", false}));
    require(state.put_node("n", "127.0.0.1:1", "i", 1, "p"));
    require(state.projects().keep("p", "I", {"00", 1}));
    require(state.trusted().put("n", {"a", fuzz::alice().who.to_hex(), ""}));
    require(state.trusted().enter("n", {"p", "n"}));
    require(state.declarations().put({"n", "relays", "r", "{}", ""}));
  }
  fixtures::temporary_directory place;
  config::state_store state = std::move(*config::state_store::open(place.path()));
  soci::session sql{soci::sqlite3, "dbname=" + config::state_file(place.path()).string()};
};

/// What the store says; nothing if it says that the rows are none.
template <class T>
T read(result<T> all) {
  return all ? std::move(*all) : T{};
}

bool rows(bytes_view data) {
  static home one;
  constexpr const char* columns[] = {"identities.history",
                                     "identities.identifier",
                                     "identities.created_at",
                                     "projects.description",
                                     "projects.node",
                                     "projects.made_by_itself",
                                     "nodes.listener_address",
                                     "nodes.threads",
                                     "nodes.offers",
                                     "nodes.links_per_source",
                                     "nodes.when_silent",
                                     "nodes.sandbox",
                                     "nodes.status_address",
                                     "credentials.credential",
                                     "credentials.expires_at",
                                     "trusted_authorities.history",
                                     "trusted_authorities.credential",
                                     "declarations.body",
                                     "declarations.kind",
                                     "entered_projects.host",
                                     "vaults.path",
                                     "vaults.created_at"};
  fuzz::choices from{data};
  auto& state = one.state;
  const auto* const column = columns[from.below(std::size(columns))];
  if (!put(one.sql, column, from.rest())) return false;
  auto understood = false;
  for (const auto& each : read(state.identities().all()))
    understood = channels::identity::import(each.history) || understood;
  for (const auto& each : read(state.projects().all()))
    understood = channels::parse_project(each.description) || understood;
  for (const auto& each : read(state.nodes())) {
    static_cast<void>(transports::endpoint::parse(each.listener_address));
    static_cast<void>(channels::when_silent_called(each.when_silent));
    understood = !cli::node_offers::parse(each.offers).text().empty() || understood;
  }
  if (const auto kept = state.projects().kept("p", "I"); kept && *kept)
    understood = cli::parse_credential((*kept)->credential) || understood;
  for (const auto& each : read(state.trusted().of("n")))
    understood = cli::parse_credential(each.credential) || understood;
  static_cast<void>(state.trusted().entered_by("n"));
  static_cast<void>(state.declarations().of("n"));
  static_cast<void>(state.projects().users("p"));
  static_cast<void>(state.vaults().all());
  static_cast<void>(state.newest());
  return understood;
}

constexpr fuzz::parser all[] = {{"rows", rows}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
