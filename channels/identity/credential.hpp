// An authority says what somebody is. It signs with a credential key, which its identity attests.
// Source: spec wire §7.4.
//   presented  := [credential, attestation of the issuer's credential key]     both signed objects
//   content    := [subject: bytes(32) | null, subject_latest_change_hash: bytes(32) | null,
//                  [schema:uint, {bytes: bytes}], created_at:uint, expires_at:uint]
// The reference does not compare the subject's change hash, and neither do we.
#pragma once
#include "channels/identity/attestation.hpp"

#include <map>

namespace ockam::channels {

struct credential {
  identifier subject;
  std::optional<digest> subject_latest_change;
  std::uint64_t schema = 0;
  std::map<std::string, std::string> attributes; ///< values are any bytes, nearly always UTF-8
  validity valid;
};

/// A credential as its owner shows it.
struct presented_credential {
  signed_object credential;
  signed_object issuer_key; ///< attestation of the key that signed the credential
};

/// An attribute of ours: the version of the member's attributes that a project's credential has, in
/// decimal digits. An authority that writes it can be asked about its members
/// (wire/messages/authority.hpp).
inline constexpr std::string_view version_attribute = "ockam-since";
/// Takes the version out of the attributes; none if they have none that is a number.
std::optional<std::uint64_t> take_version(std::map<std::string, std::string>& attributes);

/// Makes a credential. REQUIRES: `issuer_key` attests signer.public_key().
presented_credential issue(const credential&, const signing_key& signer, signed_object issuer_key);

/// Whom a credential speaks of; nothing of it is verified.
result<identifier> subject_of(const presented_credential&);

/// Why a credential that was issued just now does not hold here, if that is because the clocks of
/// the two machines differ; else `why` as it is.
error why_not_fresh(const presented_credential&, error why, timestamp now);

/// What the credential says, if `issuer` gave it to `presenter` and it holds now; else the first
/// rule that it breaks (errc::denied).
result<credential> verify(const presented_credential&, const identity& issuer,
                          const identifier& presenter, timestamp now);

void write(wire::cbor_writer&, const presented_credential&);
presented_credential take_presented_credential(wire::cbor_reader&);
/// A list of credentials; more than config::credentials_max are refused.
void write(wire::cbor_writer&, std::span<const presented_credential>);
std::vector<presented_credential> take_presented_credentials(wire::cbor_reader&);

} // namespace ockam::channels
