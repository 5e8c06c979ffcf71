#include "cli/commands.hpp"

namespace ockam::cli {

std::vector<noun> all_nouns() {
  return {message(),         relay(),   forwarder(),   fowarder(),  worker(), service(),
          status_of_nodes(), version(), environment(), completion()};
}

} // namespace ockam::cli
