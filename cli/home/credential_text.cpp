#include "cli/home/credential_text.hpp"

#include "wire/bytes.hpp"
#include "wire/text.hpp"

namespace ockam::cli {

std::optional<channels::presented_credential> parse_credential(std::string_view hex) {
  wire::bytes encoded;
  if (!wire::from_hex(wire::trimmed(hex), encoded)) return {};
  wire::cbor_reader in{encoded};
  auto out = channels::take_presented_credential(in);
  if (!in.ok()) return {};
  return out;
}

std::string to_hex(const channels::presented_credential& what) {
  wire::bytes encoded;
  wire::cbor_writer out{encoded};
  write(out, what);
  return wire::to_hex(encoded);
}

} // namespace ockam::cli
