#include "cli/diagnosis/send_from_home.hpp"
#include "cli/diagnosis/watch.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/nodes/node_start.hpp"
#include "cli/services/administrator.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/dispatcher.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"

#include <cstdlib>
#include <iostream>
#include <unistd.h>

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
                                    isatty(STDOUT_FILENO) == 1,
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
