#include "cli/commands.hpp"

namespace ockam::cli {

std::vector<noun> all_nouns() { return {version()}; }

} // namespace ockam::cli
