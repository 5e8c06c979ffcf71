// How things may be called: one rule for commands, files and nodes, so that a name which is taken
// here is not refused elsewhere, and looks in a listing as what it is.
//   node, vault, identity          1 to 64 letters, digits, '-', '_'    (they become files)
//   relay, worker, alias           1 to address_size_max bytes of UTF-8 without blanks, '/', control
//                                  characters (C0, DEL, C1) and marks that cannot be seen or turn
//                                  the text round; a relay's with `forward_to_` in front
//   alias                          also without ':', and no number of a port
#pragma once
#include "wire/result.hpp"

#include <string_view>

namespace ockam::config {

enum class named : unsigned char { node, vault, identity, relay, worker, alias };

/// Error: invalid, `relay name "my office": no blanks`, with what is allowed as hint.
status check_name(named what, std::string_view name);

} // namespace ockam::config
