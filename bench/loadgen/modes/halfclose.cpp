// Does the end of one direction cross, with all that was before it, and leave the other open?
#include "loadgen/modes/modes.hpp"
#include "loadgen/parts/pattern.hpp"
#include "loadgen/parts/report.hpp"

#include <array>
#include <sys/time.h>

namespace loadgen {

int run_halfclose() {
  constexpr std::size_t size = 300000;
  const auto before = usage_now();
  const auto over = open_connection(0, 'H');
  outcome came;
  came.first_ns = now_ns();
  const timeval patience{5, 0};
  setsockopt(over.socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  send_all(over.socket, pattern_at(over.seed, 0), size);
  shutdown(over.socket, SHUT_WR);
  std::array<std::uint64_t, 2> answer{}; // how much the server got, and a mark
  const auto answered = receive_all(over.socket, answer.data(), sizeof answer);
  came.last_ns = now_ns();
  if (!answered)
    ++came.errors;
  else if (answer[0] != size)
    ++came.corrupt;
  return report(came, before, usage_now(),
                format(",\"reply_after_fin\":%s,\"server_got\":%llu", answered ? "true" : "false",
                       (unsigned long long)answer[0]));
}

} // namespace loadgen
