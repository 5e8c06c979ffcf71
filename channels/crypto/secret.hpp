// The names of secrets and bytes as this room uses them.
#pragma once
#include "config/base/secret.hpp"
#include "wire/messages/identifier.hpp"

namespace ockam::channels {

using config::same_bytes;
using config::secret;
using config::secret_key;
using config::wipe;
using wire::bytes;
using wire::bytes_view;
using wire::identifier;

} // namespace ockam::channels
