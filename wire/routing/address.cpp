#include "wire/routing/address.hpp"

#include "wire/text.hpp"

namespace ockam::wire {

result<address> address::parse(std::string_view text) {
  const auto wrong = [text](std::string_view why) {
    return fail(errc::invalid, "address \"" + std::string(text) + "\": " + std::string(why));
  };
  if (text.empty()) return wrong("is empty");
  const auto mark = text.find('#');
  if (mark == std::string_view::npos) return address{local_type, text};
  if (text.find('#', mark + 1) != std::string_view::npos) return wrong("more than one #");
  const auto type = whole_number<std::uint8_t>(text.substr(0, mark));
  if (!type) return wrong("the type before # is not a number from 0 to 255");
  return address{*type, text.substr(mark + 1)};
}

std::string to_string(address_view a) {
  auto out = std::to_string(a.type) + '#';
  out += is_utf8(view_of(a.value)) ? a.value : "Invalid UTF-8";
  return out;
}

} // namespace ockam::wire
