#include "wire/messages/identifier.hpp"

#include "wire/bytes.hpp"

#include <algorithm>

namespace ockam::wire {

result<identifier> identifier::parse(std::string_view text) {
  identifier out;
  bytes hash;
  if (!text.starts_with('I') || !from_hex(text.substr(1), hash) || hash.size() != out.hash.size()) {
    return fail(errc::invalid, std::string(text) + " is not an identifier",
                "an identifier is the letter I and 64 hexadecimal digits");
  }
  std::copy(hash.begin(), hash.end(), out.hash.begin());
  return out;
}

std::string to_string(const identifier& who) {
  auto out = to_hex(who.hash);
  out.insert(out.begin(), 'I'); // gcc 12 warns of an overflow in "I" + out
  return out;
}

} // namespace ockam::wire
