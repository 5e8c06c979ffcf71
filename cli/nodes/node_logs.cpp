#include "cli/nodes/node_commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/defaults.hpp"
#include "transports/io/descriptor.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <fcntl.h>
#include <ostream>
#include <sys/stat.h>
#include <unistd.h>

namespace ockam::cli {

namespace {

/// Prints what the log has and what comes, until the user wants no more. A node that begins another
/// file gives the old one another name.
status follow(invocation& call, const std::filesystem::path& file) {
  std::array<char, 65536> part{};
  ino_t known = 0;
  transports::descriptor log;
  do {
    struct stat now {};
    if (::stat(file.c_str(), &now) == 0 && (!log || now.st_ino != known)) {
      log.reset(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
      known = now.st_ino;
    }
    if (!log) return fail(errc::io, "cannot read " + file.string());
    for (ssize_t count = 0; (count = ::read(log.get(), part.data(), part.size())) > 0;)
      call.host.out.write(part.data(), count);
    call.host.out.flush();
  } while (call.host.out && call.host.pause && call.host.pause(config::watch_interval));
  return done{};
}

status run_node_logs(invocation& call) {
  OCKAM_TRY(node, known_node_argument(call));
  const auto& log = call.args.flag("access") ? node.files.access_log : node.files.log;
  const auto path = log.string();
  if (call.args.flag("follow")) return follow(call, log);
  call.out.answer({{"log", path}}, path);
  return done{};
}

} // namespace

command node_logs() {
  return {"logs",
          "Print the path of a node's log, or what is in it",
          {node_positional()},
          {{"follow,f", "", "Print the log itself, and what comes, until it is interrupted"},
           {"access", "", "The access log instead, of its portal streams; see `ockam access`"}},
          {"ockam node logs n1", "ockam node logs n1 -f", "tail -f $(ockam node logs n1)"},
          run_node_logs};
}

} // namespace ockam::cli
