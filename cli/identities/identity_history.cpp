#include "cli/identities/identity_history.hpp"

#include "channels/identity/identity.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using nlohmann::json;

/// The reference's name of the kind of key, and the key.
std::string text_of(const channels::public_key& key) {
  const auto* const scheme = key.scheme == channels::signature_scheme::ed25519
                                 ? "EdDSACurve25519: "
                                 : "ECDSASHA256CurveP256: ";
  return scheme + wire::to_hex(key.view());
}

result<json> describe(const channels::change& change) {
  OCKAM_TRY(content, decode_envelope(channels::envelope_kind::change, change.envelope));
  OCKAM_TRY(data, channels::decode_change_data(content));
  return json{{"identifier", wire::to_hex(change.hash())},
              {"primary_public_key", text_of(data.key)},
              {"revoke_all_purpose_keys", data.revoke_all_purpose_keys}};
}

} // namespace

result<json> describe_history(std::string_view hex) {
  OCKAM_TRY(who, channels::identity::import(hex));
  const auto history = who.encode();
  wire::cbor_reader in{history};
  auto changes = json::array();
  auto elements = in.array();
  while (in.next(elements)) {
    OCKAM_TRY(change, describe(channels::take_change(in)));
    changes.push_back(std::move(change));
  }
  return json{{"identifier", to_string(who.id())},
              {"changes", std::move(changes)},
              {"change_history", wire::to_hex(history)}};
}

std::string history_block(const json& description) {
  auto text = "Identifier: " + description["identifier"].get<std::string>();
  std::size_t index = 0;
  for (const auto& change : description["changes"]) {
    text += "\n  Change[" + std::to_string(index++) + "]:";
    text += "\n    identifier:              " + change["identifier"].get<std::string>();
    text += "\n    primary_public_key:      " + change["primary_public_key"].get<std::string>();
    text += "\n    revoke_all_purpose_keys: " + change["revoke_all_purpose_keys"].dump();
  }
  return text;
}

} // namespace ockam::cli
