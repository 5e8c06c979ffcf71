#include "cli/home/random_name.hpp"

#include "transports/io/clock.hpp"

namespace ockam::cli {

std::string random_name() {
  constexpr std::size_t digits = 8;
  return transports::system_randomness{}.address().substr(0, digits);
}

} // namespace ockam::cli
