// What somebody is: credentials in a handshake, refreshed in a channel, alone, as text; also as if the
// right key had signed them.
#include "channels/handshake/channel_message.hpp"
#include "channels/identity/identity_payload.hpp"
#include "cli/home/credential_text.hpp"
#include "config/defaults.hpp"
#include "person.hpp"

#include <array>

using namespace ockam;
using namespace ockam::channels;
using fuzz::alice;
using fuzz::require;

namespace {

bool credential_content(bytes_view data) {
  const presented_credential shown{alice().sign(envelope_kind::credential, data),
                                   alice().credential_key};
  const auto said = verify(shown, alice().who, alice().who.id(), fuzz::now);
  if (!said) return false;
  const auto again = issue(*said, alice().signer, alice().credential_key);
  require(verify(again, alice().who, alice().who.id(), fuzz::now)->attributes == said->attributes);
  auto attributes = said->attributes;
  static_cast<void>(take_version(attributes));
  return true;
}

bool identity_payload(bytes_view data) {
  const auto met =
      verify_identity_payload(data, alice().self.channel_key()->public_key(), fuzz::now);
  if (!met) return false;
  require(met->who.id() == alice().who.id());
  require(met->credentials.size() <= config::credentials_max);
  return true;
}

/// Newer credentials inside a channel: their history, and each credential of it.
bool refreshed(bytes_view data) {
  const auto read = decode_channel_message(data, config::route_hops_max, config::address_size_max);
  const auto* const what = read ? std::get_if<refreshed_credentials>(&*read) : nullptr;
  if (what == nullptr) return false;
  require(what->credentials.size() <= config::credentials_max);
  const auto who = identity::decode(what->history, [](const identity& claimed) -> status {
    if (claimed.id() == alice().who.id()) return ockam::done{};
    return fail(errc::denied, "another");
  });
  if (!who) return false;
  for (const auto& each : what->credentials)
    static_cast<void>(verify(each, alice().who, who->id(), fuzz::now));
  const auto again = encode_refreshed_credentials(*who, what->credentials);
  require(decode_channel_message(again, config::route_hops_max, config::address_size_max));
  return true;
}

bool presented(bytes_view data) {
  wire::cbor_reader in{data};
  const auto all = take_presented_credentials(in);
  if (!in.ok() || all.empty()) return false;
  for (const auto& each : all) {
    static_cast<void>(subject_of(each));
    static_cast<void>(verify(each, alice().who, alice().who.id(), fuzz::now));
  }
  return true;
}

bool text(bytes_view data) {
  const auto first = cli::parse_credential(wire::text_of(data));
  if (first) require(cli::parse_credential(cli::to_hex(*first)).has_value());
  return first.has_value();
}

presented_credential shown() {
  return issue({alice().who.id(), {}, 1, {{"role", "x"}}, fuzz::lifetime}, alice().signer,
               alice().credential_key);
}

constexpr auto cbor = fuzz::shape::cbor;
constexpr fuzz::parser all[] = {
    {"content", credential_content, cbor,
     [] { return fuzz::content_of(envelope_kind::credential, shown().credential); }},
    {"identity_payload", identity_payload, cbor,
     [] { return alice().self.handshake_payload(std::array{shown()}); }},
    {"refreshed", refreshed, cbor,
     [] { return encode_refreshed_credentials(alice().who, std::array{shown()}); }},
    {"presented", presented, cbor,
     [] { return fuzz::encoded(std::span<const presented_credential>(std::array{shown()})); }},
    {"text", text, fuzz::shape::plain, [] {
       const auto hex = cli::to_hex(shown());
       return bytes(hex.begin(), hex.end());
     }}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
