#include "cli/home/home_identity.hpp"

#include "cli/home/locked_home.hpp"
#include "cli/home/random_name.hpp"
#include "config/store/vault_keys.hpp"
#include "transports/io/clock.hpp"

#include <algorithm>

namespace ockam::cli {

namespace fs = std::filesystem;

namespace {

result<config::identity_record> make_default(const fs::path& home) {
  auto locked = locked_home::open(home);
  if (!locked) return locked.error();
  auto made_meanwhile = locked->state().identities().chosen();
  if (made_meanwhile || made_meanwhile.error().code != errc::not_found) return made_meanwhile;
  auto vault = locked->vault({});
  if (!vault) return vault.error();
  return locked->create_identity("default", *vault);
}

result<config::identity_record> oldest_in(const fs::path& home, const std::string& vault_name) {
  auto locked = locked_home::open(home);
  if (!locked) return locked.error();
  auto vault = locked->vault(vault_name);
  if (!vault) return vault.error();
  auto all = locked->state().identities().all();
  if (!all) return all.error();
  auto oldest = std::find_if(all->begin(), all->end(),
                             [&](const auto& each) { return each.vault == vault_name; });
  if (oldest != all->end()) return *oldest;
  return locked->create_identity(random_name(), *vault);
}

result<config::identity_record> identity_in(const fs::path& home, const identity_choice& choice) {
  auto known = known_identity(home, *choice.identity);
  if (known && choice.vault && *choice.vault != known->vault)
    return fail(errc::invalid,
                "identity " + known->name + " is in vault " + known->vault + ", not in "
                    + *choice.vault,
                "leave --vault out");
  return known;
}

} // namespace

result<config::identity_record> default_identity(const fs::path& home) {
  auto state = config::state_store::open(home);
  if (!state) return state.error();
  auto chosen = state->identities().chosen();
  if (chosen || chosen.error().code != errc::not_found) return chosen;
  return make_default(home);
}

result<config::identity_record> known_identity(const fs::path& home, const std::string& name) {
  auto state = config::state_store::open(home);
  if (!state) return state.error();
  return state->identities().find(name);
}

result<config::identity_record> asked_identity(const fs::path& home,
                                               const std::optional<std::string>& name) {
  return name ? known_identity(home, *name) : default_identity(home);
}

result<config::identity_record> identity_of_node(const fs::path& home, const std::string& node,
                                                 const identity_choice& choice) {
  if (choice.identity) return identity_in(home, choice);
  if (choice.vault) return oldest_in(home, *choice.vault);
  auto state = config::state_store::open(home);
  if (!state) return state.error();
  auto known = state->node(node);
  if (!known && known.error().code != errc::not_found) return known.error();
  if (known && !known->identity.empty()) return state->identities().find(known->identity);
  return default_identity(home);
}

result<channels::signing_key> signing_key_of(const fs::path& home,
                                             const config::identity_record& record) {
  auto state = config::state_store::open(home);
  if (!state) return state.error();
  auto vault = state->vaults().find(record.vault);
  if (!vault) return vault.error();
  auto who = channels::identity::import(record.history);
  if (!who) return who.error();
  auto keys = config::vault_keys::open(vault->path);
  if (!keys) return keys.error();
  auto key = keys->key(key_id(who->latest().key));
  if (!key) return key.error();
  return channels::signing_key::from(static_cast<channels::signature_scheme>(key->scheme),
                                     std::move(key->value));
}

status check_clock(const fs::path& home) {
  auto state = config::state_store::open(home);
  if (!state) return state.error();
  const auto last = state->newest();
  if (!last) return last.error();
  return config::check_clock(transports::system_wall_clock{}.now(), config::earliest_now(), *last);
}

channels::timestamp plausible_now() {
  return std::max(transports::system_wall_clock{}.now(), config::earliest_now());
}

result<std::shared_ptr<const channels::own_identity>> load(const fs::path& home,
                                                           const config::identity_record& record) {
  auto who = channels::identity::import(record.history);
  if (!who) return who.error();
  const auto now = plausible_now();
  if (const auto until = who->latest().attestations.until; until < now)
    return fail(errc::denied,
                "identity " + record.name + " has expired at " + config::utc_text(until)
                    + ": nobody would accept it; it is " + config::utc_text(now)
                    + " by the clock of this machine",
                "if that is right: ockam identity create");
  const auto signer = signing_key_of(home, record);
  if (!signer) return signer.error();
  config::secret_key random;
  transports::system_randomness{}.fill(random.fill());
  auto own = channels::own_identity::make(std::move(*who), *signer, std::move(random), now,
                                          since_it_was_made);
  if (!own) return own.error();
  return std::make_shared<const channels::own_identity>(std::move(*own));
}

} // namespace ockam::cli
