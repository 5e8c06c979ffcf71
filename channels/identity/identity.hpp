// An identity is the history of its keys. Whoever holds the first key can hand over to a second
// one, and so on; the identifier stays that of the first change. An object of this type has been
// verified. Source: spec wire §7.2.
//   history := [change...]       as hexadecimal text it is the export format
// Rules: the first change names no previous one, each other one the change before it and is signed
// by that one's key, too; every change is signed by its own key; validity never starts earlier than
// before.
#pragma once
#include "channels/crypto/signing_key.hpp"
#include "channels/identity/change.hpp"
#include "wire/messages/identifier.hpp"

#include <functional>
#include <vector>

namespace ockam::channels {

class identity {
public:
  /// A new identity with one key. The identifier follows from the arguments.
  static identity create(const signing_key&, const validity& attestations);
  /// What else must hold of a history; asked before any of its signatures is checked.
  using condition = std::function<status(const identity& claimed)>;
  /// Verifies a history; bytes behind it are ignored. At most config::identity_changes_max. Of the
  /// last config::histories_kept that held only the hash is looked at again.
  static result<identity> decode(bytes_view history, const condition& = {});
  static result<identity> import(std::string_view hex);

  /// The history with one more change, by which `next` takes the place of `current`. Fails
  /// (errc::invalid) if `current` is not the key of this identity, or if the validity starts
  /// earlier than that of the last change.
  result<identity> rotated(const signing_key& current, const signing_key& next,
                           const validity& attestations, bool revoke_all_purpose_keys) const;

  const identifier& id() const noexcept { return id_; }
  /// What the last change says, and its hash, which new attestations name.
  const change_data& latest() const noexcept { return latest_; }
  const digest& latest_hash() const noexcept { return latest_hash_; }
  std::size_t changes() const noexcept { return changes_.size(); }

  bytes encode() const;
  std::string to_hex() const { return wire::to_hex(encode()); }

private:
  identity() = default;
  /// Takes a change that comes after those it has, with everything checked but its signatures.
  status append(change);
  /// Checks the signatures of all changes.
  status check_signatures() const;
  status check_order(const change_data&) const;

  std::vector<change> changes_;
  identifier id_;
  change_data latest_;
  digest latest_hash_{};
};

} // namespace ockam::channels
