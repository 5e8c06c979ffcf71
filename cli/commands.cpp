#include "cli/shell/commands.hpp"

#include "cli/backup/backup_commands.hpp"

namespace ockam::cli {
namespace {

/// Headings of help, in its order.
constexpr auto portals = "Share a server, reach one", nodes = "Nodes", ways = "Relays and routes",
               members = "Projects, and who may what", who = "Secure channels, identities",
               itself = "How it is, and the command itself", none = "";

noun project_with_backups() { return with_backups(project()); }

struct row {
  const char* group;
  noun (*make)();
};

constexpr row nouns_in_order[]{
    {portals, tcp_outlet},
    {portals, tcp_inlet},
    {portals, share},
    {portals, open},
    {nodes, node},
    {nodes, run_files},
    {nodes, config_files},
    {nodes, export_nodes},
    {nodes, service},
    {nodes, reset},
    {ways, relay},
    {ways, forwarder},
    {ways, fowarder},
    {ways, hub},
    {ways, message},
    {ways, route},
    {ways, tcp_listener},
    {ways, tcp_connection},
    {ways, worker},
    {members, project_with_backups},
    {members, project_member},
    {members, ticket},
    {members, enroll},
    {members, policy},
    {members, credential},
    {members, trust_context},
    {members, authority},
    {members, audit},
    {members, space},
    {who, secure_channel},
    {who, secure_channel_listener},
    {who, identity},
    {who, vault},
    {itself, status_of_nodes},
    {itself, doctor},
    {itself, access},
    {itself, support_bundle},
    {itself, environment},
    {itself, version},
    {itself, completion},
    {none, manpages},
    {none, markdown},
    {none, completion_values},
};

} // namespace

std::vector<noun> all_nouns() {
  std::vector<noun> all;
  for (const auto& each : nouns_in_order) {
    all.push_back(each.make());
    all.back().group = each.group;
  }
  return all;
}

} // namespace ockam::cli
