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
  OCKAM_TRY(locked, locked_home::open(home));
  auto made_meanwhile = locked.state().identities().chosen();
  if (made_meanwhile || made_meanwhile.error().code != errc::not_found) return made_meanwhile;
  OCKAM_TRY(vault, locked.vault({}));
  return locked.create_identity("default", vault);
}

result<config::identity_record> oldest_in(const fs::path& home, const std::string& vault_name) {
  OCKAM_TRY(locked, locked_home::open(home));
  OCKAM_TRY(vault, locked.vault(vault_name));
  OCKAM_TRY(all, locked.state().identities().all());
  auto oldest = std::find_if(all.begin(), all.end(),
                             [&](const auto& each) { return each.vault == vault_name; });
  if (oldest != all.end()) return *oldest;
  return locked.create_identity(random_name(), vault);
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
  OCKAM_TRY(state, config::state_store::open(home));
  auto chosen = state.identities().chosen();
  if (chosen || chosen.error().code != errc::not_found) return chosen;
  return make_default(home);
}

result<config::identity_record> known_identity(const fs::path& home, const std::string& name) {
  OCKAM_TRY(state, config::state_store::open(home));
  return state.identities().find(name);
}

result<config::identity_record> identity_called(const fs::path& home, const std::string& name,
                                                const std::optional<std::string>& vault) {
  auto known = known_identity(home, name);
  if (known || known.error().code != errc::not_found) return known;
  OCKAM_TRY(usual, default_identity(home)); // else the new one would become it
  if (usual.name == name) return usual;
  OCKAM_TRY(locked, locked_home::open(home));
  OCKAM_TRY(chosen, locked.vault(vault));
  return locked.create_identity(name, chosen);
}

result<config::identity_record> asked_identity(const fs::path& home,
                                               const std::optional<std::string>& name) {
  return name ? known_identity(home, *name) : default_identity(home);
}

result<config::identity_record> identity_of_node(const fs::path& home, const std::string& node,
                                                 const identity_choice& choice) {
  if (choice.identity) return identity_in(home, choice);
  if (choice.vault) return oldest_in(home, *choice.vault);
  OCKAM_TRY(state, config::state_store::open(home));
  auto known = state.node(node);
  if (!known && known.error().code != errc::not_found) return known.error();
  if (known && !known->identity.empty()) return state.identities().find(known->identity);
  return default_identity(home);
}

result<channels::signing_key> signing_key_of(const fs::path& home,
                                             const config::identity_record& record) {
  OCKAM_TRY(state, config::state_store::open(home));
  OCKAM_TRY(vault, state.vaults().find(record.vault));
  OCKAM_TRY(who, channels::identity::import(record.history));
  OCKAM_TRY(keys, config::vault_keys::open(vault.path));
  OCKAM_TRY(key, keys.key(key_id(who.latest().key)));
  return channels::signing_key::from(static_cast<channels::signature_scheme>(key.scheme),
                                     std::move(key.value));
}

status check_clock(const fs::path& home) {
  OCKAM_TRY(state, config::state_store::open(home));
  OCKAM_TRY(last, state.newest());
  return config::check_clock(transports::system_wall_clock{}.now(), config::earliest_now(), last);
}

channels::timestamp plausible_now() {
  return std::max(transports::system_wall_clock{}.now(), config::earliest_now());
}

result<std::shared_ptr<const channels::own_identity>> load(const fs::path& home,
                                                           const config::identity_record& record) {
  OCKAM_TRY(who, channels::identity::import(record.history));
  const auto now = plausible_now();
  if (const auto until = who.latest().attestations.until; until < now)
    return fail(errc::denied,
                "identity " + record.name + " has expired at " + config::utc_text(until)
                    + ": nobody would accept it; it is " + config::utc_text(now)
                    + " by the clock of this machine",
                "if that is right: ockam identity create");
  OCKAM_TRY(signer, signing_key_of(home, record));
  config::secret_key random;
  transports::system_randomness{}.fill(random.fill());
  OCKAM_TRY(own, channels::own_identity::make(std::move(who), signer, std::move(random), now,
                                              since_it_was_made));
  return std::make_shared<const channels::own_identity>(std::move(own));
}

} // namespace ockam::cli
