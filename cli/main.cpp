#include "cli/diagnosis/send_from_home.hpp"
#include "cli/diagnosis/watch.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/nodes/node_start.hpp"
#include "cli/services/administrator.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/dispatcher.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace {

/// Of the terminal that standard output is; 0 if it is none, 80 where nobody says how wide it is.
std::size_t terminal_width() {
  constexpr std::size_t usual = 80, narrowest = 40, widest = 120;
  winsize size{};
  if (isatty(STDOUT_FILENO) != 1) return 0;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual;
  return std::clamp<std::size_t>(size.ws_col, narrowest, widest);
}

} // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto whose = ockam::cli::use_service_home(words);
  if (!whose) return std::cerr << "ockam: " << whose.error().message << '\n', EXIT_FAILURE;
  // a script knows whom it asks
  if (!whose->empty() && isatty(STDERR_FILENO) == 1 && !ockam::config::quiet())
    std::cerr << *whose << '\n';
  ockam::cli::home_directory nodes;
  ockam::cli::host_environment host{std::cin,
                                    std::cout,
                                    std::cerr,
                                    isatty(STDIN_FILENO) == 1,
                                    terminal_width(),
                                    ockam::config::no_color(),
                                    ockam::config::quiet(),
                                    nodes,
                                    ockam::cli::send_from_home,
                                    true,
                                    ockam::cli::trace_from_home,
                                    ockam::cli::ping_from_home,
                                    ockam::cli::wait_for_end,
                                    isatty(STDERR_FILENO) == 1,
                                    ockam::cli::run_in_foreground};
  return ockam::cli::run(ockam::cli::all_nouns(), words, host);
}
