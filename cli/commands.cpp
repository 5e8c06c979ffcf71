#include "cli/shell/commands.hpp"

#include "cli/backup/backup_commands.hpp"

namespace ockam::cli {

std::vector<noun> all_nouns() {
  return {node(),
          run_files(),
          share(),
          open(),
          message(),
          relay(),
          forwarder(),
          fowarder(),
          tcp_inlet(),
          tcp_outlet(),
          secure_channel(),
          secure_channel_listener(),
          worker(),
          service(),
          tcp_listener(),
          tcp_connection(),
          hub(),
          credential(),
          trust_context(),
          policy(),
          with_backups(project()),
          project_member(),
          authority(),
          audit(),
          ticket(),
          enroll(),
          space(),
          identity(),
          vault(),
          status_of_nodes(),
          route(),
          doctor(),
          config_files(),
          export_nodes(),
          reset(),
          version(),
          environment(),
          completion(),
          manpages(),
          markdown()};
}

} // namespace ockam::cli
