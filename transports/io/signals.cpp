#include "transports/io/signals.hpp"

#include <csignal>
#include <sys/signalfd.h>

namespace ockam::transports {

descriptor block_signals(std::span<const int> signals) {
  sigset_t all;
  ::sigemptyset(&all);
  for (const auto one : signals) ::sigaddset(&all, one);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
  return descriptor{::signalfd(-1, &all, SFD_CLOEXEC)};
}

} // namespace ockam::transports
