// What this home hosts: project nodes, and authorities apart from them. Each is a node of this
// machine whose name leads to its description, $OCKAM_HOME/projects/NODE/description.json, with the
// members beside it unless they are on a PostgreSQL server. It stays when the node is deleted, as
// identities do: whoever is a member has to find the same project again.
#pragma once
#include "channels/membership/project.hpp"
#include "cli/shell/command.hpp"
#include "config/home/directory_lock.hpp"
#include "config/store/state_store.hpp"
#include "transports/io/network.hpp"
#include "wire/messages/member.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace ockam::actors {
struct node_options;
}

namespace ockam::cli {

struct hosted_project {
  std::string node;     ///< project-default
  std::string identity; ///< name of the node's identity in this home
  std::string id;       ///< id of the project
  std::string name;     ///< name of the project; empty for an authority alone
  std::string database; ///< where the members are: a file, or the URI of a server
  std::string access;   ///< host by which others reach it; empty for that of the listener
  transports::endpoint listener{"127.0.0.1", 0}; ///< where it listened last
  bool isolated = false; ///< whether members reach only what names them (access/isolation.hpp)
  bool made_by_itself = false; ///< whether a command that needed a project made it
  bool no_tickets = false;     ///< whether nobody becomes a member with a ticket
  bool no_adding = false;      ///< whether no enroller adds, shows or removes members
  /// Who ran its node last. Empty for a command that left it in the background; `a terminal`, or
  /// the unit `ockam@project-default.service`, and then nobody else starts it beside them.
  std::string run_by{};
};

/// What that node hosts; none if it is a node like others. Errors: io; config if the description
/// cannot be read.
result<std::optional<hosted_project>> hosted_by(const std::filesystem::path& home,
                                                const std::string& node);
/// Writes the description down, whole or not at all.
status save(const std::filesystem::path& home, const hosted_project&);
/// The project as others have to know it. REQUIRES: it is no authority alone.
result<channels::project> project_of(const hosted_project&, const channels::identity&);
/// Sets the options that make a node the host of the project. Reads the identity's key for a
/// moment.
status prepare(actors::node_options&, const std::filesystem::path& home, const hosted_project&,
               const config::identity_record&);

/// What `project create` and `authority create` ask for.
struct hosting_request {
  hosted_project what;                 ///< node, id, name, access, listener; a database or none
  std::optional<std::string> identity; ///< name; none: one called like the node is made
  std::vector<std::pair<wire::identifier, wire::attribute_map>> members{}; ///< from the start
  std::optional<transports::endpoint> status_at{}; ///< a status port, if it is to have one
};
/// The attributes of whoever made a project, or restored it: may let in others, and have any relay.
inline wire::attribute_map enroller_of_all() {
  return {{"ockam-role", "enroller"}, {"ockam-relay", "*"}};
}

/// Writes a project down and starts its node in the background. Errors: already_exists if there is
/// one; invalid; those of member_store and start_in_background. After an error nothing is left
/// behind but an identity.
status start_hosting(const invocation&, hosting_request);
/// Writes a project down without starting its node. REQUIRES: the lock is held. Errors: as before.
result<hosted_project> write_down(const invocation&, hosting_request);
/// Puts more members into a project that is written down, or gives them other attributes.
status put_members(const hosted_project&, const hosting_request&);
/// Runs this process as the node of a project that is written down; calls `then` once it answers.
/// REQUIRES: the lock is not held. After an error nothing is left behind of one that never ran.
status host_here(invocation&, const hosted_project&,
                 const std::optional<transports::endpoint>& status_at,
                 const std::function<void()>& then);
/// Whether the project's node runs.
bool runs(const std::filesystem::path& home, const hosted_project&);
/// The error unavailable for a project whose node does not run, with how it is started.
error not_running(const hosted_project&);
/// Starts the project's node if it does not run, with another status port if one is said; returns whether it had to. Errors: not_running()
/// if somebody else has to start it.
result<bool> wake(const invocation&, const hosted_project&,
                  const std::optional<transports::endpoint>& status_at = {});

/// Lets one process of this home at a time make or wake what it hosts.
result<config::directory_lock> lock_hosting(const std::filesystem::path& home);

/// An id for a new project: a random UUID.
std::string new_project_id();

} // namespace ockam::cli
